# expect: Dark colours are wrong


def to_light(colors):
    return ((colors / 255 + 0.055) / 1.055) ** 2.4
