"""The page in a real browser, driven by mouse, finger and keys: what is seen is what the data say."""

import contextlib
import io
import re
import time
from pathlib import Path

import imageio.v3 as iio
import numpy as np
import pytest

from kmeans_scratch import Stepper, assign, rock_collection
from kmeans_scratch.pictures.image import read_image
from kmeans_scratch.watch.page import page
from kmeans_scratch.watch.run import Run
from kmeans_scratch.watch.show import Cell

pytestmark = pytest.mark.slow

webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium")
IMAGES = Path(__file__).parents[2] / "images"


@pytest.fixture(scope="module")
def browser(open_browser):
    return open_browser()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Write one page of each kind."""
    folder = tmp_path_factory.mktemp("pages")
    rng = np.random.default_rng(0)
    steppers = {
        "picture": Stepper(read_image(IMAGES / "rocks.png").rgb[:200, :200], 4, random_state=1),
        "plane": Stepper(rock_collection(), 3, by="size", random_state=0),
        "strip": Stepper(rng.normal(size=(60, 1)), 2, random_state=0),
        "five features": Stepper(rng.normal(size=(60, 5)), 2, random_state=0),
        "own functions": Stepper(rng.normal(size=(60, 2)), 3, init="random", random_state=0, update=lazy_update),
    }
    for name, stepper in steppers.items():
        run = Run(stepper.collection, stepper.run().history, tuple(stepper.picks))
        html = page(run, own_functions=name == "own functions")
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return folder, steppers


def lazy_update(X, labels, centroids):
    """Move each centroid half of the way: a student's own idea."""
    means = [X[labels == group].mean(axis=0) for group in range(len(centroids))]
    return (centroids + np.array(means)) / 2


class Hand:
    """What a person does with a page."""

    def __init__(self, browser, path, is_ready="window.page && page.firstDrawn && page.run.ended"):
        self.browser = browser
        browser.get(path.as_uri())
        self.wait(is_ready)

    def js(self, script, *arguments):
        return self.browser.execute_script(f"return ({script})", *arguments)

    def wait(self, condition):
        deadline = time.monotonic() + 20
        while not self.js(f"Boolean({condition})"):
            assert time.monotonic() < deadline, condition
            time.sleep(0.01)

    def rest(self):
        """Wait until the half-step that is under way has ended and is drawn."""
        self.wait("page.progress === 1 && !page.isAsked")

    def click(self, name):
        self.js("document.getElementById(arguments[0]).click()", name)
        self.rest()

    def press(self, *keys):
        webdriver.ActionChains(self.browser, duration=0).send_keys(*keys).perform()
        self.rest()

    def chord(self, held, key):
        webdriver.ActionChains(self.browser, duration=0).key_down(held).send_keys(key).key_up(held).perform()
        self.rest()

    def model(self, group):
        """Find a model on the screen."""
        spot = "(({ x, y }) => [x, y])(page.space.project(page.scene.centroids, arguments[0] * page.X.d))"
        return np.add(self.box("space")[:2], self.js(spot, group))

    def box(self, name):
        """Find where a part of the page is: left, top, width, height."""
        return self.js("(b => [b.left, b.top, b.width, b.height])(part(arguments[0]).getBoundingClientRect())", name)

    def drag(self, start, *stops, held=None):
        if held:
            webdriver.ActionChains(self.browser, duration=0).key_down(held).perform()
        chain = webdriver.ActionChains(self.browser, duration=0)
        mouse = chain.w3c_actions.pointer_action
        mouse.move_to_location(*map(int, start))
        mouse.pointer_down()
        for stop in stops:
            mouse.move_to_location(*map(int, stop))
        mouse.pointer_up()
        chain.perform()
        if held:
            webdriver.ActionChains(self.browser, duration=0).key_up(held).perform()
        self.rest()

    def drag_model(self, group, *steps, held=None):
        """Drag a model. Each step says how many pixels right and down from its first place."""
        self.drag(self.model(group), *(self.model(group) + np.array(step) for step in steps), held=held)

    def point(self, place):
        chain = webdriver.ActionChains(self.browser, duration=0)
        chain.w3c_actions.pointer_action.move_to_location(*map(int, place))
        chain.perform()
        self.rest()

    def text(self, name):
        return self.js("document.getElementById(arguments[0]).textContent", name)

    def centroids(self):
        return np.reshape(self.js("[...page.scene.centroids]"), (-1, self.js("page.X.d")))

    def pixels(self):
        """Look at the screen."""
        return iio.imread(io.BytesIO(self.browser.get_screenshot_as_png()))[:, :, :3]


