"""Write the results of one student: what works, what does not, and the next small thing to try."""

import os
import textwrap
from itertools import zip_longest
from pathlib import Path

from .files import EXERCISES

MARKS = {"solved": "✓", "wrong": "✗", "not written": "·", "broken": "!"}
IN_PLACE = "argument changed in place"  # the mistake whose two sides are before and after
PLAIN_MARKS = {"solved": "ok", "wrong": "--", "not written": "..", "broken": "!!"}


def marks_for(stream):
    """Choose the marks that a terminal can show: ✓ and ✗, or ok and --."""
    try:
        "".join(MARKS.values()).encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return PLAIN_MARKS
    return MARKS


def report(result, folder=EXERCISES, marks=MARKS, traceback=False):
    """Write the result of one exercise; with a traceback if it is asked for."""
    short = result["exercise"].split("_")[0]
    lines = [f"{result['exercise']}  {result['title']}"]
    lines += [f"  {marks['solved']} {does}" for does in result["passed"]]
    if not result["solved"]:
        lines += [f"  {marks['wrong']} {result['failed']}", "", *wrapped(result["message"])]
    if result.get("example"):
        lines += ["", *indented(result["example"])]
    if result.get("expected") is not None:
        names = ("before", "after") if result.get("mistake") == IN_PLACE else ("expected", "got")
        lines += ["", *indented(side_by_side(result["expected"], result["got"], names))]
    if line := result.get("line"):
        lines += ["", f"  {line['file']}, line {line['number']}:  {line['text']}"]
    if result["printed"]:
        lines += ["", "Your code printed this. (Printing helps you to find a mistake. Remove it at the end.)"]
        lines += [f"  | {line}" for line in result["printed"].splitlines()[:8]]
    if result["solved"]:
        for remark in result.get("remarks", ()):
            lines += ["", *wrapped(f"A remark: {remark}")]
        return "\n".join([*lines, "", f"Solved. Another way to do it: {command(f'--solution {short}', folder)}"])
    lines += ["", result.get("traceback", "")] if traceback else []
    lines += ["", f"Your file: {short_path(Path(folder, result['exercise']))}.py"]
    lines += [f"A hint: {command(f'--hint {short}', folder)}"]
    seed = f"{short} --seed {result['seed']}"
    return "\n".join([*lines, f"The same examples again: {command(seed, folder)}"])


def command(words, folder):
    """Write a command for the answers in this folder."""
    place = "" if Path(folder).resolve() == EXERCISES else f' --folder "{short_path(folder)}"'
    return f"python lessons/check.py {words}{place}"


def short_path(path):
    """Write a path as seen from here; on Windows there may be no such way."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return str(path)


def wrapped(text):
    """Break long lines between words."""
    return [part for line in text.splitlines() for part in textwrap.wrap(line, 100, break_on_hyphens=False)]


def indented(text):
    """Move all lines of a text to the right."""
    return ["  " + line for line in text.splitlines()]


def side_by_side(expected, got, names=("expected", "got")):
    """Put two texts in two columns, and mark the lines that differ."""
    rows = list(zip_longest([names[0], *expected.splitlines()], [names[1], *got.splitlines()], fillvalue=""))
    width = max(len(left) for left, _ in rows)
    return "\n".join(
        f"{left:<{width}}  {'|' if number and left != right else ' '}  {right}".rstrip()
        for number, (left, right) in enumerate(rows)
    )


def overview(results, marks=MARKS):
    """Write a line for each exercise."""
    return "\n".join(
        f"{marks[result['state']]} {result['exercise']:<24} {len(result['passed'])} of {result['todo']}"
        for result in results
    )


def progress(results):
    """Write how many exercises are solved."""
    return f"{sum(result['solved'] for result in results)} of {len(results)} exercises solved."
