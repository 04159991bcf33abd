"""Models, snapshots and runs show themselves in a notebook, as tables."""

import re

import numpy as np
import pytest

from kmeans_scratch import KMeans, Stepper, first_difference, lloyd
from kmeans_scratch.tables import MOST_ROWS, html_table

X = np.array([[1.0], [2.0], [9.0], [11.0]])
COLORS = np.array([[255, 0, 0], [255, 10, 0], [0, 0, 200]], dtype=np.uint8)


def cells(html):
    """Return the text of each row's cells."""
    return [re.findall(r"<t[dh][^>]*>([^<]*)<", row) for row in re.findall(r"<tr>(.*?)</tr>", html)]


def test_what_a_table_holds_is_text():
    assert "<b>" not in html_table([["<b>"], ["&"]])
    assert cells(html_table([["one", "two"], ["1", "2"]])) == [["one", "two"], ["1", "2"]]


def test_a_snapshot_shows_its_groups():
    last = list(lloyd(X, X[:2]))[-1]
    html = last._repr_html_()
    assert html.startswith("<p>iteration 2, inertia 2.5, converged</p>")
    assert cells(html)[1:] == [["0", "(1.5)", "2", "50.0%", "0.5"], ["1", "(10)", "2", "50.0%", "2.67"]]


def test_a_history_shows_its_iterations():
    rows = cells(KMeans(2, init=X[:2]).fit(X).history_._repr_html_())
    assert [row[:2] for row in rows[1:]] == [["0", "130"], ["1", "17.2222"], ["2", "2.5"]]
    assert rows[-1][-1] == "converged"


def test_a_fitted_model_shows_its_centroids_and_colours_as_swatches():
    assert cells(KMeans(2, init=X[:2]).fit(X)._repr_html_())[1][:3] == ["0", "(1.5)", "2"]
    html = KMeans(2, init=COLORS[[0, 2]]).fit(COLORS)._repr_html_()
    assert re.findall("background: (#[0-9a-f]+)", html) == ["#ff0500", "#0000c8"]


def test_a_model_that_is_not_fitted_shows_its_parameters():
    assert KMeans(3)._repr_html_() == "<p>KMeans(n_clusters=3)</p>"


@pytest.mark.parametrize("k", [MOST_ROWS, MOST_ROWS + 7])
def test_of_very_many_groups_the_first_ones_are_shown(k):
    many = np.arange(k)[:, None] * 1.0
    html = KMeans(k, init=many).fit(many)._repr_html_()
    assert len(cells(html)) == MOST_ROWS + 1
    assert ("and 7 more" in html) == (k > MOST_ROWS)


def test_a_difference_shows_its_message():
    found = first_difference(lloyd(X, X[:2]), lloyd(X, X[[0, 2]]))
    assert found._repr_html_() == f"<p>{found.message}</p>"


def test_a_stepper_shows_swatches_for_colours_only():
    assert "background" in Stepper(COLORS, 2, random_state=0)._repr_html_()
    assert "background" not in Stepper(X, 2, random_state=0)._repr_html_()
