"""`kmeans-scratch lessons`: what it copies, notebooks that run and mark outside of the clone, and the worksheet."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kmeans_scratch.lloyd import assign, update
from kmeans_scratch.shell import worksheet
from kmeans_scratch.shell.cli import main
from kmeans_scratch.shell.lessons import COPIED
from kmeans_scratch.shell.notebooks import ANSWER, BY_NOTEBOOK, make_notebook, make_stub, mark_cells, unfold

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
LESSONS = sorted(path.stem for path in ROOT.glob("lessons/[0-9][0-9]-*.md"))
EXERCISES = sorted(path.stem for path in ROOT.glob("lessons/exercises/solutions/ex*.py"))


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """A folder outside of the clone, with the lessons and the notebooks."""
    folder = tmp_path_factory.mktemp("class") / "lessons of a class"
    assert main(["lessons", str(folder), "--notebooks"]) == 0
    return folder


@pytest.fixture
def inside(copied, monkeypatch):
    """The same folder as the current one; all exercises are empty again."""
    for name in EXERCISES:
        write_exercise(copied, name, make_stub(solution_of(copied, name)))
    monkeypatch.chdir(copied)
    return copied


def solution_of(folder, name):
    return (folder / "lessons" / "exercises" / "solutions" / f"{name}.py").read_text(encoding="utf-8")


def write_exercise(folder, name, text):
    (folder / "lessons" / "exercises" / f"{name}.py").write_text(text, encoding="utf-8")


def answer_cells(text, name):
    """The cells of a student: the imports and the given numbers, and one for each function, of a solution."""
    tree = ast.parse(text)
    given = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom | ast.Assign)]
    imports = [ast.get_source_segment(text, node) for node in given]
    functions = {node.name: ast.get_source_segment(text, node) for node in tree.body if hasattr(node, "args")}
    cells = {"imports": "\n".join(imports), **functions}
    return [ANSWER.format(name=name, function=function) + source for function, source in cells.items()]


# What is copied


def test_pages_pictures_marker_package_and_empty_exercises_are_copied(copied):
    assert [path.stem for path in sorted((copied / "lessons").glob("0*.md"))] == LESSONS[:9]
    assert (copied / "images" / "lessons" / "01-rocks.gif").exists()
    assert (copied / "kmeans_scratch" / "lloyd.py").exists()
    for name in EXERCISES:
        assert "raise NotImplementedError" in (copied / "lessons" / "exercises" / f"{name}.py").read_text("utf-8")


def test_every_link_of_a_copied_lesson_leads_to_a_copied_file(copied):
    for page in (copied / "lessons").glob("*.md"):
        for link in re.findall(r"\]\(([^()\s#]+)[^()\s]*\)", page.read_text(encoding="utf-8")):
            assert "://" in link or (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_wheel_takes_along_what_the_command_copies():
    section = (ROOT / "pyproject.toml").read_text("utf-8").partition("data-files]")[2].partition("\n[")[0]
    assert set(re.findall(r'"((?:lessons|images)/[^"]+)"', section)) == set(COPIED)
    for target, patterns in re.findall(r'"share/kmeans-scratch/(.+?)" = \[(.+?)\]', section):
        assert {str(Path(pattern).parent) for pattern in re.findall(r'"(.+?)"', patterns)} == {target}


def test_a_folder_with_lessons_is_not_overwritten(copied, capsys):
    page = copied / "lessons" / "01-sorting-rocks.md"
    before = page.stat().st_mtime_ns
    assert main(["lessons", str(copied)]) == 2
    assert "exists already; choose another folder" in capsys.readouterr().err
    assert page.stat().st_mtime_ns == before


def test_the_copied_marker_runs_from_the_copied_folder(inside):
    write_exercise(inside, EXERCISES[0], solution_of(inside, EXERCISES[0]))
    done = subprocess.run([sys.executable, "lessons/check.py", "ex01"], capture_output=True, encoding="utf-8")
    assert "Solved" in done.stdout


# The notebooks


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of Jupyter itself
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_notebook_shows_what_the_lesson_says_and_marks_wrong_and_right_answers(inside, lesson, monkeypatch):
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    notebook = nbformat.read(inside / f"{lesson}.ipynb", as_version=4)
    nbformat.validate(notebook)
    name = next((name for name in EXERCISES if name[2:4] == lesson[:2]), None)
    for other in set(EXERCISES) - {name}:
        write_exercise(inside, other, solution_of(inside, other))
    if name:
        museum = min((ROOT / "tests" / "museum" / name).glob("*.py")).read_text(encoding="utf-8")
        right = answer_cells(solution_of(inside, name), name)
        wrong = [*right[:-1], f"{right[-1]}\n\n\n{museum}"]
        mark = f'mark("{name}")'
        added = [*wrong, mark, *right, mark]
        notebook.cells += [nbformat.v4.new_code_cell(source) for source in added]
    resources = {"metadata": {"path": str(inside)}}
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()

    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if name:
        unwritten = next(cell for cell in cells if cell.source == mark)
        assert "is not written yet" in shown(unwritten)
        expected = re.match("# expect: (.+)", museum)[1]
        assert expected in " ".join(shown(cells[-len(right) - 2]).split())
        assert "Solved" in shown(cells[-1])
    page = (inside / "lessons" / f"{lesson}.md").read_text(encoding="utf-8")
    for code, result in re.findall(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", page, re.M | re.S):
        cell = next(cell for cell in cells if cell.source.startswith(code.rstrip("\n")))
        assert result.startswith("Traceback") or shown(cell) == result
        pictures = [output for output in cell.outputs if "<img" in output.get("data", {}).get("text/html", "")]
        assert len(pictures) >= len(re.findall(r"images/lessons/[\w.-]+", code))


def shown(cell):
    """What a cell of a notebook prints, and the value of its last line."""
    texts = [output.get("text", "") for output in cell.outputs]
    values = [
        output["data"]["text/plain"] + "\n" for output in cell.outputs if output.output_type == "execute_result"
    ]
    return "".join(texts + values)


def test_numbers_that_an_exercise_gives_are_in_the_first_cell():
    stub = "import numpy as np\n\nSHARES = np.array(\n    [1, 2]\n)  # given\n\n\ndef use():\n    return\n"
    cells = make_notebook("```sh\npython lessons/check.py ex01\n```\n", "ex01_use", stub, Path())["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    assert any(
        source.endswith("import numpy as np\nSHARES = np.array(\n    [1, 2]\n)  # given") for source in sources
    )


def test_a_notebook_has_a_cell_for_each_function_and_hides_results():
    lesson = "Text.\n\n```python\n1 + 1\n```\n\n```text\n2\n```\n\n```sh\npython lessons/check.py ex01\n```\n\nEnd.\n"
    stub = 'import numpy as np\n\n\ndef double(x):\n    "Return 2 x."\n    raise NotImplementedError\n'
    cells = make_notebook(lesson, "ex01_double", stub, Path())["cells"]
    assert ["".join(cell["source"]) for cell in cells[1:]] == [
        "Text.",
        "1 + 1",
        "Write your answer into the next cells, and run them. The last cell marks it.",
        "# My answer to ex01_double: imports  (keep this line)\nimport numpy as np",
        "# My answer to ex01_double: double  (keep this line)\n" + stub.partition("\n\n\n")[2].rstrip("\n"),
        'mark("ex01_double")',
        'For a hint, run `mark("ex01_double", "--hint")`.',
        "End.",
    ]


def test_words_behind_folded_code_stay_folded():
    before, after = "Guess.\n\n<details>\n<summary>Run this</summary>\n\n", "\nIt is 2.\n\n</details>\n\nNext.\n"
    assert unfold(before, False) == ("Guess.\n\n\n", True)
    text, folded = unfold(after, True)
    assert (text.count("<details>"), text.count("</details>"), folded) == (1, 1, False)
    assert text.index("It is 2.") < text.index("</details>") < text.index("Next.")
    assert unfold("\n", True) == ("\n", True)


# Marking, without a kernel


def test_the_last_run_of_a_cell_counts(inside):
    name = EXERCISES[0]
    right = answer_cells(solution_of(inside, name), name)
    assert "is not written yet" in mark_cells(
        name, [*right, *answer_cells(make_stub(solution_of(inside, name)), name)]
    )
    assert "Solved" in mark_cells(name, [*answer_cells(make_stub(solution_of(inside, name)), name), *right])


def test_a_cell_that_was_not_run_is_named(inside):
    imports = answer_cells(solution_of(inside, EXERCISES[0]), EXERCISES[0])[0]
    marked = mark_cells(EXERCISES[0], [imports, "def sort_once(sizes, models):\n    return sizes, models"])
    assert marked.startswith(f"Run this cell first: # My answer to {EXERCISES[0]}: sort")
    assert marked.endswith("\nIf your cell has lost this line, put it back at the top.\n")


def test_an_answer_written_elsewhere_is_kept(inside):
    name = EXERCISES[0]
    write_exercise(inside, name, "# mine\n")
    cells = answer_cells(solution_of(inside, name), name)
    assert "was not written by this notebook" in mark_cells(name, cells)
    backup = inside / "lessons" / "exercises" / f"{name}.before-the-notebook.py"
    assert backup.read_text(encoding="utf-8") == "# mine\n"
    assert "was not written" not in mark_cells(name, cells)  # now it was
    written = (inside / "lessons" / "exercises" / f"{name}.py").read_text(encoding="utf-8")
    assert written.startswith(BY_NOTEBOOK)
    backup.unlink()


def test_a_hint_needs_no_answer(inside):
    assert "hint 1 of" in mark_cells(EXERCISES[0], [], ("--hint",))


def test_the_commands_that_the_marker_names_become_calls_of_mark(inside):
    name = EXERCISES[0]
    said = mark_cells(name, answer_cells(make_stub(solution_of(inside, name)), name), ("--seed", "3"))
    assert "check.py" not in said
    assert f"mark('{name}', '--hint')" in said
    assert f"mark('{name}', '--seed', '3')" in said


def test_lines_are_counted_in_the_cells(inside):
    imports, sort_once = answer_cells(solution_of(inside, EXERCISES[0]), EXERCISES[0])
    first_line = sort_once.partition("\n")[0]
    wrong = f"{first_line}\ndef sort_once(sizes, models):\n    labels = lengths.argmin()\n    return labels, models"
    marked = mark_cells(EXERCISES[0], [imports, wrong])
    assert "line 3 of the cell sort_once:  labels = lengths.argmin()" in marked
    assert ".py" not in marked
    marked = mark_cells(EXERCISES[0], [imports, wrong.replace("argmin()", "argmin(")])
    assert "line 3 of the cell sort_once" in marked


def test_an_exercise_that_another_one_needs_is_sent_to_its_notebook(inside):
    name = EXERCISES[3]
    assert "open the notebook of lesson 3." in mark_cells(name, answer_cells(solution_of(inside, name), name))


def test_a_variable_of_another_cell_is_explained(inside):
    imports, sort_once = answer_cells(solution_of(inside, EXERCISES[0]), EXERCISES[0])
    first_line = sort_once.partition("\n")[0]
    wrong = f"{first_line}\ndef sort_once(sizes, models):\n    return lengths.argmin(), models"
    assert "belongs to another cell" not in mark_cells(EXERCISES[0], [imports, wrong])
    assert "`lengths` belongs to another cell." in mark_cells(EXERCISES[0], [imports, wrong], (), {"lengths"})


def test_a_notebook_has_no_advice_for_files_and_draws_formulas():
    lesson = "<!-- page only -->\nType it.\n\n<!-- end -->\nText.\n\n```math\nx^2\n```\n\n"
    task = "Write `f`, in\n`lessons/exercises/ex01_f.py`. Then let\nthe marker check it:\n"
    cells = make_notebook(lesson + task, "", "", Path())["cells"]
    assert ["".join(cell["source"]) for cell in cells[1:]] == ["Text.", "$$\nx^2\n$$", "Write `f`."]


# The worksheet


def test_the_worksheet_is_a_pdf_of_four_pages(tmp_path, capsys):
    assert main(["lessons", str(tmp_path / "new"), "--worksheet"]) == 0
    pdf = (tmp_path / "new" / "worksheet.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 4
    assert capsys.readouterr().out == f"wrote {tmp_path / 'new' / 'worksheet.pdf'}\n"


def test_one_rock_of_the_worksheet_changes_its_group():
    labels = assign(worksheet.ROCKS, worksheet.STARTS)
    models = update(worksheet.ROCKS, labels, worksheet.STARTS)
    assert models.tolist() == [[5, 3], [8, 10]]  # whole numbers, easy to draw
    assert np.flatnonzero(assign(worksheet.ROCKS, models) != labels).tolist() == [7]


@pytest.mark.parametrize("draw", [worksheet.draw_tables, worksheet.draw_plane])
def test_answers_are_only_on_the_pages_for_the_teacher(draw):
    def texts(solved):
        figure = draw(solved)
        cells = [
            cell.get_text().get_text()
            for axes in figure.axes
            for table in axes.tables
            for cell in table.get_celld().values()
        ]
        return [text.get_text() for text in figure.texts] + cells

    assert texts(False).count("") >= 8
    assert "" not in texts(True)
