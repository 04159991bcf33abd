"""The right `to_light` for exercise 12, and wrong versions of it."""

import numpy as np


def curve(shares):
    """Turn shares of 255 into light."""
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def right_light(colors):
    """Find the light of colours."""
    return curve(colors / 255)


WRONG_LIGHT = {
    "not divided by 255": (
        lambda colors: curve(colors * 1.0),
        "The formula is for numbers from 0 to 1. Divide the colours by 255 first.",
    ),
    "only divided by 255": (
        lambda colors: colors / 255,
        "These are the bytes divided by 255. They are not light yet: the byte 128 sends out about a fifth of the "
        "light, not half. Use the two formulas.",
    ),
    "divided by 256": (
        lambda colors: curve(colors / 256),
        "You divide by 256. The largest byte is 255, and its light should be exactly 1.",
    ),
    "the dark formula left out": (
        lambda colors: ((colors / 255 + 0.055) / 1.055) ** 2.4,
        "Dark colours are wrong. If the share is at most 0.04045, the light is share / 12.92. np.where chooses the "
        "formula for each number.",
    ),
    "the dark formula for all": (
        lambda colors: colors / 255 / 12.92,
        "You use the formula of dark colours for all. Above 0.04045 it is ((s + 0.055) / 1.055) ** 2.4.",
    ),
    "formulas exchanged": (
        lambda colors: np.where(
            colors / 255 > 0.04045, colors / 255 / 12.92, ((colors / 255 + 0.055) / 1.055) ** 2.4
        ),
        "The two formulas are exchanged: s / 12.92 is for *small* s, at most 0.04045.",
    ),
    "limit for bytes": (
        lambda colors: np.where(colors <= 0.04045, colors / 255 / 12.92, ((colors / 255 + 0.055) / 1.055) ** 2.4),
        "You compare the bytes with 0.04045. Compare the shares, after the division by 255.",
    ),
    "a plain power": (
        lambda colors: (colors / 255) ** 2.2,
        "The power 2.2 is a common short cut, but it is wrong for dark colours. Use the two formulas.",
    ),
    "a plain power of 2.4": (
        lambda colors: np.where(colors / 255 <= 0.04045, colors / 255 / 12.92, (colors / 255) ** 2.4),
        "0.055 is missing: the light is ((s + 0.055) / 1.055) ** 2.4.",
    ),
    "power before the division": (
        lambda colors: np.where(colors / 255 <= 0.04045, colors / 255 / 12.92, (colors / 255 + 0.055) ** 2.4 / 1.055),
        "Divide by 1.055 *before* you take the power: ((s + 0.055) / 1.055) ** 2.4. Are the brackets right?",
    ),
    "the way back": (
        lambda colors: np.where(
            colors / 255 <= 0.0031308, 12.92 * colors / 255, 1.055 * (colors / 255) ** (1 / 2.4) - 0.055
        ),
        "This is the way back, from light to bytes. Here you go from bytes to light: the power is 2.4, not 1 / 2.4.",
    ),
    "times 255": (
        lambda colors: 255 * curve(colors / 255),
        "The light should go from 0 to 1. Do not multiply it by 255.",
    ),
}
