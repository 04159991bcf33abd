"""The right `bar` for exercise 7, and wrong versions of it."""

import numpy as np

from . import combine

WIDTHS = (
    "You round each width separately, so their sum can be wrong: columns are missing, or there are too many. Round "
    "where each colour *ends*: np.cumsum(proportions) * width."
)
COLORS_CUT = (
    "The colours are cut, not rounded: 199.99 became 199. `astype` and an array of uint8 cut off the digits after "
    "the point. Round first: np.rint(colors)."
)


def right_ends(proportions, width):
    """Find the column after the last one of each colour."""
    return np.rint(np.cumsum(proportions) * width).astype(int)


def painted(colors, ends, height, width):
    """Paint the columns up to each end; columns after the last one stay black."""
    picture, begin = np.zeros((height, width, 3)), 0
    for color, end in zip(colors, ends, strict=True):
        picture[:, begin:end] = color
        begin = end
    return picture


def version(colors=np.rint, ends=right_ends, paint=painted):
    """Make a version of bar; `colors` makes colours whole, `ends` finds the columns, `paint` makes the picture."""

    def bar(palette, proportions, height=50, width=300):
        return paint(colors(palette), ends(proportions, width), height, width)

    return bar


def right_bar(colors, proportions, height=50, width=300):
    """Draw the bar as the exercise asks."""
    return version()(colors, proportions, height, width).astype(np.uint8)


def from_widths(whole, fill=False):
    """Make ends from widths that are made whole one by one; `fill`: the last colour takes the rest."""

    def ends(proportions, width):
        found = np.cumsum(whole(proportions * width).astype(int))
        return np.append(found[:-1], width) if fill else found

    return ends


def repeated(colors, ends, height, width):
    """Repeat each colour as often as its width says: the picture may be too wide or too narrow."""
    row = np.repeat(colors, np.diff(np.append(0, ends)), axis=0)
    return np.tile(row, (height, 1, 1))


def shifted(first, last):
    """Paint from and to a column too many or too few."""

    def paint(colors, ends, height, width):
        picture = np.zeros((height, width, 3))
        for color, begin, end in zip(colors, np.append(0, ends[:-1]), ends, strict=True):
            picture[:, max(0, begin + first) : end + last] = color
        return picture

    return paint


def never_moved(colors, ends, height, width):
    """Begin each colour in column 0."""
    picture = np.zeros((height, width, 3))
    for color, end in zip(colors, ends, strict=True):
        picture[:, :end] = color
    return picture


def first_only(colors, ends, height, width):
    """Paint the first colour, and no other."""
    picture = np.zeros((height, width, 3))
    picture[:, : ends[0]] = colors[0]
    return picture


def stacked(colors, proportions, height=50, width=300):
    """Draw the colors one above the other."""
    return right_bar(colors, proportions, width, height).transpose(1, 0, 2)


def most_first(colors, proportions, height=50, width=300):
    """Sort by proportions."""
    order = np.argsort(-proportions)
    return right_bar(colors[order], proportions[order], height, width)


