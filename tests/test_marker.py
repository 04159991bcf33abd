"""The marker as a program: files of every kind, time limits, classes of students, watching."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LESSONS = ROOT / "lessons"
sys.path.insert(0, str(LESSONS))
import check  # noqa: E402
from exercises.checks._mark import mark  # noqa: E402
from exercises.checks._printed import Printed  # noqa: E402
from marker import classroom, files, report  # noqa: E402
from marker import run as running  # noqa: E402

pytestmark = pytest.mark.slow

sys.path.remove(str(LESSONS))
FIRST = "ex01_sorting_rocks"
ENDLESS = "def sort_once(sizes, models):\n    while True:\n        pass\n"


def solve(folder, *names):
    """Make a folder in which exercises are solved."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or files.NAMES:
        (folder / f"{name}.py").write_text(files.solution(name), encoding="utf-8")
    return folder


def run(*arguments, exit_code=None, **options):
    """Run the marker as a student does; return what it prints."""
    order = [sys.executable, LESSONS / "check.py", *map(str, arguments)]
    environment = {**os.environ, "PYTHONUTF8": "1", **options.pop("env", {})}
    done = subprocess.run(order, capture_output=True, text=True, encoding="utf-8", env=environment, **options)
    assert exit_code is None or done.returncode == exit_code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


# Files of every kind


