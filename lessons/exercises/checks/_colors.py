"""The right `count_colors` for exercise 6, and wrong versions of it."""

import numpy as np

ORDER = (
    "The colours are right, but their order is wrong. Sort them by red. If red is equal, sort by green, then by "
    "blue. np.unique does this if red is multiplied by 65536 in your code."
)
ONE_CODE = (
    "Two different colours have the same code, so they became one colour. With 65536 * red + 256 * green + blue, "
    "every colour has its own code."
)
BYTES = (
    "A byte (uint8) ends at 255, so 65536 * red does not fit into it. Use a larger type first: "
    "pixels.astype(np.uint32), or .astype(int)."
)


def right_colors(pixels):
    """Count as the exercise asks."""
    return np.unique(pixels, axis=0, return_counts=True)


def sorted_by(key):
    """Make a version that is right but for its order."""

    def version(pixels):
        colors, counts = right_colors(pixels)
        order = sorted(range(len(colors)), key=lambda row: key(pixels, colors[row], counts[row]))
        return colors[order], counts[order]

    return version


def first_seen(pixels, color, count):
    """Find the first pixel of a color."""
    return (pixels == color).all(axis=1).argmax()


def coded(code):
    """Make a version that takes pixels with the same code for the same color, and shows the first of them."""

    def version(pixels):
        _, first, counts = np.unique(code(pixels.astype(int)), return_index=True, return_counts=True)
        return pixels[first], counts

    return version


