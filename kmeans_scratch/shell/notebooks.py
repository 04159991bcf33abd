"""Notebooks of the lessons. They are made from the pages, and one of their cells marks the answers.

A notebook holds the text and the code of a lesson. The results are left out, because the notebook computes them. At
the end there is a cell for each function of the exercise, and a cell that marks them. The cells call `show` and
`mark`.
"""

import ast
import base64
import os
import re
import subprocess
import sys
from collections.abc import Container
from importlib import import_module
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from ..watch.show import image_html

SETUP = """\
# Run this cell first: click it, and press Shift and Enter. Then run each cell below, from the top to the bottom.
# On Colab, open the files at the left before, and drop for-colab.zip there.
import shutil
import sys
from pathlib import Path

if not Path("lessons").exists():
    shutil.unpack_archive("for-colab.zip")
sys.path[:0] = [".", "lessons/exercises"]

from kmeans_scratch.shell.notebooks import mark, show"""
ANSWER = "# My answer to {name}: {function}  (keep this line)\n"
BY_NOTEBOOK = "# Written by the notebook of this lesson: change your answer there.\n"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
FOLD = re.compile(r"<details>\n<summary>.*?</summary>\n")
PAGE_ONLY = re.compile(r"<!-- page only -->\n.*?<!-- end -->\n", re.DOTALL)
IN_A_FILE = re.compile(r",?\s+in\s+`lessons/exercises/ex\w+\.py`|\s+Then\s+let\s+the\s+marker\s+check\s+\w+:")
UNKNOWN_NAME = re.compile(r"NameError:\s+name\s+'(\w+)'\s+is\s+not\s+defined\n")
PICTURE = re.compile(r"!\[([^\]]*)\]\(\.\./(images/[^)]+)\)")


def make_notebook(lesson: str, name: str, stub: str, root: Path) -> dict[str, Any]:
    """Return a lesson as a notebook, a dictionary to be written as JSON.

    `lesson` is the text of the page. `name` and `stub` are the name and the text of its exercise, "" if it has none.
    Notebooks stand in the folder `root`, above the folder `lessons`.
    """
    cells = [code_cell(SETUP)]
    folded = False
    drawn: list[str] = []
    pieces = [*BLOCK.split(lesson), "", "", "", "", ""]  # text, kind, block, text, kind, block, ..., text
    for number in range(0, len(pieces) - 5, 3):
        text, kind, block, _, next_kind, result = pieces[number : number + 6]
        text, folded = unfold(text, folded)
        cells += text_cells(text, drawn, root)
        if kind == "python":
            drawn = re.findall(r"images/lessons/[\w.-]+", block)
            shows_itself = "\nanimate(" in f"\n{block}"  # such a block ends with a film, which the cell shows
            shows = "" if shows_itself else "".join(f'\nshow("{path}")' for path in drawn)
            cells.append(
                code_cell(block.rstrip("\n") + shows, fails=next_kind == "text" and result.startswith("Traceback"))
            )
        elif kind == "sh" and name and f"check.py {name[:4]}" in block:
            cells += exercise_cells(name, stub)
        elif kind == "math":
            cells.append(text_cell(f"$$\n{block}$$"))  # notebooks show ```math as code
        elif kind not in ("text", ""):
            cells.append(text_cell(f"```{kind}\n{block}```"))
    for index, cell in enumerate(cells):
        cell["id"] = f"cell-{index}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def unfold(text: str, folded: bool) -> tuple[str, bool]:
    """Remove the fold around code: a cell shows no result before it is run. Keep the words after the code folded.

    `folded` says whether the text begins inside a fold. Returns the text, and whether it ends inside a fold.
    """
    inside, closing, after = text.partition("</details>") if folded else ("", "", text)
    if folded and not closing:
        inside, after = text, ""
    if inside.strip():
        inside = f"<details>\n<summary>The answer in words</summary>\n\n{inside.strip()}\n\n</details>\n"
    opens = after.count("<details>") > after.count("</details>")
    return inside + FOLD.sub("", after) if opens else inside + after, opens or (folded and not closing)


def text_cells(text: str, drawn: list[str], root: Path) -> list[dict[str, Any]]:
    """Return a list: one cell with the text, or no cell for an empty text.

    If the code shows a picture, the text has only the description of it. Sentences about files and about typing into
    Python are left out: in a notebook, code and answers are in cells.
    """

    def picture(match: re.Match[str]) -> str:
        description, path = match.groups()
        if path in drawn:
            return f"*{description.removesuffix('.')}.*"
        data = base64.b64encode((root / path).read_bytes()).decode()  # Colab finds no files from within a text
        return f"![{description}](data:{guess_type(path)[0]};base64,{data})"

    text = PICTURE.sub(picture, IN_A_FILE.sub("", PAGE_ONLY.sub("", text)))
    text = re.sub(r"\]\((\d\d-[\w-]+)\.md", r"](\1.ipynb", text)
    text = re.sub(r"\]\((README\.md|exercises/)", r"](lessons/\1", text).replace("](../", "](")
    return [text_cell(text.strip())] if text.strip() else []


