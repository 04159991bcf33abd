"""The story of each step: which group is which, who moved from where, what became of the inertia, why it ended."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmeans_scratch import Picture, Stepper, assign, rock_collection, update
from kmeans_scratch.watch.story import format_inertia, html_story, moving_line, pick_line, plenty, story, table

X = np.array([[1.0], [2.0], [9.0], [11.0]])
TWO = np.array([[[0, 0, 0]] * 3 + [[255, 255, 255]]], dtype=np.uint8)  # three black pixels and a white one


def line(**settings):
    return Stepper(X, 2, init=[[1.0], [2.0]], **settings)


def noisy_picture(seed=0, name="array"):
    rgb = np.random.default_rng(seed).integers(0, 256, (9, 11, 3), dtype=np.uint8)
    return Picture(rgb, np.ones((9, 11), bool), name)


def total(X, labels, centroids, sample_weight=None):
    """The broken update: the sum of a group instead of its mean."""
    return np.array([X[labels == group].sum(axis=0) for group in range(len(centroids))])


# Worked by hand


def test_the_first_iteration_as_on_paper():
    assert repr(line()).splitlines() == [
        "data: 4 samples in 2 groups, iteration 0",
        "  group  model  samples  share  moved",
        "      1    (1)        1  25.0%      -",
        "      2    (2)        3  75.0%      -",
        "Each sample joins the model it resembles most. The inertia is 130.",
    ]


def test_the_second_iteration_as_on_paper():
    assert repr(line().next()).splitlines() == [
        "data: 4 samples in 2 groups, iteration 1",
        "  group   model  samples  share         moved",
        "      1     (1)        2  50.0%             -",
        "      2  (7.33)        2  50.0%  5.3 from (2)",
        "Iteration 1: each model moves to the mean of its group; group 2's moves farthest, by 5.3 to (7.33).",
        "Iteration 1: 1 sample changed group; the inertia fell by 86.8% to 17.2.",
    ]


def test_the_end_says_why():
    told = repr(line().run()).splitlines()
    assert told[-1] == "Sorted after 2 iterations: no sample changes group any more."
    assert "0 samples changed group" in told[-2]
    assert "models hardly move" in repr(line(tol=1e9).run())
    told = repr(line(max_iter=1).run()).splitlines()[-1]
    assert told == "Stopped after 1 iteration, the limit of max_iter; not sorted yet."


def test_going_back_tells_the_same_as_before():
    stepper = line()
    told = [repr(stepper), repr(stepper.next()), repr(stepper.next())]
    assert [repr(stepper.back()), repr(stepper.back())] == told[1::-1]
    assert "Sorted" not in repr(stepper)


def test_groups_are_numbered_from_1():
    rows = table(line().collection, line().history)
    assert [row[0] for row in rows] == ["group", "1", "2"]


def test_pixels_are_counted_not_colors():
    told = repr(Stepper(TWO, 2, init=[[0, 0, 0], [255, 255, 255]]))
    assert "4 pixels in 2 groups" in told
    assert re.search(r"1 +#000000 +3 +75\.0% +-", told)
    assert re.search(r"2 +#ffffff +1 +25\.0% +-", told)


def test_one_group_is_not_many():
    assert "in 1 group," in repr(Stepper(X, 1, random_state=0))
    assert "after 1 iteration:" in repr(Stepper(X, 1, random_state=0).run())


# How k-means++ picked


def test_the_first_pick_is_at_random_and_the_next_ones_have_their_chances():
    told = repr(Stepper(TWO, 2, random_state=1)).splitlines()
    assert told[4] == "Pick 1: #000000, at random among all pixels."
    # The white pixel has all of the chance, an average pixel a quarter.
    assert told[5] == "Pick 2: #ffffff, drawn with 4.0 times the average chance."


def test_the_losers_of_a_pick_are_named_once():
    stepper = Stepper(noisy_picture(), 5, random_state=0)
    seen = 0
    for number, pick in enumerate(stepper.picks):
        losers = {stepper.collection.describe(X) for X in stepper.collection.X[pick.candidates]}
        told = pick_line(stepper.collection, stepper.picks, number)
        losers.discard(stepper.collection.describe(stepper.collection.X[pick.index]))
        assert all(told.count(loser) == 1 for loser in losers)
        assert ("better than" in told) == bool(losers)
        seen += len(losers)
    assert seen


def test_picks_are_told_at_iteration_0_only():
    stepper = Stepper(noisy_picture(), 3, random_state=0)
    assert repr(stepper).count("Pick ") == 3
    assert "Pick " not in repr(stepper.next())
    assert repr(stepper.back()).count("Pick ") == 3
    assert "Pick " not in repr(Stepper(noisy_picture(), 3, init="random", random_state=0))


@pytest.mark.parametrize("seed", range(5))
def test_a_chance_is_that_of_a_pixel_not_of_its_color(seed):
    """Counted or one by one: the same pixel has the same chance, weighed against the average."""
    stepper = Stepper(TWO.repeat(2, axis=0), 2, random_state=seed)
    if stepper.picks[0].index == 0:  # black
        assert "4.0 times" in repr(stepper)
    else:  # of 8 pixels the 6 black ones share all of the chance
        assert "1.3 times" in repr(stepper)


# What goes wrong


def test_an_inertia_that_rises_is_told_loudly():
    told = repr(line(update=total).next())
    assert "the inertia ROSE from 130 to" in told
    assert "look at assign and update" in told


def test_at_the_end_rises_are_counted():
    """A run that ends is not thereby right: 1 and 22, then 23 and 0, and back from 130 by 1.5e3."""
    stepper = line(update=total, max_iter=1).run()
    assert repr(stepper).splitlines()[-1].startswith("Stopped after 1 iteration. The inertia ROSE in 1 of them")
    assert "Sorted" not in repr(line(update=total).run())


def test_a_right_run_never_rises():
    stepper = Stepper(noisy_picture(), 6, random_state=0).run()
    for iteration in range(len(stepper)):
        assert "ROSE" not in repr(stepper.goto(iteration))


def test_rounding_is_no_rise():
    """At the end of a run the inertia may differ in its last digit from one iteration to the next."""

    def jitter(X, labels, centroids):
        return update(X, labels, centroids) + 1e-12

    assert "ROSE" not in repr(line(update=jitter).run().next())


def test_an_empty_group_is_told():
    stepper = Stepper(X, 2, init=[[5.0], [99.0]]).next()
    told = repr(stepper)
    assert "Iteration 1: group 2 was empty; its model goes to (11)." in told
    assert re.search(r"2 +\(11\) .* from \(99\)", told)


def test_an_empty_pile_of_pixels_takes_a_pixel():
    stepper = Stepper(noisy_picture(), 2, init=[[128.0] * 3, [5000.0] * 3]).next()
    told = moving_line(stepper.collection, stepper.history)
    pixels = {stepper.collection.describe(pixel) for pixel in stepper.collection.X}
    assert told.startswith("Iteration 1: group 2 was empty; its model goes to #")
    assert told.removesuffix(".").rsplit(" ", 1)[1] in pixels


def test_a_share_is_a_number_even_where_nothing_is_left_to_fall():
    told = repr(Stepper(np.zeros((3, 2)), 1, random_state=0).run())
    assert "nan" not in told
    assert "the inertia fell by 0.0% to 0" in told


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (2.5, "2.5"), (17.222, "17.2"), (999.4, "999"), (1234567.8, "1,234,568")]
)
def test_a_large_inertia_has_all_its_digits(value, text):
    assert format_inertia(value) == text


def test_one_is_not_many():
    assert plenty(line().collection, 1) == "1 sample"
    assert plenty(Stepper(TWO, 1).collection, 2000) == "2,000 pixels"
    assert plenty(Stepper(rock_collection(), 1).collection, 0) == "0 rocks"


def test_rocks_are_told_in_mm_and_g():
    told = repr(Stepper(rock_collection(), 3, by="size", random_state=0).next())
    assert told.startswith("rocks by size: 45 rocks in 3 groups, iteration 1")
    assert re.search(r"\d mm, \d+ g", told)


# Laws


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_the_story_agrees_with_the_snapshots(seed, k):
    stepper = Stepper(noisy_picture(seed % 7), k, random_state=seed).run()
    for now, before in zip(stepper.history[1:], stepper.history, strict=False):
        told = repr(stepper.goto(now.iteration))
        changed = stepper.collection.count(now.labels != before.labels)
        assert re.search(rf"Iteration {now.iteration}: {changed} pixels? changed group", told)
        rows = [row.split() for row in told.splitlines()[2 : 2 + k]]
        assert [int(row[0]) for row in rows] == list(range(1, k + 1))
        assert [row[1] for row in rows] == [stepper.collection.describe(place) for place in now.centroids]
        assert [int(row[2]) for row in rows] == now.counts.tolist()
        for row, shift, old in zip(rows, now.shift, before.centroids, strict=True):
            moved = [f"{shift:.1f}", "from", stepper.collection.describe(old)] if shift else ["-"]
            assert row[4:] == moved


def test_the_table_is_aligned():
    told = repr(Stepper(noisy_picture(), 12, random_state=0).next()).splitlines()[1:14]
    assert len({len(row) for row in told}) == 1


# In a notebook


class Page(HTMLParser):
    """A strict reader: counts tags, collects texts and styles, and wants every tag closed."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.texts, self.styles = [], [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.styles += [value for name, value in attrs if name == "style"]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_a_notebook_shows_a_swatch_for_each_group():
    stepper = Stepper(noisy_picture(), 4, random_state=0).next()
    page = Page(stepper._repr_html_())
    swatches = [style.split("background: ")[1] for style in page.styles if "background" in style]
    assert swatches == [stepper.collection.describe(place) for place in stepper.snapshot.centroids]
    assert page.tags.count("tr") == 5


