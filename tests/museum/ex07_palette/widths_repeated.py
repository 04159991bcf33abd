# expect: You round each width separately, so their sum can be wrong:
import numpy as np


def bar(colors, proportions, height=50, width=300):
    widths = np.rint(proportions * width).astype(int)
    row = np.repeat(np.rint(colors).astype(np.uint8), widths, axis=0)
    return np.tile(row, (height, 1, 1))
