"""The figure of a palette: everything is on it, nothing covers anything else, and nothing is cut off."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kmeans_scratch import Palette, Picture


def palette_of(k, counts=None, name="folder/photo.jpg", size=(40, 60)):
    """k colours, no two alike, of a picture with one transparent corner."""
    rng = np.random.default_rng(k)
    colors = np.column_stack([np.arange(k) * 3, rng.integers(0, 256, (k, 2))]).astype(np.uint8)
    counts = np.arange(k, 0, -1) if counts is None else np.array(counts)
    opaque = np.ones(size, bool)
    opaque[0, 0] = False
    picture = Picture(rng.integers(0, 256, (*size, 3), dtype=np.uint8), opaque, name)
    return Palette(colors, counts, np.arange(k), colors * 1.0, 0.0, 1, "converged", picture)


def palette_figure(palette):
    return palette.plot()


def drawn(figure):
    """The renderer that has drawn the figure, for measuring."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas.get_renderer()


def shown_texts(figure):
    return [text for axes in figure.axes for text in [*axes.texts, axes.title] if text.get_text()]


def words(figure):
    return [text.get_text() for text in shown_texts(figure)]


def image_of(axes):
    return np.asarray(axes.images[0].get_array())


# What is on it


def test_the_picture_is_on_the_left_and_blank_where_it_is_transparent():
    palette = palette_of(5)
    original = palette_figure(palette).axes[0]
    shown = image_of(original)
    assert (shown[..., :3] == palette.picture.rgb).all()
    assert (shown[..., 3] == np.where(palette.picture.opaque, 255, 0)).all()
    assert original.get_title() == "photo.jpg"  # without its folder


def test_the_bar_is_on_the_right_above_the_table():
    palette = palette_of(5)
    figure = palette_figure(palette)
    drawn(figure)
    original, bar, table = figure.axes
    assert (image_of(bar) == palette.bar()).all()
    assert bar.get_title() == "5 colours"
    boxes = [axes.get_window_extent() for axes in (original, bar, table)]
    assert boxes[0].x1 < boxes[1].x0
    assert boxes[1].y0 >= boxes[2].y1


def test_one_colour_is_not_many():
    assert "1 colour" in words(palette_figure(palette_of(1)))


def test_it_is_a_figure_without_pyplot():
    assert type(palette_figure(palette_of(2))) is Figure


@pytest.mark.parametrize("k", [1, 5, 12, 13, 30, 36])
def test_every_color_has_its_number_hex_and_percentage(k):
    palette = palette_of(k)
    table = palette_figure(palette).axes[2]
    shares = [f"{100 * count / palette.counts.sum():.1f}%" for count in palette.counts]
    expected = [word for i in range(k) for word in (str(i + 1), palette.hex[i], shares[i])]
    assert [text.get_text() for text in table.texts] == expected


@pytest.mark.parametrize("k", [5, 12, 13, 30])
def test_every_swatch_has_its_color_and_stands_beside_its_hex(k):
    palette = palette_of(k)
    table = palette_figure(palette).axes[2]
    swatches = [patch for patch in table.patches if isinstance(patch, Rectangle)]
    assert [to_rgb(swatch.get_facecolor()) for swatch in swatches] == [tuple(color / 255) for color in palette.colors]
    labels = [text for text in table.texts if text.get_text().startswith("#")]
    for swatch, label in zip(swatches, labels, strict=True):
        assert swatch.get_center()[1] == pytest.approx(label.get_position()[1])
        assert 0 < label.get_position()[0] - swatch.get_x() - swatch.get_width() < 0.1


def test_columns_are_read_downwards():
    table = palette_figure(palette_of(24)).axes[2]
    places = {text.get_text(): text.get_position() for text in table.texts}
    assert places["1"][0] == places["12"][0] < places["13"][0] == places["24"][0]
    assert places["1"][1] == places["13"][1] < places["2"][1] < places["12"][1]


@pytest.mark.parametrize(("k", "line"), [(64, "and 28 more: 43.8%"), (37, "and 1 more: 2.7%")])
def test_more_colors_than_there_is_room_for_are_counted(k, line):
    palette = palette_of(k, counts=[1] * k)
    shown = words(palette_figure(palette))
    assert line in shown
    assert "36" in shown
    assert "37" not in shown
    assert f"{k} colours" in shown
    assert sum(word.startswith("#") for word in shown) == 36


