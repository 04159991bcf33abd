"""Encoding films: each kind of file is read back."""

import io
import sys
import weakref
from pathlib import Path

import imageio.v3 as iio
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from kmeans_scratch.pictures.output import OutputError
from kmeans_scratch.watch.encode import ENCODERS, GAP, GAP_LIGHT, Film, arrange, check_video, encode, halve
from kmeans_scratch.watch.gif import (
    N_ENTRIES,
    choose_palette,
    merge_equal,
    number_pixels,
    reduce_colors,
    summarize,
    to_ticks,
)

NO_COLORS = np.empty((0, 3), dtype=np.uint8)


def film_of(frames, durations=None, stops=None, colors=NO_COLORS):
    return Film(
        frames=frames,
        durations=durations or [40] * len(frames),
        stops=list(range(len(frames))) if stops is None else stops,
        colors=colors,
    )


def flat(*color, size=(20, 30)):
    return np.full((*size, 3), color, dtype=np.uint8)


def noise(n_frames, size=(60, 80), seed=0):
    return list(np.random.default_rng(seed).integers(0, 256, (n_frames, *size, 3), dtype=np.uint8))


def swatches(colors, size=(60, 80), side=4):
    """Noise, and each colour as a square of `side` pixels in it."""
    frame = noise(1, size)[0]
    places = [np.s_[y : y + side, x : x + side] for y in range(0, size[0], side) for x in range(0, size[1], side)]
    places = places[: len(colors)]
    for place, color in zip(places, colors, strict=True):
        frame[place] = color
    return frame, places


def story(n_frames=6, size=(48, 64)):
    """A white frame over which a red square walks."""
    frames = [flat(255, 255, 255, size=size) for _ in range(n_frames)]
    for number, frame in enumerate(frames):
        frame[10:20, 8 * number : 8 * number + 10] = 200, 30, 30
    return frames


def read(data):
    """Read all frames, as a list of RGB arrays, and their durations, and how often they loop (0: for ever)."""
    with Image.open(io.BytesIO(data)) as image:
        frames, durations = [], []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            image.load()
            frames.append(np.asarray(image.convert("RGB")))
            durations.append(image.info.get("duration"))
        return frames, durations, image.info.get("loop")


def farthest(one, other):
    return np.abs(one.astype(int) - other.astype(int)).max()


# Every format


def test_the_suffixes_are_known():
    assert tuple(ENCODERS) == (".gif", ".webp", ".mp4", ".png")


@pytest.mark.parametrize("suffix", ENCODERS)
def test_the_same_film_gives_the_same_bytes(suffix):
    frames = noise(3)
    once, again = encode(film_of(frames), suffix), encode(film_of([frame.copy() for frame in frames]), suffix)
    assert type(once) is bytes
    assert once == again


@pytest.mark.parametrize("suffix", ENCODERS)
def test_frames_are_left_alone_and_may_be_read_only(suffix):
    frames = noise(2)
    before = [frame.copy() for frame in frames]
    for frame in frames:
        frame.flags.writeable = False
    encode(film_of(frames), suffix)
    assert_array_equal(frames, before)


@pytest.mark.parametrize("suffix", ENCODERS)
def test_a_film_may_have_a_single_frame(suffix):
    assert encode(film_of([flat(1, 2, 3)], [1000]), suffix)


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_frames_sizes_durations_and_loop_are_kept(suffix):
    durations = [40, 1200, 70, 100, 40, 2500]
    frames, read_durations, loop = read(encode(film_of(story(), durations), suffix))
    assert [frame.shape for frame in frames] == [(48, 64, 3)] * 6
    assert read_durations == durations
    assert loop == 0


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_narrow_frames_are_not_taken_for_channels(suffix, width):
    size = (5, width)
    frames, _, _ = read(encode(film_of([flat(255, 0, 0, size=size), flat(0, 0, 255, size=size)]), suffix))
    assert [frame.shape for frame in frames] == [(5, width, 3)] * 2


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_identical_frames_in_a_row_keep_the_total_duration(suffix):
    red, blue = flat(255, 0, 0), flat(0, 0, 255)
    film = film_of([red, red.copy(), blue, blue.copy(), blue.copy(), red], [100, 200, 40, 50, 60, 70])
    frames, durations, _ = read(encode(film, suffix))
    assert durations == [300, 150, 70]
    assert farthest(np.stack(frames), np.stack([red, blue, red])) <= 4


# GIF


def test_a_gif_of_few_colors_is_exact():
    frames = story(8)
    read_frames, _, _ = read(encode(film_of(frames), ".gif"))
    assert_array_equal(read_frames, frames)


