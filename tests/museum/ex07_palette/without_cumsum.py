# expect: all before it
import numpy as np


def bar(colors, proportions, height=50, width=300):
    picture = np.zeros((height, width, 3), dtype=np.uint8)
    begin = 0
    for color, end in zip(colors, np.rint(proportions * width).astype(int)):
        picture[:, begin:end] = np.rint(color)
        begin = end
    return picture
