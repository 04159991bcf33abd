"""What the checks are made of. To add an exercise `ex11_name`, write two files:

- `solutions/ex11_name.py`: a plain file with the functions. The stub is made of it: the same file, but of each
  function only the signature and the docstring, then `raise NotImplementedError`. `check.py --reset ex11` writes it.
- `checks/ex11_name.py`: the checks, found by their names.

A module of checks holds

- a docstring, whose first line is the title of the exercise;
- `HINTS`, three strings, from a nudge to nearly there;
- functions `check_…(answer, rng)`, run from first to last until one raises `Mistake`. Its docstring is what the
  student reads beside ✓ or ✗. `answer` has the student's functions: `answer.assign`. `rng` draws new data in each
  run, and the same data again with the same `--seed`;
- `remarks(answer, rng)`, if right answers may be slow: texts shown with a solved exercise (`slow` makes one);
- `ALLOWED = ("kmeans_scratch",)`, if an answer may import the package.

Most checks are one call of `compare`: the student's function, some cases from small to large, the right function, and
a table of wrong versions: `{"wrong axis": (function, "what to say")}`. If the answer is wrong, the versions are tried
in turn. The first that gives the same results in every case is the mistake: its text is shown, and its name is
counted in the table of a class. A third item is a regular expression: then the entry counts only if the code contains
it. A mistake seen in class becomes one entry of the table.

After the table come mistakes that any function can have (`_general.py`: results rounded, cut, exchanged), and then
small changes of the code itself (`_repair.py`): if `axis=1` for `axis=0` makes the answer right, that is the mistake.

Keep cases small, with halves and quarters in them: students read them, sums are exact, ties are ties, and numbers cut
to whole ones are noticed. `must` states anything else, and `call` runs a function safely.
"""

from ._calls import Answer, call, file_of, slow, watch, written
from ._compare import compare, same
from ._general import KEPT_WHOLE, LEFT_ALONE, PAIR, combine
from ._mistakes import Mistake, as_mistake, command, must
from ._repair import repair
from ._show import copy, show, write_call

__all__ = [
    "KEPT_WHOLE",
    "LEFT_ALONE",
    "PAIR",
    "Answer",
    "Mistake",
    "as_mistake",
    "call",
    "combine",
    "command",
    "compare",
    "copy",
    "file_of",
    "must",
    "repair",
    "same",
    "show",
    "slow",
    "watch",
    "write_call",
    "written",
]
