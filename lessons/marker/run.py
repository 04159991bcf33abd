"""Mark answers, each student's in a process of its own: whatever an answer does, the others get their marks."""

import json
import linecache
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile
from pathlib import Path

from .files import CHECKS, NAMES, functions, solution

PATIENCE = 10  # a process that waits instead of calculating is ended after this many times its CPU seconds
MANY_LINES = 10_000  # printed
UNREAD = "Python can read and run your file"


def mark_answers(names, folder, seed, seconds):
    """Mark several answers of one student: a list of results, in the order of names.

    One process marks them one after the other. If an answer ends that process, a new one goes on with the next.
    """
    results, left = [], list(names)
    while left:
        with tempfile.TemporaryDirectory() as place:
            began = time.monotonic()
            code = run_process(left, folder, seed, seconds, place)
            waited = time.monotonic() - began >= PATIENCE * seconds
            written = [read(Path(place, f"{name}.json")) for name in left]
            finished = list(takewhile(lambda result: result and not result["running"], written))
            results, left = results + finished, left[len(finished) :]
            if left and (written[len(finished)] or not finished):
                begun = written[len(finished)] or unread(left[0], seed)
                results.append({**begun, **interrupted(folder, seconds, place, code, waited)})
                left.pop(0)
    return results


def run_process(names, folder, seed, seconds, place):
    """Run `_mark.py` on some answers; return its exit code, or None if it had to be ended."""
    order = [sys.executable, "-B", CHECKS / "_mark.py", folder, str(seed), str(seconds), place, *names]
    quiet = dict.fromkeys(["stdin", "stdout", "stderr"], subprocess.DEVNULL)
    try:
        return subprocess.run(order, timeout=(PATIENCE + 1) * seconds * len(names) + 20, **quiet).returncode
    except subprocess.TimeoutExpired:
        return None


def read(file):
    """Read a JSON document; None if it is not there, or not whole."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def read_text(file):
    """Read a text; an empty one if it is not there."""
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


def unread(name, seed):
    """Begin the result of an answer that was not even read."""
    begun = {"exercise": name, "title": "", "seed": seed, "solved": False, "state": "broken", "passed": [], "todo": 1}
    return {**begun, "failed": UNREAD, "remarks": [], "printed": "", "line": None, "traceback": ""}


def interrupted(folder, seconds, place, code, waited):
    """Say why an answer ended its process; the checks that it has passed before are kept."""
    stuck, printed = read_text(Path(place, "stuck")), read(Path(place, "printed.json")) or {"text": "", "lines": 0}
    if not stuck and code is not None:
        mistake = "ends Python"
        message = f"Your code ended Python itself (exit code {code}). Does it call os._exit, or use up all memory?"
    elif waited:
        mistake = "waits"
        message = f"Your code waited for {PATIENCE * seconds:g} seconds. Does it call time.sleep?"
    else:
        mistake = "still running"
        message = (
            f"Your code was still running after {seconds:g} seconds. Does a loop never end? Look for the line that "
            "should end it: an `if` with `break` or `return`, or a condition that becomes False."
        )
        if printed["lines"] > MANY_LINES:
            message += (
                f" It also printed {printed['lines']:,} lines, and printing is slow. Take print out of the loop."
            )
    found = {"message": message, "mistake": mistake, "line": line_of(stuck, folder), "traceback": stuck}
    return {**found, "state": "broken", "printed": printed["text"]}


def line_of(stuck, folder):
    """Find the line in a student's folder at which a process was stuck, in the function that was being marked.

    Functions of the exercises that this one calls do not count: the endless loop is around them.
    """
    # faulthandler writes é as \xe9, so the folder is written in the same way
    here = os.path.join(str(Path(folder).resolve()), "").encode("ascii", "backslashreplace").decode()
    steps = []  # from the innermost to the outermost
    for step in stuck.splitlines():
        file, _, rest = step.removeprefix('  File "').rpartition('", line ')
        name = file.removeprefix(here)
        if rest and name != file and not {"/", os.sep} & set(name):
            number, _, function = rest.partition(" in ")
            steps.append((name, int(number), function))
    if not steps:
        return None
    others = {function for name in NAMES for function in functions(solution(name))} - {steps[-1][2]}
    name, number, _ = list(takewhile(lambda step: step[2] not in others, reversed(steps)))[-1]
    linecache.checkcache()
    return {"file": name, "number": number, "text": linecache.getline(str(Path(folder, name)), number).strip()}


def mark_class(names, folders, seed, seconds):
    """Mark the answers of several students, a few students at a time: for each folder a list of results."""

    def safely(folder):
        try:
            return mark_answers(names, folder, seed, seconds)
        except Exception as error:  # one student must not cost the others their marks
            failed = {"message": f"The marker itself failed: {error!r}", "mistake": "the marker failed"}
            return [{**unread(name, seed), **failed} for name in names]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(safely, folders))