GRUESSE = "# grüße\n" + files.solution(FIRST)
UNREADABLE = {
    "Latin-1 without a cookie": (
        GRUESSE.encode("latin-1"),
        "line 1 of ex01_sorting_rocks.py has a letter that is not",
    ),
    "UTF-16": (GRUESSE.encode("utf-16"), "is saved as UTF-16"),
    "UTF-16 without a mark": (GRUESSE.encode("utf-16-le"), "Python cannot read"),
    "an unknown cookie": (b"# coding: klingon\n" + GRUESSE.encode(), "names an encoding that Python does not know"),
    "a null byte": (GRUESSE.encode() + b"x = 1\0\n", "Python cannot read"),
    "too many brackets": (b"x = " + b"(" * 500 + b")" * 500, "Python cannot read"),
    "lines that end in nothing": (b"\xff\xff\xff", "is not saved as UTF-8"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_python_cannot_read_gets_a_sentence(kind, tmp_path):
    data, words = UNREADABLE[kind]
    (tmp_path / f"{FIRST}.py").write_bytes(data)
    result = mark(FIRST, tmp_path, 0)
    assert result["state"] == "broken"
    assert words in result["message"]


@pytest.mark.parametrize(
    "data",
    [
        b"# -*- coding: latin-1 -*-\n" + GRUESSE.encode("latin-1"),
        b"\xef\xbb\xbf" + GRUESSE.encode(),
        GRUESSE.replace("\n", "\r\n").encode(),
        GRUESSE.replace("\n", "\r").encode(),
        GRUESSE.replace("# grüße\n", "# a form feed \x0c and \u2028 inside a line\n").encode(),
    ],
    ids=["latin-1 with a cookie", "a byte order mark", "Windows", "old Macintosh", "odd line breaks"],
)
def test_a_right_answer_is_right_however_it_is_saved(data, tmp_path):
    (tmp_path / f"{FIRST}.py").write_bytes(data)
    assert mark(FIRST, tmp_path, 0)["solved"]


def test_a_folder_with_the_name_of_an_exercise_is_no_file(tmp_path):
    (tmp_path / f"{FIRST}.py").mkdir()
    assert "cannot open" in mark(FIRST, tmp_path, 0)["message"]
    assert "is kept in ex01_sorting_rocks.1.bak" in files.reset(FIRST, tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs permissions that count")
def test_a_file_that_may_not_be_read_gets_a_sentence(tmp_path):
    solve(tmp_path, FIRST)
    (tmp_path / f"{FIRST}.py").chmod(0)
    assert "cannot open" in mark(FIRST, tmp_path, 0)["message"]


# What an answer may do to the process


@pytest.mark.parametrize(
    "line",
    [
        'sys.stdout.reconfigure(encoding="utf-8")',
        'sys.stdout.buffer.write(b"hello")',
        "print(sys.stdout.encoding.upper(), sys.stdout.isatty(), file=sys.stderr)",
        "sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')",
        "sys.stdout.close()",
        "print('\\ud800')",
        "os.chdir(os.path.dirname(os.getcwd()) or '/')",
        "sys.path.clear()",
        "np.seterr(all='raise')",
        "threading.Thread(target=time.sleep, args=(60,)).start()",
        "atexit.register(time.sleep, 60)",
    ],
)
def test_a_right_answer_passes_whatever_else_it_does(line, tmp_path):
    text = "import atexit, io, os, sys, threading, time\nimport numpy as np\n"
    (tmp_path / f"{FIRST}.py").write_text(text + line + "\n" + files.solution(FIRST), encoding="utf-8")
    start = time.monotonic()
    assert "Solved." in run("ex01", "--folder", tmp_path, exit_code=0)
    assert time.monotonic() - start < 30


def test_where_it_was_and_what_it_imports_from_are_put_back(tmp_path):
    (tmp_path / f"{FIRST}.py").write_text("import os\nos.chdir('/')\n" + files.solution(FIRST), encoding="utf-8")
    here, path, out = os.getcwd(), list(sys.path), sys.stdout
    assert mark(FIRST, tmp_path, 0)["solved"]
    assert (os.getcwd(), sys.path, sys.stdout) == (here, path, out)


def test_only_the_beginning_of_what_is_printed_is_kept():
    printed = Printed()
    for number in range(100_000):
        print(number, file=printed)
    assert printed.text().startswith("0\n1\n")
    assert len(printed.text()) == 2000
    assert printed.kept.lines == 100_000


# Time


@pytest.mark.parametrize("name", ["plain", "with space", "Müller", "例", "a'\"b"])
def test_the_line_of_an_endless_loop_is_found_in_any_folder(name, tmp_path):
    folder = tmp_path / name
    folder.mkdir()
    text = "# \x0c form feed\nx = 'a\x1cb'\n" + ENDLESS
    (folder / f"{FIRST}.py").write_bytes(text.replace("\n", "\r\n").encode())
    (result,) = running.mark_answers([FIRST], folder, 0, 0.5)
    assert result["mistake"] == "still running"
    assert result["line"] in (
        {"file": f"{FIRST}.py", "number": 4, "text": "while True:"},
        {"file": f"{FIRST}.py", "number": 5, "text": "pass"},
    )


def test_checks_passed_before_the_time_ran_out_are_kept_and_the_other_answers_too(tmp_path):
    solve(tmp_path)
    file = tmp_path / "ex03_nearest_model.py"
    file.write_text(file.read_text() + "\n\ndef assign(X, centroids):\n    while True:\n        print('x')\n")
    names = files.NAMES[1:4]
    results = running.mark_answers(names, tmp_path, 0, 1)
    assert [result["exercise"] for result in results] == names
    assert [result["state"] for result in results] == ["solved", "broken", "broken"]
    assert results[1]["passed"] == ["squared_distances measures the distance of every sample to every centroid"]
    assert results[1]["failed"] == "assign gives each sample its nearest centroid"
    assert results[1]["title"] == "Which model is nearest?"
    assert re.search(r"It also printed [\d,]+ lines", results[1]["message"])
    assert results[1]["printed"].startswith("x\nx\n")


def test_only_time_in_which_it_calculates_counts(tmp_path):
    text = "import time\ntime.sleep(1.5)\n" + files.solution(FIRST)
    (tmp_path / f"{FIRST}.py").write_text(text, encoding="utf-8")
    (result,) = running.mark_answers([FIRST], tmp_path, 0, 0.7)
    assert result["solved"]


def test_but_nobody_waits_for_ever(tmp_path):
    (tmp_path / f"{FIRST}.py").write_text("import time\ntime.sleep(100)\n", encoding="utf-8")
    start = time.monotonic()
    (result,) = running.mark_answers([FIRST], tmp_path, 0, 0.2)
    assert result["mistake"] == "waits"
    assert result["line"]["text"] == "time.sleep(100)"
    assert time.monotonic() - start < 20


def test_a_loop_inside_numpy_that_never_lets_go_is_ended_too(tmp_path):
    text = "def sort_once(sizes, models):\n    return 10 ** 10 ** 9, 5\n"
    (tmp_path / f"{FIRST}.py").write_text(text, encoding="utf-8")
    (result,) = running.mark_answers([FIRST], tmp_path, 0, 0.5)
    assert result["mistake"] == "still running"
    assert result["line"]["number"] == 2


def test_an_answer_that_ends_python_does_not_end_the_others(tmp_path):
    solve(tmp_path)
    (tmp_path / "ex02_picture_is_numbers.py").write_text("import os\nos._exit(0)\n")
    results = running.mark_answers(files.NAMES[:3], tmp_path, 0, 5)
    assert [result["state"] for result in results] == ["solved", "broken", "solved"]
    assert "ended Python itself" in results[1]["message"]


# Paths


def test_a_path_in_another_folder_means_the_file_there(tmp_path):
    solve(tmp_path / "right")
    wrong = solve(tmp_path / "wrong") / "ex03_nearest_model.py"
    wrong.write_text("def squared_distances(X, centroids):\n    return 1\n")
    run(tmp_path / "right" / "ex03_nearest_model.py", exit_code=0)
    assert "has no function" not in run(wrong, exit_code=1)
    shown = run("ex03_nearest_model.py", exit_code=1, cwd=tmp_path / "wrong")
    assert "Your file: ex03_nearest_model.py" in shown
    assert '--hint ex03 --folder "."' in shown
    assert "one folder at a time" in run(wrong, tmp_path / "right" / "ex03_nearest_model.py", exit_code=2)
    assert "there is no file" in run(tmp_path / "nowhere" / "ex03_nearest_model.py", exit_code=2)


@pytest.mark.parametrize("text", ["", "[", "[1, 2]", '{"ex01_sorting_rocks": "two"}', "null"])
def test_a_damaged_memory_of_hints_is_no_problem(text, tmp_path):
    (tmp_path / files.HINTS_SHOWN).write_text(text)
    assert "hint 1 of 3" in files.hint(FIRST, tmp_path)
    assert "hint 2 of 3" in files.hint(FIRST, tmp_path)


def test_a_file_that_changes_while_it_is_marked_is_shown_as_it_was(tmp_path):
    text = (
        f"open({str(tmp_path / FIRST)!r} + '.py', 'w').write('')\n\ndef sort_once(sizes, models):\n    return sizes\n"
    )
    (tmp_path / f"{FIRST}.py").write_text(text)
    assert mark(FIRST, tmp_path, 0)["line"]["text"] == "return sizes"


def test_reset_all_makes_all_files_anew(tmp_path):
    solve(tmp_path, *files.NAMES[:2])
    shown = run("--reset", "all", "--folder", tmp_path, exit_code=0)
    assert shown.count("is empty again") == len(files.NAMES)
    assert shown.count("is kept in") == 2
    assert all((tmp_path / f"{name}.py").read_text(encoding="utf-8") == files.stub(name) for name in files.NAMES)
    assert run("--reset", "all", "--folder", tmp_path).count("empty already") == len(files.NAMES)


def test_a_terminal_without_check_marks_gets_plain_ones(tmp_path):
    solve(tmp_path, FIRST)
    shown = run("ex01", "--folder", tmp_path, exit_code=0, env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert "  ok sort_once puts" in shown
    (tmp_path / f"{FIRST}.py").write_text("def sort_once(sizes, models):\n    return sizes\n")
    assert "  -- sort_once puts" in run(
        "ex01", "--folder", tmp_path, env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp437"}
    )


# A class


@pytest.fixture(scope="module")
def students(tmp_path_factory):
    """Make a class with an answer of every kind."""
    everyone = tmp_path_factory.mktemp("class")
    names = files.NAMES[:2]
    solve(everyone / "ann", *names)
    stuck = solve(everyone / "bob", *names) / f"{FIRST}.py"
    stuck.write_text(stuck.read_text().replace("argmin(axis=1)", "argmax(axis=1)"))
    shutil.copytree(everyone / "bob", everyone / "bea")
    (everyone / "cem").mkdir()
    (everyone / "cem" / f"{FIRST}.py").write_bytes(GRUESSE.encode("latin-1"))
    (everyone / "dee").mkdir()
    (everyone / "dee" / f"{FIRST}.py").mkdir()
    solve(everyone / "eve", names[1])
    (everyone / "eve" / f"{FIRST}.py").write_bytes(b"# coding: latin-1\n# \xfc\n" + ENDLESS.encode())
    (everyone / "flo <b>").mkdir()
    for name in names:
        (everyone / "flo <b>" / f"{name}.py").write_text(files.stub(name), encoding="utf-8")
    return everyone


STATES = {
    "ann": ["solved", "solved"],
    "bea": ["wrong", "solved"],
    "bob": ["wrong", "solved"],
    "cem": ["broken", "not written"],
    "dee": ["broken", "not written"],
    "eve": ["broken", "solved"],
    "flo <b>": ["not written", "not written"],
}


def test_json_says_for_each_student_what_is_solved_wrong_not_written_and_broken(students):
    shown = run("ex01", "ex02", "--json", students, "--seconds", 1, exit_code=1)
    folders = json.loads(shown)["folders"]
    found = {
        Path(name).name: [result["state"] for result in folder["exercises"].values()]
        for name, folder in folders.items()
    }
    assert found == STATES
    assert folders[str(students / "bob")]["states"] == {"wrong": 1, "solved": 1}


def test_the_table_of_a_class_has_a_row_for_each_student_and_counts_the_mistakes(students):
    shown = run("ex01", "ex02", "--class", students, "--seconds", 1, exit_code=1)
    rows = {line.rpartition("  ")[0][:8].strip(): line for line in shown.splitlines()[1:8]}
    assert list(rows) == list(STATES)
    assert "✓  ✓   all solved" in rows["ann"]
    assert "✗  ✓   ex01 (line 34): You put each rock beside the *farthest* model" in rows["bob"]
    assert "!  ·   ex01: Python cannot read your file: line 1" in rows["cem"]
    assert "!  ✓   ex01 (line " in rows["eve"]
    assert "·  ·   ex01: not written yet" in rows["flo <b>"]
    assert "    2 of 6: ex01, largest for least" in shown
    assert "7 students. 5 of 14 exercises solved." in shown
    assert "--reset" not in shown


def test_a_class_shows_how_many_parts_are_solved_and_which_folders_have_no_exercise(tmp_path):
    stub, solved = files.stub("ex03_nearest_model"), files.solution("ex03_nearest_model")
    (tmp_path / "gil").mkdir()
    (tmp_path / "hal").mkdir()
    half = solved[: solved.index("def assign")] + stub[stub.index("def assign") :]
    (tmp_path / "gil" / "ex03_nearest_model.py").write_text(half, encoding="utf-8")
    shown = run("ex03", "--class", tmp_path, "-o", tmp_path / "class.html", exit_code=1)
    assert "gil      1   ex03: 1 of 2 parts solved, the next not written yet" in shown
    assert "hal      ·   ex03: no such file" in shown
    assert "a number: parts solved" in shown
    assert '<td class="mark begun" title="not written">1</td>' in (tmp_path / "class.html").read_text(
        encoding="utf-8"
    )


def test_the_page_of_a_class_is_one_file_that_says_the_same(students, tmp_path):
    page = tmp_path / "class.html"
    run("ex01", "ex02", "--class", students, "-o", page, "--seconds", 1)
    text = page.read_text(encoding="utf-8")
    assert text.count("<tr><th>") == len(STATES) + 1
    assert "<b>" not in text
    assert "flo &lt;b&gt;" in text
    assert "<td>2 of 6</td><td>ex01</td><td>largest for least</td>" in text
    assert not re.search(r"https?:|src=|<script|refresh", text)


def test_the_page_loads_itself_again_while_it_is_watched(students):
    results = running.mark_class(files.NAMES[:1], [students / "ann"], 0, 5)
    assert '<meta http-equiv="refresh" content="5">' in classroom.page([students / "ann"], results, 5)


def test_students_of_the_same_name_are_told_apart(tmp_path):
    assert classroom.short_names([tmp_path / "a" / "x", tmp_path / "b" / "x", tmp_path / "y"]) == [
        str(tmp_path / "a" / "x"),
        str(tmp_path / "b" / "x"),
        "y",
    ]


def test_if_the_marker_itself_fails_for_one_student_the_others_get_their_marks(students, monkeypatch):
    def fail(names, folder, seed, seconds, real=running.mark_answers):
        if folder.name == "bob":
            raise MemoryError("too much")
        return real(names, folder, seed, seconds)

    monkeypatch.setattr(running, "mark_answers", fail)
    results = running.mark_class([FIRST], [students / "ann", students / "bob"], 0, 5)
    assert [one["state"] for (one,) in results] == ["solved", "broken"]
    assert "The marker itself failed" in results[1][0]["message"]


def test_no_command_touches_other_answers_than_the_ones_marked(students, tmp_path):
    folder = tmp_path / "of another student"
    folder.mkdir()
    (folder / f"{FIRST}.py").write_text("x = 1\n")
    shown = run("ex01", "ex02", "--folder", folder, exit_code=1)
    commands = re.findall(r"python lessons/check\.py[^`\n]*", " ".join(shown.split("\n")))
    assert len(commands) >= 4
    assert all(f'{folder.name}"' in command for command in re.findall(r"check\.py (?:(?!check\.py).)*", shown, re.S))


def test_gradescope_gets_a_test_for_each_exercise(tmp_path):
    solve(tmp_path, "ex02_picture_is_numbers")
    (tmp_path / f"{FIRST}.py").write_text("def sort_once(sizes, models):\n    return sizes\n")
    out = tmp_path / "results.json"
    run("ex01", "ex02", "--folder", tmp_path, "--gradescope", out, exit_code=1)
    document = json.loads(out.read_text(encoding="utf-8"))
    one, two = document["tests"]
    assert (one["score"], one["max_score"], one["status"]) == (0, 1, "failed")
    assert (two["score"], two["max_score"], two["status"]) == (2, 2, "passed")
    assert "It should return 2 values" in one["output"]
    assert document["output"] == "1 of 2 exercises solved."
    assert set(one) == {"name", "score", "max_score", "status", "output"}


# Watching


def test_watching_says_so_gives_hints_and_goes_on_to_the_next_exercise(tmp_path):
    for name in files.NAMES:
        (tmp_path / f"{name}.py").write_text(files.stub(name), encoding="utf-8")
    order = [sys.executable, "-u", LESSONS / "check.py", "--watch", "--folder", tmp_path]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    with subprocess.Popen(order, env={**os.environ, "PYTHONUTF8": "1"}, **pipes) as watching:
        try:
            assert watching.stdout.readline().startswith("Watching ex01_sorting_rocks. When you save a file")
            assert any("not written yet" in line for line in watching.stdout)
            watching.stdin.write("h\n")
            watching.stdin.flush()
            assert any("hint 1 of 3" in line for line in watching.stdout)
            (tmp_path / f"{FIRST}.py").write_text(files.solution(FIRST), encoding="utf-8")
            assert any("Solved." in line for line in watching.stdout)
            assert any("Next: ex02_picture_is_numbers" in line for line in watching.stdout)
            assert any("opaque_rows is not written yet" in line for line in watching.stdout)
        finally:
            watching.kill()


def test_watching_a_class_writes_its_table_again_at_every_save(tmp_path):
    solve(tmp_path / "ann", FIRST)
    order = [sys.executable, "-u", LESSONS / "check.py", "ex01", "--class", tmp_path, "--watch"]
    with subprocess.Popen(
        order, stdout=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}
    ) as watching:
        try:
            assert watching.stdout.readline() == "Watching the answers of 1 student. End with Ctrl-C.\n"
            assert any("all solved" in line for line in watching.stdout)
            (tmp_path / "ann" / f"{FIRST}.py").write_text("def sort_once(sizes, models):\n    return sizes\n")
            assert any("1 of 1: ex01, returns too few" in line for line in watching.stdout)
        finally:
            watching.kill()


def test_a_page_needs_a_class():
    with pytest.raises(SystemExit) as ended:
        check.main(["-o", "class.html"])
    assert ended.value.code == 2


def test_before_and_after_are_called_so():
    text = report.side_by_side("1\n2", "1\n3", ("before", "after"))
    assert text.splitlines() == ["before     after", "1          1", "2       |  3"]
