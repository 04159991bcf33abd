"""A student's own file: it is loaded, it moves the models, and what is wrong with it is said in one line."""

import os
import sys
import textwrap
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from kmeans_scratch import Stepper, assign, lloyd, rock_picture, update
from kmeans_scratch.shell.cli import main
from kmeans_scratch.watch.student_functions import StudentError, load_functions, wrong_centroids, wrong_labels

X = np.array([[1.0], [2.0], [9.0], [11.0]])
FIRST = np.array([[1.0], [2.0]])

RIGHT_ASSIGN = """
import numpy as np

def assign(X, centroids):
    distances = ((X[:, None] - centroids) ** 2).sum(axis=2)
    return distances.argmin(axis=1)
"""
RIGHT_UPDATE = """
import numpy as np

def update(X, labels, centroids):
    return np.array([X[labels == group].mean(axis=0) for group in range(len(centroids))])
"""
SUMS = RIGHT_UPDATE.replace("mean", "sum")


@pytest.fixture
def write(tmp_path):
    """Write a student's file, or one beside it; give its path."""

    def write(text, name="mine.py"):
        path = tmp_path / name
        path.write_text(textwrap.dedent(text).lstrip(), encoding="utf-8")
        return str(path)

    return write


def run(path):
    return list(lloyd(X, FIRST, **load_functions(path)))


def mistake(path):
    """The one line that says what is wrong when a run uses this file."""
    with pytest.raises(StudentError) as caught:
        run(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(path)
    return message.removeprefix(path)


# What is in the file


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (RIGHT_ASSIGN, {"assign"}),
        (RIGHT_UPDATE, {"update"}),
        (RIGHT_ASSIGN + RIGHT_UPDATE, {"assign", "update"}),
        (RIGHT_ASSIGN + "update = None\n", {"assign"}),
        ("from kmeans_scratch import assign, update\n", {"assign", "update"}),
    ],
)
def test_what_is_there_is_loaded_and_gives_the_same_run(write, text, names):
    path = write(text)
    assert set(load_functions(path)) == names
    for mine, ours in zip(run(path), lloyd(X, FIRST), strict=True):
        assert_array_equal(mine.labels, ours.labels)
        assert mine.centroids.ravel() == pytest.approx(ours.centroids.ravel())
        assert mine.inertia == pytest.approx(ours.inertia)


def test_a_path_may_be_a_path(tmp_path, write):
    write(RIGHT_ASSIGN)
    assert set(load_functions(tmp_path / "mine.py")) == {"assign"}


@pytest.mark.parametrize("text", ["", "x = 1\n", "assign = 3\n", "def Assign(X, centroids): pass\n"])
def test_a_file_with_neither_function_says_so(write, text):
    assert "has neither a function assign" in mistake(write(text))


def test_a_missing_file_is_named(tmp_path):
    assert mistake(str(tmp_path / "nowhere.py")) == ": No such file or directory"


def test_a_folder_is_no_file(tmp_path):
    assert mistake(str(tmp_path))


def test_a_mistake_in_the_syntax_has_its_line(write):
    assert mistake(write("import numpy\n\ndef assign(X, centroids)\n    return 0\n")).startswith(", line 3: ")


def test_a_file_in_another_encoding_is_one_line(tmp_path):
    path = tmp_path / "latin.py"
    path.write_bytes("# Größe\n".encode("latin-1"))
    assert mistake(str(path))


def test_an_error_at_the_top_has_its_line(write):
    told = mistake(write("import numpy\nx = 1 / 0\n"))
    assert told == ", line 2, in <module>: x = 1 / 0: ZeroDivisionError: division by zero"


def test_a_file_may_import_its_neighbours(write):
    write("def nearest(distances):\n    return distances.argmin(axis=1)\n", name="my_neighbour_of_using.py")
    path = write("""
        from my_neighbour_of_using import nearest
        def assign(X, centroids):
            return nearest(((X[:, None] - centroids) ** 2).sum(axis=2))
    """)
    before = list(sys.path)
    assert len(run(path)) == 3
    assert sys.path == before


