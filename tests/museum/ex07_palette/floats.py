# expect: dtype=np.uint8
import numpy as np


def bar(colors, proportions, height=50, width=300):
    ends = np.rint(np.cumsum(proportions) * width).astype(int)
    picture = np.zeros((height, width, 3))
    begin = 0
    for color, end in zip(np.rint(colors), ends):
        picture[:, begin:end] = color
        begin = end
    return picture
