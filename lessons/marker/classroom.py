"""Write the results of a class: a table for the terminal, a page to project, JSON, and Gradescope's form."""

import html
import re
from collections import Counter
from pathlib import Path

from .files import NAMES
from .report import MARKS, progress

MOST = 15  # mistakes that are listed


def students(folders):
    """Find the folders of the students: a folder without exercises in it stands for the folders in it."""
    found = []
    for folder in map(Path, folders):
        inside = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "__")))
        found += [folder] if holds_exercises(folder) or not inside else inside
    return found


def holds_exercises(folder):
    """Tell whether there is a file of an exercise in a folder."""
    return any(Path(folder, f"{name}.py").exists() for name in NAMES)


def short_names(folders):
    """Name each student by the last part of the folder, or by the whole path if two are the same."""
    last = [Path(folder).resolve().name for folder in folders]
    return [name if last.count(name) == 1 else str(folder) for name, folder in zip(last, folders, strict=True)]


def stuck_at(results):
    """Find where a student is stuck: the first exercise written and not solved, or else the first not solved."""
    unsolved = [result for result in results if not result["solved"]]
    return next((result for result in unsolved if result["state"] != "not written"), (unsolved or [None])[0])


def sentence(result):
    """Write where a student is stuck, in one line."""
    if result is None:
        return "all solved"
    short = result["exercise"].split("_")[0]
    if result["state"] == "not written":
        done = f"{len(result['passed'])} of {result['todo']} parts solved, the next " if result["passed"] else ""
        return f"{short}: no such file" if result.get("mistake") == "no file" else f"{short}: {done}not written yet"
    first = result["message"].splitlines()[0]
    line = f" (line {result['line']['number']})" if result.get("line") else ""
    return f"{short}{line}: {first}"


def mark_of(result, marks):
    """Choose the mark of an exercise; if its first parts are solved and the rest is not written, their number."""
    return str(len(result["passed"])) if is_begun(result) else marks[result["state"]]


def is_begun(result):
    """Tell whether some parts of an exercise are solved, and the next is not written."""
    return result["state"] == "not written" and bool(result["passed"])


def legend(results_of_all, marks):
    """Explain the marks; the numbers only if there are some."""
    texts = [f"{mark} {state}" for state, mark in marks.items()]
    begun = any(is_begun(result) for results in results_of_all for result in results)
    return ", ".join([*texts, *["a number: parts solved, the rest not written"] * begun])


def mistakes(results_of_all):
    """Count mistakes, the most common first: (students with this one, students who tried, exercise, mistake)."""
    seen, tried = Counter(), Counter()
    for results in results_of_all:
        for result in results:
            tried[result["exercise"]] += result["state"] != "not written"
            if result["state"] in ("wrong", "broken"):
                seen[result["exercise"], result.get("mistake") or "not named"] += 1
    return [(times, tried[exercise], exercise, mistake) for (exercise, mistake), times in seen.most_common()]


def table(folders, results_of_all, marks=MARKS, width=110):
    """Write a class for the terminal: a row a student, a column an exercise, and the mistakes counted."""
    names = short_names(folders)
    numbers = [result["exercise"].split("_")[0].removeprefix("ex") for result in results_of_all[0]]
    wide = max(map(len, [*names, "student"]))
    lines = [f"{'student':<{wide}}  {' '.join(numbers)}  stuck at"]
    for name, results in zip(names, results_of_all, strict=True):
        cells = " ".join(f"{mark_of(result, marks):<2}" for result in results)
        text = f"{name:<{wide}}  {cells}  {sentence(stuck_at(results))}"
        lines.append(text if len(text) <= width else text[: width - 3] + "...")
    lines += ["", legend(results_of_all, marks)]
    if common := mistakes(results_of_all):
        lines += ["", "Mistakes, the most common first:"]
        lines += [
            f"  {times:>3} of {of}: {name.split('_')[0]}, {mistake}" for times, of, name, mistake in common[:MOST]
        ]
        lines += [f"  and {len(common) - MOST} others"] if len(common) > MOST else []
    solved = progress([result for results in results_of_all for result in results])
    return "\n".join([*lines, "", f"{counted(names)}. {solved}"])