def test_where_there_is_room_for_all_nothing_is_left_over():
    assert not any("more" in word for word in words(palette_figure(palette_of(36))))


# Nothing covers anything else, nothing is cut off


def faults(figure):
    """Texts that overlap another, or a swatch, or stick out of the figure."""
    renderer = drawn(figure)
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in shown_texts(figure)]
    swatches = [("swatch", patch.get_window_extent(renderer)) for patch in figure.axes[2].patches]
    for word, box in boxes + swatches:
        if box.x0 < 0 or box.y0 < 0 or box.x1 > figure.bbox.x1 or box.y1 > figure.bbox.y1:
            yield f"{word!r} sticks out"
    pairs = [*combinations(boxes, 2), *((box, swatch) for box in boxes for swatch in swatches)]
    for (word, box), (other, other_box) in pairs:
        wide = min(box.x1, other_box.x1) - max(box.x0, other_box.x0)
        high = min(box.y1, other_box.y1) - max(box.y0, other_box.y0)
        if wide > 0 and high > 0:
            yield f"{word!r} covers {other!r}"


def faults_of(palette):
    return list(faults(palette_figure(palette)))


def test_faults_are_found():
    """Or the tests below could not fail."""
    figure = palette_figure(palette_of(3))
    assert list(faults(figure)) == []
    figure.axes[2].text(0.05, 0.5, "too long " * 10).set_in_layout(False)
    found = " ".join(faults(figure))
    assert "sticks out" in found
    assert "'1' covers 'too long" in found
    assert "covers 'swatch'" in found


@pytest.mark.parametrize("k", [1, 5, 10, 24, 36, 64])
@pytest.mark.parametrize("counts", ["alike", "nearly all in one"])
def test_nothing_overlaps_and_nothing_is_cut_off(k, counts):
    assert (faults_of(palette_of(k, counts=[1 if counts == "alike" else 10**6] + [1] * (k - 1)))) == []


@pytest.mark.parametrize("k", [13, 24, 25, 36, 64])
def test_the_gap_between_columns_is_the_widest(k):
    figure = palette_figure(palette_of(k, counts=[1000 + k - i for i in range(k)]))
    renderer = drawn(figure)
    texts = [text for text in figure.axes[2].texts if "more" not in text.get_text()]
    boxes = [text.get_window_extent(renderer) for text in texts]
    numbers, hexes, shares = boxes[::3], boxes[1::3], boxes[2::3]
    within = max(share.x0 - hex_.x1 for hex_, share in zip(hexes, shares, strict=True))
    n_rows = [text.get_position()[0] for text in texts[::3]].count(texts[0].get_position()[0])
    between = min(number.x0 - share.x1 for share, number in zip(shares, numbers[n_rows:], strict=False))
    assert between > within > 0


@pytest.mark.parametrize("length", [40, 60, 120, 250])
@pytest.mark.parametrize("letter", ["n", "W", "n "])
def test_a_long_name_is_not_cut_off(length, letter):
    name = (letter * length)[: length - 4] + ".jpg"
    assert (faults_of(palette_of(2, name=f"folder/{name}"))) == []


@pytest.mark.parametrize("size", [(400, 3), (3, 400), (1, 1)])
def test_odd_shapes_leave_room_for_everything(size):
    assert (faults_of(palette_of(24, size=size))) == []


# Names are anything


@pytest.mark.parametrize(
    "name", ["$x$.png", "costs $5 or $6.png", "back\\slash$\\foo$.png", "a_b^c{.png", "100%.png"]
)
def test_a_name_is_no_formula(name):
    figure = palette_figure(palette_of(2, name=name))
    drawn(figure)
    title = figure.axes[0].title
    assert title.get_text().replace("\\$", "$") == name
    assert "$" not in name or "\\$" in title.get_text() or not title.get_parse_math()


@pytest.mark.parametrize("name", ["日本.png", "🙂.png", "tab\t.png", "bell\a.png"])
def test_letters_that_the_font_lacks_are_no_warning(name):
    drawn(palette_figure(palette_of(2, name=name)))


def test_a_line_break_in_the_name_is_not_one_in_the_title():
    assert "\n" not in palette_figure(palette_of(2, name="a\nb.png")).axes[0].get_title()