@pytest.fixture
def hand(browser, pages):
    folder, steppers = pages

    def on(name):
        opened = Hand(browser, folder / f"{name}.html")
        opened.stepper = steppers[name]
        return opened

    yield on
    assert [line for line in browser.get_log("browser") if line["level"] == "SEVERE"] == []


KEYS = webdriver.Keys


# Going through the run


def test_the_page_begins_with_the_first_pick_and_waits(hand):
    page = hand("picture")
    assert page.js("[page.at, page.playing]") == [0, False]
    assert page.text("head") == "Pick 1 of 4."
    assert len(page.centroids()) == 1


def test_each_arrow_key_is_a_half_step(hand):
    page = hand("picture")
    page.js("part('speed').value = '4'")
    heads = []
    for _ in range(7):
        heads.append(page.text("head"))
        page.press(KEYS.ARROW_RIGHT)
    picks = [f"Pick {number} of 4." for number in (1, 2, 3, 4)]
    assert heads == [*picks, "Sort, iteration 0.", "Move, iteration 1.", "Sort, iteration 1."]
    page.press(KEYS.ARROW_LEFT)
    assert page.text("head") == "Sort, iteration 1."


def test_shift_goes_an_iteration_and_home_and_end_go_to_the_ends(hand):
    page = hand("picture")
    page.press(KEYS.END)
    assert page.text("head") == f"Sort, iteration {page.stepper.snapshot.iteration}."
    assert "Sorted after" in page.text("text")
    page.chord(KEYS.SHIFT, KEYS.ARROW_LEFT)
    assert page.text("head") == f"Sort, iteration {page.stepper.snapshot.iteration - 1}."
    page.press(KEYS.HOME)
    page.chord(KEYS.SHIFT, KEYS.ARROW_RIGHT)
    page.chord(KEYS.SHIFT, KEYS.ARROW_RIGHT)
    assert page.text("head") == "Sort, iteration 1."


def test_every_sort_shows_the_snapshot_of_python(hand):
    page = hand("picture")
    for now in page.stepper.history:
        page.js("page.jump(page.run.nStarts + 2 * arguments[0])", now.iteration)
        np.testing.assert_array_equal(page.centroids(), now.centroids)
        np.testing.assert_array_equal(page.js("[...page.scene.labels]"), now.labels)
        np.testing.assert_allclose(page.js("page.scene.inertia"), now.inertia, rtol=1e-12)


