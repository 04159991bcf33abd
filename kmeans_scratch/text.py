"""Small helpers for text: plurals, and one line of anything."""

import re


def plural(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> plural(1, "rock"), plural(2000, "pixel")
    ('1 rock', '2,000 pixels')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def one_line(text: str) -> str:
    """Return text in one line. Control characters become escapes, because a terminal would execute them.

    >>> one_line("two\\nlines and a \\x07")
    'two lines and a \\\\x07'
    """
    return re.sub("[\0-\x1f\x7f-\x9f]", lambda control: repr(control[0])[1:-1], " ".join(text.splitlines()))
