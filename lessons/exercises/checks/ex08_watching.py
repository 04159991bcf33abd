"""Watching it move."""

import numpy as np

from . import Mistake, combine, compare, slow

HINTS = (
    "Take a picture of 1 by 3 pixels with the labels 1, 0, 1. Which row of centroids is the colour of the first "
    "pixel? What is the shape of the picture? What is the shape of the list of its colours?",
    "An array of labels can be an index: colors[labels] takes row labels[0] of colors for the first pixel, and so "
    "on. Round the centroids first; astype alone would cut off the digits after the point.",
    "colors = np.rint(centroids).astype(np.uint8) is (k, 3), and colors[labels] is (h * w, 3). Then "
    ".reshape(height, width, 3), with height, width = image.shape[:2].",
)

ALPHA = "Your picture has a fourth number, alpha. It is not a colour. Leave it out: the shape is (h, w, 3)."
FOUR = (
    "This image has 4 numbers for each pixel, but a colour has 3. The fourth number is alpha. So do not use the "
    "whole image.shape. Take height and width only: height, width = image.shape[:2]."
)
CUT = (
    "The colours are cut, not rounded: 199.99 became 199. `astype` and an array of uint8 cut off the digits after "
    "the point. Round first: np.rint(centroids)."
)
INDEX = (
    "The pixel in row y and column x has the label number y * width + x, because y rows of *width* pixels come "
    "before it. Did you use the height?"
)


def reshaped(labels, image):
    """Lay the labels row by row: (h, w)."""
    return labels.reshape(image.shape[:2])


def version(colors=np.rint, place=reshaped, after=lambda picture, image: picture):
    """Make a version: `colors` makes centroids whole, `place` lays the labels, `after` changes the picture."""
    return lambda image, labels, centroids: after(colors(centroids)[place(labels, image)], image)


def right_picture(image, labels, centroids):
    """Paint the picture as the exercise asks."""
    return version()(image, labels, centroids).astype(np.uint8)


def columns_first(labels, image):
    """Take the labels as if they went down the columns."""
    return labels.reshape(image.shape[1::-1]).T


def by_height(labels, image):
    """Take y * h + x for y * w + x; the last label if that is too large."""
    y, x = np.indices(image.shape[:2])
    return labels[np.minimum(y * image.shape[0] + x, len(labels) - 1)]


def by_height_to_the_end(labels, image):
    """Take y * h + x for y * w + x; if that is too large, it is an error."""
    y, x = np.indices(image.shape[:2])
    return labels[y * image.shape[0] + x]


WRONG_COLORS = {
    "colours cut": (np.trunc, CUT),
    "colours rounded up": (
        np.ceil,
        "The colours are rounded up: 199.2 became 200. Round to the nearest whole number: np.rint(centroids).",
    ),
    "colours not rounded": (
        lambda centroids: centroids,
        "The colours are not rounded. A picture holds bytes: np.rint(centroids), and then .astype(np.uint8).",
    ),
    "colours from 0 to 1": (
        lambda centroids: centroids / 255,
        "The colours are divided by 255. A picture of bytes holds numbers from 0 to 255.",
    ),
    "colours times 255": (
        lambda centroids: (np.rint(centroids) * 255).astype(np.uint8),
        "The colours are multiplied by 255. They already go from 0 to 255.",
    ),
    "red and blue exchanged": (
        lambda centroids: np.rint(centroids)[:, ::-1],
        "Red and blue have changed places. Keep the order red, green, blue.",
    ),
}
WRONG_PLACES = {
    "height and width exchanged": (
        lambda labels, image: labels.reshape(image.shape[1::-1]),
        "Height and width have changed places. image.shape begins with the height: height, width = image.shape[:2].",
    ),
    "column by column": (
        columns_first,
        "The shape is right, but the pixels are in the wrong places. The labels go row by row, and you used them "
        "column by column. reshape(height, width, 3) goes row by row.",
    ),
    "turned": (
        lambda labels, image: reshaped(labels, image).T,
        "Rows and columns of the picture are exchanged. Leave out the transpose.",
    ),
    "upside down": (
        lambda labels, image: reshaped(labels, image)[::-1],
        "The picture is upside down. Row 0 is at the top.",
    ),
    "mirrored": (
        lambda labels, image: reshaped(labels, image)[:, ::-1],
        "Left and right have changed places: each row is reversed.",
    ),
    "y * h + x": (by_height, INDEX),
    "y * h + x, to the end": (by_height_to_the_end, INDEX),
    "flat": (
        lambda labels, image: labels,
        "The colours are right, but this is still a list of pixels, (h * w, 3). Make a picture of it: "
        ".reshape(height, width, 3).",
    ),
    "first colour for all": (
        lambda labels, image: reshaped(labels, image) * 0,
        "All pixels have the colour of group 0. Each pixel has its own label: colors[labels].",
    ),
    "label of the first pixel for all": (
        lambda labels, image: reshaped(labels, image) * 0 + labels[0],
        "All pixels have the colour of the first one. Each pixel has its own label: colors[labels].",
    ),
    "labels from 1": (
        lambda labels, image: reshaped(labels, image) - 1,
        "Each pixel got the colour of the group before its own. Labels begin with 0: label 0 is row 0 of centroids.",
    ),
}
WRONG_ENDINGS = {
    "alpha kept": (lambda picture, image: np.dstack([picture, image[:, :, 3:]]), ALPHA),
    "alpha 255": (lambda picture, image: np.dstack([picture, np.full(image.shape[:2], 255)]), ALPHA),
    "alpha 0": (
        lambda picture, image: np.dstack([picture, np.zeros((*image.shape[:2], image.shape[2] - 3))]),
        ALPHA,
    ),
}


