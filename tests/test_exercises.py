"""The exercises: right answers pass, wrong ones are named, and the marker does what it says."""

import ast
import doctest
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LESSONS, EXERCISES, MUSEUM = ROOT / "lessons", ROOT / "lessons" / "exercises", ROOT / "tests" / "museum"
sys.path.insert(0, str(LESSONS))
import check  # noqa: E402
from exercises.checks._calls import long  # noqa: E402
from exercises.checks._load import load  # noqa: E402
from exercises.checks._mark import mark, quiet  # noqa: E402
from exercises.checks._printed import Printed  # noqa: E402
from exercises.checks._show import write_call  # noqa: E402
from marker import files  # noqa: E402
from marker import run as running  # noqa: E402

pytestmark = pytest.mark.slow

sys.path.remove(str(LESSONS))
WRONG_ANSWERS = sorted(MUSEUM.glob("*/*.py"))


@pytest.fixture
def folder(tmp_path):
    """A student's folder in which everything is solved."""
    for name in files.NAMES:
        (tmp_path / f"{name}.py").write_text(files.solution(name), encoding="utf-8")
    return tmp_path


def run(*arguments, folder=None, exit_code=None):
    """Run the marker as a student does; return what it prints."""
    place = ["--folder", folder] if folder else []
    order = [sys.executable, LESSONS / "check.py", *arguments, *place]
    done = subprocess.run(
        order, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}
    )
    assert exit_code is None or done.returncode == exit_code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def functions(text):
    """The functions of a file: their names, with signature and docstring."""
    found = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    return {node.name: (ast.unparse(node.args), ast.get_docstring(node)) for node in found}


# Solutions and stubs


@pytest.mark.parametrize("name", files.NAMES)
@pytest.mark.parametrize("seed", [0, 1])
def test_every_solution_passes(name, seed):
    result = mark(name, files.SOLUTIONS, seed)
    assert result["solved"], result
    assert len(result["passed"]) == result["todo"] > 0


@pytest.mark.parametrize("name", files.NAMES)
def test_every_stub_fails_and_says_that_it_is_not_written_yet(name, folder):
    (folder / f"{name}.py").write_text(files.stub(name), encoding="utf-8")
    result = mark(name, folder, seed=0)
    assert not result["solved"]
    first = next(iter(functions(files.stub(name))))
    assert result["message"].startswith(f"{first} is not written yet")
    assert result["line"]["text"] == "raise NotImplementedError"


@pytest.mark.parametrize("name", files.NAMES)
def test_the_file_in_the_repository_is_the_stub(name):
    text, stub = (EXERCISES / f"{name}.py").read_text(encoding="utf-8"), files.stub(name)
    assert functions(text) == functions(files.solution(name))
    if text.count("raise NotImplementedError") == stub.count("raise NotImplementedError"):  # not solved in place
        assert text == stub


@pytest.mark.parametrize("name", files.NAMES)
def test_the_examples_in_the_docstrings_hold(name, folder):
    with quiet(Printed(), folder):
        names = vars(load(folder / f"{name}.py"))["_names"]
    for function in functions(files.solution(name)):
        examples = doctest.DocTestFinder().find(names[function], function, module=False, globs=names)
        assert sum(len(test.examples) for test in examples) > 0, f"{function} has no example"
        for test in examples:
            assert doctest.DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("name", files.NAMES)
def test_every_exercise_has_three_hints_a_title_and_checks_that_say_what_they_check(name):
    module = __import__(f"exercises.checks.{name}", fromlist=["checks"])
    assert len(module.HINTS) == len(set(module.HINTS)) == 3
    assert all(isinstance(hint, str) and len(hint) > 30 for hint in module.HINTS)
    assert module.__doc__
    assert all(value.__doc__ for key, value in vars(module).items() if key.startswith("check_"))


# The museum of wrong answers


