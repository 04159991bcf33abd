"""The regions of a plane: for each model the points that are nearest to it, as polygons with smooth borders."""

import numpy as np

Polygon = list[tuple[float, float]]


def regions_of(places: np.ndarray, low: np.ndarray, high: np.ndarray) -> list[np.ndarray]:
    """Cut a rectangle into regions: for each of the places (k, 2), the polygon (m, 2) of points nearest to it.

    The rectangle goes from the corner low (2,) to the corner high (2,). The border between two places is the line
    that is equally far from both. If two places are equal, the first has the region, and the second has none.

    >>> left, right = regions_of(np.array([[1.0, 0.0], [3.0, 0.0]]), np.array([0.0, 0.0]), np.array([4.0, 1.0]))
    >>> print(left[:, 0].max(), right[:, 0].min())
    2.0 2.0
    """
    span = (high - low).max()
    middle = (low + high) / 2
    corners = (np.array([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]]) - middle) / span
    points = [(float(x), float(y)) for x, y in (places - middle) / span]
    regions = []
    for i, (x, y) in enumerate(points):
        polygon: Polygon = [(float(a), float(b)) for a, b in corners]
        for j, (other_x, other_y) in enumerate(points):
            if (x, y) == (other_x, other_y):
                polygon = [] if j < i else polygon
            elif polygon:
                normal = other_x - x, other_y - y
                halfway = (normal[0] * (x + other_x) + normal[1] * (y + other_y)) / 2
                polygon = cut(polygon, normal, halfway)
        regions.append(np.array(polygon).reshape(-1, 2) * span + middle)
    return regions


def cut(polygon: Polygon, normal: tuple[float, float], most: float) -> Polygon:
    """Keep the part of a convex polygon in which x · normal[0] + y · normal[1] <= most.

    >>> cut([(0, 0), (2, 0), (2, 2), (0, 2)], (1, 0), 1)
    [(0, 0), (1.0, 0.0), (1.0, 2.0), (0, 2)]
    """
    beyond = [x * normal[0] + y * normal[1] - most for x, y in polygon]
    kept: Polygon = []
    for i, (end, after) in enumerate(zip(polygon, beyond, strict=True)):
        start, before = polygon[i - 1], beyond[i - 1]
        if (before <= 0) != (after <= 0):
            share = before / (before - after)
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
        if after <= 0:
            kept.append(end)
    return kept
