"""Mark the exercises: `python lessons/check.py` goes on with the first one that is not solved yet.

    check.py                    the first exercise not solved yet
    check.py ex03               this exercise (or only 3, or the path of its file in any folder)
    check.py --watch            mark again whenever you save; go on if it is solved; end with Ctrl-C
    check.py --all              the list
    check.py --hint             the next of three hints; --hint ex03
    check.py --reset ex03       write the empty exercise again; keep yours as a backup; --reset all
    check.py --solution ex03    one solution, after you have solved it (or with --teacher)

For teachers. FOLDER is the folder of a student, or a folder with the folders of all students:

    check.py --class FOLDER ...      a table of the class; with -o class.html a page to project, with --watch again
                                     at every save
    check.py --json FOLDER ...       the same results as a JSON document
    check.py --gradescope FILE       the results of one student, in the form that Gradescope's autograder reads

Exit code: 0 if all exercises asked for are solved, 1 if not, 2 if the command was wrong.

How it works: each exercise has a solution (its stub is made of that) and a module of checks; the first lines of
exercises/checks/__init__.py say how to write them. exercises/checks/_mark.py marks the answers of one student, in a
process of its own, and hands over a dictionary for each: exercise, title, solved, state (solved, wrong, not written
or broken), passed and failed (what the checks say that did and did not pass), todo (their number), remarks, seed,
printed; for a failure also mistake (its short name), message, example, expected, got, line (file, number, text) and
traceback. This file asks and prints. An answer is a program: it has a time limit, but it can
do everything that you can do on this computer.
"""

import argparse
import importlib.util
import json
import os
import random
import sys
import threading
import time
from pathlib import Path

from marker import classroom
from marker.files import EXERCISES, NAMES, find, hint, reset, solution
from marker.report import command, marks_for, overview, progress, report
from marker.run import mark_answers, mark_class

LOCKED = "Solve it first. Then you can see the solution. Have you read all hints? (Teachers: --teacher.)"
NEEDED = {"numpy": "NumPy", "kmeans_scratch": "kmeans_scratch"}
ALL_SOLVED = "Now film it: kmeans-scratch animate --using lessons/exercises/my_kmeans.py"
REFRESH = 5  # seconds, after which a page of the class loads itself again


def an_exercise(wanted):
    """Take the names of exercises and the folder that a path names. Raises ArgumentTypeError."""
    if wanted == "all":
        return NAMES, None
    try:
        name, folder = find(wanted)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return [name], folder


def a_folder(text):
    """Take a folder that is there. Raises ArgumentTypeError."""
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"{text} is not a folder")
    return Path(text)


def main(arguments=None):
    """Do what the command line asks for; return the exit code."""
    words = {"description": __doc__.split("\n\nHow it works")[0], "prog": "check.py"}
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, **words)
    parser.add_argument(
        "wanted", nargs="*", type=an_exercise, metavar="exercise", help="such as ex03; several are fine"
    )
    for name in ("watch", "all", "hint", "reset", "solution"):
        parser.add_argument(f"--{name}", action="store_true", help="see above")
    parser.add_argument("--class", nargs="+", type=a_folder, metavar="FOLDER", dest="class_", help="see above")
    parser.add_argument("-o", metavar="FILE.html", dest="page", type=Path, help="with --class: write a page")
    parser.add_argument("--json", nargs="+", type=a_folder, metavar="FOLDER", help="see above")
    parser.add_argument("--gradescope", type=Path, metavar="FILE", help="see above")
    parser.add_argument("--teacher", action="store_true", help="with --solution: even if it is not solved")
    parser.add_argument("--traceback", action="store_true", help="show Python's traceback")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="draw the same examples again")
    parser.add_argument("--seconds", type=float, default=10, help="CPU time for an exercise (default: 10)")
    parser.add_argument("--folder", type=a_folder, help="where the answers are (default: lessons/exercises)")
    asked = parser.parse_args(arguments)
    if missing := [name for module, name in NEEDED.items() if importlib.util.find_spec(module) is None]:
        parser.exit(2, wrong_python(missing))
    if (asked.reset or asked.solution) and not asked.wanted:
        parser.error("say which exercise, such as ex03")
    if asked.page and not asked.class_:
        parser.error("-o needs --class")
    folders = {folder for _, folder in asked.wanted if folder} | ({asked.folder.resolve()} if asked.folder else set())
    if len(folders) > 1:
        parser.error(f"one folder at a time: here are {' and '.join(sorted(map(str, folders)))}")
    asked.folder = next(iter(folders), EXERCISES)
    asked.exercises = [name for names, _ in asked.wanted for name in names]
    try:
        return watch_answers(asked) if asked.watch else answer(asked)
    except KeyboardInterrupt:
        return 0


