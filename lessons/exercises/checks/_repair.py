"""Name a mistake by the small change to the code that makes it right.

Many wrong answers are right but for one slip: `axis=1` for `axis=0`, a `return` inside a loop, `<` for `<=`. Each
such slip is taken back in the syntax tree. If the check then passes, the slip was the mistake, and nothing else was.
"""

import ast
import contextlib
import sys
import time

from ._calls import Answer, exercise_functions
from ._compare import SETTINGS
from ._slips import slips

SECONDS = 2.0  # of CPU time, for all changes together
LINES = 100_000  # of the answer, for one change: some changes make a loop endless


class TooLong(Exception):  # noqa: N818, it is no error
    """A changed answer runs for too long."""


def repair(answer, check):
    """Find the first small change with which an answer passes a check; None if there is none."""
    began, functions = time.process_time(), functions_to_change(answer)
    SETTINGS["naming"] = False
    try:
        for change in slips(functions):
            if time.process_time() - began > SECONDS:
                return None
            before = [(node, field, getattr(node, field)) for node, field, _ in change.edits]
            for node, field, value in change.edits:
                setattr(node, field, value)
            right = passes(answer.tree, answer.file, check)
            for node, field, value in before:
                setattr(node, field, value)
            if right:
                return change
    finally:
        SETTINGS["naming"] = True
    return None


def functions_to_change(answer):
    """Find the functions that were marked, and the helpers of the answer; other exercises' functions stay."""
    others = exercise_functions(answer.file.stem) - answer.asked
    return [node for node in answer.tree.body if isinstance(node, ast.FunctionDef) and node.name not in others]


def passes(tree, file, check):
    """Tell whether an answer with this code passes a check."""
    names = {"__name__": file.stem, "__file__": str(file)}
    with contextlib.suppress(Exception, SystemExit), limited(str(file)):
        exec(compile(tree, str(file), "exec"), names)
        check(Answer(names, file, tree))
        return True
    return False


@contextlib.contextmanager
def limited(file):
    """Raise TooLong after many lines of a file, so that no changed loop runs for ever."""
    left, before = LINES, sys.gettrace()

    def trace(frame, event, _):
        nonlocal left
        if frame.f_code.co_filename != file:
            return None
        left -= event == "line"
        if left < 0:
            raise TooLong
        return trace

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)