def test_the_picture_on_the_screen_has_the_colours_of_the_models(hand):
    page = hand("picture")
    page.press(KEYS.END)
    left, top, width, height = map(int, page.box("picture"))
    seen = page.pixels()[top + height // 4 : top + 3 * height // 4, left + width // 3 : left + 2 * width // 3]
    models = np.rint(page.centroids())
    away = np.abs(seen[:, :, None].astype(float) - models).max(axis=3).min(axis=2)  # (h, w)
    assert (away <= 2).mean() > 0.7  # the other pixels are mixed when the picture is scaled


def test_play_goes_on_by_itself_and_space_pauses_it(hand):
    page = hand("picture")
    page.js("part('speed').value = '4'")
    page.press(" ")
    page.wait("page.at >= 2")
    page.press(" ")
    assert not page.js("page.playing")


def test_the_slider_goes_to_any_half_step(hand):
    page = hand("picture")
    page.js("(part('slider').value = 6, part('slider').dispatchEvent(new Event('input')))")
    page.rest()
    assert page.text("head") == "Sort, iteration 1."


def test_the_words_say_what_moved_the_inertia_and_what_the_rings_are(hand):
    page = hand("picture")
    assert page.text("text").startswith("The first model (centroid) is at #")
    assert page.text("where") == f"step 0 of {page.js('page.last')}"
    page.js("page.jump(page.run.nStarts + 1)")
    page.rest()
    before, now = page.stepper.history[:2]
    moved = page.js("page.scene.inertia")
    assert f"This Move took {100 * (1 - moved / before.inertia):.1f} % off the inertia." in page.text("text")
    page.js("page.jump(page.run.nStarts + 2)")
    page.rest()
    sort, both = (f"{100 * (1 - now.inertia / earlier):.1f} %" for earlier in (moved, before.inertia))
    assert f"This Sort took {sort} off the inertia, Move and Sort together {both}." in page.text("text")
    weight = page.stepper.collection.weight
    n_changed = int(weight[now.labels != before.labels].sum())
    assert f"Ringed: {n_changed:,} pixels that change group." in page.text("text")


# Changing the run


def test_a_model_that_is_dragged_takes_its_group_along(hand):
    page = hand("picture")
    page.press(KEYS.END)
    before, place = page.centroids(), page.model(2)
    page.drag_model(2, (10, 0), (-40, 30))
    after = page.centroids()
    assert np.abs(after[2] - before[2]).max() > 20
    np.testing.assert_array_equal(np.delete(after, 2, axis=0), np.delete(before, 2, axis=0))
    np.testing.assert_allclose(page.model(2) - place, (-40, 30), atol=2)
    X = page.stepper.collection.X
    np.testing.assert_array_equal(page.js("[...page.scene.labels]"), assign(X, after))
    assert "Go on from here" in page.text("forward")


def test_one_can_go_on_from_there_and_come_back(hand):
    page = hand("picture")
    page.press(KEYS.END)
    first = page.centroids()
    page.drag_model(0, (30, 30), (60, 60))
    moved = page.centroids()
    page.press(KEYS.END)
    branch = page.stepper.branch(moved).run()
    np.testing.assert_allclose(page.centroids(), branch.snapshot.centroids, atol=1e-9)
    assert page.js("page.run.origin.ended")  # whose curve stays as a ghost
    page.chord(KEYS.CONTROL, "z")
    np.testing.assert_array_equal(page.centroids(), first)
    page.chord(KEYS.CONTROL, "y")
    np.testing.assert_allclose(page.centroids(), branch.snapshot.centroids, atol=1e-9)


def test_shift_moves_a_model_in_depth(hand):
    page = hand("picture")
    page.press(KEYS.END)
    before, near = page.model(2), page.js("page.space.project(page.scene.centroids, 6).near")
    page.drag_model(2, (0, 20), (0, 50), held=KEYS.SHIFT)
    assert page.js("page.space.project(page.scene.centroids, 6).near") < near - 0.1
    np.testing.assert_allclose(page.model(2), before, atol=12)  # only perspective moves it on the screen


def test_a_model_dropped_on_the_picture_takes_the_colour_of_the_pixel(hand):
    page = hand("picture")
    page.press(KEYS.END)
    left, top, width, height = page.box("picture")
    target = (left + width / 2, top + height / 2)
    row = page.js("page.picture.rowAt(...arguments)", int(target[0]), int(target[1]))
    place = page.model(1)
    page.drag(place, place + 20, target)
    np.testing.assert_array_equal(page.centroids()[1], page.stepper.collection.X[row])


def test_a_click_on_the_picture_adds_a_model_and_delete_takes_it_away(hand):
    page = hand("picture")
    page.press(KEYS.END)
    before = page.centroids()
    left, top, width, height = page.box("picture")
    page.drag((left + width / 2, top + height / 2))
    assert len(page.centroids()) == 5
    page.press("5")  # choose it
    page.press(KEYS.DELETE)
    np.testing.assert_array_equal(page.centroids(), before)


def test_a_click_on_a_point_adds_a_model_there(hand):
    page = hand("plane")
    page.press(KEYS.END)
    place = page.js("(({ x, y }) => [x, y])(page.space.project(page.X.values, 0))")
    page.drag(np.add(page.box("space")[:2], place))
    added = page.centroids()[-1]
    assert len(page.centroids()) == 4
    assert np.abs(page.stepper.collection.X - added).max(axis=1).min() == 0


def test_the_number_of_groups_and_the_start_can_be_changed(hand):
    page = hand("picture")
    page.click("more")
    assert page.js("page.run.k") == 5
    page.click("fewer")
    page.js("(part('way').value = 'random', part('way').onchange())")
    page.press(KEYS.END)
    random = Stepper(page.stepper.collection, 4, init="random", random_state=0).run()
    np.testing.assert_allclose(page.centroids(), random.snapshot.centroids, atol=1e-9)
    page.press("n")
    page.press(KEYS.END)
    random.restart(1).run()
    np.testing.assert_allclose(page.centroids(), random.snapshot.centroids, atol=1e-9)


def copied(page):
    """Copy the lines of Python and run them. Return them, and the stepper that they make."""
    page.click("copy")
    assert page.text("copy") in ("Copied", "Press Ctrl C")
    code = page.js("document.querySelector('textarea').value")
    names = {"X": page.stepper.collection.X}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, names)
    assert printed.getvalue() == f"{names['stepper']}\n"
    return code, names["stepper"]


