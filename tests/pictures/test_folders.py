"""The pictures in a folder."""

import os
from pathlib import Path

import pytest

from kmeans_scratch import ImageError, count_album
from kmeans_scratch.pictures.folders import pictures_in, suffixes


def make(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def found(folder):
    return [os.path.relpath(path, folder) for path in pictures_in(str(folder))]


def test_subfolders_are_searched_and_the_order_is_that_of_the_paths(tmp_path):
    make(tmp_path, "z.png", "b/2.jpg", "b/1.JPEG", "a/deep/x.tiff", "b/c/3.heic")
    assert found(tmp_path) == ["a/deep/x.tiff", "b/1.JPEG", "b/2.jpg", "b/c/3.heic", "z.png"]


def test_other_files_and_hidden_ones_are_left_out(tmp_path):
    make(tmp_path, "notes.txt", "._a.jpg", ".thumbnails/a.jpg", "no_suffix", "film.mp4", "drawing.eps", "a.jpg")
    assert found(tmp_path) == ["a.jpg"]


def test_an_empty_folder_has_none(tmp_path):
    assert found(tmp_path) == []


def test_a_link_that_leads_back_is_not_followed(tmp_path):
    make(tmp_path, "a.jpg")
    (tmp_path / "again").symlink_to(tmp_path)
    assert found(tmp_path) == ["a.jpg"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root can read every folder")
def test_a_folder_that_cannot_be_read_is_listed(tmp_path):
    make(tmp_path, "locked/a.jpg")
    (tmp_path / "locked").chmod(0)
    try:
        with pytest.raises(ImageError, match=r"locked: Permission denied$"):
            count_album(pictures_in(str(tmp_path)))
    finally:
        (tmp_path / "locked").chmod(0o700)


@pytest.mark.parametrize(
    "suffix", [".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".bmp", ".heic", ".avif", ".psd"]
)
def test_the_suffixes_of_pictures_are_known(suffix):
    assert suffix in suffixes()


def test_the_pictures_of_the_repository_are_found():
    images = Path(__file__).parents[2] / "images"
    assert {"rocks.png", "lake.jpg", "lessons/06-counted.png"} <= set(found(images))
