"""Encode the frames of a film as the bytes of a file: GIF, WebP, MP4, or one sheet of pictures.

A frame is drawn only when it is encoded, and then dropped: a long film needs no more memory than a short one.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from math import ceil, sqrt
from typing import Any

import numpy as np

from ..pictures.output import OutputError
from .gif import encode_gif, reduce_colors, to_ticks

MOST_FPS = {".gif": 50, ".webp": 50, ".mp4": 60, ".png": 60}  # browsers show a frame of less than 20 ms for 100 ms
LEAST_FPS = 10  # of an MP4: some players cannot show fewer
HD_LINES = 576  # players that ignore the tags assume BT.709 for a video with more lines, otherwise BT.601
MAX_TILES, MAX_COLUMNS, MAX_WIDTH, GAP, GAP_LIGHT = 12, 4, 2000, 8, 208  # of the sheet; width and gap in pixels


@dataclass(frozen=True, eq=False)
class Film:
    """An animation that is not yet encoded. A pause is one frame that lasts longer."""

    frames: Sequence[np.ndarray]  #: each (h, w, 3) uint8, of the same size; each may be drawn when it is needed
    durations: list[int]  #: how long each frame is shown, in milliseconds
    stops: list[int]  #: the numbers of the frames at which an iteration is complete, ascending
    colors: np.ndarray  #: (m, 3) uint8, the colours that must survive in a GIF, such as those of all the centroids


def encode(film: Film, suffix: str) -> bytes:
    """Encode a film as the kind of file that the suffix names. Raises the same errors as `check_video`.

    >>> white = np.full((48, 64, 3), 255, dtype=np.uint8)
    >>> dusk = Film([white, white // 2], [400, 1200], [0, 1], white[0, :1])
    >>> encode(dusk, ".gif")[:6]
    b'GIF89a'
    """
    check_video(suffix)
    return ENCODERS[suffix](film)


def check_video(path: str | os.PathLike[str]) -> None:
    """Raise OutputError if path ends in .mp4 and PyAV is missing. Call this before a film is drawn."""
    if os.fspath(path).lower().endswith(".mp4") and find_spec("av") is None:
        raise OutputError(path, "needs the extra 'video': pip install 'kmeans-scratch[video]'")


def to_gif(film: Film) -> bytes:
    """Encode a film as an endless GIF."""
    return encode_gif(film.frames, film.durations, film.colors)


def to_webp(film: Film) -> bytes:
    """Encode a film as an endless WebP. It has the colours of the GIF, and is smaller.

    It is lossless: lossy files of flat colours and sharp letters are larger, and blurred.
    """
    from PIL import Image

    class Reel(Image.Image):
        """A picture of many frames, each of which is drawn when Pillow asks for it."""

        def __init__(self) -> None:
            super().__init__()
            self.n_frames, self.at, self.frames = len(film.frames), -1, reduce_colors(film.frames, film.colors)

        def tell(self) -> int:
            return 0

        def seek(self, number: int) -> None:
            while self.at < number:
                self.at += 1
                picture = Image.fromarray(next(self.frames))
                self.im, self._mode, self._size = picture.im, picture.mode, picture.size

    reel, file = Reel(), BytesIO()
    reel.seek(0)
    options = {"lossless": True, "quality": 60, "method": 3}  # here, quality means how long to search
    options |= {"kmin": reel.n_frames, "kmax": reel.n_frames + 1}  # store only changes after the first frame
    reel.save(file, "webp", save_all=True, duration=film.durations, loop=0, **options)
    return file.getvalue()


def write(frame: np.ndarray, suffix: str, **options: Any) -> bytes:
    """Encode one picture, (h, w, 3) uint8, by imageio, which is loaded only here."""
    import imageio.v3 as iio

    return iio.imwrite("<bytes>", frame, extension=suffix, **options)


def to_mp4(film: Film) -> bytes:
    """Encode a film as H.264, in a form that all players and slide programs can show.

    The video has even sides. All its frames last as long as the shortest frame of the film; longer frames are
    repeated. Its colours have tags. Some players ignore these, so the tags are those that such a player assumes.
    """
    import av
    from av.video.reformatter import ColorRange, Colorspace

    height, width, _ = film.frames[0].shape
    fps = min(max(round(1000 / min(film.durations)), LEAST_FPS), MOST_FPS[".mp4"])
    is_hd, file = height > HD_LINES, BytesIO()
    colors = Colorspace.ITU709 if is_hd else Colorspace.ITU601
    with av.open(file, "w", format="mp4") as video:
        stream = video.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = width + width % 2, height + height % 2, "yuv420p"
        tags = stream.codec_context
        tags.color_range, tags.colorspace = ColorRange.MPEG, colors
        tags.color_primaries = tags.color_trc = 1 if is_hd else 6  # BT.709, or SMPTE 170M, which is BT.601's
        repeats = np.diff(to_ticks(film.durations, 1000 / fps)).tolist()
        for frame, n in zip(film.frames, repeats, strict=True):
            even = np.pad(frame, ((0, height % 2), (0, width % 2), (0, 0)), "edge")
            rgb = av.VideoFrame.from_ndarray(even, format="rgb24")
            yuv = rgb.reformat(format="yuv420p", dst_colorspace=colors, dst_color_range=ColorRange.MPEG)
            for _ in range(n):
                yuv.pts = None
                video.mux(stream.encode(yuv))
        video.mux(stream.encode())
    return file.getvalue()


def to_png(film: Film) -> bytes:
    """Encode a film as one picture: the ends of at most twelve iterations, in rows."""
    chosen = np.linspace(0, len(film.stops) - 1, min(MAX_TILES, len(film.stops)))  # the first and the last too
    tiles = [film.frames[film.stops[i]] for i in np.rint(chosen).astype(int)]
    n_columns = min(MAX_COLUMNS, ceil(sqrt(len(tiles))))
    while n_columns * tiles[0].shape[1] > MAX_WIDTH:
        tiles = [halve(tile) for tile in tiles]
    return write(arrange(tiles, n_columns), ".png", optimize=True)


def halve(pixels: np.ndarray) -> np.ndarray:
    """Shrink a picture, (h, w, 3) uint8, to half its width and height: each pixel is the mean of four."""
    height, width = pixels.shape[0] // 2 * 2, pixels.shape[1] // 2 * 2  # an odd last row or column is left out
    fours = pixels[:height, :width].reshape(height // 2, 2, width // 2, 2, 3)
    return np.rint(fours.mean(axis=(1, 3))).astype(np.uint8)


def arrange(tiles: Sequence[np.ndarray], n_columns: int) -> np.ndarray:
    """Lay pictures of one size out in rows, with thin grey gaps."""
    height, width = tiles[0].shape[0] + GAP, tiles[0].shape[1] + GAP
    sheet = np.full((ceil(len(tiles) / n_columns) * height, n_columns * width, 3), GAP_LIGHT, dtype=np.uint8)
    for i, tile in enumerate(tiles):
        top, left = i // n_columns * height, i % n_columns * width
        sheet[top : top + height - GAP, left : left + width - GAP] = tile
    return sheet[:-GAP, :-GAP]  # no gap after the last ones


ENCODERS = {".gif": to_gif, ".webp": to_webp, ".mp4": to_mp4, ".png": to_png}