def test_what_moves_away_leaves_no_trace():
    first, second = flat(0, 0, 0), flat(0, 0, 0)
    first[2:5, 2:5], second[10:14, 20:24] = 255, (9, 99, 199)
    frames = [first, second, first, flat(0, 0, 0), second]
    read_frames, _, _ = read(encode(film_of(frames), ".gif"))
    assert_array_equal(read_frames, frames)


def test_a_gif_has_one_palette_for_all_frames_with_the_chosen_colors():
    data = encode(film_of(noise(4)), ".gif")
    flags = data[10]
    assert flags & 0x80, "the header has a palette"
    assert 2 ** ((flags & 7) + 1) == 256
    entries = np.frombuffer(data[13 : 13 + 768], dtype=np.uint8).reshape(256, 3)
    assert_array_equal(entries[1:], choose_palette(noise(4), NO_COLORS))
    assert local_palettes(data) == [False] * 4


def local_palettes(data):
    """Walk through the blocks of a GIF with a full palette; say for each frame if it has a palette of its own."""
    position, found = 13 + 768, []

    def skip_blocks(position):
        while data[position]:
            position += data[position] + 1
        return position + 1

    while data[position] != 0x3B:
        if data[position] == 0x21:
            position = skip_blocks(position + 2)
        else:
            own = data[position + 9] & 0x80
            found.append(bool(own))
            assert not own
            position = skip_blocks(position + 11)
    return found


@pytest.mark.parametrize("n_colors", [1, 8, 150])
def test_the_given_colors_survive_among_thousands_of_others(n_colors):
    colors = np.random.default_rng(1).integers(0, 256, (n_colors, 3), dtype=np.uint8)
    frame, places = swatches(colors)
    film = film_of([*noise(3, seed=2), frame, *noise(3, seed=3)], colors=colors)
    shown = read(encode(film, ".gif"))[0][3]
    for place, color in zip(places, colors, strict=True):
        assert farthest(shown[place], color) <= 4
        assert len(np.unique(shown[place].reshape(-1, 3), axis=0)) == 1, "no dithering: what is flat stays flat"


def test_of_hundreds_of_given_colors_in_lines_each_survives_nearly():
    # As in a run: k colours that each move along a line, less and less.
    starts = np.random.default_rng(1).integers(20, 200, (12, 1, 3))
    way = 40 * (1 - 0.8 ** np.arange(30))[:, None]  # (30, 1)
    colors = np.rint(starts + way * [1, 0.5, -0.3]).clip(0, 255).astype(np.uint8).reshape(-1, 3)
    frame, places = swatches(colors, size=(100, 100))
    shown = read(encode(film_of([frame, noise(1, (100, 100))[0]], colors=colors), ".gif"))[0][0]
    assert max(farthest(shown[place], color) for place, color in zip(places, colors, strict=True)) <= 4


def test_a_thousand_scattered_colors_leave_room_for_the_rest():
    colors = np.random.default_rng(1).integers(0, 256, (1000, 3), dtype=np.uint8)
    palette = choose_palette([flat(*color) for color in colors[:3]] + noise(2, (20, 30)), colors)
    assert len(palette) == N_ENTRIES