def counted(students):
    """Write how many students there are."""
    return f"{len(students)} student{'s' * (len(students) != 1)}"


STYLE = """
body { font: 20px/1.4 system-ui, sans-serif; margin: 2rem; color: #111; background: #fff; }
table { border-collapse: collapse; }
table.class { width: 100%; }
td.stuck { max-width: 0; width: 100%; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
th, td { padding: .15rem .5rem; border-bottom: 1px solid #bbb; text-align: left; vertical-align: top; }
td.mark { text-align: center; font-weight: bold; min-width: 1.2rem; }
.solved { background: #cfe8fc; } .begun { background: #e6f2fc; }
.wrong { background: #ffd9a0; } .broken { background: #e3b8d6; }
tbody tr:nth-child(odd) { background: #f6f6f6; }
"""


def page(folders, results_of_all, refresh=0):
    """Write a class as one self-contained page to project; it loads itself again every `refresh` seconds."""
    heads = [result["exercise"].split("_")[0].removeprefix("ex") for result in results_of_all[0]]
    titles = [result["title"] or result["exercise"] for result in results_of_all[0]]
    head = "".join(f'<th title="{html.escape(title)}">{name}</th>' for name, title in zip(heads, titles, strict=True))
    rows = []
    for name, results in zip(short_names(folders), results_of_all, strict=True):
        cells = "".join(map(cell, results))
        stuck = sentence(stuck_at(results))
        told = f'<td class="stuck" title="{html.escape(stuck)}">{formatted(stuck)}</td>'
        rows.append(f"<tr><th>{html.escape(name)}</th>{cells}{told}</tr>")
    common = "".join(
        f"<tr><td>{times} of {of}</td><td>{name.split('_')[0]}</td><td>{html.escape(mistake)}</td></tr>"
        for times, of, name, mistake in mistakes(results_of_all)[:MOST]
    )
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    solved = progress([result for results in results_of_all for result in results])
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">{again}<title>The class</title>'
        f"<style>{STYLE}</style></head><body>\n<h1>The class</h1>\n"
        f"<p>{counted(rows)}. {solved} {legend(results_of_all, MARKS)}</p>\n"
        f'<table class="class"><thead><tr><th>student</th>{head}<th>stuck '
        f"at</th></tr></thead>\n<tbody>{''.join(rows)}</tbody></table>\n"
        f"<h2>Mistakes, the most common first</h2>\n<table><tbody>{common}</tbody></table>\n</body></html>\n"
    )


def formatted(text):
    """Write the `code` and the *stress* of a sentence as HTML."""
    return re.sub(r"\*(\w+)\*", r"<em>\1</em>", re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(text)))


def cell(result):
    """Write a cell of the page; the mistake is shown under the mouse."""
    state, tip = result["state"], html.escape(result.get("mistake") or result["state"])
    kind = "begun" if is_begun(result) else state.split()[0]
    return f'<td class="mark {kind}" title="{tip}">{mark_of(result, MARKS)}</td>'


def as_json(folders, results_of_all, seed):
    """Make the document of `--json`: the results of each folder, exercise by exercise."""
    document = {}
    for folder, results in zip(folders, results_of_all, strict=True):
        states = Counter(result["state"] for result in results)
        marked = {result["exercise"]: result for result in results}
        document[str(folder)] = {
            "solved": states["solved"],
            "of": len(results),
            "states": states,
            "exercises": marked,
        }
    return {"seed": seed, "folders": document}


def gradescope(results, report):
    """Make the document that Gradescope's autograder reads: a test for each exercise, a point for each check."""
    tests = [
        {
            "name": f"{result['exercise']}  {result['title']}".strip(),
            "score": len(result["passed"]),
            "max_score": result["todo"],
            "status": "passed" if result["solved"] else "failed",
            "output": report(result),
        }
        for result in results
    ]
    return {"output": progress(results), "stdout_visibility": "hidden", "tests": tests}
