# expect: The colours are right, but their order is wrong.
from collections import Counter

import numpy as np


def count_colors(pixels):
    found = Counter(map(tuple, pixels.tolist())).most_common()
    return np.array([color for color, _ in found], dtype=np.uint8), np.array([count for _, count in found])
