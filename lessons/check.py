"""Mark the exercises: `python lessons/check.py` goes on with the first one that is not solved yet.

    check.py                    the first exercise not solved yet
    check.py ex03               this one (3 will do, and so will the name of its file)
    check.py --watch            again at every save, until Ctrl-C
    check.py --all              the list
    check.py --hint             the next of three hints; --hint ex03
    check.py --reset ex03       the empty exercise again; yours is kept as a backup
    check.py --solution ex03    one way to do it, once you have solved it (or with --teacher)
    check.py --json FOLDER ...  results of a whole class, a folder for each student

Exit code: 0 when all that was asked is solved, 1 when not, 2 when the question was wrong.

How it works: each exercise has a solution (its stub is made of that) and a module of checks; the first lines of
exercises/checks/__init__.py say how to write them. exercises/checks/_mark.py marks one answer, in a process of its
own, and hands over a dictionary: exercise, title, solved, passed and failed (what the checks say that did and did
not pass), todo (their number), seed, printed; for a failure also message, example, expected, got, line (file, number,
text) and traceback. This file asks and tells. An answer can do whatever Python can: it has a time limit but no cage.
"""

import argparse
import ast
import importlib
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count, takewhile, zip_longest
from pathlib import Path

EXERCISES = Path(__file__).resolve().parent / "exercises"
SOLUTIONS, CHECKS = EXERCISES / "solutions", EXERCISES / "checks"
NAMES = sorted(file.stem for file in CHECKS.glob("[!_]*.py"))
HINTS_SHOWN = ".hints.json"  # beside the answers: the number of the hint given last, for each exercise
LOCKED = "Solve it first, then look. Is there a hint left? (Teachers: --teacher.)"
NEEDED = {"numpy": "NumPy", "kmeans_scratch": "kmeans_scratch"}
ALL_SOLVED = "Now film it: kmeans-scratch animate --using lessons/exercises/my_kmeans.py"


# Asking


def mark(name, folder, seed, seconds):
    """Mark one answer in a process of its own, and say so if that does not end by itself."""
    with tempfile.TemporaryDirectory() as place:
        result, stuck = Path(place, "result"), Path(place, "stuck")
        order = [sys.executable, "-B", CHECKS / "_mark.py", name, folder, str(seed), str(seconds), result, stuck]
        quiet = dict.fromkeys(["stdin", "stdout", "stderr"], subprocess.DEVNULL)
        try:
            code = subprocess.run(order, timeout=seconds + 20, **quiet).returncode
        except subprocess.TimeoutExpired:
            code = None
        if result.exists():
            return json.loads(result.read_text(encoding="utf-8"))
        where = stuck.read_text(encoding="utf-8", errors="replace") if stuck.exists() else ""
    message = f"Your code ended Python itself (exit code {code}). Does it call os._exit, or use up all memory?"
    if where or code is None:
        message = f"Your code was still running after {seconds:g} seconds. Does a loop never end? Look at what ends "
        message += "it: an `if` with `break` or `return`, or a condition that becomes false."
    failed = {"solved": False, "passed": [], "failed": "it comes to an end", "todo": 1, "printed": ""}
    line = line_of(where, folder)
    return {
        "exercise": name,
        "title": "",
        "seed": seed,
        **failed,
        "message": message,
        "line": line,
        "traceback": where,
    }


def line_of(where, folder):
    """Find the line in a student's folder that a process was stuck at, in the function that was being marked.

    Other functions of the exercises, which that one calls, do not count: the loop that never ends is around them.
    """
    steps = []  # from the innermost to the outermost
    for step in where.splitlines():
        file, _, rest = step.removeprefix('  File "').partition('", line ')
        if rest and Path(file).parent == Path(folder).resolve():
            number, _, function = rest.partition(" in ")
            steps.append((Path(file), int(number), function))
    if not steps:
        return None
    others = {function for name in NAMES for function in functions(solution(name))} - {steps[-1][2]}
    file, number, _ = list(takewhile(lambda step: step[2] not in others, reversed(steps)))[-1]
    text = file.read_text(encoding="utf-8").splitlines()[number - 1].strip()
    return {"file": file.name, "number": number, "text": text}


def mark_all(names, folders, asked):
    """Mark several answers, a few at a time: the results in the order of names, folder by folder."""
    jobs = [(name, folder, asked.seed, asked.seconds) for folder in folders for name in names]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda job: mark(*job), jobs))


# Telling