def put_wrong(file, folder):
    """Put a wrong answer below the right one, so that it counts; return its exercise, its kind, and the words."""
    name, text = file.parent.name, file.read_text(encoding="utf-8")
    (folder / f"{name}.py").write_text(files.solution(name) + "\n\n" + text, encoding="utf-8")
    kind, words = text.splitlines()[0].removeprefix("# ").split(": ", 1)
    return name, kind, words


@pytest.mark.parametrize("file", WRONG_ANSWERS, ids=lambda file: f"{file.parent.name[:4]}-{file.stem}")
def test_the_mistake_is_named(file, folder):
    name, kind, words = put_wrong(file, folder)
    result = mark(name, folder, seed=0)
    assert "The check itself failed" not in result["message"]
    if kind == "remark":  # right, but slow
        assert result["solved"], result["message"]
        assert words in " ".join(result["remarks"])
    else:
        assert not result["solved"]
        assert words in result["message"], result["message"]
        assert bool(result["mistake"]) == (kind == "expect")  # otherwise it is caught, but not named


@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize(
    "mistake", ["relocate_empty_on_the_way", "lloyd_compares_the_relocated", "lloyd_tol_with_the_largest"]
)
def test_no_seed_lets_it_pass(mistake, seed, folder):
    name = "ex04_new_models"
    _, _, words = put_wrong(MUSEUM / name / f"{mistake}.py", folder)
    assert words in mark(name, folder, seed)["message"]


@pytest.mark.parametrize("mistake", ["root_of_bytes", "not_squared_bytes", "root", "not_squared"])
def test_a_root_is_shown_with_two_features(mistake, folder):
    name = "ex03_nearest_model"
    text = (MUSEUM / name / f"{mistake}.py").read_text(encoding="utf-8")
    (folder / f"{name}.py").write_text(files.solution(name) + "\n\n" + text, encoding="utf-8")
    assert "X = np.array([[2., 1.]," in mark(name, folder, 3)["example"]


def test_the_table_of_the_museum_counts_the_files_that_there_are():
    text = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    for name in files.NAMES:
        kinds = [file.read_text(encoding="utf-8").split(":")[0] for file in MUSEUM.glob(f"{name}/*.py")]
        slow, named = kinds.count("# remark"), kinds.count("# expect")
        wrong = len(kinds) - slow
        assert f"| {name} | {wrong} | {wrong} | {named} | {slow} | {slow} |\n" in text, "run tests/museum/count.py"


@pytest.mark.parametrize("name", files.NAMES)
def test_the_museum_has_at_least_four_wrong_answers_for_each_exercise(name):
    assert len(list(MUSEUM.glob(f"{name}/*.py"))) >= 4


# Files that are broken in other ways

