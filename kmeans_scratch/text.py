"""Small helpers for text: plurals, lines that fit, and one line of anything."""

import re
from textwrap import wrap


def plural(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> plural(1, "rock"), plural(2000, "pixel")
    ('1 rock', '2,000 pixels')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def wrapped(text: str, width: int | None) -> str:
    """Break lines that are longer than `width` between words; a longer word stays whole. None: break nothing.

    >>> print(wrapped("the first models", 9))
    the first
    models
    """
    if width is None:
        return text
    lines = [wrap(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")]
    return "\n".join("\n".join(parts) for parts in lines)


def one_line(text: str) -> str:
    """Return text in one line. Control characters become escapes, because a terminal would execute them.

    >>> one_line("two\\nlines and a \\x07")
    'two lines and a \\\\x07'
    """
    return re.sub("[\0-\x1f\x7f-\x9f]", lambda control: repr(control[0])[1:-1], " ".join(text.splitlines()))