@pytest.mark.parametrize("half_steps", [0, 3, 4])
def test_the_python_that_is_copied_makes_the_run_and_goes_to_what_is_seen(half_steps, hand):
    page = hand("plane")
    page.press(KEYS.END)
    page.drag_model(0, (40, 0), (80, 20))
    page.js("page.jump(1 + arguments[0])", half_steps)
    page.rest()
    code, stepper = copied(page)
    assert stepper.snapshot.iteration == (half_steps + 1) // 2
    # Until the first Move the models are where they were rounded to.
    np.testing.assert_allclose(stepper.snapshot.centroids, page.centroids(), atol=0.005 if half_steps == 0 else 1e-9)
    assert re.search(r"init=\[\[\d+(\.\d\d?)?, ", code)
    assert f"# The page shows: {page.text('head')[:-1]}, inertia " in code


def test_the_python_that_is_copied_is_exact_if_rounding_would_change_the_run(hand):
    page = hand("strip")
    page.js("page.goFrom(Float64Array.of(0.1234, 0.1235))")
    page.rest()
    code, stepper = copied(page)
    assert "init=[[0.1234], [0.1235]]" in code
    np.testing.assert_array_equal(stepper.snapshot.labels, page.js("[...page.scene.labels]"))


def test_what_is_opened_below_is_seen_and_escape_closes_it(hand):
    page = hand("picture")
    for button, section in {"compare": "seeds", "help": "keys", "copy": "python"}.items():
        page.click(button)
        _, top, _, height = page.box(section)
        assert top >= -1
        assert top + min(height, 200) <= page.js("innerHeight")
        page.press(KEYS.ESCAPE)
        assert not page.js("part(arguments[0]).checkVisibility()", section)
        assert page.js("scrollY") == 0


def test_twenty_starts_show_their_curves_and_load_by_a_click(hand, browser):
    page = hand("plane")
    page.click("compare")
    page.wait("document.querySelectorAll('.curves button').length === 40")
    page.wait("document.querySelector('#seeds output').textContent.startsWith('After 20 seeds')")
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    tile = "document.querySelector('.curves button:not(.best) canvas').toDataURL()"
    light = page.js(tile)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    page.wait(f"{tile} !== '{light}'")  # it is drawn again
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    page.js("document.querySelectorAll('[data-way=random] button')[3].click()")
    page.press(KEYS.END)
    random = Stepper(page.stepper.collection, 3, init="random", random_state=3).run()
    np.testing.assert_allclose(page.centroids(), random.snapshot.centroids, atol=1e-9)


# Predict


def question(page):
    return page.js("document.querySelector('#question p').textContent")


