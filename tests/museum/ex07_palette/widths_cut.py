# expect: You round each width separately, so their sum can be wrong:
import numpy as np


def bar(colors, proportions, height=50, width=300):
    picture = np.zeros((height, width, 3), dtype=np.uint8)
    begin = 0
    for color, proportion in zip(colors, proportions):
        columns = int(proportion * width)
        picture[:, begin : begin + columns] = np.rint(color)
        begin += columns
    return picture
