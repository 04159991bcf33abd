"""The bars of an album."""

from io import BytesIO

import imageio.v3 as iio
import numpy as np
import pytest

from kmeans_scratch import extract_palette
from kmeans_scratch.pictures.album_figure import WIDTH, album_figure, bars_of, least_alike
from kmeans_scratch.pictures.shares import Shares

COLORS = np.array([[200, 30, 30], [30, 30, 200]], dtype=np.uint8)


def shares_of(counts, names=None):
    names = names or [f"{number:04}.png" for number in range(len(counts))]
    return Shares(names, np.array(counts), ["2024:05:31 18:00:00"] * len(names), [])


def palette():
    return extract_palette(np.array([[COLORS[0], COLORS[0], COLORS[1]]]), 2)


def texts(figure):
    above, below = figure.axes
    return [text.get_text() for text in [above.title, *below.get_yticklabels(), *below.texts]]


def test_each_bar_is_as_wide_as_the_shares():
    bars = bars_of(COLORS, np.array([[0.25, 0.75], [1, 0]]), height=5, gap=2)
    assert bars.shape == (10, WIDTH, 3)
    assert (bars[0] == COLORS[0]).all(axis=1).sum() == WIDTH / 4
    assert (bars[5:8] == COLORS[0]).all()
    assert (bars[[3, 4, 8, 9]] == 255).all()


def test_the_least_alike_are_at_most_a_third_and_at_most_three():
    assert [len(least_alike(shares_of([[1, n] for n in range(count)]))) for count in (1, 2, 3, 6, 30)] == [
        0,
        0,
        1,
        2,
        3,
    ]
    assert least_alike(shares_of([[1, 1], [1, 1], [9, 1], [1, 1], [1, 1], [9, 2]])) == [2, 5]


def test_names_stand_beside_the_bars_and_the_least_alike_is_marked():
    figure = album_figure(palette(), shares_of([[2, 1], [2, 1], [0, 3]], ["a/x.png", "y$_1$.png", "z.png"]))
    assert texts(figure) == ["3 pictures, 2 colours", "x.png", "y$_1$.png", "z.png", "◂ 67% unlike the rest"]


def test_dates_stand_beside_the_names_if_asked_for():
    figure = album_figure(palette(), shares_of([[2, 1]], ["x.png"]), with_dates=True)
    assert texts(figure)[1:] == ["2024-05-31 x.png"]


@pytest.mark.parametrize("n", [1, 41, 1500, 4000])
def test_many_pictures_give_a_figure_of_limited_size(n):
    counts = np.tile([[3, 1]], (n, 1))
    figure = album_figure(palette(), shares_of(counts))
    file = BytesIO()
    figure.savefig(file, dpi=100)
    height, width = iio.imread(file.getvalue()).shape[:2]
    assert width == 1000
    assert 300 < height < 3500
    assert len(figure.axes[1].get_yticklabels()) == min(n, 40)


def test_neighbours_share_a_row_if_there_are_many():
    counts = np.tile([[4, 0], [0, 4]], (1500, 1))
    figure = album_figure(palette(), shares_of(counts))
    (image,) = figure.axes[1].get_images()
    assert ((np.asarray(image.get_array()) == COLORS[0]).all(axis=2).sum(axis=1) == WIDTH / 2).all()
    assert figure.axes[1].get_xlabel() == "each row is the mean of about 2 pictures"
