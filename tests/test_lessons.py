"""The README and the lessons do what they say.

In these documents a ```python block is what a reader types, and the ```text block right after it is what she sees.
All python blocks of a document are run in order, in one namespace and as a REPL would: an expression shows its value.
A block without a text block shows nothing. To see only the error of a block that is meant to fail, expect

    Traceback (most recent call last):
    ValueError: n_samples=3 should be >= n_clusters=5.
"""

import ast
import builtins
import io
import linecache
import os
import re
import subprocess
import sys
import traceback
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("README.md"), *sorted(ROOT.glob("lessons/[0-9][0-9]-*.md"))]
MAY_GROW = {"images"}  # where documents may leave files


@dataclass
class Block:
    """Python lines and the output they promise, with the line of the document where each begins, from 1."""

    line: int
    source: str
    expected: str = ""
    expected_line: int = 0


def read_blocks(document):
    """Collect the python blocks of a document, each with the text block right after it."""
    blocks, after_python = [], False
    lines = iter(enumerate(document.splitlines(), start=1))
    for number, line in lines:
        if not line.startswith("```"):
            after_python = after_python and not line.strip()  # only blank lines may come between
            continue
        fence = line[: len(line) - len(line.lstrip("`"))]
        kind, inside = line[len(fence) :].strip(), []
        for _, within in lines:
            if within.rstrip() == fence:
                break
            inside.append(within + "\n")
        else:
            raise SyntaxError(f"line {number}: the block that begins here has no end")
        if kind == "python":
            blocks.append(Block(number + 1, "".join(inside)))
        elif kind == "text" and after_python:
            blocks[-1].expected, blocks[-1].expected_line = "".join(inside), number + 1
        after_python = kind == "python"
    return blocks


def run_block(block, namespace, name="<document>"):
    """Run a block as a REPL would and return what it shows; an error shows its last line, and the block ends."""
    shown = io.StringIO()
    try:
        with redirect_stdout(shown):
            tree = ast.parse(block.source, filename=name)
            ast.increment_lineno(tree, block.line - 1)  # for tracebacks: the line of the document
            for statement in tree.body:
                exec(compile(ast.Interactive([statement]), name, "single"), namespace)
    except Exception as error:
        where = next((f.lineno for f in traceback.extract_tb(error.__traceback__)[::-1] if f.filename == name), None)
        print("Traceback (most recent call last):", file=shown)
        print("".join(traceback.format_exception_only(error)), end="", file=shown)
        namespace["__error__"] = f"raised at line {where}:\n{traceback.format_exc()}"
    return shown.getvalue()