def wrong_python(missing):
    """Say which module this Python lacks, and which Python to use."""
    right, activate = ".venv/bin/python", "source .venv/bin/activate"
    if os.name == "nt":
        right, activate = r".venv\Scripts\python", r".venv\Scripts\activate"
    return (
        f"This Python ({sys.executable}) has no {' and no '.join(missing)}: use `{right} lessons/check.py`, or type "
        f"`{activate}` first.\n"
    )


# What one may ask for


def answer(asked):
    """Do what is asked for, and print it; return the exit code."""
    if asked.class_ or asked.json:
        return show_class(asked)
    names, folder, marks = asked.exercises, asked.folder, marks_for(sys.stdout)
    unmarked = names and (asked.teacher or asked.reset or asked.hint)
    results = [] if unmarked else mark_answers(names or NAMES, folder, asked.seed, asked.seconds)
    unsolved = [result for result in results if not result["solved"]]
    if asked.gradescope:
        document = classroom.gradescope(results, lambda result: report(result, folder, marks))
        asked.gradescope.write_text(json.dumps(document, indent=2), encoding="utf-8")
        texts = [progress(results)]
    elif asked.reset:
        texts = [reset(name, folder) for name in names]
    elif asked.solution:
        locked = {result["exercise"]: why_locked(result, asked) for result in unsolved}
        texts = [locked.get(name) or solution(name) for name in names]
    elif asked.hint:
        texts = [hint(name, folder) for name in names or [result["exercise"] for result in unsolved[:1]]]
    elif asked.all:
        texts = [overview(results, marks), progress(results)]
    else:
        shown = results if names else unsolved[:1]
        texts = [] if names else [progress(results)]
        texts += [report(result, folder, marks, asked.traceback) for result in shown]
        texts += [] if names or unsolved else [ALL_SOLVED]
    print("\n\n".join(texts), flush=True)
    return 1 if unsolved else 0


def why_locked(result, asked):
    """Say why a solution is not shown: it may have been solved with the numbers of a run before."""
    seed = f"{result['exercise'].split('_')[0]} --seed {asked.seed}"
    return (
        f"{result['exercise']}: {LOCKED}\nIt was marked again just now with new examples, and this check failed: "
        f"{result['failed']}. See it with: {command(seed, asked.folder)}"
    )


def show_class(asked):
    """Print the results of a class, or write its page; return the exit code."""
    folders, names = classroom.students(asked.class_ or asked.json), asked.exercises or NAMES
    results = mark_class(names, folders, asked.seed, asked.seconds)
    if asked.json:
        print(json.dumps(classroom.as_json(folders, results, asked.seed), indent=2))
    else:
        print(classroom.table(folders, results, marks_for(sys.stdout)), flush=True)
    if asked.page:
        asked.page.write_text(classroom.page(folders, results, REFRESH * asked.watch), encoding="utf-8")
        print(f"wrote {asked.page}", flush=True)
    return 0 if all(result["solved"] for one in results for result in one) else 1


# Watching


def watch_answers(asked):
    """Mark again at every save; go on to the next exercise when one is solved."""
    if asked.class_:
        students = classroom.students(asked.class_)
        print(f"Watching the answers of {classroom.counted(students)}. End with Ctrl-C.", flush=True)
        watch(lambda: [Path(one, f"{name}.py") for one in students for name in NAMES], lambda: show_class(asked))
    asked.exercises = asked.exercises or [first_unsolved(asked) or NAMES[-1]]
    print(f"Watching {', '.join(asked.exercises)}. When you save a file, it is marked. Type h and Enter for a hint. "
          "End with Ctrl-C.\n", flush=True)  # fmt: skip
    threading.Thread(target=read_keys, args=(asked,), daemon=True).start()

    def look():
        if answer(asked) == 0 and (following := first_unsolved(asked)) and following not in asked.exercises:
            asked.exercises = [following]
            print(f"\nNext: {following}\n", flush=True)
            answer(asked)

    watch(lambda: [asked.folder / f"{name}.py" for name in NAMES], look)


def first_unsolved(asked):
    """Find the first exercise that is not solved yet; None if all are."""
    results = mark_answers(NAMES, asked.folder, asked.seed, asked.seconds)
    return next((result["exercise"] for result in results if not result["solved"]), None)


def read_keys(asked):
    """Give a hint for each line that begins with h."""
    for line in sys.stdin:
        if line.strip().lower().startswith("h"):
            print("\n" + "\n".join(hint(name, asked.folder) for name in asked.exercises) + "\n", flush=True)


def watch(files, look, wait=lambda: time.sleep(0.3)):
    """Look once, and again whenever one of the files has changed, for ever."""
    seen = None
    while True:
        now = [file.stat().st_mtime_ns if file.exists() else 0 for file in files()]
        if now != seen:
            seen = now
            look()
        wait()


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        code = main()
    except BrokenPipeError:  # the reader has seen enough, such as `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)
