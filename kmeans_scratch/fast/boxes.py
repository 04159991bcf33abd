"""Skip work, keep the answer: `assign` for samples of 1 to 3 features, with few of the distances.

`lloyd.assign` measures the distance from every sample to every centroid. Most samples lie deep inside their group, so
few of these distances are necessary. Samples that are near each other are put into a box. For each box we ask: which
centroids can be nearest to a sample in it?

For a sample x and two centroids a and b, the *lead* of b over a is how much nearer b is, in squared distances:

    |x - a|² - |x - b|²  =  2 x·(b - a) + |a|² - |b|²

The lead is linear in x. If feature f of x changes by 1, the lead changes by 2 (b[f] - a[f]). Let a be the centroid
nearest to the middle of a box. In feature f, a sample is at most width[f] / 2 from the middle. So in the whole box,
the lead of b is at most its value at the middle plus

    Σ  width[f] · |b[f] - a[f]|,   over the features f.

If this is below 0, b is not the nearest centroid of any sample in the box. Otherwise b is a *rival* in the box.
The nearest centroid a is a rival too. If a box has only one rival, all its samples belong to it.

Boxes form a tree: a large box holds a few smaller ones, down to the samples. A centroid that is not a rival in a box
is not a rival in the boxes inside it. So a box passes its rivals on to the boxes inside it. Only boxes with several
rivals, the boxes *in doubt*, are opened. If one of the smallest boxes is in doubt, its samples are compared with its
rivals, by the distances of `lloyd.py`.
"""

import numpy as np

from .sums import Sums

ROUNDING = 1e-14  # a bound of the rounding errors here and in lloyd.py, relative to the squared distances
AT_ONCE = 2**14  # samples that are measured together
FAN = 8  # the number of boxes in a larger box


class Level:
    """Boxes of about the same size, and the items in each of them.

    With b boxes, `bounds` is (b + 1,): box i holds the items `bounds[i]:bounds[i + 1]` of the level below, or of
    the samples. `middle` and `width` are (d, b).
    """

    def __init__(self, low: np.ndarray, high: np.ndarray, bounds: np.ndarray) -> None:
        """Put boxes around the items. `low` and `high` are the lowest and highest values of each item, (d, items)."""
        self.starts, self.sizes = bounds[:-1], np.diff(bounds)
        self.low = np.minimum.reduceat(low, self.starts, axis=1).astype(float)
        self.high = np.maximum.reduceat(high, self.starts, axis=1).astype(float)
        self.middle = self.low / 2 + self.high / 2
        self.width = 2 * np.maximum(self.high - self.middle, self.middle - self.low)


