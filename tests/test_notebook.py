"""A lesson opens as a notebook, and all its cells run: what lessons/README.md says of notebooks."""

from pathlib import Path

import pytest

jupytext, nbclient, _ = (pytest.importorskip(name) for name in ("jupytext", "nbclient", "ipykernel"))

LESSONS = Path(__file__).parents[1] / "lessons"


@pytest.mark.filterwarnings("ignore")  # Jupyter's own affair
@pytest.mark.parametrize("name", ["06-count-each-color-once.md"])
def test_a_lesson_runs_as_a_notebook(name, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    notebook = jupytext.read(LESSONS / name)
    n_blocks = (LESSONS / name).read_text(encoding="utf-8").count("```python\n")
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and not cell.source.startswith("%%sh")]
    assert len(cells) == n_blocks

    to_the_top = jupytext.reads("```python\n%cd ..\n```\n", fmt="md").cells[0]
    notebook.cells = [to_the_top, *cells]  # without the last one, which asks the marker about an answer
    client = nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": LESSONS}}
    )
    client.execute()  # raises where a cell does
    shown = [output["text"] for cell in cells for output in cell.outputs if output["output_type"] == "stream"]
    assert "(111860, 3) (9418, 3)" in "".join(shown)