def test_a_neighbours_mistake_in_the_syntax_is_not_this_files(write):
    write("x = 1\ny = 2\n\nz = (\n", name="bad_neighbour_of_using.py")
    path = write("import bad_neighbour_of_using\ndef assign(X, centroids): return 0\n")
    with pytest.raises(StudentError) as caught:
        load_functions(path)
    neighbour = path.replace("mine.py", "bad_neighbour_of_using.py")
    assert str(caught.value).startswith(f"{neighbour}, line 4: ")
    assert "\n" not in str(caught.value)


def test_two_students_may_each_have_a_neighbour_of_the_same_name(tmp_path):
    """A teacher may load one file after the other."""
    for number in (1, 2):
        folder = tmp_path / f"student{number}"
        folder.mkdir()
        (folder / "helpers_of_using.py").write_text(f"group = {number - 1}\n")
        text = "import numpy as np\nfrom helpers_of_using import group\n"
        text += "def assign(X, centroids): return np.full(len(X), group)\n"
        (folder / "mine.py").write_text(text)
        labels = load_functions(folder / "mine.py")["assign"](X, FIRST)
        assert_array_equal(labels, [number - 1] * 4)


def test_a_package_beside_the_file_is_forgotten_too(tmp_path):
    for number in (1, 2):
        folder = tmp_path / f"student{number}"
        (folder / "tools_of_using").mkdir(parents=True)
        (folder / "tools_of_using" / "__init__.py").write_text("from .part import group\n")
        (folder / "tools_of_using" / "part.py").write_text(f"group = {number - 1}\n")
        text = "import numpy as np\nfrom tools_of_using import group\n"
        (folder / "mine.py").write_text(text + "def assign(X, centroids): return np.full(len(X), group)\n")
        labels = load_functions(folder / "mine.py")["assign"](X, FIRST)
        assert_array_equal(labels, [number - 1] * 4)
    assert not [name for name in sys.modules if name.startswith("tools_of_using")]


def test_a_package_installed_below_the_folder_is_kept(tmp_path, monkeypatch):
    """Such as those in .venv: a second copy of NumPy in one process ends in an error."""
    site = tmp_path / ".venv" / "site-packages"
    for package in ("installed_for_using", "installed_for_using/inner"):
        (site / package).mkdir(parents=True)
        (site / package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(site))
    (tmp_path / "mine.py").write_text("import installed_for_using.inner\n" + RIGHT_ASSIGN)
    load_functions(tmp_path / "mine.py")
    kept = {"installed_for_using", "installed_for_using.inner"}
    assert kept <= set(sys.modules)
    for name in kept:
        monkeypatch.delitem(sys.modules, name)


