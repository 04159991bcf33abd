# expect: They are not light yet


def to_light(colors):
    return colors / 255