def exercise_cells(name: str, stub: str) -> list[dict[str, Any]]:
    """Return the cells of an exercise: imports and given numbers, one for each function, and one that marks them."""
    lines = stub.splitlines()
    tree = ast.parse(stub)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    given = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom | ast.Assign)]
    imports = ["\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in given]
    cells = [
        text_cell("Write your answer into the next cells, and run them. The last cell marks it."),
        code_cell(ANSWER.format(name=name, function="imports") + "\n".join(imports)),
    ]
    for node in functions:
        source = "\n".join(lines[node.lineno - 1 : node.end_lineno])
        cells.append(code_cell(ANSWER.format(name=name, function=node.name) + source))
    hint = f'For a hint, run `mark("{name}", "--hint")`.'
    return [*cells, code_cell(f'mark("{name}")'), text_cell(hint)]


def text_cell(text: str) -> dict[str, Any]:
    """Return a cell of text."""
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def code_cell(source: str, *, fails: bool = False) -> dict[str, Any]:
    """Return a cell of code. `fails` says that it raises an error on purpose. The cells after it still run."""
    metadata = {"tags": ["raises-exception"]} if fails else {}
    lines = source.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [], "source": lines}


# What the cells of a notebook call


def show(path: str) -> None:
    """Show a picture in the notebook."""
    html = image_html(Path(path).read_bytes(), guess_type(path)[0] or "", path)
    import_module("IPython.display").display({"text/html": html, "text/plain": path}, raw=True)


def mark(name: str, *options: str) -> None:
    """Write the answers of this notebook into the file of an exercise, mark the file, and print the result.

    `name` is the name of the exercise, such as "ex01_sorting_rocks". `options` are those of lessons/check.py.
    """
    variables = import_module("IPython").get_ipython().user_ns
    print(mark_cells(name, variables["In"], options, set(variables)), end="")


def mark_cells(
    name: str, cells: list[str], options: tuple[str, ...] = (), variables: Container[str] = frozenset()
) -> str:
    """Mark the answers in `cells`, which are in the order in which they were run. Return the output of the marker.

    `variables` are the names that have a value in the notebook.
    """
    if "--hint" in options:
        return run_marker(name, options)
    stub = make_stub(Path("lessons", "exercises", "solutions", f"{name}.py").read_text(encoding="utf-8"))
    functions = [node.name for node in ast.parse(stub).body if isinstance(node, ast.FunctionDef)]
    answers, starts, line = [], {}, 1  # starts[function]: the line in the file for the first line of its cell
    for function in ["imports", *functions]:
        first_line = ANSWER.format(name=name, function=function)
        found = [cell for cell in cells if cell.startswith(first_line)]
        if not found:
            return f"Run this cell first: {first_line}If your cell has lost this line, put it back at the top.\n"
        answers.append(found[-1].removeprefix(first_line).rstrip() + "\n")
        starts[function] = line
        line += answers[-1].count("\n") + 2
    file = Path("lessons", "exercises", f"{name}.py")
    kept = keep_other(file, stub)
    file.write_text(BY_NOTEBOOK + "\n\n".join(answers), encoding="utf-8")
    return kept + as_cells(run_marker(name, options), name, starts, variables)


def as_cells(marked: str, name: str, starts: dict[str, int], variables: Container[str]) -> str:
    """Return the output of the marker with lines of cells in place of lines of the file."""

    def place(match: re.Match[str]) -> str:
        line = int(match[1] or match[2])
        function = [function for function, start in starts.items() if start < line][-1]
        return f"line {line - starts[function] + 1} of the cell {function}"

    def explain(match: re.Match[str]) -> str:
        if match[1] not in variables:
            return match[0]
        advice = (
            f"`{match[1]}` belongs to another cell. Your function may use its arguments, and names of its own cells."
        )
        return f"{match[0]}{advice}\n"

    marked = re.sub(r"type\s+`python lessons/check\.py ex0?(\d+)`", r"open the notebook of lesson \1", marked)
    marked = re.sub(rf"{name}\.py,\s+line\s+(\d+)|line\s+(\d+)\s+of\s+{name}\.py", place, marked)
    return UNKNOWN_NAME.sub(explain, re.sub(r"Your file: .*\n", "", marked))


def keep_other(file: Path, stub: str) -> str:
    """If the file holds an answer from outside the notebook, rename it and return a line that says so; else ""."""
    before = file.read_text(encoding="utf-8") if file.exists() else stub
    if before == stub or before.startswith(BY_NOTEBOOK):
        return ""
    backup = file.with_suffix(".before-the-notebook.py")
    file.replace(backup)
    return f"{file} was not written by this notebook. It is now {backup}.\n\n"


def run_marker(name: str, options: tuple[str, ...]) -> str:
    """Run lessons/check.py, and return its output, in which commands are replaced by calls of `mark`."""
    paths = os.pathsep.join([os.getcwd(), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    done = subprocess.run(
        [sys.executable, Path("lessons", "check.py"), name, *options],
        env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )

    def as_call(match: re.Match[str]) -> str:
        words = [name, *(word for word in match[0].split()[2:] if word != name[:4])]
        return f"mark({', '.join(repr(word) for word in words)})"

    own_commands = rf"python lessons/check\.py(?: --\w+)? {name[:4]}(?: --seed \d+)?"
    return re.sub(own_commands, as_call, done.stdout + done.stderr)


def make_stub(solution: str) -> str:
    """Return an exercise without its answers: of each function only the signature and the docstring.

    >>> print(make_stub('def double(x):\\n    "Return 2 x."\\n    return 2 * x'), end="")
    def double(x):
        "Return 2 x."
        raise NotImplementedError
    """
    lines = solution.splitlines()
    for node in reversed(ast.parse(solution).body):
        if isinstance(node, ast.FunctionDef):
            lines[node.body[0].end_lineno : node.end_lineno] = ["    raise NotImplementedError"]
    return "\n".join(lines) + "\n"
