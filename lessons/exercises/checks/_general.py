"""Wrong versions that any function can have: its right result, or its arguments, rounded, cut or exchanged."""

import itertools

import numpy as np

INT = r"\bint\b|int\d+|//|zeros_like|full_like|empty_like|trunc|floor"
CUT_BY = [  # found in the code: what it does
    (r"//", "`//` divides and drops the digits after the point. Use `/`."),
    (
        r"astype\(\(?int|astype\('int|astype\(np\.u?int|\bint\(",
        "astype(int) and int() cut 2.5 to 2. Use float, and round only at the end if at all.",
    ),
    (r"dtype=(int|np\.u?int)", "An array with dtype=int cannot store 1.5. Use dtype=float."),
    (
        r"(zeros|full|empty)_like|\.copy\(\)|np\.array\(|np\.copy",
        "A copy of an array of whole numbers cannot store 1.5. Convert it: `.astype(float)`.",
    ),
    (r"", "An array of whole numbers cannot store 1.5. Convert it: `.astype(float)`."),
]


def general(right, cases, returns):
    """Make the table: (name, (version, text, pattern in the code))."""
    table = []
    for pattern, cause in CUT_BY:
        table.append(("digits after the point lost", (after(np.trunc, right), f"{LOST} {cause}", pattern)))
        table += [
            ("arguments cut to whole numbers", (before(right, chosen), f"{ARGUMENTS} {cause}", pattern or INT))
            for chosen in [*[[n] for n in range(len(cases[0]))], range(len(cases[0]))]
        ]
    for digits in range(5):
        version = after(lambda values, digits=digits: np.round(values, digits), right)
        text = f"The result is rounded to {digits} digits after the point. Leave out the rounding: return all digits."
        table.append(("result rounded", (version, text)))
    if len(returns) == 2:
        text = f"The two results are exchanged: first {returns[0]}, then {returns[1]}."
        table.append(("results exchanged", (lambda *args: right(*args)[::-1], text)))
    text = "Rows and columns are exchanged. Is there a `.T` too many, or is one missing?"
    table.append(("rows and columns exchanged", (lambda *args: turned(right(*args)), text)))
    for chosen in itertools.permutations(range(len(cases[0])), len(returns)):
        given = " and ".join(f"the {ORDINALS[n]}" for n in chosen)
        text = f"You return {given} argument, as it was given. Compute your own result, and return that."
        table.append(("arguments returned", (unchanged(chosen, returns), text)))
    text = "All signs are wrong. Did you subtract in the wrong order?"
    table.append(("sign", (after(lambda values: -np.asarray(values, float), right), text)))
    return table


ORDINALS = ("first", "second", "third", "fourth", "fifth")
LOST = "The digits after the point are lost."
ARGUMENTS = "The digits after the point are lost before you compute. The arguments can be fractions."


def after(change, right):
    """Make a version that changes the floats among the right results."""

    def version(*args):
        result = right(*args)
        parts = result if isinstance(result, tuple) else (result,)
        parts = tuple(change(part) if np.asarray(part).dtype.kind == "f" else part for part in parts)
        return parts if isinstance(result, tuple) else parts[0]

    return version


def unchanged(chosen, returns):
    """Make a version that returns some of its arguments as they are."""
    return lambda *args: tuple(args[n] for n in chosen) if len(returns) > 1 else args[chosen[0]]


def before(right, chosen):
    """Make a version that cuts some of the arguments to whole numbers."""

    def version(*args):
        return right(*(cut(arg) if number in chosen else arg for number, arg in enumerate(args)))

    return version


def cut(value):
    """Cut the floats of an array to whole numbers."""
    return np.trunc(value) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


def turned(result):
    """Exchange rows and columns of a table."""
    return result.T if np.ndim(result) == 2 else None


KEPT_WHOLE = {  # a part of versions that move centroids: what the array of new ones holds
    "digits lost": (
        lambda new, old: new.astype(old.dtype),
        "The digits after the point are lost: an array of whole numbers cannot store 1.5. Convert it to floats "
        "first: .astype(float).",
        r"copy|like|np\.array\(\w+\)|\[:\]",
    )
}


def wrong_if_empty(case, got, right):
    """Tell whether only the centroids of groups without members are wrong; the labels are the second argument."""
    full = np.unique(case[1])
    return got.shape == right.shape and np.allclose(got[full], right[full])


LEFT_ALONE = {  # a way in which new centroids may be right in part
    "empty group moved": (
        wrong_if_empty,
        "Only the centroids of empty groups are wrong: such a group has no mean. Its centroid stays where it is.",
    )
}
PAIR = "; "  # between the names of two mistakes


def combine(version, more=None, /, **choices):
    """Make a table: all wrong versions with one wrong part, then more of them, and then all with two wrong parts.

    `version(**parts)` makes a version with the given wrong parts. For each part there is a table
    {"name": (wrong part, "what to say")}; a third item is a pattern that must be in the code.
    """
    singles = [(part, name, *option) for part, options in choices.items() for name, option in options.items()]
    table = {name: (version(**{part: wrong}), *told) for part, name, wrong, *told in singles} | (more or {})
    for number, (part, name, wrong, text, *pattern) in enumerate(singles):
        for other, second, also_wrong, more, *second_pattern in singles[number + 1 :]:
            if other != part:
                both = [f"(?=[\\s\\S]*{one})" for one in [*pattern, *second_pattern]]
                said = text if text == more else f"Two mistakes. First: {text} Second: {more}"
                told = [said, *["".join(both)] * bool(both)]
                table[name + PAIR + second] = (version(**{part: wrong, other: also_wrong}), *told)
    return table
