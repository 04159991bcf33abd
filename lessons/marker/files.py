"""The files of the exercises: names, stubs, solutions, hints and backups."""

import ast
import importlib
import json
import sys
from itertools import count
from pathlib import Path

LESSONS = Path(__file__).resolve().parents[1]
EXERCISES = LESSONS / "exercises"
SOLUTIONS, CHECKS = EXERCISES / "solutions", EXERCISES / "checks"
NAMES = sorted(file.stem for file in CHECKS.glob("[!_]*.py"))
HINTS_SHOWN = ".hints.json"  # beside the answers: the number of the hint given last, for each exercise


def find(wanted):
    """Find the exercise that is meant by ex03, by 3, or by its file: its name, and the folder of that file or None.

    Raises ValueError if there is no such exercise, or no such file.
    """
    file = Path(wanted)
    number = file.stem.removeprefix("ex")
    text = f"ex{int(number):02}" if number.isdecimal() else file.stem
    found = [name for name in NAMES if name.startswith(text)]
    if len(found) != 1:
        raise ValueError(f"{wanted} is not the name of one exercise; there are {', '.join(NAMES)}")
    if len(file.parts) > 1 and not file.exists():
        raise ValueError(f"there is no file {wanted}")
    return found[0], file.absolute().parent if file.suffix and file.exists() else None


def solution(name):
    """Read the solution of an exercise."""
    return (SOLUTIONS / f"{name}.py").read_text(encoding="utf-8")


def stub(name):
    """Make the empty exercise from its solution: the same file, but without the code of the functions."""
    text = solution(name)
    lines = text.splitlines()
    for node in reversed(functions(text).values()):
        lines[node.body[0].end_lineno : node.end_lineno] = ["    raise NotImplementedError"]
    return "\n".join(lines) + "\n"


def functions(text):
    """Find the functions of a file, by their names, in their order."""
    return {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}


def is_empty(name, folder):
    """Tell whether the file of an exercise is missing, or still the stub."""
    file = Path(folder, f"{name}.py")
    if not file.exists():
        return True
    try:
        return file.read_bytes().decode().replace("\r\n", "\n").strip() == stub(name).strip()
    except (OSError, UnicodeDecodeError):
        return False


def reset(name, folder):
    """Write the empty exercise; the old file is kept beside it as a backup."""
    file, kept = Path(folder, f"{name}.py"), ""
    if file.exists() and is_empty(name, folder):
        return f"{file.name} is empty already."
    if file.exists():
        backup = next(path for n in count(1) if not (path := Path(folder, f"{name}.{n}.bak")).exists())
        file.rename(backup)
        kept = f" Your version is kept in {backup.name}."
    file.write_text(stub(name), encoding="utf-8")
    return f"{file.name} is empty again.{kept}"


def hint(name, folder):
    """Give the hint after the one given last, and remember it; after the last comes the first again."""
    if str(LESSONS) not in sys.path:
        sys.path.insert(0, str(LESSONS))
    hints = importlib.import_module(f"exercises.checks.{name}").HINTS
    memory = Path(folder, HINTS_SHOWN)
    try:
        shown = dict(json.loads(memory.read_text(encoding="utf-8")))
        number = int(shown.get(name, 0)) % len(hints) + 1
    except (OSError, ValueError, TypeError):  # not there yet, or damaged: begin again
        shown, number = {}, 1
    memory.write_text(json.dumps({**shown, name: number}), encoding="utf-8")
    return f"{name}, hint {number} of {len(hints)}: {hints[number - 1]}"
