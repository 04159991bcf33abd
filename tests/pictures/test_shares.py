"""How the pictures of an album share its palette."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kmeans_scratch import ImageError, extract_palette
from kmeans_scratch.pictures.shares import Shares, count_shares, date_taken

NAVY, WHITE, RED = [0, 38, 84], [255, 255, 255], [237, 41, 57]
FLAG = np.array([[NAVY, WHITE, RED, WHITE]], dtype=np.uint8)
SNOW = np.array([[WHITE, WHITE]], dtype=np.uint8)


def shares_of(counts, names=None, dates=None):
    names = names or [f"{number}.png" for number in range(len(counts))]
    return Shares(names, np.array(counts), dates or [""] * len(names), [])


def test_each_row_counts_the_pixels_near_each_color():
    palette = extract_palette(FLAG, 3)  # white, navy, red
    shares = count_shares([FLAG, SNOW], palette)
    assert shares.counts.tolist() == [[2, 1, 1], [2, 0, 0]]
    assert shares.proportions.tolist() == [[0.5, 0.25, 0.25], [1, 0, 0]]
    assert shares.names == ["array", "array"]


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 3), st.sampled_from(["rgb", "oklab"]))
def test_the_rows_add_up_to_the_counts_of_the_palette(seed, k, batch, space):
    rng = np.random.default_rng(seed)
    colors = rng.integers(0, 4, (12, 3)) * 2  # even numbers: many colours lie in the middle between two others
    parts = [colors[rng.integers(0, 12, (1, n))].astype(np.uint8) for n in rng.integers(1, 20, 5)]
    palette = extract_palette(parts, k, space=space)
    with ThreadPoolExecutor(2) as executor:
        shares = count_shares(parts, palette, batch=batch, executor=executor)
    assert shares.counts.sum(axis=0).tolist() == palette.counts.tolist()
    assert shares.counts.sum(axis=1).tolist() == [part.shape[1] for part in parts]


def test_a_picture_unlike_the_rest_differs_most():
    # The mean of the others is (3/8, 5/8) for the first two: half of |3/4 - 3/8| + |1/4 - 5/8| is 3/8.
    assert shares_of([[3, 1], [3, 1], [0, 4]]).difference_from_rest().tolist() == [0.375, 0.375, 0.75]


def test_large_pictures_do_not_count_more_than_small_ones():
    assert shares_of([[300, 100], [3, 1], [0, 4]]).difference_from_rest().tolist() == [0.375, 0.375, 0.75]


def test_one_picture_does_not_differ():
    assert shares_of([[3, 1]]).difference_from_rest().tolist() == [0]


def test_the_order_of_names_and_of_dates():
    shares = shares_of([[1], [2], [3], [4]], ["d", "a", "c", "b"], ["", "2024:01:02", "2023:05:05", "2024:01:02"])
    by_name, by_date = shares.in_order("name"), shares.in_order("date")
    assert (by_name.names, by_name.counts.ravel().tolist()) == (["a", "b", "c", "d"], [2, 4, 3, 1])
    assert by_name.dates == ["2024:01:02", "2024:01:02", "2023:05:05", ""]
    assert (by_date.names, by_date.counts.ravel().tolist()) == (["c", "a", "b", "d"], [3, 2, 4, 1])


def photograph(path, taken=None, changed=None):
    exif = Image.Exif()
    if taken is not None:
        exif.get_ifd(0x8769)[36867] = taken
    if changed is not None:
        exif[306] = changed
    Image.fromarray(FLAG).save(path, exif=exif)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_the_date_is_that_of_the_exposure(tmp_path, suffix):
    path = tmp_path / f"photo.{suffix}"
    photograph(path, "2024:05:31 18:00:00", "2025:01:01 00:00:00")
    assert date_taken(path) == "2024:05:31 18:00:00"
    photograph(path, changed="2025:01:01 00:00:00")
    assert date_taken(path) == "2025:01:01 00:00:00"


@pytest.mark.parametrize("written", ["0000:00:00 00:00:00", "    :  :     :  :  ", ""])
def test_a_camera_without_a_clock_gives_no_date(tmp_path, written):
    photograph(tmp_path / "photo.jpg", written)
    assert date_taken(tmp_path / "photo.jpg") == ""


def test_what_has_no_exif_has_no_date(tmp_path):
    photograph(tmp_path / "photo.jpg")
    assert date_taken(tmp_path / "photo.jpg") == ""
    assert date_taken(FLAG) == ""


def test_a_broken_picture_is_listed_and_costs_nobody(tmp_path):
    photograph(tmp_path / "photo.jpg")
    Path(tmp_path / "broken.jpg").write_bytes(b"\xff\xd8")
    palette = extract_palette(FLAG, 1)
    shares = count_shares([tmp_path / "broken.jpg", tmp_path / "photo.jpg"], palette)
    assert shares.names == [str(tmp_path / "photo.jpg")]
    assert shares.counts.tolist() == [[4]]
    assert [line.split(": ")[0] for line in shares.broken] == [str(tmp_path / "broken.jpg")]
    with pytest.raises(ImageError, match="none of 1 pictures can be read"):
        count_shares([tmp_path / "broken.jpg"], palette)
