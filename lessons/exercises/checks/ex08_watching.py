"""Watching it move."""

import numpy as np

from . import Mistake, compare, not_slow

HINTS = (
    "Take a picture of 1 by 3 pixels with the labels 1, 0, 1. Which row of centroids is the colour of the first "
    "pixel? Which shape has the picture, and which shape has the list of its colours?",
    "An array of labels can be an index: colors[labels] takes row labels[0] of colors for the first pixel, and so "
    "on. Round the centroids first; astype alone would cut off what is behind the point.",
    "colors = np.rint(centroids).astype(np.uint8) is (k, 3), and colors[labels] is (h * w, 3). What is left is "
    ".reshape(height, width, 3), with height, width = image.shape[:2].",
)

ALPHA = "Here is a fourth number, alpha. It is no colour, so leave it out: the shape is (h, w, 3)."
FOUR = (
    "This image has 4 numbers for each pixel, and a colour has 3: the fourth, alpha, is no colour. So do not take "
    "all of image.shape. Take height and width only: height, width = image.shape[:2]."
)
CUT = (
    "The colours are cut, not rounded: 199.99 became 199. astype, and an array of uint8 too, cuts off what is behind "
    "the point, so round first: np.rint(centroids)."
)


def right_picture(image, labels, centroids):
    """Paint the picture."""
    return painted(image, labels, np.rint(centroids)).astype(np.uint8)


def painted(image, labels, colors):
    """Paint with colors that need not be bytes."""
    return colors[labels].reshape(*image.shape[:2], 3)


def with_alpha(image, picture):
    """Keep alpha where there is one."""
    return np.dstack([picture, image[:, :, 3:]])


def column_by_column(image, labels, centroids):
    """Take the labels as if they went down the columns."""
    return right_picture(image.transpose(1, 0, 2), labels, centroids).transpose(1, 0, 2)


WRONG = {
    "truncated": (lambda image, labels, centroids: right_picture(image, labels, np.trunc(centroids)), CUT),
    "truncated, with alpha": (
        lambda image, labels, centroids: with_alpha(image, right_picture(image, labels, np.trunc(centroids))),
        f"{ALPHA} {CUT}",
    ),
    "with alpha": (
        lambda image, labels, centroids: with_alpha(image, right_picture(image, labels, centroids)),
        ALPHA,
    ),
    "opaque": (
        lambda image, labels, centroids: np.dstack(
            [right_picture(image, labels, centroids), np.full(image.shape[:2], 255)]
        ),
        ALPHA,
    ),
    "not rounded": (
        painted,
        "The colours are not rounded. A picture holds bytes: np.rint(centroids), and then .astype(np.uint8).",
    ),
    "floats": (
        right_picture,
        "The picture looks right, but its numbers are not bytes, and a picture of other numbers is shown wrongly: "
        ".astype(np.uint8) at the end.",
    ),
    "from 0 to 1": (
        lambda image, labels, centroids: painted(image, labels, centroids / 255),
        "The colours are divided by 255. A picture of bytes holds numbers from 0 to 255.",
    ),
    "width by height": (
        lambda image, labels, centroids: right_picture(image.transpose(1, 0, 2), labels, centroids),
        "Height and width have changed places. image.shape begins with the height: height, width = image.shape[:2].",
    ),
    "column by column": (
        column_by_column,
        "The shape is right, but the pixels are in other places: the labels go row by row, and here they were laid "
        "down column by column. reshape(height, width, 3) goes row by row.",
    ),
    "turned": (
        lambda image, labels, centroids: right_picture(image, labels, centroids).transpose(1, 0, 2),
        "The picture lies on its side: rows and columns are exchanged. Leave the transpose out.",
    ),
    "upside down": (
        lambda image, labels, centroids: right_picture(image, labels, centroids)[::-1],
        "The picture stands on its head. Row 0 is the top one.",
    ),
    "flat": (
        lambda image, labels, centroids: np.rint(centroids)[labels],
        "The colours are right, but this is still a list of pixels, (h * w, 3). Make a picture of it: "
        ".reshape(height, width, 3).",
    ),
    "labels": (
        lambda image, labels, centroids: labels.reshape(image.shape[:2]),
        "These are the labels, as a picture. Paint each pixel in the colour of its label: colors[labels].",
    ),
    "the first color for all": (
        lambda image, labels, centroids: right_picture(image, labels * 0, centroids),
        "All pixels have the colour of group 0. Each pixel has a label of its own: colors[labels].",
    ),
    "labels from 1": (
        lambda image, labels, centroids: right_picture(image, labels - 1, centroids),
        "Each pixel got the colour of the group before its own. Labels count from 0: label 0 is row 0 of centroids.",
    ),
    "BGR": (
        lambda image, labels, centroids: right_picture(image, labels, centroids)[:, :, ::-1],
        "Red and blue have changed places. Keep the order red, green, blue.",
    ),
    "one group only": (
        lambda image, labels, centroids: np.where(
            (labels == labels.max()).reshape(image.shape[:2])[:, :, None], right_picture(image, labels, centroids), 0
        ),
        "Only the last group is painted. Is the array made anew inside the loop over the groups? Make it once, "
        "before.",
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
            mistake.message = FOUR
        raise


def check_speed(answer, rng):
    """recolor paints all pixels at once"""

    def make(n):
        image = np.zeros((10, n // 10, 3), dtype=np.uint8)
        return image, rng.integers(0, 5, n), rng.integers(0, 256, (5, 3)) * 1.0

    idea = "Let NumPy do all pixels in one go: colors[labels] takes a row of colors for each label."
    not_slow(answer.recolor, make, idea)