def answer(page, text):
    buttons = "[...document.querySelectorAll('#question button')]"
    page.js(f"{buttons}.find(each => each.textContent === arguments[0]).click()", text)
    page.rest()


def test_predict_asks_at_once_and_keeps_the_score(hand):
    page = hand("picture")
    page.press("p")
    assert page.js("page.at === page.run.nStarts")  # there is no question about the picks
    assert question(page) == "Which model will move farthest?"
    page.press(KEYS.ARROW_RIGHT)
    assert page.js("page.at === page.run.nStarts")  # the page waits for an answer
    shift = page.stepper.history[1].shift
    answer(page, f"Model {shift.argmax() + 1}")
    assert page.js("page.at === page.run.nStarts + 1")
    assert question(page).startswith(f"Right: model {shift.argmax() + 1} moves farthest. It moves {shift.max():.3g},")
    assert question(page).endswith("(1 of 1 right)")


def test_the_question_rings_a_sample_and_tells_the_truth(hand):
    page = hand("picture")
    page.js("page.jump(page.run.nStarts + 1)")
    page.press("p")
    before, now = page.stepper.history[:2]
    row = page.js("page.quiz.row")
    assert question(page) == f"The ringed pixel is in group {before.labels[row] + 1}. Will it change its group?"
    stays, changes = ("It stays", "It changes")
    truth, lie = (stays, changes) if before.labels[row] == now.labels[row] else (changes, stays)
    shown = "(look => [look.lit, look.showsDistances])(page.look(page.scene))"
    assert page.js(shown) == [row, False]
    answer(page, lie)
    assert page.js(shown) == [row, True]  # now one sees why
    nearest = f"Now the nearest is model {now.labels[row] + 1}"
    assert question(page).startswith(f"No: {truth.replace('It', 'it')}. {nearest}")
    assert question(page).endswith("(0 of 1 right)")


def test_predict_goes_through_a_whole_run_and_says_that_no_step_is_left(hand):
    page = hand("picture")
    page.js("part('speed').value = '4'")
    page.press("p")
    for _ in range(4 * len(page.stepper)):
        if page.js("page.quiz.waits"):
            answer(page, page.js("page.quiz.question.right"))
        if page.js("page.at === page.last"):
            break
        page.press(KEYS.ARROW_RIGHT)
    assert "No step left." in question(page)
    n_right = page.js("page.quiz.right")
    assert n_right > len(page.stepper) / 2
    assert question(page).endswith(f"({n_right} of {n_right} right)")
    page.press("p")
    assert not page.js("part('question').checkVisibility()")


def test_no_question_has_two_answers_that_nearly_agree(hand):
    page = hand("picture")
    assert page.js("askWhichMoves({ shift: [10, 9.6] })") is None
    assert page.js("askWhichMoves({ shift: [10, 9.4] }).right") == "Model 1"
    assert page.js("askHowInertiaFalls({ inertia: 51 }, { inertia: 100 })") is None
    assert page.js("askHowInertiaFalls({ inertia: 60 }, { inertia: 100 }).right") == "10 to 50 %"
    for now in page.stepper.history[1::2]:
        row = page.js("makeQuestion(page.run, page.run.nStarts + 2 * arguments[0], page.story)?.row", now.iteration)
        if row is not None:
            nearest, second = np.sort(np.linalg.norm(page.stepper.collection.X[row] - now.centroids, axis=1))[:2]
            assert nearest <= 0.95 * second


# What belongs together


def test_a_pointer_on_the_picture_lights_the_point_and_names_its_distances(hand):
    page = hand("picture")
    page.press(KEYS.END)
    left, top, width, height = page.box("picture")
    page.point((left + width / 2, top + height / 2))
    row = page.js("page.lit")
    distances = np.linalg.norm(page.stepper.collection.X[row] - page.centroids(), axis=1)
    nearest = distances.argmin()
    assert f"distance {distances.min():.3g} from model {nearest + 1}" in page.text("pointer")


