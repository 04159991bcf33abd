# expect: You compare the bytes with 0.04045


def to_light(colors):
    s = colors / 255
    light = ((s + 0.055) / 1.055) ** 2.4
    dark = colors < 0.04045
    light[dark] = s[dark] / 12.92
    return light
