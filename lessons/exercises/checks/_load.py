"""Load the file of an answer; whatever is wrong with it becomes a Mistake, in words."""

import ast
import linecache
import sys
import tokenize
from pathlib import Path

from ._calls import Answer
from ._mistakes import Mistake, as_mistake, command

NOT_HERE = {
    "sklearn": "Here you write k-means yourself, so do not import scikit-learn. You need only NumPy.",
    "scipy": "Here you write k-means yourself, so do not import SciPy. You need only NumPy.",
    "kmeans_scratch": "You import the package's own solution. Read it, close it, and write your own.",
}


def load(file, allowed=()):
    """Load an answer; Python's complaints become Mistakes."""
    tree = parse(file, read(file))
    refuse_imports(tree, file, allowed)
    names, searched = {"__name__": file.stem, "__file__": str(file)}, list(sys.path)
    try:
        exec(compile(tree, str(file), "exec"), names)
    except SyntaxError as error:  # of a file that it imports
        other = Path(error.filename or file).name
        text = f"{file.name} imports {other}, and Python cannot read line {error.lineno} of that file: {error.msg}."
        line = (error.filename, error.lineno)
        raise Mistake(text, name="Python cannot read it", state="broken", line=line) from error
    except (Exception, SystemExit) as error:
        raise as_mistake(error, Loaded(file)) from error
    finally:
        sys.path[:] = searched
    return Answer(names, file, tree)


def read(file):
    """Read the text of an answer as Python does, and remember it: the file may change while it is marked."""
    try:
        with tokenize.open(file) as source:
            text = source.read()
    except FileNotFoundError:
        again = f"`{command(f'--reset {file.stem[:4]}', file.parent)}` makes it again, empty."
        text = f"There is no file {file.name} in {file.parent}. {again}"
        raise Mistake(text, name="no file", state="not written") from None
    except (SyntaxError, UnicodeError) as error:
        raise Mistake(why_unreadable(file, error), name="not UTF-8", state="broken") from error
    except OSError as error:  # a folder of this name, or no permission
        text = f"Python cannot open {file.name}: {error.strerror}."
        raise Mistake(text, name="cannot be opened", state="broken") from error
    linecache.cache[str(file)] = (len(text), None, text.splitlines(keepends=True), str(file))
    return text


def why_unreadable(file, error):
    """Say which letters of a file are not in the encoding that Python expects, and what to do."""
    data = file.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        where = f"{file.name} is saved as UTF-16"
    elif "unknown encoding" in str(error):
        where = f"{file.name} names an encoding that Python does not know, in line 1 or 2"
    else:
        number = next((n for n, line in enumerate(data.split(b"\n"), 1) if not is_utf8(line)), 1)
        where = f"line {number} of {file.name} has a letter that is not saved as UTF-8"
    return f'Python cannot read your file: {where}. Save it as UTF-8: editors offer this under "Save with encoding".'


def is_utf8(data):
    """Tell whether bytes are text in UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def parse(file, text):
    """Parse the text of an answer."""
    try:
        return ast.parse(text, str(file))
    except (SyntaxError, ValueError) as error:  # ValueError: null bytes, before Python 3.12
        number, reason = getattr(error, "lineno", None), getattr(error, "msg", None) or error
    except (RecursionError, MemoryError) as error:
        number, reason = None, f"too many brackets inside brackets ({error!r})"
    where, line = (f"line {number} of {file.name}", (str(file), number)) if number else (file.name, None)
    text = f"Python cannot read {where}: {reason}. Look at that line and the one above."
    raise Mistake(text, name="Python cannot read it", state="broken", line=line)


class Loaded:
    """Stands for a file while it is loaded, in place of a function."""

    def __init__(self, file):
        """Remember the file, and by which name to call it."""
        self.__file__, self.__name__ = str(file), file.name


def refuse_imports(tree, file, allowed=()):
    """Refuse libraries that hold the answer."""
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for library in {name.split(".")[0] for name in names} & set(NOT_HERE) - set(allowed):
            raise Mistake(NOT_HERE[library], name=f"imports {library}", line=(str(file), node.lineno))