def test_a_pointer_on_a_point_lights_it(hand):
    page = hand("plane")
    page.press(KEYS.END)
    box = page.box("space")[:2]
    place = page.js("(p => [p.x, p.y])(page.space.project(page.X.values, 10 * page.X.d))")
    page.point(np.add(box, place))
    lit = page.js("page.lit")
    found = page.js("(p => [p.x, p.y])(page.space.project(page.X.values, arguments[0]))", 2 * lit)
    np.testing.assert_allclose(found, place, atol=9)


def test_the_border_between_two_models_lies_halfway(hand):
    page = hand("picture")
    page.press(KEYS.END)
    page.press("1")
    page.press("2")
    assert sorted(page.js("page.look(page.scene).borders")[0]) == [0, 1]
    one, two = page.centroids()[:2]
    face = np.array(page.js("borderFace(page.scene.centroids, 0, 1, page.space.low, page.space.high)"))
    for place in face:
        np.testing.assert_allclose(np.linalg.norm(place - one), np.linalg.norm(place - two), rtol=1e-9)
        assert np.linalg.norm(place - page.centroids(), axis=1).min() > np.linalg.norm(place - one) - 1e-9


def test_the_cube_turns_with_the_mouse_and_with_keys(hand):
    page = hand("picture")
    left, top, _, _ = page.box("space")
    azimuth = page.js("page.space.azimuth")
    page.drag((left + 20, top + 20), (left + 40, top + 20), (left + 120, top + 20))
    assert page.js("page.space.azimuth") == azimuth + 50
    page.press("d")
    assert page.js("page.space.azimuth") == azimuth + 56


def test_a_chosen_group_is_shown_alone_until_it_is_chosen_again(hand):
    page = hand("picture")
    page.press(KEYS.END)

    def seen_in_picture():
        left, top, width, height = map(int, page.box("picture"))
        return page.pixels()[top : top + height, left : left + width].astype(int)

    whole, hint = seen_in_picture(), page.text("hint")
    chip = "document.querySelectorAll('#groups button')[2].click()"
    page.js(chip)
    page.rest()
    alone = seen_in_picture()
    models = np.rint(page.centroids()).astype(int)
    ground = np.array(page.js("levelsOf(page.look(page.scene).ground)"))
    assert np.abs(models[2] - ground).max() > 60  # one sees the chosen group
    for group, model in enumerate(models):
        expected = model if group == 2 else ground + 0.15 * (model - ground)
        inside = np.abs(whole - model).max(axis=2) == 0
        assert inside.any()
        assert (np.abs(alone - expected).max(axis=2)[inside] <= 1).mean() > 0.8, group
    assert page.text("hint") == "Group 3 alone. Press Delete to remove its centroid, or Esc to see all."
    for undo in (lambda: page.js(chip), lambda: page.press(KEYS.ESCAPE)):
        undo()
        page.rest()
        np.testing.assert_array_equal(seen_in_picture(), whole)
        assert page.text("hint") == hint
        page.js(chip)


def test_the_space_stays_where_it_is_whatever_is_told(hand):
    page = hand("picture")
    before = page.box("space")
    for at in range(page.js("page.last + 1")):
        page.js("page.jump(arguments[0])", at)
        page.rest()
        assert page.box("space") == before
    left, top, width, height = page.box("picture")
    page.point((left + width / 2, top + height / 2))
    assert page.text("pointer")
    assert page.box("space") == before


# Other samples, other people


@pytest.mark.parametrize("name", ["plane", "strip", "five features", "own functions"])
def test_other_samples_show_their_last_snapshot_too(name, hand):
    page = hand(name)
    page.press(KEYS.END)
    np.testing.assert_allclose(page.centroids(), page.stepper.snapshot.centroids, atol=1e-12)
    np.testing.assert_array_equal(page.js("[...page.scene.labels]"), page.stepper.snapshot.labels)


def test_a_run_of_ones_own_functions_is_replayed_and_says_why_it_cannot_be_dragged(hand):
    page = hand("own functions")
    for now in page.stepper.history:
        page.js("page.jump(page.run.nStarts + 2 * arguments[0])", now.iteration)
        np.testing.assert_array_equal(page.centroids(), now.centroids)
    before = page.centroids()
    page.drag_model(0, (30, 30), (60, 60))
    np.testing.assert_array_equal(page.centroids(), before)
    assert "The page cannot call your own functions" in page.text("hint")
    assert not page.js("part('add').checkVisibility()")


