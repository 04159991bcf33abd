"""Mark one answer, in a process of its own: `python _mark.py NAME FOLDER SEED SECONDS RESULT STUCK`.

The result goes to the file RESULT, so that nothing she prints can get into it. If it takes longer than SECONDS, the
line that was running goes to the file STUCK, and the process ends.
"""

import ast
import faulthandler
import importlib
import io
import json
import linecache
import sys
import tokenize
import traceback
import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

LESSONS = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[0] = str(LESSONS)  # and not the folder of the checks, whose modules have the names of hers

import numpy as np  # noqa: E402
from exercises.checks import Answer, Mistake, as_mistake  # noqa: E402

NOT_HERE = {
    "sklearn": "Here you build k-means yourself, so scikit-learn must stay outside. NumPy is all you need.",
    "scipy": "Here you build k-means yourself, so SciPy must stay outside. NumPy is all you need.",
    "kmeans_scratch": "That would be handing in the package's own answer. Read it, close it, and write yours.",
}


def mark(name, folder, seed):
    """Mark the answer in a folder to the exercise of this name: a dictionary of texts, see the end of `check.py`."""
    checks = importlib.import_module(f"exercises.checks.{name}")
    todo = [(check, check.__doc__) for key, check in vars(checks).items() if key.startswith("check_")]
    result = {"exercise": name, "title": title(checks), "solved": False, "passed": [], "seed": seed}
    result["failed"] = "Python can read and run your file"
    printed = Printed()
    with quiet(printed, folder):
        try:
            answer = load(Path(folder, f"{name}.py").resolve(), getattr(checks, "ALLOWED", ()))
            for number, (check, does) in enumerate(todo):
                result["failed"] = does
                check(answer, np.random.default_rng([seed, number]))
                result["passed"].append(does)
            result.update(solved=True, failed="")
        except Mistake as mistake:
            result.update(describe(mistake))
        except Exception as error:
            text = f"The check itself stumbled over what your function returned.\nPython says: {error!r}"
            result.update(message=text, traceback="".join(traceback.format_exception(error)))
    return {**result, "todo": len(todo), "printed": printed.getvalue()}


def title(module):
    """Take the first line of a docstring, without its full stop."""
    return module.__doc__.splitlines()[0].rstrip(".")


def load(file, allowed=()):
    """Load her file; Python's complaints become Mistakes."""
    try:
        with tokenize.open(file) as source:
            text = source.read()
        tree = ast.parse(text, str(file))
    except FileNotFoundError:
        again = f"`python lessons/check.py --reset {file.stem[:4]}` makes it again, empty."
        raise Mistake(f"There is no file {file.name} in {file.parent}. {again}") from None
    except (SyntaxError, ValueError) as error:  # ValueError: null bytes, or not UTF-8
        number = getattr(error, "lineno", None)
        what = getattr(error, "msg", None) or error
        where = f"line {number} of {file.name}" if number else file.name
        line = (str(file), number) if number else None
        raise Mistake(
            f"Python cannot read {where}: {what}. Look at that line and the one above.", line=line
        ) from error
    refuse_imports(tree, file, allowed)
    names = {"__name__": file.stem, "__file__": str(file)}
    try:
        exec(compile(tree, str(file), "exec"), names)
    except SyntaxError as error:  # of a file that she imports
        other = Path(error.filename).name
        text = f"{file.name} builds on {other}, and Python cannot read line {error.lineno} of that: {error.msg}."
        raise Mistake(text, line=(error.filename, error.lineno)) from error
    except (Exception, SystemExit) as error:
        raise as_mistake(error, Loaded(file)) from error
    return Answer(names, file)


class Loaded:
    """Stands for a file while it is loaded, where a function is asked for."""

    def __init__(self, file):
        """Remember the file and the name to call it by."""
        self.__file__, self.__name__ = str(file), file.name


def refuse_imports(tree, file, allowed=()):
    """Refuse libraries that hold the answer."""
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for library in {name.split(".")[0] for name in names} & set(NOT_HERE) - set(allowed):
            raise Mistake(NOT_HERE[library], line=(str(file), node.lineno))


class Printed(io.StringIO):
    """Keeps the beginning of what is printed: an endless loop may print endlessly."""

    def write(self, text):
        """Take text while there is little."""
        super().write(text[: max(0, 2000 - self.tell())])
        return len(text)


@contextmanager
def quiet(printed, folder):
    """Catch what she prints, keep warnings quiet, and let her import her other exercises."""
    with redirect_stdout(printed), redirect_stderr(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for file in Path(__file__).parent.glob("ex*.py"):
            sys.modules.pop(file.stem, None)  # the answer marked before had other neighbours
        sys.path.insert(0, str(folder))
        try:
            yield
        finally:
            sys.path.remove(str(folder))
            linecache.checkcache()


def describe(mistake):
    """Write a Mistake as a dictionary of texts."""
    file, number = mistake.line or (None, None)
    line = None
    if number:
        line = {"file": Path(file).name, "number": number, "text": linecache.getline(file, number).strip()}
    texts = {key: getattr(mistake, key) for key in ("message", "example", "expected", "got")}
    return {**texts, "line": line, "traceback": "".join(traceback.format_exception(mistake))}


if __name__ == "__main__":
    name, folder, seed, seconds, result, stuck = sys.argv[1:]
    with open(stuck, "w") as file:
        faulthandler.dump_traceback_later(float(seconds), file=file, exit=True)
        Path(result).write_text(json.dumps(mark(name, folder, int(seed))), encoding="utf-8")
        faulthandler.cancel_dump_traceback_later()
