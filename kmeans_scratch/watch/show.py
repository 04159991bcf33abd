"""Show pages and films in the browser, or in the cell of a notebook.

A notebook loses its scripts and frames if it is not trusted, or if it is shown on a website. So each cell also holds
a picture and a sentence. A style hides them. If the scripts are removed, the style is removed too, and both are seen.
"""

import os
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from ..pictures.export import png
from .run import Run
from .timeline import timeline

SENTENCE = "This picture stands for a page to play in. To see the page, run this cell, or trust this notebook."
MEDIA = {".gif": "image/gif", ".webp": "image/webp", ".png": "image/png", ".mp4": "video/mp4"}


def in_notebook() -> bool:
    """Tell whether this is a notebook: Jupyter, Colab, or another one that shows HTML."""
    interactive = sys.modules.get("IPython")
    shell = interactive.get_ipython() if interactive else None
    return shell is not None and hasattr(shell, "kernel")


def progress_in_notebook(items: Sequence[Any]) -> Iterator[Any]:
    """Yield the items. In a notebook, the cell shows how many are done, until all are done."""
    if not in_notebook():
        yield from items
        return
    from IPython.display import HTML, display  # only in a notebook, which has it

    bar = display(HTML(""), display_id=True)
    shown = time.monotonic()
    for number, item in enumerate(items):
        if time.monotonic() - shown > 0.2:  # seconds: more often would only slow the drawing down
            shown = time.monotonic()
            done = f"{number} of {len(items)}"
            bar.update(HTML(f'<progress max="{len(items)}" value="{number}"></progress> {done} pictures drawn'))
        yield item
    bar.update(HTML(""))


def has_browser() -> bool:
    """Tell whether a browser with a window can be opened. Browsers in a terminal run no scripts."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    import webbrowser  # here, because few programs open a page

    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def open_page(html: str) -> Path:
    """Write a page to a new temporary file, open it in the browser, and return its path.

    If there is no browser, the page is only written.
    """
    number, name = tempfile.mkstemp(prefix="kmeans-", suffix=".html")
    with open(number, "w", encoding="utf-8") as file:
        file.write(html)
    path = Path(name)
    if has_browser():
        import webbrowser

        webbrowser.open(path.as_uri())
    return path


class Cell:
    """A page that shows itself in the cell of a notebook."""

    def __init__(self, html: str, run: Run) -> None:
        """Remember the page, and the run that it shows."""
        self.html, self.run = html, run

    def _repr_html_(self) -> str:
        """Show the page in a frame. If the frame is removed, a picture and a sentence remain."""
        frame = f'<iframe srcdoc="{escape(self.html)}" style="width: 100%; height: 46rem; border: 0"></iframe>'
        still = f'<div class="kmeans-still">{still_html(self.run)}<p>{SENTENCE}</p></div>'
        return f"<style>.kmeans-still {{ display: none }}</style>{still}{frame}"


def still_html(run: Run) -> str:
    """Show the end of a run as a picture."""
    from .drawing.screen import Screen  # here, so that importing this package loads NumPy alone

    picture = Screen(run).draw(timeline(run)[-1])
    return image_html(png(np.ascontiguousarray(picture)), "image/png", "the end of the run")


def image_html(data: bytes, kind: str, text: str) -> str:
    """Write an image or a video as HTML with its bytes in it."""
    source = f"data:{kind};base64,{b64encode(data).decode('ascii')}"
    if kind.startswith("video"):
        return f'<video src="{source}" controls loop style="max-width: 100%">{escape(text)}</video>'
    return f'<img src="{source}" alt="{escape(text)}" style="max-width: 100%">'


class FilmFile(os.PathLike):
    """A film that has been written. It can be used and printed as a path, and shows itself in a notebook."""

    def __init__(self, path: str | os.PathLike[str], run: Run) -> None:
        """Remember where the film is, and the run that it shows."""
        self.path, self.run = Path(path), run

    def __fspath__(self) -> str:
        """Return the path."""
        return str(self.path)

    def __repr__(self) -> str:
        """Write the path."""
        return str(self.path)

    def _repr_html_(self) -> str:
        """Show the film in a notebook."""
        suffix = self.path.suffix.lower()
        if suffix == ".html":
            return Cell(self.path.read_text(encoding="utf-8"), self.run)._repr_html_()
        return image_html(self.path.read_bytes(), MEDIA[suffix], f"{self.path.name}, a run of k-means")