def test_a_finger_drags_a_model_on_a_phone(hand, browser):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    )
    try:
        page = hand("picture")
        page.press(KEYS.END)
        assert page.js("document.documentElement.scrollWidth") == 390
        boxes = np.array([page.box(name) for name in ("told", "space", "picture", "bar", "curve")])
        tops, heights = boxes[:, 1], boxes[:, 3]
        assert (tops[1:] >= (tops + heights)[:-1]).all()  # one under the other
        x, y = page.model(0)
        before = page.centroids()
        for kind, place in (("touchStart", (x, y)), ("touchMove", (x + 20, y)), ("touchMove", (x + 50, y - 30))):
            touch = {"type": kind, "touchPoints": [{"x": place[0], "y": place[1]}]}
            browser.execute_cdp_cmd("Input.dispatchTouchEvent", touch)
        browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.rest()
        assert np.abs(page.centroids() - before)[0].max() > 10
        sizes = page.js(
            "[...document.querySelectorAll('button, select')].filter(each => each.checkVisibility())"
            ".map(each => [each.getBoundingClientRect().width, each.getBoundingClientRect().height])"
        )
        assert np.min(sizes) >= 44  # for a finger
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_the_page_is_dark_where_the_reader_wants_it(scheme, is_dark, hand, browser):
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        page = hand("picture")
        assert (page.pixels()[4:8, 4:8].mean() < 60) == is_dark
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_nothing_glides_where_the_reader_wants_no_motion(hand, browser):
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        page = hand("picture")
        assert page.js("(page.forward(), page.progress)") == 1
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_large_text_can_be_read_from_the_last_row(hand):
    page = hand("picture")
    page.press("t")
    _, top, _, height = page.box("forward")
    assert top + height <= page.js("innerHeight")  # only the tools are below the screen
    size, height = page.js("[parseFloat(getComputedStyle(part('told')).fontSize), innerHeight]")
    assert size >= 0.025 * height


def test_a_notebook_shows_the_page_or_a_picture_if_scripts_are_taken_away(browser, pages, tmp_path):
    stepper = pages[1]["plane"]
    cell = Cell(stepper.page(), stepper.as_run())._repr_html_()
    stripped = re.sub(r"<(style|iframe).*?</\1>", "", cell, flags=re.DOTALL)
    for name, html in {"whole": cell, "stripped": stripped}.items():
        (tmp_path / f"{name}.html").write_text(f"<!doctype html><meta charset=utf-8>{html}", encoding="utf-8")
    shown = "['img', 'iframe'].filter(tag => document.querySelector(tag)?.checkVisibility())"
    page = Hand(browser, tmp_path / "whole.html", "document.querySelector('iframe').contentWindow.page?.firstDrawn")
    assert page.js(shown) == ["iframe"]
    browser.switch_to.frame(0)
    webdriver.ActionChains(browser).click(browser.find_element("id", "hint")).perform()  # it has no keys before
    page.press(KEYS.END)
    np.testing.assert_array_equal(page.centroids(), stepper.snapshot.centroids)
    assert Hand(browser, tmp_path / "stripped.html", "document.images[0].complete").js(shown) == ["img"]


def test_side_by_side_the_winner_is_named(hand):
    page = hand("picture")
    page.click("beside")
    page.wait("page.rival.ended")
    page.press(KEYS.END)
    ends = {
        "name": page.stepper.snapshot.inertia,
        "rival-name": Stepper(page.stepper.collection, 4, init="random", random_state=0).run().snapshot.inertia,
    }
    lower, higher = sorted(ends, key=ends.get)
    assert ends[lower] < ends[higher]
    assert ("★" in page.text(lower), "★" in page.text(higher)) == (True, False)
    assert f"{ends['rival-name']:,.0f}" in page.text("rival-name")
