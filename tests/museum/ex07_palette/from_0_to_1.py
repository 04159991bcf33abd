# expect: divided by 255
import numpy as np


def bar(colors, proportions, height=50, width=300):
    ends = np.rint(np.cumsum(proportions) * width).astype(int)
    picture = np.zeros((height, width, 3))
    begin = 0
    for color, end in zip(colors, ends):
        picture[:, begin:end] = color / 255
        begin = end
    return picture