def test_a_folder_whose_name_begins_alike_is_another_folder(tmp_path, monkeypatch):
    (tmp_path / "student").mkdir()
    (tmp_path / "student2").mkdir()
    (tmp_path / "student2" / "shared_by_using.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path / "student2"))
    (tmp_path / "student" / "mine.py").write_text("import shared_by_using\n" + RIGHT_ASSIGN)
    load_functions(tmp_path / "student" / "mine.py")
    assert "shared_by_using" in sys.modules
    monkeypatch.delitem(sys.modules, "shared_by_using")


@pytest.mark.parametrize("name", ["with space", "Müller", "例"])
def test_the_line_is_found_in_any_folder_after_any_line_break(tmp_path, name):
    (tmp_path / name).mkdir()
    path = tmp_path / name / "mine.py"
    text = "# a form feed:\x0c\nx = 'a\x85b'\n\ndef assign(X, centroids):\n    return 1 / 0\n"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert mistake(str(path)) == ", line 5, in assign: return 1 / 0: ZeroDivisionError: division by zero"


def test_a_file_in_latin_1_that_says_so_is_read(tmp_path):
    path = tmp_path / "mine.py"
    path.write_bytes("# -*- coding: latin-1 -*-\n# grüße\n".encode("latin-1") + RIGHT_ASSIGN.encode())
    assert len(run(path)) == 3


@pytest.mark.parametrize("data", [b"x = 1\0", "x = 'ü'".encode("latin-1"), "x = 1".encode("utf-16")])
def test_a_file_that_is_no_python_is_one_line(tmp_path, data):
    (tmp_path / "mine.py").write_bytes(data)
    assert mistake(str(tmp_path / "mine.py"))


def test_a_file_that_goes_to_another_folder_is_brought_back(write, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write("import os\nos.chdir('/')\ndef assign(X, centroids):\n    return 1 / 0\n")
    assert mistake("mine.py").startswith(", line 4, in assign: return 1 / 0: ")
    assert os.getcwd() == str(tmp_path)


def test_a_stub_is_not_written_yet(write):
    stub = "def update(X, labels, centroids):\n    raise NotImplementedError\n"
    assert mistake(write(stub)) == ": update is not written yet"
    write(stub, name="ex04_of_using.py")
    with pytest.raises(StudentError) as told:
        run(write("from ex04_of_using import update\n"))
    assert str(told.value).endswith("ex04_of_using.py: update is not written yet")


def test_many_threads_load_many_files(tmp_path):
    for number in range(20):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "helper_of_using.py").write_text(f"group = {number}\n")
        (folder / "mine.py").write_text(
            "from helper_of_using import group\ndef assign(X, centroids): return [group] * 4\n"
        )
    centroids = np.zeros((20, 1))
    with ThreadPoolExecutor(20) as pool:
        loaded = list(pool.map(lambda number: load_functions(tmp_path / str(number) / "mine.py"), range(20)))
    assert [functions["assign"](X, centroids)[0] for functions in loaded] == list(range(20))


def test_what_is_meant_for_running_the_file_is_not_run(write):
    load_functions(write(RIGHT_ASSIGN + "\nif __name__ == '__main__':\n    raise SystemExit('tests')\n"))


def test_the_path_of_modules_stays_as_it_was(write):
    before = list(sys.path)
    load_functions(write("import sys\nsys.path.insert(0, 'elsewhere')\n" + RIGHT_ASSIGN))
    ours = [place for place in sys.path if place != "elsewhere"]
    sys.path[:] = before
    assert ours == before


# What goes wrong in her functions


def test_an_exception_has_her_line_her_code_and_the_reason(write):
    told = mistake(write("import numpy as np\n\ndef assign(X, centroids):\n    return X @ centroids\n"))
    assert told.startswith(", line 4, in assign: return X @ centroids: ValueError: matmul")


def test_it_is_her_deepest_line_not_numpys(write):
    told = mistake(
        write("""
        import numpy as np
        def distance(x, centroid):
            return np.linalg.norm(x, axis=7)
        def assign(X, centroids):
            return [distance(x, centroids[0]) for x in X]
    """)
    )
    assert told.startswith(", line 3, in distance: return np.linalg.norm(x, axis=7): AxisError")


def test_a_message_of_many_lines_becomes_one(write):
    assert "first second" in mistake(write("def assign(X, centroids):\n    raise ValueError('first\\n  second')\n"))


def test_a_file_that_her_function_does_not_find_is_not_her_file(write):
    told = mistake(write("def assign(X, centroids):\n    return open('no such data.csv')\n"))
    assert "line 2" in told
    assert "no such data.csv" in told


def test_endless_recursion_ends(write):
    told = mistake(write("def assign(X, centroids):\n    return assign(X, centroids)\n"))
    assert "line 2, in assign" in told
    assert "RecursionError" in told


@pytest.mark.parametrize("text", ["sys.exit()", "def assign(X, centroids):\n    sys.exit(3)"])
def test_her_exit_is_not_ours(write, text):
    assert "SystemExit" in mistake(write("import sys\n" + text + "\n"))


def test_stopping_it_by_hand_is_not_her_mistake(write):
    path = write("def assign(X, centroids):\n    raise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt):
        run(path)


def test_too_few_parameters_are_named(write):
    assert "TypeError: assign() takes 1 positional argument but 2 were given" in mistake(
        write("def assign(X):\n    return X\n")
    )


# What her functions return


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("np.zeros(3, int)", ["(3,)", "(4,)"]),
        ("np.zeros((4, 1), int)", ["(4, 1)", "(4,)"]),
        ("np.zeros(4)", ["float64", "whole numbers"]),
        ("['a'] * 4", ["whole numbers"]),
        ("np.arange(4)", ["label 2", "from 0 to 1"]),
        ("np.arange(4) - 1", ["label -1", "from 0 to 1"]),
        ("None", ["returned nothing: is the return missing?"]),
        ("[[0, 1], [0]]", []),
    ],
)
def test_labels_that_are_none_are_named(write, value, words):
    told = mistake(write(f"import numpy as np\ndef assign(X, centroids):\n    return {value}\n"))
    assert told.startswith(": assign returned ") or "assign" in told
    assert all(word in told for word in words)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("np.zeros((3, 1))", ["(3, 1)", "(2, 1)"]),
        ("np.zeros(2)", ["(2,)", "(2, 1)"]),
        ("np.array([[1.0], [np.nan]])", ["nan for group 2", "empty"]),
        ("np.array([[np.inf], [1.0]])", ["inf for group 1"]),
        ("centroids * 1j", ["complex128", "numbers"]),
        ("None", ["returned nothing: is the return missing?"]),
        ("[[1.0, 2.0], [3.0]]", []),
    ],
)
def test_centroids_that_are_none_are_named(write, value, words):
    told = mistake(write(f"import numpy as np\ndef update(X, labels, centroids):\n    return {value}\n"))
    assert "update" in told
    assert all(word in told for word in words)


