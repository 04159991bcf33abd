"""A picture is numbers."""

import numpy as np

from . import compare, must, slow

HINTS = (
    "Look at image.shape: height, width, and 4 numbers for each pixel. You need rows of pixels, so one axis must "
    "disappear. The last of the 4 numbers is alpha.",
    "pixels = image.reshape(-1, 4) makes the rows. -1 means: as many rows as there are. pixels[:, 3] is the alpha "
    "of each pixel. A comparison with 128 gives True or False for each, and pixels[opaque] picks the rows with True.",
    "pixels = image.reshape(-1, 4), then pixels[pixels[:, 3] >= 128]. From the result take the columns [:, :3], and "
    ".astype(float).",
)


def right(image):
    """Take the rows as the exercise asks."""
    return chosen(image, image[..., 3] >= 128)


def chosen(image, opaque):
    """Take the colours of some pixels."""
    return image[opaque][:, :3].astype(float)


def black_for_transparent(image):
    """Paint the transparent pixels black."""
    return (image[..., :3] * (image[..., 3:] >= 128)).reshape(-1, 3)


def distinct(rows):
    """Take each row once, in the order of the first ones."""
    return rows[np.sort(np.unique(rows, axis=0, return_index=True)[1])]


FOUR_PIECES = (
    "reshape(4, -1) cuts the numbers into four long rows. It does not separate the channels, so the pixels are "
    "mixed up. Use reshape(-1, 4): a row for each pixel."
)
BY_COLOR = (
    "Black is a colour too. Here black pixels are lost, although they are opaque. Only alpha says which pixels are "
    "transparent: image[..., 3]."
)
WRONG = {
    "all pixels": (
        lambda image: image[..., :3].reshape(-1, 3),
        "The transparent pixels are among the rows too. Leave out the pixels with an alpha below 128.",
    ),
    "alpha kept": (
        lambda image: image[image[..., 3] >= 128],
        "Each row has four numbers: alpha is still there. It is not a colour. Keep the first three columns, [:, :3].",
    ),
    "all pixels and alpha": (
        lambda image: image.reshape(-1, 4),
        "The shape is right for pixels, but alpha and the transparent pixels are still there.",
    ),
    "transparent ones": (
        lambda image: chosen(image, image[..., 3] < 128),
        "These are the *transparent* pixels. Turn the comparison around: >= 128.",
    ),
    "over 128": (
        lambda image: chosen(image, image[..., 3] > 128),
        "A pixel with an alpha of exactly 128 counts as opaque too: >= and not >.",
    ),
    "fully opaque": (
        lambda image: chosen(image, image[..., 3] == 255),
        "Only pixels with the full alpha of 255 were taken. 128 is enough.",
    ),
    **{
        f"a limit that is {what}": (
            lambda image, limit=limit: chosen(image, image[..., 3] >= limit),
            f"The limit in your code is {what}. Pixels with an alpha of 128 or more are opaque: >= 128.",
        )
        for limit, what in [(127, "too low"), (64, "too low by far"), (200, "too high"), (254, "too high by far")]
    },
    "alpha first": (
        lambda image: image[image[..., 0] >= 128][:, 1:],
        "The first of the four numbers is red. Alpha is the last: [..., 3], and the colours are [:, :3].",
    ),
    "reshape(-1, 3)": (
        lambda image: image.reshape(-1, 3),
        "A pixel has four numbers here, so reshape(-1, 3) mixes up the pixels. Use reshape(-1, 4), then leave out "
        "alpha.",
    ),
    "rows for columns": (
        lambda image: image[image[..., 3] >= 128][:3],
        "[:3] takes the first three *rows*. The first three columns of all rows are [:, :3].",
    ),
    "any alpha": (
        lambda image: chosen(image, image[..., 3] > 0),
        "You took all pixels with an alpha above 0. Alpha should be 128 or more.",
    ),
    "black for transparent": (
        black_for_transparent,
        "The transparent pixels became black rows: an invented colour. Leave them out.",
    ),
    "black left out": (lambda image: without(right(image), 0), BY_COLOR),
    "black left out, alpha ignored": (lambda image: without(chosen(image, image[..., 3] >= 0), 0), BY_COLOR),
    "white left out": (
        lambda image: without(right(image), 255),
        "White is a colour too. Here white pixels are lost, although they are opaque. Only alpha says which pixels "
        "are transparent.",
    ),
    "each colour once": (
        lambda image: distinct(right(image)),
        "Each colour comes only once. Every pixel should have its own row, even if its colour was there before.",
    ),
    "each colour once, sorted": (
        lambda image: np.unique(right(image), axis=0),
        "np.unique sorts the colours and keeps each only once. Every pixel should have its row, in reading order.",
    ),
    "not all opaque rows: `all`": (
        lambda image: chosen(image, (image >= 128).all(axis=-1)),
        "All four numbers were compared with 128. Only alpha, the last one, says how opaque a pixel is.",
    ),
    "not all opaque rows: `any`": (
        lambda image: chosen(image, (image >= 128).any(axis=-1)),
        "All four numbers were compared with 128. Only alpha, the last one, says how opaque a pixel is.",
    ),
    "turned around": (
        lambda image: right(image).T,
        "Rows and columns are exchanged: a row for each pixel, with three columns. Is there a `.T` too many?",
    ),
    "kept as a picture": (
        lambda image: image[..., :3],
        "This is still a picture, (h, w, 3). Make rows of pixels: .reshape(-1, 4), then pick the opaque ones.",
    ),
    "first row only": (
        lambda image: right(image[:1]),
        "Only the first row of the picture was taken. Is a `return` inside the loop?",
    ),
    "last pixel left out": (
        lambda image: right(image)[:-1],
        "The last opaque pixel is missing. `range(n)` and `[:n]` already stop before n.",
    ),
    "multiplied by alpha": (
        lambda image: right(image) * image[image[..., 3] >= 128][:, 3:] / 255,
        "The colours are multiplied by alpha, which makes them darker. Alpha only says which pixels count.",
    ),
    "from 0 to 1": (
        lambda image: right(image) / 255,
        "The colours go from 0 to 1. Leave them from 0 to 255, as they are in the picture.",
    ),
    "column by column": (
        lambda image: right(image.transpose(1, 0, 2)),
        "The pixels come column by column. Reading order is row by row: is there a .T or a transpose too many?",
    ),
    "blue first": (
        lambda image: right(image)[:, ::-1],
        "Red and blue are exchanged. The order is red, green, blue, as it is in the picture.",
    ),
    "alpha for red": (
        lambda image: image[image[..., 3] >= 128][:, 1:],
        "You took green, blue and alpha. Columns are numbered from 0: red, green, blue are [:, :3].",
    ),
    "alpha of red": (
        lambda image: chosen(image, image[..., 0] >= 128),
        "You looked at red and not at alpha. Alpha is the last of the four numbers, [..., 3].",
    ),
    "reshape(4, -1)": (lambda image: image.reshape(4, -1)[:3].T, FOUR_PIECES),
    "reshape(4, -1), opaque": (lambda image: four_pieces(image)[four_pieces(image)[:, 3] >= 128, :3], FOUR_PIECES),
    "reshape(3, -1)": (lambda image: image[..., :3].reshape(3, -1).T, FOUR_PIECES.replace("4", "3")),
}