def report(result, asked):
    """Write the result of one exercise: what works, what does not, and the next small thing to try."""
    short = result["exercise"].split("_")[0]
    lines = [f"{result['exercise']}  {result['title']}", *(f"  ✓ {does}" for does in result["passed"])]
    lines += [] if result["solved"] else [f"  ✗ {result['failed']}", "", *wrapped(result["message"])]
    if result.get("example"):
        lines += ["", *indented(result["example"])]
    if result.get("expected") is not None:
        lines += ["", *indented(side_by_side(result["expected"], result["got"]))]
    if line := result.get("line"):
        lines += ["", f"  {line['file']}, line {line['number']}:  {line['text']}"]
    if result["printed"]:
        lines += ["", "Your code printed (fine while you look for a mistake; take it out in the end):"]
        lines += [f"  | {line}" for line in result["printed"].splitlines()[:8]]
    if result["solved"]:
        return "\n".join([*lines, "", f"Solved. Another way to do it: python lessons/check.py --solution {short}"])
    lines += ["", result["traceback"]] if asked.traceback else []
    lines += ["", f"Your file: {os.path.relpath(asked.folder / result['exercise'])}.py"]
    lines += [f"A hint: python lessons/check.py --hint {short}"]
    return "\n".join([*lines, f"The same numbers again: python lessons/check.py {short} --seed {asked.seed}"])


def wrapped(text):
    """Break long lines between words."""
    return [part for line in text.splitlines() for part in textwrap.wrap(line, 100, break_on_hyphens=False)]


def indented(text):
    """Move all lines of a text to the right."""
    return ["  " + line for line in text.splitlines()]


def side_by_side(expected, got):
    """Put two texts in two columns, and mark the lines that differ."""
    rows = list(zip_longest(["expected", *expected.splitlines()], ["got", *got.splitlines()], fillvalue=""))
    width = max(len(left) for left, _ in rows)
    return "\n".join(
        f"{left:<{width}}  {'|' if number and left != right else ' '}  {right}".rstrip()
        for number, (left, right) in enumerate(rows)
    )


def overview(results):
    """Write a line for each exercise."""
    return "\n".join(
        f"{'✓' if result['solved'] else '✗'} {result['exercise']:<24} {len(result['passed'])} of {result['todo']}"
        for result in results
    )


def progress(results):
    """Write how many exercises are solved."""
    return f"{sum(result['solved'] for result in results)} of {len(results)} exercises solved."


# What else one may ask for


def hint(name, folder):
    """Give the hint after the one given last, and remember it; after the last comes the first again."""
    sys.path.insert(0, str(EXERCISES.parent))
    hints = importlib.import_module(f"exercises.checks.{name}").HINTS
    memory = Path(folder, HINTS_SHOWN)
    shown = json.loads(memory.read_text()) if memory.exists() else {}
    shown[name] = number = shown.get(name, 0) % len(hints) + 1
    memory.write_text(json.dumps(shown))
    return f"{name}, hint {number} of {len(hints)}: {hints[number - 1]}"


def solution(name):
    """Read the solution of an exercise."""
    return (SOLUTIONS / f"{name}.py").read_text(encoding="utf-8")


def stub(name):
    """Make the empty exercise of its solution: the same file, but without what the functions do."""
    text = solution(name)
    lines = text.splitlines()
    for node in reversed(functions(text).values()):
        lines[node.body[0].end_lineno : node.end_lineno] = ["    raise NotImplementedError"]
    return "\n".join(lines) + "\n"


def functions(text):
    """Find the functions of a file, by their names, in their order."""
    return {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}


def reset(name, folder):
    """Write the empty exercise; what was there is kept beside it."""
    file, text, kept = Path(folder, f"{name}.py"), stub(name), ""
    if file.exists() and file.read_bytes().decode(errors="replace").replace("\r\n", "\n") == text:
        return f"{file.name} is empty already."
    if file.exists():
        backup = next(path for n in count(1) if not (path := Path(folder, f"{name}.{n}.bak")).exists())
        file.rename(backup)
        kept = f" What you had is in {backup.name}."
    file.write_text(text, encoding="utf-8")
    return f"{file.name} is empty again.{kept}"


def watch(files, look, wait=lambda: time.sleep(0.3)):
    """Look once, and again whenever one of the files has changed, for ever."""
    seen = None
    while True:
        now = [file.stat().st_mtime_ns if file.exists() else 0 for file in files]
        if now != seen:
            seen = now
            look()
        wait()


# The command line


