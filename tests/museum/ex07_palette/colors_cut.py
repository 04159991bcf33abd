# expect: cut, not rounded: 199.99
import numpy as np


def bar(colors, proportions, height=50, width=300):
    ends = np.rint(np.cumsum(proportions) * width).astype(int)
    picture = np.zeros((height, width, 3), dtype=np.uint8)
    begin = 0
    for color, end in zip(colors.astype("uint8"), ends):
        picture[:, begin:end] = color
        begin = end
    return picture