PARTLY_RIGHT = {
    "transparent pixels painted": (
        lambda case, got, right: len(got) == case[0][..., 3].size and np.array_equal(got[opaque(case[0])], right),
        "The transparent pixels are still there, as rows of some other colour. Leave these rows out.",
    ),
    "too many left out": (
        lambda case, got, right: len(got) < len(right) and is_part(got, right),
        "Your rows are right, but some opaque pixels are missing. All with an alpha of 128 or more belong here, "
        "whatever their colour is.",
    ),
}


def opaque(image):
    """Find which rows of the table of all pixels are opaque."""
    return image.reshape(-1, 4)[:, 3] >= 128


def is_part(rows, others):
    """Tell whether each of some rows is among others."""
    return {*map(tuple, rows.tolist())} <= {*map(tuple, others.tolist())}


def without(rows, number):
    """Leave out the rows that hold nothing but this number."""
    return rows[~(rows == number).all(axis=1)]


def four_pieces(image):
    """Cut the numbers into four long pieces, and turn them around."""
    return image.reshape(4, -1).T


def pictures(rng):
    """Draw pictures of several shapes, with all kinds of alpha; black, white and repeated pixels are among them."""
    alphas = np.array([0, 1, 64, 127, 128, 129, 200, 255], np.uint8)
    drawn = [(np.array([[[7, 8, 9, 255], [1, 2, 3, 0]]], np.uint8),)]
    drawn += [(np.array([[[0, 0, 0, 255], [7, 8, 9, 255]], [[255, 255, 255, 0], [7, 8, 9, 200]]], np.uint8),)]
    for h, w in [(1, 1), (1, 3), (2, 1), (2, 2), (2, 3), (3, 2), (4, 7), (9, 5)]:
        image = rng.integers(0, 256, (h, w, 4), np.uint8)
        image[..., 3] = rng.choice(alphas, (h, w))
        if h * w > 3:
            image[-1, 0] = 0, 0, 0, 255
            image[-1, 1], image[0, 1] = (255, 255, 255, 129), image[0, 0]
        drawn.append((image,))
    return drawn


def check_rows(answer, rng):
    """opaque_rows gives the colours of the opaque pixels, a row each"""
    compare(answer.opaque_rows, pictures(rng), right, WRONG, partly=PARTLY_RIGHT)


def check_float(answer, rng):
    """the rows are floats, safe to calculate with"""
    for (image,) in pictures(rng):
        rows = np.asarray(answer.opaque_rows(image.copy()))
        must(
            rows.dtype.kind == "f",
            f"The numbers are right, but their type is {rows.dtype}. Bytes (uint8) wrap around: 3 - 5 would be 254. "
            "Convert them to floats: .astype(float).",
            name="not floats",
        )


def remarks(answer, rng):
    """Say if a right answer is slow."""
    idea = "NumPy can pick all rows at once: pixels[mask], if mask holds True and False."
    return [slow(answer.opaque_rows, lambda n: (rng.integers(128, 256, (n // 50, 50, 4), np.uint8),), idea)]