def packed(
    places=(65536, 256, 1), pack=np.int64, unpack=lambda codes: (codes // 65536, codes // 256 % 256, codes % 256)
):
    """Make a version that packs pixels into codes of a type, counts these, and unpacks them."""

    def version(pixels):
        with np.errstate(all="ignore"):
            codes = (pixels.astype(pack) * np.array(places).astype(pack)).sum(axis=1, dtype=pack)
        codes, counts = np.unique(codes, return_counts=True)
        return np.stack(unpack(codes), axis=1).astype(np.uint8), counts

    return version


def bytes_shifted(pixels):
    """Shift bytes by whole bytes: only blue is left."""
    blue, counts = np.unique(pixels[:, 2], return_counts=True)
    return np.stack([blue * 0, blue * 0, blue], axis=1), counts


def base_255(pixels):
    """Pack and unpack with 255 in place of 256."""
    codes, counts = np.unique(pixels @ np.array([255 * 255, 255, 1]), return_counts=True)
    return np.stack([codes // 255**2, codes // 255 % 255, codes % 255], axis=1).astype(np.uint8), counts


def in_type(small):
    """Make a code that is too small for its numbers."""
    return coded(lambda pixels: (pixels @ np.array([65536, 256, 1])).astype(small))


def runs(order=lambda pixels: pixels):
    """Make a version that counts equal neighbours, in some order of the pixels."""

    def version(pixels):
        pixels = order(pixels)
        starts = np.flatnonzero(np.r_[True, (pixels[1:] != pixels[:-1]).any(axis=1)])
        return pixels[starts], np.diff(np.r_[starts, len(pixels)])

    return version


UNPACK = "Unpacking must give the same colours: codes // 65536 is red, codes // 256 % 256 green, codes % 256 blue. "
SMALL = "{} is too small for the codes: red times 65536 does not fit. Use np.uint32, or int."
NEIGHBOURS = (
    "You count equal pixels only if they are neighbours, so a colour occurs several times. Sort by all three "
    "numbers first, or let np.unique count."
)
WRONG_COLORS = {
    "numbers, not rows": (
        lambda pixels: np.unique(pixels, return_counts=True),
        "This counts single numbers. Count whole colours: the three numbers of a row belong together. Pack them "
        "into one number first.",
    ),
    "order: as they come": (sorted_by(first_seen), ORDER),
    "order: most common first": (
        sorted_by(lambda pixels, color, count: (-count, first_seen(pixels, color, count))),
        ORDER,
    ),
    "order: most common first, then sorted": (sorted_by(lambda pixels, color, count: -count), ORDER),
    "order: least common first": (sorted_by(lambda pixels, color, count: count), ORDER),
    "order: blue first": (sorted_by(lambda pixels, color, count: color[::-1].tolist()), ORDER),
    "red and blue exchanged": (
        lambda pixels: (right_colors(pixels)[0][:, ::-1], right_colors(pixels)[1]),
        "Red and blue have changed places. What you pack as red, times 65536, must come out as red: codes // 65536.",
    ),
    "255 for 256": (
        base_255,
        "A byte has 256 values, from 0 to 255. So multiply by 256, not by 255: 256 * 256 * red + 256 * green + blue.",
    ),
    "one code: the sum": (coded(lambda pixels: pixels.sum(axis=1)), ONE_CODE),
    "one code: 255": (coded(lambda pixels: pixels @ np.array([255 * 255, 255, 1])), ONE_CODE),
    "red and green lost in bytes": (bytes_shifted, BYTES),
    "code in bytes": (packed(pack=np.uint8), BYTES),
    "code of 8 bits": (in_type(np.uint8), SMALL.format("A byte")),
    "code of 16 bits": (in_type(np.uint16), SMALL.format("uint16")),
    "code of 16 bits, unpacked": (packed(pack=np.uint16), SMALL.format("uint16")),
    "code of 16 bits with sign": (in_type(np.int16), SMALL.format("int16")),
    "code of 16 bits with sign, unpacked": (packed(pack=np.int16), SMALL.format("int16")),
    "green unpacked wrongly": (
        packed(unpack=lambda codes: (codes // 65536, codes // 256 // 256, codes % 256)),
        UNPACK + "Your green is divided twice.",
    ),
    "places without red": (coded(lambda pixels: pixels @ np.array([0, 256, 1])), ONE_CODE),
    "one code: same places": (coded(lambda pixels: pixels @ np.array([256, 256, 1])), ONE_CODE),
    "one code: 100": (
        coded(lambda pixels: pixels @ np.array([10000, 100, 1])),
        ONE_CODE + " 100 is too small: a byte has 256 values.",
    ),
    "one code: product": (coded(lambda pixels: pixels.prod(axis=1)), ONE_CODE),
    "only neighbours counted": (runs(), NEIGHBOURS),
    "only neighbours counted, sorted by red": (
        runs(lambda pixels: pixels[np.argsort(pixels[:, 0], kind="stable")]),
        NEIGHBOURS,
    ),
    "each column sorted by itself": (
        lambda pixels: right_colors(np.sort(pixels, axis=0)),
        "You sorted each column separately, so the pixels are mixed up. The three numbers of a row belong together.",
    ),
    "all pixels kept": (
        lambda pixels: (pixels, np.array([(pixels == pixel).all(axis=1).sum() for pixel in pixels])),
        "colors has a row for every pixel. It should have each colour only once.",
    ),
    "one less": (
        lambda pixels: (right_colors(pixels)[0], right_colors(pixels)[1] - 1),
        "Each count is too small by 1. The first pixel of a colour counts too. Begin with 1.",
    ),
    "one more": (
        lambda pixels: (right_colors(pixels)[0], right_colors(pixels)[1] + 1),
        "Each count is too large by 1. If you begin with 1, do not count the first pixel again.",
    ),
    "labels for counts": (
        lambda pixels: (right_colors(pixels)[0], np.unique(pixels, axis=0, return_inverse=True)[1].ravel()),
        "return_inverse gives, for each pixel, the number of its colour. Use return_counts=True: it counts.",
    ),
    "order: largest first": (
        lambda pixels: tuple(part[::-1] for part in right_colors(pixels)),
        ORDER + " Your order goes down, not up.",
    ),
    "counts sorted": (
        lambda pixels: (right_colors(pixels)[0], np.sort(right_colors(pixels)[1])[::-1]),
        "You sorted the counts by size, so they no longer belong to their colours. Keep the order of the colours.",
    ),
    "colours turned around": (
        lambda pixels: (right_colors(pixels)[0].T, right_colors(pixels)[1]),
        "Rows and columns of colors are exchanged: it should be (m, 3). np.stack(..., axis=1) puts them side by "
        "side.",
    ),
    "first index for counts": (
        lambda pixels: (right_colors(pixels)[0], np.unique(pixels, axis=0, return_index=True)[1]),
        "These are the positions where the colours occur first, not how often they occur. Use return_counts=True.",
    ),
    "shares": (
        lambda pixels: (right_colors(pixels)[0], right_colors(pixels)[1] / len(pixels)),
        "These are proportions. Return the counts: do not divide by the number of pixels.",
    ),
    "counts of every pixel": (
        lambda pixels: (right_colors(pixels)[0], np.ones(len(right_colors(pixels)[0]), dtype=int)),
        "Each colour has the count 1. Count before you remove the duplicates.",
    ),
}


def every_pixel_counted(case, got):
    """Tell whether there is a count for each colour, and all pixels are in some count."""
    colors, counts = got
    return np.shape(colors) == (len(counts), 3) and np.sum(counts) == len(case[0])


PARTLY_RIGHT = {
    "different colours as one": (
        lambda case, got, right: every_pixel_counted(case, got) and len(got[0]) < len(right[0]),
        ONE_CODE + " Bytes are too small for such codes: first pixels.astype(int).",
    ),
    "counts wrong": (
        lambda case, got, right: np.array_equal(got[0], right[0]),
        "Your colours are right, but the counts are not. Each count is the number of pixels whose red, green and "
        "blue are all equal to the colour. Together they are len(pixels).",
    ),
    "a colour several times": (
        lambda case, got, right: every_pixel_counted(case, got) and len(got[0]) > len(right[0]),
        "A colour comes several times. It should be there once, with the number of all its pixels.",
    ),
}