BROKEN = {
    "an endless loop": ("while True:\n    pass\n", "still running after 1 seconds"),
    "an endless loop in a function": (
        "def sort_once(sizes, models):\n    while True:\n        pass\n",
        "still running after 1 seconds",
    ),
    "a syntax error": ("def sort_once(sizes, models):\n    return (sizes\n", "cannot read line 2"),
    "a wrong indent": ("def sort_once(sizes, models):\nreturn sizes\n", "cannot read line 2"),
    "null bytes": ("x = 1\0\n", "cannot read"),
    "a deleted function": ("import numpy as np\n", "has no function sort_once"),
    "a function that is a number": ("sort_once = 5\n", "has no function sort_once"),
    "an empty file": ("", "has no function sort_once"),
    "sys.exit()": ("import sys\n\nsys.exit()\n", "sys.exit()"),
    "exit() in the function": ("def sort_once(sizes, models):\n    raise SystemExit\n", "sys.exit()"),
    "os._exit()": ("import os\n\nos._exit(0)\n", "ended Python itself"),
    "an error on the way": ("import numpy as np\nx = np.zeros(3)[7]\n", "Code outside of the functions"),
    "too few parameters": (
        "def sort_once(sizes):\n    return sizes\n",
        "Its first line should be `def sort_once(sizes, models):`",
    ),
    "input()": ("def sort_once(sizes, models):\n    input('?')\n", "waits for input()"),
    "an endless recursion": (
        "def sort_once(sizes, models):\n    return sort_once(sizes, models)\n",
        "calls itself again and again",
    ),
    "scikit-learn": ("from sklearn.cluster import KMeans\n", "do not import scikit-learn"),
    "SciPy": ("import numpy, scipy.spatial\n", "do not import SciPy"),
    "the package itself": ("import kmeans_scratch as ks\n", "the package's own solution"),
    "a wrong name": ("def sort_once(sizes, models):\n    return size\n", "does not know this name"),
    "if with an array": ("def sort_once(sizes, models):\n    return 1 if sizes > 2 else 0\n", "`.all()` or `.any()`"),
    "a number too large for bytes": (
        "import numpy as np\nx = np.zeros(3, np.uint8)\nx[0] = 65536\n",
        "uint8 only holds 0 to 255",
    ),
    "text": ("def sort_once(sizes, models):\n    return 'a', 'b'\n", "a NumPy array of numbers"),
    "a crooked list": ("def sort_once(sizes, models):\n    return [[1], [1, 2]], 5\n", "a NumPy array of numbers"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_gets_a_helpful_line(what, tmp_path):
    text, words = BROKEN[what]
    (tmp_path / "ex01_sorting_rocks.py").write_text(text, encoding="utf-8")
    start = time.monotonic()
    shown = run("ex01", "--seconds", "1", folder=tmp_path, exit_code=1)
    assert words in " ".join(shown.split()), shown
    assert "Traceback" not in shown
    assert "✗ \n" not in shown
    assert time.monotonic() - start < 15


@pytest.mark.parametrize("value", ["object()", "'a'", "[[1], [1, 2]]", "np.array([1, None])", "(None, None)"])
def test_no_check_stumbles_over_what_a_function_returns(value, folder):
    for name in files.NAMES:
        for function, (parameters, _) in functions(files.solution(name)).items():
            text = f"{files.solution(name)}\n\ndef {function}({parameters}):\n    return {value}\n"
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
            result = mark(name, folder, 0)
            assert result["state"] == "wrong"
            assert "The check itself failed" not in result["message"], (function, result["traceback"])
        (folder / f"{name}.py").write_text(files.solution(name), encoding="utf-8")


RIGHT = {  # each in another style than the solution
    "ex02_picture_is_numbers": """
def opaque_rows(image):
    return np.array([[float(c) for c in p[:3]] for row in image for p in row if p[3] > 127]).reshape(-1, 3)
""",
    "ex03_nearest_model": """
def squared_distances(X, centroids):
    X, C = X.astype(float), centroids.astype(float)
    return (X * X).sum(1, keepdims=True) - 2 * X @ C.T + (C * C).sum(1)


def assign(X, centroids):
    return np.argsort(squared_distances(X, centroids), axis=1, kind="stable")[:, 0].astype(np.uint8)
""",
    "ex04_new_models": """
def update(X, labels, centroids):
    one = (labels[:, None] == np.arange(len(centroids))).astype(np.float32)
    counts = one.sum(axis=0)
    new = np.array(centroids, dtype=float)
    new[counts > 0] = (one.T @ X)[counts > 0] / counts[counts > 0, None]
    return new


def inertia(X, labels, centroids):
    return sum(np.linalg.norm(x - centroids[label].astype(float)) ** 2 for x, label in zip(X, labels))
""",
    "ex05_good_start": """
def random_centroids(X, k, rng):
    return rng.permutation(X)[:k] * 1.0


def kmeans_plusplus(X, k, rng):
    picks = [rng.choice(X) * 1.0]
    while len(picks) < k:
        chances = ((X[:, None] - np.array(picks)) ** 2).sum(axis=2).min(axis=1).cumsum()
        picks.append(X[np.searchsorted(chances, rng.random() * chances[-1], side="right")] * 1.0)
    return np.array(picks)
""",
    "ex06_count_each_color": """
def count_colors(pixels):
    return np.unique(pixels, axis=0, return_counts=True)


def weighted_update(X, labels, centroids, sample_weight):
    groups = [np.repeat(X[labels == g], sample_weight[labels == g], axis=0) for g in range(len(centroids))]
    return np.array([rows.mean(axis=0) if len(rows) else old for rows, old in zip(groups, centroids)], dtype=float)
""",
    "ex07_palette": """
def proportions(labels, k):
    return (labels[:, None] == np.arange(k)).mean(axis=0)


def bar(colors, proportions, height=50, width=300):
    ends = np.floor(np.cumsum(proportions) * width + 0.5).astype(int)
    row = np.repeat(np.around(colors).astype(np.uint8), np.diff(ends, prepend=0), axis=0)
    return np.tile(row, (height, 1, 1))
""",
    "ex09_where_it_fails": """
def silhouette(X, labels):
    values = []
    for i, own in enumerate(labels):
        others = {}
        for j, label in enumerate(labels):
            if i != j:
                others.setdefault(label, []).append(np.linalg.norm(X[i] - X[j]))
        mean = {label: sum(found) / len(found) for label, found in others.items()}
        a = mean.pop(own, None)
        values.append(0 if a is None else (min(mean.values()) - a) / max(a, min(mean.values())))
    return sum(values) / len(values)
""",
    "ex10_is_it_right": """
def same_grouping(labels, other):
    pairs = [(i, j) for i in range(len(labels)) for j in range(i)]
    return all((labels[i] == labels[j]) == (other[i] == other[j]) for i, j in pairs)
""",
    "ex12_colors_for_eyes": """
def to_light(colors):
    dark, light = lambda s: s / 12.92, lambda s: ((s + 0.055) / 1.055) ** 2.4
    return np.array([[dark(v / 255) if v / 255 <= 0.04045 else light(v / 255) for v in color] for color in colors])


def to_oklab(colors):
    answers = np.einsum("ij,nj->ni", TO_CONES, to_light(colors))
    return np.array([TO_LAB.dot(np.sign(a) * np.abs(a) ** (1 / 3)) for a in answers])


def from_oklab(lab):
    light = np.linalg.solve(TO_CONES, np.linalg.solve(TO_LAB, lab.T) ** 3).T
    shares = np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.abs(light) ** (1 / 2.4) - 0.055)
    return np.clip(np.round(shares * 255), 0, 255).astype(np.uint8)
""",
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_in_another_style_passes_slow_or_not(name, seed, folder):
    (folder / f"{name}.py").write_text(files.solution(name) + "\n" + RIGHT[name], encoding="utf-8")
    result = mark(name, folder, seed)
    assert result["solved"], result["message"]


def test_the_line_of_an_endless_loop_is_shown(tmp_path):
    text = "def sort_once(sizes, models):\n    rock = 0\n    while rock < 5:\n        size = 1\n"
    (tmp_path / "ex01_sorting_rocks.py").write_text(text, encoding="utf-8")
    shown = run("ex01", "--seconds", "1", folder=tmp_path, exit_code=1)
    assert "ex01_sorting_rocks.py, line 3:  while rock < 5:" in shown or "line 4:  size = 1" in shown


def test_the_line_of_an_endless_loop_is_in_the_function_that_is_marked(folder):
    file = folder / "ex04_new_models.py"
    text = """
def lloyd(X, centroids, max_iter=300, tol=0.0):
    history = [(centroids, assign(X, centroids))]
    while True:
        new = update(X, history[-1][1], centroids)
        if len(history) == max_iter + 1:
            return history
"""
    file.write_text(files.solution(file.stem) + "\n" + text, encoding="utf-8")
    start = len(files.solution(file.stem).splitlines()) + 2
    shown = run("ex04", "--seconds", "2", folder=folder, exit_code=1)
    assert "still running" in shown
    number = int(shown.split("ex04_new_models.py, line ")[1].split(":")[0])
    assert start < number <= start + 6, shown


def test_the_line_of_an_endless_loop_may_be_in_a_helper_of_hers(tmp_path):
    where = "".join(
        f'  File "{tmp_path.resolve() / "ex04_new_models.py"}", line {number} in {function}\n'
        for number, function in [(1, "<genexpr>"), (2, "update"), (3, "helper"), (4, "lloyd")]
    )
    (tmp_path / "ex04_new_models.py").write_text("a\nb\nc\nd\n", encoding="utf-8")
    where += '  File "elsewhere.py", line 7 in call\n'
    assert running.line_of(where, tmp_path) == {"file": "ex04_new_models.py", "number": 3, "text": "c"}
    assert running.line_of("nothing", tmp_path) is None


def test_a_missing_file_can_be_made_again(tmp_path):
    assert "There is no file ex01_sorting_rocks.py" in run("ex01", folder=tmp_path, exit_code=1)
    run("--reset", "ex01", folder=tmp_path, exit_code=0)
    assert "not written yet" in run("ex01", folder=tmp_path, exit_code=1)


def test_an_error_in_a_neighbour_is_blamed_on_the_neighbour(folder):
    neighbour, text = folder / "ex03_nearest_model.py", files.solution("ex03_nearest_model")
    neighbour.write_text(text + "\n\ndef assign(X, centroids):\n    return 1 / 0\n", encoding="utf-8")
    result = mark("ex04_new_models", folder, 0)
    assert "assign in ex03_nearest_model.py" in result["message"] or "divided by 0" in result["message"]
    assert "check.py ex03" in result["message"]
    assert result["line"] == {
        "file": "ex03_nearest_model.py",
        "number": len(text.splitlines()) + 4,
        "text": "return 1 / 0",
    }
    neighbour.write_text("def assign(:\n", encoding="utf-8")
    assert "cannot read line 1" in mark("ex04_new_models", folder, 0)["message"]
    neighbour.write_text(files.stub("ex03_nearest_model"), encoding="utf-8")
    assert "assign in ex03_nearest_model.py is not written yet" in mark("ex04_new_models", folder, 0)["message"]


def test_what_is_printed_is_shown_apart_and_does_no_harm(folder):
    file = folder / "ex01_sorting_rocks.py"
    file.write_text("print('{} hello')\n" + files.solution(file.stem) + "\nprint('x' * 10**7)\n", encoding="utf-8")
    shown = run("ex01", folder=folder, exit_code=0)
    assert "  | {} hello" in shown
    assert len(shown) < 5000


# The marker's report


def test_a_report_shows_message_example_both_sides_and_her_line(folder):
    text = (MUSEUM / "ex03_nearest_model" / "argmax.py").read_text(encoding="utf-8")
    file = folder / "ex03_nearest_model.py"
    file.write_text(files.solution(file.stem) + "\n\n" + text, encoding="utf-8")
    shown = run("ex03", "--seed", "7", folder=folder, exit_code=1)
    assert "  ✓ squared_distances measures" in shown
    assert "  ✗ assign gives each sample its nearest centroid\n\nEach sample got the *farthest*" in shown
    assert "  assign(X, centroids)\n\n  expected     got\n  [0, 1]    |  [1, 0]\n" in shown
    assert "ex03_nearest_model.py, line" in shown
    assert "return squared_distances(X, centroids).argmax(axis=1)" in shown
    assert "--seed 7" in shown
    assert "Traceback" not in shown
    assert "Traceback" in run("ex03", "--traceback", folder=folder, exit_code=1)


def test_an_example_can_be_pasted():
    import numpy as np

    X, k = np.arange(6, dtype=np.uint8).reshape(3, 2), 2
    names = {"np": np, "f": lambda X, k: (X, k)}

    def f(X, k):
        return X, k

    text = write_call(f, (X, k))
    exec(text.replace("\nf(", "\nanswer = f("), names)
    assert (names["answer"][0] == X).all()
    assert names["answer"][0].dtype == np.uint8


def test_the_same_seed_gives_the_same_example_and_another_seed_another(folder):
    name = "ex03_nearest_model"
    text = (MUSEUM / name / "bytes_wrap.py").read_text(encoding="utf-8")
    (folder / f"{name}.py").write_text(files.solution(name) + "\n\n" + text, encoding="utf-8")
    one, again, other = (mark(name, folder, seed) for seed in (1, 1, 2))
    assert one == again
    assert one["example"] != other["example"]


# The options


@pytest.fixture
def three(monkeypatch):
    """Make the course short, for speed."""
    monkeypatch.setattr(check, "NAMES", files.NAMES[:3])


def test_without_an_argument_it_goes_on_with_the_first_unsolved_exercise(folder, three, capsys):
    for name in ("ex02_picture_is_numbers", "ex03_nearest_model"):
        (folder / f"{name}.py").write_text(files.stub(name), encoding="utf-8")
    assert check.main(["--folder", str(folder)]) == 1
    shown = capsys.readouterr().out
    assert "1 of 3 exercises solved." in shown
    assert "ex02_picture_is_numbers" in shown
    assert "ex03" not in shown


def test_when_all_is_solved_it_says_what_to_do_next(folder, three, capsys):
    assert check.main(["--folder", str(folder)]) == 0
    assert "3 of 3 exercises solved.\n\nNow film it: kmeans-scratch animate --using" in capsys.readouterr().out


def test_all_lists_the_exercises_with_progress(folder, three, capsys):
    (folder / "ex03_nearest_model.py").write_text(files.stub("ex03_nearest_model"), encoding="utf-8")
    assert check.main(["--all", "--folder", str(folder)]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown[2].split() == ["·", "ex03_nearest_model", "0", "of", "2"]
    assert [line.split()[1] for line in shown if line.startswith("✓")] == check.NAMES[:2]
    assert shown[-1] == "2 of 3 exercises solved."


@pytest.mark.parametrize(
    "wanted", ["ex03", "3", "03", "ex3", "ex03_nearest_model", "lessons/exercises/ex03_nearest_model.py"]
)
def test_an_exercise_may_be_called_in_several_ways(wanted):
    assert files.find(wanted)[0] == "ex03_nearest_model"


def test_hints_come_one_after_the_other_and_are_remembered(folder):
    hints = [run("--hint", "ex03", folder=folder, exit_code=0) for _ in range(4)]
    assert [hint.split(":")[0] for hint in hints] == [f"ex03_nearest_model, hint {n} of 3" for n in (1, 2, 3, 1)]
    assert all(hint.count("of 3:") == 1 for hint in hints)
    assert json.loads((folder / files.HINTS_SHOWN).read_text())["ex03_nearest_model"] == 1
    assert "hint 1 of 3:" in run("--hint", "ex01", folder=folder)


def test_hint_without_a_name_is_for_the_first_unsolved_exercise(folder, three, capsys):
    (folder / "ex02_picture_is_numbers.py").unlink()
    check.main(["--hint", "--folder", str(folder)])
    assert capsys.readouterr().out.startswith("ex02_picture_is_numbers, hint 1 of 3:")


def test_reset_brings_the_stub_back_and_keeps_every_backup(tmp_path):
    file = tmp_path / "ex01_sorting_rocks.py"
    for number, text in enumerate(["mine = 1\n", "mine = 2\n"], start=1):
        file.write_text(text, encoding="utf-8")
        assert f"ex01_sorting_rocks.{number}.bak" in files.reset(file.stem, tmp_path)
        assert (tmp_path / f"ex01_sorting_rocks.{number}.bak").read_text(encoding="utf-8") == text
        assert file.read_text(encoding="utf-8") == files.stub(file.stem)
    assert "empty already" in files.reset(file.stem, tmp_path)
    assert len(list(tmp_path.iterdir())) == 3


def test_the_solution_is_locked_until_the_exercise_is_solved(folder):
    shown = run("--solution", "ex02", folder=folder, exit_code=0)
    assert shown.strip() == files.solution("ex02_picture_is_numbers").strip()
    (folder / "ex02_picture_is_numbers.py").unlink()
    shown = run("--solution", "ex02", folder=folder, exit_code=1)
    assert "Solve it first" in shown
    assert "marked again just now with new examples, and this check failed: Python can read and run" in shown
    assert "check.py ex02 --seed " in shown
    assert "def opaque_rows" not in shown
    assert "def opaque_rows" in run("--solution", "ex02", "--teacher", folder=folder, exit_code=0)


def test_a_python_without_numpy_is_told_which_one_to_use(tmp_path):
    order = [sys.executable, "-S", "-E", LESSONS / "check.py", "ex01", "--folder", files.SOLUTIONS]
    done = subprocess.run(order, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "has no NumPy" in done.stderr
    assert "python lessons/check.py`" in done.stderr
    assert "activate`" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_reader_who_leaves_early_sees_no_traceback():
    order = [sys.executable, LESSONS / "check.py", "ex01", "--folder", files.SOLUTIONS]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(order, stdout=writer, stderr=subprocess.PIPE, text=True)
    os.close(writer)
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 second"), (40, "40 seconds"), (59.9, "1 minute"), (80, "1 minute"), (100, "2 minutes")],
)
def test_a_time_is_written_in_words(seconds, words):
    assert long(seconds) == words


def test_json_has_the_results_of_a_class(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "ex01_sorting_rocks.py").write_text("print('hello')\n", encoding="utf-8")
    document = json.loads(run("ex01", "ex02", "--seed", "5", "--json", folder, other, exit_code=1))
    assert document["seed"] == 5
    assert [result["solved"] for result in document["folders"].values()] == [2, 0]
    results = document["folders"][str(other)]["exercises"]
    assert "has no function" in results["ex01_sorting_rocks"]["message"]
    assert "There is no file" in results["ex02_picture_is_numbers"]["message"]
    json.loads(run("ex01", "--json", folder, exit_code=0))


@pytest.mark.parametrize(
    "arguments",
    [
        ["ex99"],
        ["e"],
        ["--reset"],
        ["--solution"],
        ["--folder", "nowhere"],
        ["--json", "nowhere"],
        ["--json"],
        ["--what"],
    ],
)
def test_a_wrong_question_exits_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        check.main(arguments)
    assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_watch_looks_once_and_again_at_every_save(tmp_path):
    file, looks, waits = tmp_path / "answer.py", [], iter(range(4))

    def wait():
        turn = next(waits)  # ends the endless watch when there are no more
        if turn in (1, 2):
            file.write_text(f"{turn}")
            os.utime(file, ns=(turn, turn))

    with pytest.raises(StopIteration):
        check.watch(lambda: [file], lambda: looks.append(file.exists()), wait)
    assert looks == [False, True, True]


def test_watch_marks_again_when_the_file_is_saved(folder):
    file = folder / "ex01_sorting_rocks.py"
    file.write_text(files.stub(file.stem), encoding="utf-8")
    order = [sys.executable, "-u", LESSONS / "check.py", "ex01", "--watch", "--folder", folder]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as watching:
        try:
            assert any("not written yet" in line for line in watching.stdout)
            file.write_text(files.solution(file.stem), encoding="utf-8")
            assert any("Solved." in line for line in watching.stdout)
        finally:
            watching.kill()


def test_marking_leaves_nothing_behind(folder):
    before = {path.name for path in folder.iterdir()}
    run("ex03", "ex04", folder=folder, exit_code=0)
    assert {path.name for path in folder.iterdir()} == before


def test_the_marker_runs_from_any_folder(tmp_path):
    order = [sys.executable, LESSONS / "check.py", "ex01", "--folder", files.SOLUTIONS]
    assert subprocess.run(order, cwd=tmp_path, capture_output=True).returncode == 0