def find(wanted):
    """Find the exercise that is meant by ex03, 3, or the name of its file. Raises ArgumentTypeError."""
    text = Path(wanted).stem
    number = text.removeprefix("ex")
    text = f"ex{int(number):02}" if number.isdecimal() else text
    found = [name for name in NAMES if name.startswith(text)]
    if len(found) != 1:
        raise argparse.ArgumentTypeError(f"{wanted} is not the name of one exercise; there are {', '.join(NAMES)}")
    return found[0]


def a_folder(text):
    """Take a folder that is there. Raises ArgumentTypeError."""
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"{text} is not a folder")
    return Path(text)


def main(arguments=None):
    """Do what the command line asks for; return the exit code."""
    words = {"description": __doc__.split("\n\nHow it works")[0], "prog": "check.py"}
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, **words)
    parser.add_argument("exercises", nargs="*", type=find, metavar="exercise", help="such as ex03; several are fine")
    for name in ("watch", "all", "hint", "reset", "solution"):
        parser.add_argument(f"--{name}", action="store_true", help="see above")
    parser.add_argument("--json", nargs="+", type=a_folder, metavar="FOLDER", help="see above")
    parser.add_argument("--teacher", action="store_true", help="with --solution: even if it is not solved")
    parser.add_argument("--traceback", action="store_true", help="show where in the code it went wrong")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="draw the same numbers again")
    parser.add_argument("--seconds", type=float, default=10, help="how long an exercise may take (default: 10)")
    parser.add_argument("--folder", type=a_folder, default=EXERCISES, help="where the answers are")
    asked = parser.parse_args(arguments)
    if missing := [name for module, name in NEEDED.items() if importlib.util.find_spec(module) is None]:
        parser.exit(2, wrong_python(missing))
    if (asked.reset or asked.solution) and not asked.exercises:
        parser.error("say which exercise, such as ex03")
    if not asked.watch:
        return tell(asked)
    try:
        watch([asked.folder / f"{name}.py" for name in asked.exercises or NAMES], lambda: tell(asked))
    except KeyboardInterrupt:
        return 0


def wrong_python(missing):
    """Say that this Python lacks something, and which one to use."""
    right, activate = ".venv/bin/python", "source .venv/bin/activate"
    if os.name == "nt":
        right, activate = r".venv\Scripts\python", r".venv\Scripts\activate"
    return (
        f"This Python ({sys.executable}) has no {' and no '.join(missing)}: use `{right} lessons/check.py`, or type "
        f"`{activate}` first.\n"
    )


def why_locked(name, result, asked):
    """Say why a solution is not shown: she may have solved it with the numbers of a run before."""
    short = name.split("_")[0]
    return (
        f"{name}: {LOCKED}\nIt was marked again just now, with new numbers, and this did not pass: "
        f"{result['failed']}. See it with: python lessons/check.py {short} --seed {asked.seed}"
    )


def tell(asked):
    """Do what is asked for, and print it; return the exit code."""
    names, seen = asked.exercises, asked.teacher or asked.reset or asked.hint
    if asked.json:
        return tell_class(names or NAMES, asked)
    results = [] if names and seen else mark_all(names or NAMES, [asked.folder], asked)
    unsolved = [result["exercise"] for result in results if not result["solved"]]
    if asked.reset:
        texts = [reset(name, asked.folder) for name in names]
    elif asked.solution:
        marked = {result["exercise"]: result for result in results}
        texts = [why_locked(name, marked[name], asked) if name in unsolved else solution(name) for name in names]
    elif asked.hint:
        texts = [hint(name, asked.folder) for name in names or unsolved[:1]]
    elif asked.all:
        texts = [overview(results), progress(results)]
    elif names:
        texts = [report(result, asked) for result in results]
    else:
        texts = [progress(results), *[report(result, asked) for result in results if not result["solved"]][:1]]
        texts += [] if unsolved else [ALL_SOLVED]
    print("\n\n".join(texts), flush=True)
    return 1 if unsolved else 0


def tell_class(names, asked):
    """Print the results of a class, folder by folder, as one JSON document; return the exit code."""
    results, folders = iter(mark_all(names, asked.json, asked)), {}
    for folder in asked.json:
        marked = {name: next(results) for name in names}
        solved = sum(result["solved"] for result in marked.values())
        folders[str(folder)] = {"solved": solved, "of": len(names), "exercises": marked}
    print(json.dumps({"seed": asked.seed, "folders": folders}, indent=2))
    return 0 if all(folder["solved"] == len(names) for folder in folders.values()) else 1


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    try:
        code = main()
    except BrokenPipeError:  # whoever reads has seen enough, such as `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)