@contextmanager
def repl():
    """Show the values of expressions, and keep the last as _, until the end of a document."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "displayhook", sys.__displayhook__)
        patch.setattr(builtins, "_", None, raising=False)
        yield


def side_by_side(expected, got):
    """Two texts in two columns, with a mark between lines that differ."""
    pairs = list(zip_longest(["expected", "--------", *expected.splitlines()], ["got", "---", *got.splitlines()]))
    width = max(len(left or "") for left, _ in pairs)
    return "\n".join(
        f"{left or '':<{width}}  {' ' if left == right or row < 2 else '|'}  {right or ''}".rstrip()
        for row, (left, right) in enumerate(pairs)
    )


def check_document(text, name="<document>"):
    """Run all python blocks of a document; raise AssertionError at the first that shows other than promised."""
    namespace = {"__name__": "__main__"}
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)  # for tracebacks and inspect
    with repl():
        for block in read_blocks(text):
            namespace.pop("__error__", None)
            got = run_block(block, namespace, name)
            if got != block.expected:
                place = (
                    f"{name}:{block.expected_line or block.line}: the block from line {block.line} shows other output"
                )
                more = f"\n{namespace['__error__']}" if "__error__" in namespace else ""
                raise AssertionError(f"{place}\n\n{side_by_side(block.expected, got)}\n{more}")


def files_below(root):
    """The files of a repository that count: no caches, nothing whose name begins with a dot."""
    found = set()
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name != "__pycache__" and not name.startswith(".")]
        found |= {str(Path(folder, name).relative_to(root)) for name in files if not name.startswith(".")}
    return found


def strays(before, after):
    """What is new outside the folders that may grow."""
    return sorted(path for path in after - before if Path(path).parts[0] not in MAY_GROW or "/" not in path)


# The documents


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_document_does_what_it_says(path, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    before = files_below(ROOT)
    with np.printoptions():  # what a document changes ends with it
        check_document(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
    assert strays(before, files_below(ROOT)) == [], "left behind"


def test_the_first_command_of_the_readme_prints_the_block_below_it(tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    below = re.search(r"```sh\n[^`]*kmeans-scratch\n```\n\n```text\n(.*?)```", readme, re.DOTALL)[1]
    order = [sys.executable, "-m", "kmeans_scratch"]
    env = {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    done = subprocess.run(order, cwd=tmp_path, env=env, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout == below


def test_the_readme_counts_the_lines_of_each_file():
    package, readme = ROOT / "kmeans_scratch", (ROOT / "README.md").read_text(encoding="utf-8")
    stated = dict(re.findall(r"\]\(kmeans_scratch/([\w.]+)\) \| ([\d,]+) \|", readme))
    folders = [path.parent for path in package.glob("*/__init__.py")]
    assert set(stated) == {path.name for path in [*folders, *package.glob("[a-z]*.py")]}
    for name, number in stated.items():
        files = (package / name).rglob("*.py") if name in {path.name for path in folders} else [package / name]
        lines = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)
        assert abs(int(number.replace(",", "")) - lines) <= 10 + lines / 10, (
            f"README says {number} of {name}: {lines}"
        )


@pytest.mark.parametrize(
    "path",
    [*DOCUMENTS, *ROOT.glob("*/README.md"), *ROOT.glob("tests/*/README.md")],
    ids=lambda path: "/".join(path.parts[-2:]),
)
def test_every_link_leads_to_a_file_and_a_heading(path):
    links = re.findall(r"\]\(([^()\s]+)\)|src=\"([^\"]+)\"", path.read_text(encoding="utf-8"))
    for link in (link or source for link, source in links):
        file, _, heading = link.partition("#")
        if "://" not in link:
            target = (path.parent / file) if file else path
            assert target.exists(), f"{path.name} has a link to {link}"
            assert not heading or heading in anchors(target), f"{target.name} has no heading {heading}"


def anchors(path):
    """The addresses of the headings of a page, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]


# The runner itself

DIVISION = "Traceback (most recent call last):\nZeroDivisionError: division by zero"


def document(*blocks):
    """A document of (kind, text) blocks with prose before each."""
    return "\n".join(f"```{kind}\n{text}\n```\n" for kind, text in blocks)


@pytest.mark.parametrize(
    "blocks",
    [
        [("python", "1 + 1"), ("text", "2")],
        [("python", "print('a')\nprint('b')"), ("text", "a\nb")],
        [("python", "x = 3"), ("python", "x"), ("text", "3")],
        [("python", "'text'"), ("text", "'text'")],
        [("python", "None")],
        [("python", "x = 1\n\n# a comment\nx = 2")],
        [("python", "")],
        [("python", "for i in range(2):\n    i"), ("text", "0\n1")],
        [("python", "def double(x):\n\n    return 2 * x\n\ndouble(4)"), ("text", "8")],
        [("python", "print('a\\n\\nb ')"), ("text", "a\n\nb ")],
        [("python", "(1 +\n 2)\n4"), ("text", "3\n4")],
        [("python", "import numpy as np\nnp.eye(2)"), ("text", "array([[1., 0.],\n       [0., 1.]])")],
        [("python", "1 / 0"), ("text", DIVISION)],
        [("python", "x = 7\n1 / 0\nx = 8"), ("text", DIVISION), ("python", "x"), ("text", "7")],
        [("sh", "ls"), ("text", "whatever")],
        [("text", "whatever")],
        [("python", "x = 1"), ("sh", "ls"), ("text", "whatever")],
        [("python", "import dataclasses\n@dataclasses.dataclass\nclass A:\n    x: int\nA(1)"), ("text", "A(x=1)")],
        [
            ("python", "import inspect\ndef f(): return 1\nprint(inspect.getsource(f), end='')"),
            ("text", "def f(): return 1"),
        ],
    ],
)
def test_a_true_document_passes(blocks):
    check_document(document(*blocks))


