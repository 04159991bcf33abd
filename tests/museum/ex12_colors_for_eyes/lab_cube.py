# expect: This is the third power


def to_oklab(colors):
    answers = to_light(colors) @ TO_CONES.T
    return answers**3 @ TO_LAB.T
