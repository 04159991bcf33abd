"""Pages and films show themselves: in a browser, in the cell of a notebook, and in a notebook without scripts."""

import io
import os
import re
import sys
import types
import webbrowser
from base64 import b64decode
from html import unescape
from pathlib import Path

import imageio.v3 as iio
import numpy as np
import pytest

from kmeans_scratch import Stepper, animate, rock_collection
from kmeans_scratch.shell.cli import main
from kmeans_scratch.watch.show import (
    SENTENCE,
    Cell,
    has_browser,
    in_notebook,
    open_page,
    progress_in_notebook,
    still_html,
)

QUICK = {"size": (480, 360), "fps": 5, "seconds_per_iteration": 0.1}


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """Note what is opened in the browser; pages are written to a folder of the test."""
    addresses = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "get", lambda: None)
    monkeypatch.setattr(webbrowser, "open", addresses.append)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return addresses


@pytest.fixture
def notebook(monkeypatch):
    """Make this process a notebook."""
    shell = types.SimpleNamespace(kernel=None)
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell, version_info=(9, 0)))


def stepper_of_rocks(by="color"):
    return Stepper(rock_collection(), 5, by=by, random_state=0)


def test_a_stepper_opens_its_page_in_the_browser_and_stays_where_it_is(opened):
    stepper = stepper_of_rocks().next()
    path = stepper.show()
    assert opened == [path.as_uri()]
    assert path.read_text(encoding="utf-8") == stepper.page()
    assert stepper.snapshot.iteration == 1


def test_without_a_browser_the_page_is_only_written(opened, monkeypatch):
    def none():
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    assert not has_browser()
    assert open_page("<!doctype html>").read_text() == "<!doctype html>"
    assert opened == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_there_is_no_browser(opened, monkeypatch):
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not has_browser()


def test_in_a_notebook_the_cell_shows_the_page(opened, notebook):
    stepper = stepper_of_rocks()
    cell = stepper.show()
    assert opened == []
    frame = re.search(r'<iframe srcdoc="([^"]*)"', cell._repr_html_())[1]
    assert unescape(frame) == stepper.page()


def test_this_is_no_notebook(capsys):
    assert not in_notebook()
    assert list(progress_in_notebook([1, 2])) == [1, 2]
    assert capsys.readouterr() == ("", "")


def test_a_notebook_shows_how_many_pictures_are_drawn_until_all_are(notebook, monkeypatch):
    shown, clock = [], iter(range(100))
    handle = types.SimpleNamespace(update=shown.append)
    display = types.SimpleNamespace(HTML=str, display=lambda html, display_id: shown.append(html) or handle)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    assert list(progress_in_notebook("abc")) == ["a", "b", "c"]
    bars = [f'<progress max="3" value="{number}"></progress> {number} of 3 pictures drawn' for number in range(3)]
    assert shown == ["", *bars, ""]


@pytest.mark.slow
def test_in_a_real_notebook_progress_is_gone_once_the_film_is_there(tmp_path):
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    lines = ("from kmeans_scratch import *", "animate(rock_collection(), 'film.gif', n_clusters=3)")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("\n".join(lines))])
    updates = []

    class Client(nbclient.NotebookClient):
        def process_message(self, message, *arguments):
            if message["msg_type"] == "update_display_data":
                updates.append(message["content"]["data"]["text/html"])
            return super().process_message(message, *arguments)

    Client(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    bar, film = notebook.cells[0].outputs
    assert len(updates) > 2
    assert "pictures drawn" in updates[0]
    assert bar["data"]["text/html"] == updates[-1] == ""
    assert film["data"]["text/html"].startswith('<img src="data:image/gif;base64,')


def test_where_scripts_are_taken_away_a_picture_and_a_sentence_remain():
    stepper = stepper_of_rocks().run()
    html = Cell(stepper.page(), stepper.as_run())._repr_html_()
    without = re.sub(r"<(style|iframe).*?</\1>", "", html, flags=re.DOTALL)  # as an untrusted notebook shows it
    assert SENTENCE in without
    data = re.search(r'src="data:image/png;base64,([^"]*)"', without)[1]
    assert iio.imread(b64decode(data)).shape == (480, 640, 3)


def test_samples_of_any_number_of_features_have_a_picture():
    stepper = Stepper(np.random.default_rng(0).normal(size=(30, 5)), 2, random_state=0).run()
    assert still_html(stepper.as_run()).startswith('<img src="data:image/png;base64,')


@pytest.mark.parametrize(("suffix", "tag"), [(".gif", "img"), (".webp", "img"), (".png", "img"), (".mp4", "video")])
def test_a_film_shows_itself_in_a_notebook(suffix, tag, tmp_path):
    if suffix == ".mp4":
        pytest.importorskip("av")
    film = animate(rock_collection(), tmp_path / f"film{suffix}", n_clusters=2, **QUICK)
    found = re.match(rf'<{tag} src="data:[a-z]+/[a-z0-9]+;base64,([^"]*)"', film._repr_html_())
    assert b64decode(found[1]) == Path(film).read_bytes()


def test_a_page_shows_itself_in_a_notebook_too(tmp_path):
    film = animate(rock_collection(), tmp_path / "film.html", n_clusters=2)
    assert "<iframe srcdoc=" in film._repr_html_()
    assert os.fspath(film) == str(film) == str(tmp_path / "film.html")


def test_the_command_step_opens_the_page(opened, capsys):
    assert main(["step", "--rocks", "size", "-k", "3"]) == 0
    (address,) = opened
    assert capsys.readouterr().out == f"opened {address.removeprefix('file://')}\n"


def test_the_command_step_walks_in_the_terminal_if_it_is_told_to(opened, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("n"))
    assert main(["step", "--rocks", "size", "-k", "3", "--text"]) == 0
    assert "iteration 1" in capsys.readouterr().out
    assert opened == []