def test_what_is_missing_is_called_missing(write):
    """To forget the return is the commonest mistake of all; 'shape ()' does not say so."""
    told = mistake(write("def assign(X, centroids):\n    labels = X\n"))
    assert told == ": assign returned nothing: is the return missing?"


def test_lists_will_do(write):
    path = write("""
        def assign(X, centroids):
            return [min(range(len(centroids)), key=lambda g: sum((x - centroids[g]) ** 2)) for x in X]
        def update(X, labels, centroids):
            groups = [[x for x, label in zip(X, labels) if label == g] for g in range(len(centroids))]
            return [[sum(x[0] for x in group) / len(group)] for group in groups]
    """)
    assert run(path)[-1].centroids.ravel() == pytest.approx([1.5, 10])


def test_right_answers_are_let_pass():
    assert wrong_labels(np.array([0, 1, 1]), 3, (2, 1)) == ""
    assert wrong_labels(np.array([0, 1, 1], dtype=np.uint8), 3, (2, 1)) == ""
    assert wrong_centroids(np.array([[1], [2]]), 3, (2, 1)) == ""


# Her functions cannot spoil the run


SPOILERS = """
def assign(X, centroids):
    labels = [abs(x - centroids[:, 0]).argmin() for x in X[:, 0]]
    X[:] = 0
    centroids[:] = 77
    return labels

def update(X, labels, centroids):
    new = [[X[labels == group].mean()] for group in (0, 1)]
    X[:] = labels[:] = centroids[:] = 0
    return new
"""
WEIGHT_SPOILER = """
def update(X, labels, centroids, sample_weight=None):
    of = [labels == group for group in (0, 1)]
    new = [[(X[own, 0] * sample_weight[own]).sum() / sample_weight[own].sum()] for own in of]
    sample_weight[:] = 7
    return new
"""


def test_her_functions_cannot_change_the_runs_arrays(write):
    samples, first = X.copy(), FIRST.copy()
    mine = list(lloyd(samples, first, **load_functions(write(SPOILERS))))
    assert_array_equal(samples, X)
    assert_array_equal(first, FIRST)
    for now, then in zip(mine, lloyd(X, FIRST), strict=True):
        assert now.centroids.ravel() == pytest.approx(then.centroids.ravel())


def test_nor_its_weights(write):
    weight = np.array([1.0, 1.0, 2.0, 1.0])
    mine = list(lloyd(X, FIRST, sample_weight=weight, **load_functions(write(WEIGHT_SPOILER))))
    assert_array_equal(weight, [1, 1, 2, 1])
    for now, then in zip(mine, lloyd(X, FIRST, sample_weight=weight), strict=True):
        assert now.centroids.ravel() == pytest.approx(then.centroids.ravel())


