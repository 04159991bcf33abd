"""The command `kmeans-scratch lessons`: copies the lessons, the exercises and the marker into a folder.

An installed package has the lessons beside its code. In a clone, they are folders of the clone.
"""

import argparse
import json
import re
import shutil
from importlib.metadata import files
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from ..pictures.output import OutputError, write_whole
from .notebooks import make_notebook, make_stub

PACKAGE = Path(__file__).parents[1]
COPIED = [  # the files of the lessons and their pictures
    "lessons/*.md",
    "lessons/check.py",
    "lessons/marker/*.py",
    "lessons/exercises/my_kmeans.py",
    "lessons/exercises/checks/*.py",
    "lessons/exercises/solutions/*.py",
    "images/*.jpg",
    "images/rocks.png",
    "images/sorting.gif",
    "images/lessons/*",
]


def run_lessons(arguments: argparse.Namespace) -> None:
    """Copy the lessons into a folder, with notebooks if asked for; or write the worksheet."""
    folder = Path(arguments.folder)
    if arguments.worksheet:
        from .worksheet import worksheet_pdf  # here, because it loads matplotlib

        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / "worksheet.pdf", worksheet_pdf())
        print(f"wrote {folder / 'worksheet.pdf'}")
        return
    copy_lessons(folder)
    print(f"The lessons are in {folder / 'lessons'}. Begin with 01-sorting-rocks.md.")
    if arguments.notebooks:
        write_notebooks(folder)
        print(f"The notebooks are in {folder}. Begin with 01-sorting-rocks.ipynb.")
        print(f"To open them: pip install jupyterlab, then jupyter lab {folder}")
        print("For Colab, hand out the notebooks and for-colab.zip.")
    print(f"The marker runs in that folder: cd {folder}, then python lessons/check.py")


def copy_lessons(folder: Path) -> None:
    """Copy the lessons, their pictures, the exercises without answers, the marker and the package into a folder."""
    root = find_lessons()
    for name in ("lessons", "images", "kmeans_scratch"):
        if (folder / name).exists():
            raise OutputError(folder / name, "exists already; choose another folder")
    for pattern in COPIED:
        for file in root.glob(pattern):
            copy = folder / file.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
    for file in (folder / "lessons" / "exercises" / "solutions").glob("ex*.py"):
        stub = make_stub(file.read_text(encoding="utf-8"))
        (folder / "lessons" / "exercises" / file.name).write_text(stub, encoding="utf-8")
    for page in (folder / "lessons").glob("*.md"):  # the tests are not copied, so links to them become plain words
        text = re.sub(r"\[([^\]]*)\]\(\.\./tests/[^)]*\)", r"\1", page.read_text(encoding="utf-8"))
        page.write_text(text, encoding="utf-8")
    shutil.copytree(PACKAGE, folder / "kmeans_scratch", ignore=shutil.ignore_patterns("__pycache__"))


def find_lessons() -> Path:
    """Find the folder that holds `lessons` and `images`: the clone, or the folder of the installed package."""
    if (PACKAGE.parent / "lessons" / "check.py").exists():
        return PACKAGE.parent
    for file in files("kmeans-scratch") or []:
        if file.parts[-2:] == ("lessons", "check.py"):
            return Path(str(file.locate())).resolve().parents[1]
    raise FileNotFoundError("the lessons are not installed: install the package again, or use a clone of it")


def write_notebooks(folder: Path) -> None:
    """Write a notebook of each lesson, and everything that they need on Colab as one zip file."""
    solutions = {file.stem[2:4]: file for file in (folder / "lessons" / "exercises" / "solutions").glob("ex*.py")}
    for page in sorted((folder / "lessons").glob("[0-9][0-9]-*.md")):
        solution = solutions.get(page.name[:2])
        name, stub = (solution.stem, make_stub(solution.read_text(encoding="utf-8"))) if solution else ("", "")
        notebook = make_notebook(page.read_text(encoding="utf-8"), name, stub, folder)
        text = json.dumps(notebook, indent=1, ensure_ascii=False)
        (folder / f"{page.stem}.ipynb").write_text(text + "\n", encoding="utf-8")
    parts = [file for name in ("lessons", "images", "kmeans_scratch") for file in sorted((folder / name).rglob("*"))]
    with ZipFile(folder / "for-colab.zip", "w", ZIP_DEFLATED) as archive:
        for file in parts:
            archive.write(file, file.relative_to(folder))