def painted_only(chosen):
    """Make a version that paints the pixels of some groups; chosen(labels, k) gives a mask. The others stay black."""

    def paint(image, labels, centroids):
        mask = chosen(labels, len(centroids)).reshape(image.shape[:2])[:, :, None]
        return np.where(mask, right_picture(image, labels, centroids), 0)

    return paint


def means_of(image, labels, k):
    """Find the mean colour of each group of pixels."""
    pixels = image[:, :, :3].reshape(-1, 3)
    return np.array([pixels[labels == group].mean(axis=0) for group in range(k)])


ANEW = "Only the last group is painted. Do you make the array again for each group? Make it once, before the loop."
OTHERS = {
    "labels as a picture": (
        lambda image, labels, centroids: labels.reshape(image.shape[:2]),
        "These are the labels, as a picture. Paint each pixel in the colour of its label: colors[labels].",
    ),
    "made anew for each group": (painted_only(lambda labels, k: labels == labels.max()), ANEW),
    "first group only": (
        painted_only(lambda labels, k: labels == 0),
        "Only the first group is painted. Is `return` inside the loop? Move it to the left.",
    ),
    "last group left out": (
        painted_only(lambda labels, k: labels < k - 1),
        "The last group stays black. `range(len(centroids))` takes all groups.",
    ),
    "mean colours of the picture": (
        lambda image, labels, centroids: right_picture(image, labels, means_of(image, labels, len(centroids))),
        "Each group has the mean colour of its pixels. Take the colours that are given: centroids.",
    ),
    "the picture itself": (
        lambda image, labels, centroids: image,
        "This is the picture as it was given. Paint each pixel in the colour of its group.",
    ),
    "the picture itself without alpha": (
        lambda image, labels, centroids: image[:, :, :3],
        "This is the picture as it was given. Paint each pixel in the colour of its group.",
    ),
}
WRONG = combine(version, OTHERS, colors=WRONG_COLORS, place=WRONG_PLACES, after=WRONG_ENDINGS)


def pictures(rng):
    """Draw pictures with and without alpha, labels and centroids, from tiny to small; none is square."""
    drawn = []
    for height, width, k in [(1, 2, 2), (2, 1, 2), (2, 3, 2), (3, 2, 3), (2, 4, 5), (4, 3, 4), (6, 5, 8), (9, 12, 5)]:
        for channels in (3, 4):
            image = rng.integers(0, 256, (height, width, channels), dtype=np.uint8)
            labels = rng.permutation(np.arange(height * width) % k)
            # quarters behind the point, but no halves, which one may round up or down
            centroids = rng.integers(3, 253, (k, 3)) + rng.choice([-0.25, 0, 0.25], (k, 3))
            drawn.append((image, labels, centroids))
    return drawn


def check_recolor(answer, rng):
    """recolor paints each pixel in the rounded colour of its group"""
    try:
        compare(answer.recolor, pictures(rng), right_picture, WRONG, dtype=np.uint8)
    except Mistake as mistake:
        if "cannot reshape" in mistake.message and mistake.message.endswith(",4)"):
            mistake.message, mistake.name = FOUR, "all of image.shape"
        raise


def remarks(answer, rng):
    """Say if a right answer is slow."""

    def make(n):
        image = np.zeros((10, n // 10, 3), dtype=np.uint8)
        return image, rng.integers(0, 5, n), rng.integers(0, 256, (5, 3)) * 1.0

    return [
        slow(
            answer.recolor,
            make,
            "Let NumPy do all pixels at once: colors[labels] takes a row of colors for each label.",
        )
    ]