def test_an_array_that_she_uses_again_does_not_change_the_past(write):
    path = write("""
        import numpy as np
        out = np.zeros((2, 1))
        def update(X, labels, centroids):
            out[:] = [[X[labels == group].mean()] for group in (0, 1)]
            return out
    """)
    assert [now.centroids.ravel().tolist() for now in run(path)] == [
        [1, 2],
        [1, pytest.approx(22 / 3)],
        [1.5, 10],
    ]


def test_labels_arrive_as_numbers_that_do_not_wrap(write):
    path = write("""
        def update(X, labels, centroids):
            assert labels.dtype == int, labels.dtype
            assert (labels - 5 < 0).all()
            assert centroids.dtype == X.dtype == float
            labels[0] = -1
            return centroids
    """)
    run(path)


def test_weights_are_for_those_who_ask(write):
    picture = np.array([[[0, 0, 0]] * 5 + [[255, 255, 255]]], dtype=np.uint8)
    plain = load_functions(write(RIGHT_UPDATE))
    assert len(Stepper(picture, 2, random_state=0, **plain).collection.X) == 6
    asking = load_functions(write(RIGHT_UPDATE.replace("centroids):", "centroids, sample_weight=None):")))
    assert len(Stepper(picture, 2, random_state=0, **asking).collection.X) == 2


# Her bug shows


def test_sums_instead_of_means_run_and_are_told(write):
    stepper = Stepper(X, 2, init=FIRST, max_iter=3, **load_functions(write(SUMS))).next()
    assert stepper.snapshot.centroids.ravel().tolist() == [1, 22]
    assert "the inertia ROSE from 130 to" in repr(stepper)
    stepper.run()


# From the command line


@pytest.fixture
def picture(tmp_path):
    import imageio.v3 as iio

    path = tmp_path / "rocks.png"
    iio.imwrite(path, rock_picture(size=24))
    return str(path)


def film(picture, functions, tmp_path):
    out = tmp_path / "out.gif"
    options = ["-k", "2", "--size", "480x360", "--fps", "5", "--seconds", "0.1", "-o", str(out)]
    return main(["animate", picture, "--using", functions, *options]), out


@pytest.mark.parametrize("text", [RIGHT_ASSIGN, RIGHT_UPDATE, RIGHT_ASSIGN + RIGHT_UPDATE])
def test_her_film_is_made(write, picture, tmp_path, capsys, text):
    code, out = film(picture, write(text), tmp_path)
    assert capsys.readouterr() == (f"wrote {out}\n", "")
    assert code == 0
    assert out.read_bytes().startswith(b"GIF89a")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "def assign(X, centroids)\n    return 0\n",
        "def assign(X, centroids):\n    return X[0, 1, 2]\n",
        "def assign(X, centroids):\n    return [[1, 2], [3]]\n",
        "def update(X, labels, centroids):\n    return centroids * float('nan')\n",
        "def update(X, labels, centroids):\n    raise SystemExit\n",
        "def update(X, labels, centroids):\n    open('no such file')\n",
    ],
)
def test_her_mistake_is_one_line_and_no_film(write, picture, tmp_path, capsys, text):
    path = write(text)
    code, out = film(picture, path, tmp_path)
    told = capsys.readouterr()
    assert code == 2
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert told.err.startswith("kmeans-scratch: ")
    assert path in told.err
    assert not out.exists()


def test_the_mean_of_nothing_is_one_line_too(write, picture, tmp_path, capsys):
    """NumPy warns of it in two lines more, where warnings are no errors."""
    path = write("def update(X, labels, centroids):\n    return [X[labels == 99].mean(axis=0) for _ in centroids]\n")
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        code, _ = film(picture, path, tmp_path)
    assert code == 2
    assert "nan for group 1: is it empty?" in capsys.readouterr().err
    assert [str(warning.message) for warning in seen] == []


def test_the_reference_file_of_this_test_is_right():
    """Or the tests above would compare with nothing."""
    labels = assign(X, FIRST)
    names = {}
    exec(RIGHT_ASSIGN + RIGHT_UPDATE, names)
    assert_array_equal(names["assign"](X, FIRST), labels)
    assert_array_equal(names["update"](X, labels, FIRST), update(X, labels, FIRST))