def test_a_notebook_tells_what_a_terminal_tells():
    stepper = Stepper(noisy_picture(), 4, random_state=0)
    for _ in range(3):
        shown = " ".join(" ".join(Page(stepper._repr_html_()).texts).split())
        for told in repr(stepper).splitlines():
            assert all(word in shown for word in told.split())
            if not told.startswith("  "):
                assert told in shown
        stepper.next()


def test_what_is_no_color_has_no_swatch():
    assert "background" not in line()._repr_html_()
    assert "background" not in Stepper(rock_collection(), 2, by="size", random_state=0)._repr_html_()


def test_a_name_is_no_html():
    stepper = Stepper(noisy_picture(name="<script>&\"'.png"), 2, random_state=0)
    html = stepper._repr_html_()
    assert "<script" not in html
    assert "<script>&\"'.png" in "".join(Page(html).texts)
    assert "script" not in Page(html).tags


def test_the_story_needs_nothing_but_the_snapshots():
    stepper = line().run()
    collection, snapshots = stepper.collection, stepper.history
    assert story(collection, snapshots[:2]) == repr(stepper.goto(1))
    assert html_story(collection, snapshots[:2]) == stepper._repr_html_()


def test_a_run_that_was_not_moved_by_own_functions_is_told_without_a_fall():
    told = repr(line(update=lambda X, labels, centroids: centroids, assign=assign).next())
    assert "the inertia fell by 0.0% to 130" in told