WRONG_COLORS = {
    "colours cut": (np.trunc, COLORS_CUT),
    "colours rounded up": (
        np.ceil,
        "The colours are rounded up: 199.2 became 200. Round to the nearest whole number: np.rint(colors).",
    ),
    "colours not rounded": (
        lambda colors: colors,
        "The colours are not rounded. A picture holds bytes: round the colours, and make the picture of type uint8.",
    ),
    "colours from 0 to 1": (
        lambda colors: colors / 255,
        "The colours are divided by 255. A picture of bytes holds numbers from 0 to 255.",
    ),
    "red and blue exchanged": (
        lambda colors: np.rint(colors)[:, ::-1],
        "Red and blue have changed places. Keep the order red, green, blue.",
    ),
    "black": (
        lambda colors: colors // 255,
        "The bar is black, or nearly black: you converted colours from 0 to 1 to bytes. Keep them from 0 to 255.",
    ),
}
WRONG_ENDS = {
    "widths rounded": (from_widths(np.rint), WIDTHS),
    "widths cut": (from_widths(np.trunc), WIDTHS),
    "widths rounded up": (from_widths(np.ceil), WIDTHS),
    "widths rounded, last fills": (from_widths(np.rint, fill=True), WIDTHS),
    "widths cut, last fills": (from_widths(np.trunc, fill=True), WIDTHS),
    "ends cut": (
        lambda proportions, width: np.trunc(np.cumsum(proportions) * width).astype(int),
        "The ends are cut, not rounded. A sum of proportions can be 0.9999999 instead of 1. Then the last column is "
        "missing. Round: np.rint(np.cumsum(proportions) * width).",
    ),
    "ends rounded up": (
        lambda proportions, width: np.ceil(np.cumsum(proportions) * width - 1e-9).astype(int),
        "The ends are rounded up. Round them to the nearest column: np.rint(np.cumsum(proportions) * width).",
    ),
    "ends one column late": (
        lambda proportions, width: np.minimum(np.trunc(np.cumsum(proportions) * width + 1e-9).astype(int) + 1, width),
        "The ends are cut, and then one column is added. Round them to the nearest column: np.rint.",
    ),
    "ends too large for a byte": (
        lambda proportions, width: right_ends(proportions, width).astype(np.uint8),
        "The ends are bytes (uint8), which hold 255 at most: column 300 becomes 44. Make them int: .astype(int).",
    ),
    "cumsum missing": (
        lambda proportions, width: np.rint(proportions * width).astype(int),
        "A colour does not end at its own width, but at the sum of its width and all before it: np.cumsum.",
    ),
    "equal widths, cut": (
        lambda proportions, width: np.arange(1, len(proportions) + 1) * (width // len(proportions)),
        "All colours are equally wide. Each should be as wide as its proportion says.",
    ),
    "equal widths": (
        lambda proportions, width: right_ends(np.full(len(proportions), 1 / len(proportions)), width),
        "All colours are equally wide. Each should be as wide as its proportion says.",
    ),
}
WRONG_PAINT = {
    "one column too few": (
        shifted(0, -1),
        "Each colour is one column too narrow. A slice [begin:end] already leaves out the column `end`.",
    ),
    "begins one column late": (
        shifted(1, 0),
        "There is a black column before each colour. Each colour begins in the column where the colour before it "
        "ends.",
    ),
    "begin not moved": (
        never_moved,
        "Each colour begins in column 0 and covers those before it. After each colour set begin = end.",
    ),
    "first colour only": (
        first_only,
        "Only the first colour is painted. Is `return` inside the loop? Move it to the left.",
    ),
}
OTHERS = {
    "one above the other": (
        stacked,
        "The colours are one above the other. They should be side by side: picture[:, begin:end] takes columns.",
    ),
    "height and width exchanged": (
        lambda colors, proportions, height=50, width=300: right_bar(colors, proportions, height, width).transpose(
            1, 0, 2
        ),
        "Height and width have changed places: the shape of a picture is (height, width, 3), rows first.",
    ),
    "size written down": (
        lambda colors, proportions, height=50, width=300: right_bar(colors, proportions),
        "The bar is always 50 by 300. Did you write these numbers into your code? Use height and width.",
    ),
    "width written down": (
        lambda colors, proportions, height=50, width=300: right_bar(colors, proportions, height),
        "The bar is always 300 wide. Did you write 300 into your code? Use width.",
    ),
    "height written down": (
        lambda colors, proportions, height=50, width=300: right_bar(colors, proportions, width=width),
        "The bar is always 50 high. Did you write 50 into your code? Use height.",
    ),
    "sorted by proportion": (
        most_first,
        "The colours are sorted by their proportions. Keep the order in which they are given.",
    ),
    "one row": (
        lambda colors, proportions, height=50, width=300: right_bar(colors, proportions, 1, width)[0],
        "This is one row of the bar. Repeat it: the shape of a picture is (height, width, 3).",
    ),
}
for name in ("widths rounded", "widths cut", "widths rounded up"):
    one = WRONG_ENDS[name][0]
    OTHERS[f"{name}, repeated"] = version(ends=one, paint=repeated), WIDTHS
    both = f"Two mistakes. First: {COLORS_CUT} Second: {WIDTHS}"
    OTHERS[f"colours cut; {name}, repeated"] = version(np.trunc, one, repeated), both
WRONG_BAR = combine(version, OTHERS, colors=WRONG_COLORS, ends=WRONG_ENDS, paint=WRONG_PAINT)


def edges(picture):
    """Find the columns in which another colour begins; none if this is no bar."""
    same_rows = picture.ndim == 3 and (picture == picture[:1]).all()
    return np.flatnonzero((picture[0, 1:] != picture[0, :-1]).any(axis=1)) + 1 if same_rows else None


def in_order(colors, picture):
    """Tell whether the colours of a bar are the given ones, in their order; some may have no column."""
    left = iter(np.rint(colors).tolist())
    return all(color in left for color in picture[0, [0, *edges(picture)]].tolist())


PARTLY_RIGHT = {
    "widths wrong": (
        lambda case, got, right: got.shape == right.shape and in_order(case[0], got),
        "The colours are right, and so is their order, but they end at other columns. Colour i ends at column "
        "round(width * (p0 + ... + pi)): np.rint(np.cumsum(proportions) * width).",
    ),
    "colours wrong": (
        lambda case, got, right: got.shape == right.shape and np.array_equal(edges(got), edges(right)),
        "Each colour ends at the right column, but the colours are not right: np.rint(colors), and then uint8.",
    ),
}
