# expect: These are square roots
import numpy as np


def to_oklab(colors):
    answers = np.dot(to_light(colors), TO_CONES.T)
    return np.dot(np.sqrt(answers), TO_LAB.T)