class Boxes(Sums):
    """Samples in the order of a tree of boxes, and the steps of `lloyd` for them.

    >>> X = np.array([[0.0], [1.0], [7.0], [8.0], [9.0], [10.0]])
    >>> boxes = Boxes(X, None, np.arange(6), [np.array([0, 2, 4, 6])])
    >>> boxes.assign(X, np.array([[0.0], [9.0]]))
    array([0, 0, 1, 1, 1, 1], dtype=uint8)
    """

    def __init__(self, X: np.ndarray, weight: np.ndarray | None, order: np.ndarray, bounds: list[np.ndarray]) -> None:
        """Build the tree from the smallest boxes up. The samples are in the order of the tree already.

        `bounds` holds one array for each level, that of the smallest boxes first; see `Level`.
        """
        super().__init__(X, weight, order)
        self.levels: list[Level] = []  # the largest boxes first
        low = high = X.T
        for of_level in bounds:
            self.levels.insert(0, Level(low, high, of_level))
            low, high = self.levels[0].low, self.levels[0].high

    def assign(self, X: np.ndarray, centroids: np.ndarray) -> np.ndarray:
        """Return the label of the nearest centroid for each sample: (n,)."""
        winners, boxes, numbers, rivals = self.rivals(centroids)
        starts, sizes = self.levels[-1].starts, self.levels[-1].sizes
        labels = np.repeat(winners, sizes)
        first = numbers.cumsum() - numbers
        most_first = np.argsort(-numbers, kind="stable")
        step = max(1, AT_ONCE * len(sizes) // len(labels))
        for start in range(0, len(boxes), step):
            some = most_first[start : start + step]
            box = boxes[some]
            places = ranges(starts[box], sizes[box])  # (p,)
            features = self.X.T.take(places, axis=1)  # (d, p)
            labels[places] = nearest_rivals(features, sizes[box], numbers[some], first[some], rivals, centroids)
        return labels

    def rivals(self, centroids: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return the nearest centroid of each smallest box, (b,), and three arrays about the boxes in doubt.

        These are the numbers of the boxes, the number of rivals of each, and the rivals, box by box.
        """
        k = len(centroids)
        c = centroids.T.astype(float, order="C")  # (d, k)
        boxes = np.arange(len(self.levels[0].sizes))
        winners, numbers = np.zeros(len(boxes), np.min_scalar_type(k - 1)), np.full(len(boxes), k)
        rivals = np.tile(np.arange(k, dtype=winners.dtype), len(boxes))
        for level, inside in zip(self.levels, [*self.levels[1:], None], strict=True):
            best, numbers, rivals = narrow(level, boxes, numbers, rivals, c)
            winners[boxes] = best
            in_doubt = numbers > 1
            rivals, boxes, numbers = rivals[np.repeat(in_doubt, numbers)], boxes[in_doubt], numbers[in_doubt]
            if inside is not None:  # open the boxes in doubt: each box inside inherits the rivals
                winners = np.repeat(winners, level.sizes)
                starts, fan = numbers.cumsum() - numbers, level.sizes[boxes]
                boxes, numbers, starts = (
                    ranges(level.starts[boxes], fan),
                    np.repeat(numbers, fan),
                    np.repeat(starts, fan),
                )
                rivals = rivals[ranges(starts, numbers)]
        return winners, boxes, numbers, rivals


def narrow(
    level: Level, boxes: np.ndarray, numbers: np.ndarray, rivals: np.ndarray, c: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each box, keep only the rivals that can be nearest to a point in it; c (d, k) are the centroids.

    Returns the centroid nearest to the middle of each box, (b,), the number of rivals left, (b,), and these rivals.
    """
    if len(boxes) == 0:
        return boxes, numbers, rivals
    owner = np.repeat(np.arange(len(boxes)), numbers)  # the box of each pair of box and rival: (p,)
    middle, width = level.middle.take(boxes, axis=1), level.width.take(boxes, axis=1)  # (d, b)
    rival = c.take(rivals, axis=1)  # (d, p)
    far = ((rival - middle.take(owner, axis=1)) ** 2).sum(axis=0)  # (p,), squared
    behind = far - np.minimum.reduceat(far, numbers.cumsum() - numbers).take(owner)  # minus the lead, at the middle
    first = np.flatnonzero(behind == 0)
    best = np.empty(len(boxes), np.intp)
    best[owner[first]] = rivals[first]
    gain = (np.abs(rival - c.take(best[owner], axis=1)) * width.take(owner, axis=1)).sum(axis=0)
    error = ROUNDING * (far + (width**2).sum(axis=0).take(owner))
    possible = behind <= gain + error
    return best, np.bincount(owner[possible], minlength=len(boxes)), rivals[possible]


def nearest_rivals(
    features: np.ndarray,
    sizes: np.ndarray,
    numbers: np.ndarray,
    first: np.ndarray,
    rivals: np.ndarray,
    centroids: np.ndarray,
) -> np.ndarray:
    """Return the nearest rival of each sample, (p,), by the distances of `lloyd.py`; features is (d, p).

    Box i has `sizes[i]` samples and `numbers[i]` rivals: those from place `first[i]` of `rivals` on, in rising order.
    The boxes with the most rivals come first. So the boxes that still have a rival in a round are the first ones.
    """
    c, ends = centroids.T.astype(float), sizes.cumsum()
    least, nearest = np.full(ends[-1], np.inf), np.empty(ends[-1], rivals.dtype)
    for number in range(numbers[0]):
        n_boxes = np.count_nonzero(numbers > number)
        p, times = ends[n_boxes - 1], sizes[:n_boxes]
        rival = rivals[first[:n_boxes] + number]
        own = zip(features[:, :p], c.take(rival, axis=1), strict=True)
        distances = sum(np.square(x - np.repeat(y, times)) for x, y in own)  # (p,), squared
        np.copyto(nearest[:p], np.repeat(rival, times), where=distances < least[:p])
        np.minimum(least[:p], distances, out=least[:p])
    return nearest


def ranges(starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return the numbers of several ranges, one range after the other.

    >>> ranges(np.array([10, 50]), np.array([3, 2]))
    array([10, 11, 12, 50, 51])
    """
    return np.arange(sizes.sum()) + np.repeat(starts - (sizes.cumsum() - sizes), sizes)