def test_the_palette_of_a_photograph_is_close_to_it():
    y, x = np.mgrid[:120, :160]
    photo = np.stack([y * 2, x * 1.5, 255 - y - x / 2], axis=-1).clip(0, 255).astype(np.uint8)
    photo = (photo // 2 + noise(1, (120, 160))[0] // 16 + 60).astype(np.uint8)
    shown = read(encode(film_of([photo, photo[::-1].copy()]), ".gif"))[0][0]
    assert np.abs(shown.astype(int) - photo).mean() < 4


@pytest.mark.parametrize("color", [(0, 0, 0), (255, 255, 255), (254, 255, 253), (3, 0, 0)])
def test_a_plain_background_keeps_its_color_behind_noise(color):
    frames = [flat(*color, size=(100, 100)) for _ in range(3)]
    for frame, some in zip(frames, noise(3, (30, 30)), strict=True):
        frame[20:50, 20:50] = some
    for shown in read(encode(film_of(frames), ".gif"))[0]:
        assert farthest(shown[60:], np.array(color)) <= 1
        assert len(np.unique(shown[60:].reshape(-1, 3), axis=0)) == 1


def test_few_colors_stand_for_themselves_and_many_for_their_groups():
    colors = np.array([[0, 0, 9], [0, 0, 9], [5, 5, 5]], dtype=np.uint8)
    assert_array_equal(summarize(colors, 2), [[0, 0, 9], [5, 5, 5]])
    assert summarize(NO_COLORS, 5).shape == (0, 3)
    many = summarize(noise(1)[0].reshape(-1, 3), 20)
    assert many.shape == (20, 3)
    assert many.dtype == np.uint8


def test_pixels_get_the_nearest_entry():
    frames, palette = noise(1), noise(1, (1, 10), seed=5)[0][0]
    (numbers,) = number_pixels(frames, palette)
    pixels = frames[0].reshape(-1, 3)
    chosen = palette[numbers.ravel().astype(int) - 1]
    distances = ((pixels[:, None].astype(float) - palette) ** 2).sum(axis=2) ** 0.5  # (n, 10)
    away = (((pixels * 1.0) - chosen) ** 2).sum(axis=1) ** 0.5
    assert (away <= distances.min(axis=1) + 2 * 27**0.5).all(), "farther by at most the width of a cell"


def test_rounding_durations_to_ticks_does_not_add_up():
    assert_array_equal(to_ticks([44, 44, 44, 44, 44], 10), [0, 4, 9, 13, 18, 22])
    _, durations, _ = read(encode(film_of(story(5), [44] * 5), ".gif"))
    assert sum(durations) == 220
    assert set(durations) <= {40, 50}


def test_of_equal_frames_in_a_row_one_remains_for_their_whole_time():
    one, other = np.array([1]), np.array([2])
    merged = list(merge_equal(iter([one, one, other, one]), np.array([0, 2, 5, 6, 10])))
    assert [(int(frame[0]), duration) for frame, duration in merged] == [(1, 5), (2, 1), (1, 4)]
    assert list(merge_equal(iter([one]), np.array([0, 7]))) == [(one, 7)]


class Drawn(list):
    """Frames that are drawn when they are asked for, and counted as long as somebody holds them."""

    def __init__(self, n_frames):
        self.held, self.most, self.n_frames = [], 0, n_frames
        super().__init__([None] * n_frames)

    def __getitem__(self, number):
        frame = flat(*[7 * number % 200] * 3, size=(40, 60))
        self.held = [reference for reference in self.held if reference() is not None] + [weakref.ref(frame)]
        self.most = max(self.most, len(self.held))
        return frame

    def __iter__(self):
        return (self[number] for number in range(self.n_frames))


@pytest.mark.parametrize("suffix", ENCODERS)
def test_a_long_film_holds_no_more_frames_than_a_short_one(suffix):
    most = []
    for n_frames in (12, 60):
        frames = Drawn(n_frames)
        encode(film_of(frames), suffix)
        most.append(frames.most)
    assert most[0] == most[1]
    if suffix != ".png":  # which shows up to 12 frames at once
        assert most[0] <= 8  # from which the palette is chosen


# WebP


def test_a_webp_is_smaller_than_its_gif_and_has_the_same_colors():
    frames = [np.full((120, 160, 3), 255, dtype=np.uint8) for _ in range(8)]
    for number, frame in enumerate(frames):
        y, x = np.mgrid[:120, :160]
        frame[np.hypot(y - 60, x - 10 * number - 40) < 30] = 200, 30, 10 * number
    film = film_of(frames)
    gif, webp = encode(film, ".gif"), encode(film, ".webp")
    assert len(webp) < len(gif)
    assert_array_equal(np.stack(read(webp)[0]), np.stack(read(gif)[0]))
    assert_array_equal(np.stack(read(webp)[0]), np.stack(list(reduce_colors(frames, NO_COLORS))))


def test_a_webp_looks_like_its_frames():
    frames = story()
    shown, _, _ = read(encode(film_of(frames), ".webp"))
    assert np.abs(np.stack(shown).astype(int) - np.stack(frames)).mean() < 2


# MP4


def read_video(data, tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(data)
    return iio.imread(path, plugin="pyav"), iio.immeta(path, plugin="pyav")


@pytest.mark.parametrize("size", [(48, 64), (49, 64), (48, 65), (49, 65)])
def test_a_video_repeats_frames_for_as_long_as_they_last_and_has_even_sides(size, tmp_path):
    pytest.importorskip("av")
    film = film_of(story(3, size), [40, 400, 200])
    frames, meta = read_video(encode(film, ".mp4"), tmp_path)
    assert frames.shape == (1 + 10 + 5, 48 + size[0] % 2 * 2, 64 + size[1] % 2 * 2, 3)
    assert meta["codec"] == "h264"
    assert meta["video_format"] == "yuv420p"
    assert meta["fps"] == 25
    assert meta["duration"] == pytest.approx(0.64)
    for number, shown in [(0, 0), (1, 1), (10, 1), (11, 2), (15, 2)]:
        height, width = size
        assert np.abs(frames[number, :height, :width].astype(int) - film.frames[shown]).mean() < 4


@pytest.mark.parametrize(
    ("durations", "fps"),
    [([50, 100, 350], 20), ([42, 83, 42], 24), ([33, 34, 1000], 30), ([10, 20], 60), ([900], 10)],
)
def test_a_video_has_as_many_frames_a_second_as_the_film_where_it_moves(durations, fps, tmp_path):
    pytest.importorskip("av")
    _, meta = read_video(encode(film_of(story(len(durations)), durations), ".mp4"), tmp_path)
    assert meta["fps"] == fps
    assert meta["duration"] == pytest.approx(sum(durations) / 1000, abs=0.5 / fps + 0.001)


@pytest.mark.parametrize("size", [(480, 640), (720, 1280), (1080, 1920), (483, 641)])
@pytest.mark.parametrize("color", [(0, 255, 0), (255, 255, 255), (210, 60, 90)])
def test_a_video_keeps_its_colors_in_every_player(size, color):
    """Players follow the tags, or guess by the number of lines: BT.709 from 720 lines on, else BT.601."""
    av = pytest.importorskip("av")
    data = encode(film_of([flat(*color, size=size)] * 2), ".mp4")
    with av.open(io.BytesIO(data)) as video:
        frame = next(video.decode(video=0))
        tagged, guessed = frame.colorspace, 1 if size[0] >= 720 else 5  # as libswscale numbers them
        for colorspace in (tagged, guessed):
            rgb = frame.reformat(format="rgb24", src_colorspace=colorspace).to_ndarray()
            assert farthest(rgb[: size[0], : size[1]], np.array(color)) <= 3
        assert video.streams.video[0].codec_context.color_primaries == (1 if size[0] >= 720 else 6)


def test_without_pyav_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    needs = r": needs the extra 'video': pip install 'kmeans-scratch\[video\]'$"
    with pytest.raises(OutputError, match=r"^\.mp4" + needs):
        encode(film_of(story(2)), ".mp4")
    with pytest.raises(OutputError, match=r"^a/Rocks\.MP4" + needs):
        check_video(Path("a/Rocks.MP4"))
    check_video("rocks.gif")


# PNG


def tiles_of(data, shape, n_columns):
    """Cut a sheet into its tiles again."""
    (sheet,), _, _ = read(data)
    height, width = shape
    rows = range(0, sheet.shape[0], height + GAP)
    return sheet, [sheet[y : y + height, x * (width + GAP) :][:, :width] for y in rows for x in range(n_columns)]


@pytest.mark.parametrize(
    ("n_stops", "shown", "n_rows", "n_columns"),
    [
        (1, [0], 1, 1),
        (2, [0, 1], 1, 2),
        (3, [0, 1, 2], 2, 2),
        (5, [0, 1, 2, 3, 4], 2, 3),
        (12, list(range(12)), 3, 4),
        (23, list(range(0, 23, 2)), 3, 4),
    ],
)
def test_a_sheet_shows_the_ends_of_iterations_in_rows(n_stops, shown, n_rows, n_columns):
    frames = [flat(10 * number, 5, 5, size=(8, 12)) for number in range(n_stops) for _ in range(2)]
    film = film_of(frames, stops=list(range(1, 2 * n_stops, 2)))
    sheet, tiles = tiles_of(encode(film, ".png"), (8, 12), n_columns)
    assert sheet.shape == (n_rows * (8 + GAP) - GAP, n_columns * (12 + GAP) - GAP, 3)
    for number, tile in zip(shown, tiles, strict=False):
        assert_array_equal(tile, flat(10 * number, 5, 5, size=(8, 12)))
    for tile in tiles[len(shown) :]:
        assert (tile == GAP_LIGHT).all()


def test_a_sheet_of_large_frames_is_shrunk_to_fit():
    sheet, tiles = tiles_of(encode(film_of([flat(9, 99, 199, size=(480, 640))] * 12), ".png"), (240, 320), 4)
    assert sheet.shape == (3 * (240 + GAP) - GAP, 4 * (320 + GAP) - GAP, 3)
    assert (tiles[11] == (9, 99, 199)).all()
    assert read(encode(film_of([flat(1, 1, 1, size=(30, 4500))]), ".png"))[0][0].shape == (7, 1125, 3)


def test_halving_takes_the_mean_of_four_pixels():
    pixels = np.array([[0, 255, 8], [255, 255, 8], [9, 9, 9]], dtype=np.uint8)
    assert_array_equal(halve(np.dstack([pixels] * 3)), [[[191, 191, 191]]])


def test_tiles_are_laid_out_with_gaps_between_them_only():
    sheet = arrange([flat(1, 1, 1, size=(2, 3)), flat(2, 2, 2, size=(2, 3))], 2)
    assert_array_equal(sheet[0, :, 0], [1, 1, 1, *[GAP_LIGHT] * GAP, 2, 2, 2])