@pytest.mark.parametrize(
    "blocks",
    [
        [("python", "1 + 1"), ("text", "3")],
        [("python", "1 + 1"), ("text", "2 ")],
        [("python", "1 + 1"), ("text", "2\n")],
        [("python", "1 + 1"), ("text", "")],
        [("python", "print('unseen')")],
        [("python", "1 + 1")],
        [("python", "x = 1"), ("text", "1")],
        [("python", "x = 1"), ("python", "x"), ("text", "2")],
        [("python", "1 + 1"), ("sh", "ls"), ("text", "2")],
        [("python", "1 / 0")],
        [("python", "no such syntax")],
        [
            ("python", "unknown"),
            ("text", "Traceback (most recent call last):\nNameError: name 'known' is not defined"),
        ],
        [("python", "x = 1"), ("python", "__import__('warnings').warn('old')")],
        [("python", ">>> 1 + 1\n2")],
    ],
)
def test_a_false_document_fails(blocks):
    with pytest.raises(AssertionError, match="shows other output"):
        check_document(document(*blocks))


def test_a_failure_names_file_and_line_and_shows_both_sides():
    text = "Prose.\n\n" + document(
        ("python", "for i in range(3):\n    print('row', i)"), ("text", "row 0\nrow x\nrow 2")
    )
    with pytest.raises(AssertionError) as error:
        check_document(text, "lessons/01-rocks.md")
    assert str(error.value).splitlines() == [
        "lessons/01-rocks.md:9: the block from line 4 shows other output",
        "",
        "expected     got",
        "--------     ---",
        "row 0        row 0",
        "row x     |  row 1",
        "row 2        row 2",
    ]


def test_an_unexpected_error_names_the_line_of_the_document():
    with pytest.raises(AssertionError) as error:
        check_document("Prose.\n\n```python\nx = 1\ny = x / 0\n```\n", "README.md")
    assert "README.md:4: the block from line 4" in str(error.value)
    assert "raised at line 5" in str(error.value)
    assert 'File "README.md", line 5' in str(error.value)


def test_prose_between_a_block_and_its_text_parts_them():
    joined, parted = "```python\n1\n```\n\n\n```text\n1\n```\n", "```python\n1\n```\nshows\n```text\n1\n```\n"
    check_document(joined)
    with pytest.raises(AssertionError):
        check_document(parted)


def test_one_text_belongs_to_one_block_only():
    with pytest.raises(AssertionError):
        check_document(document(("python", "1"), ("text", "1"), ("text", "2"), ("python", "3")))
    assert [block.expected for block in read_blocks(document(("python", "1"), ("text", "1"), ("text", "2")))] == [
        "1\n"
    ]


def test_a_block_without_an_end_is_found():
    with pytest.raises(SyntaxError, match="line 3: the block that begins here has no end"):
        read_blocks("Prose.\n\n```python\n1 + 1\n")


def test_a_longer_fence_may_hold_a_shorter_one():
    assert read_blocks("````md\n```python\n1 / 0\n```\n````\n\n```python\n2\n```\n")[0].source == "2\n"


def test_documents_do_not_share_their_names():
    check_document(document(("python", "shared = 1")))
    with pytest.raises(AssertionError, match="NameError"):
        check_document(document(("python", "shared"), ("text", "1")))


def test_the_interpreter_is_left_as_it_was():
    before = sys.displayhook, sys.stdout, hasattr(builtins, "_")
    check_document(document(("python", "5"), ("text", "5"), ("python", "_ + 1"), ("text", "6")))
    assert (sys.displayhook, sys.stdout, hasattr(builtins, "_")) == before


def test_new_files_are_strays_unless_they_are_pictures(tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "kept.md").touch()
    before = files_below(tmp_path)
    assert before == {"kept.md"}
    for name in ("images/new.png", ".hidden", "rocks-palette.png", "images.png"):
        (tmp_path / name).touch()
    for name in ("__pycache__", ".cache", "lessons"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
    assert strays(before, files_below(tmp_path)) == ["images.png", "lessons/file", "rocks-palette.png"]
