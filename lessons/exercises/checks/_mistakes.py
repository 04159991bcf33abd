"""What is wrong with an answer, in words: the Mistake, and what Python's own error messages mean."""

import os
import traceback
from pathlib import Path

from ._show import show, write_call

EXERCISES = Path(__file__).resolve().parents[1]
EXPLAIN = {  # part of Python's message: what it means, in simple words
    "SystemExit": "Your code calls exit() or sys.exit(), which ends Python before there is a result. Use `return`.",
    "EOFError": "Your code waits for input(), but nobody types here. Everything that it needs is in its arguments.",
    "RecursionError": "{name} calls itself again and again, without an end.",
    "MemoryError": "{name} asks for more memory than there is. How large does its largest array become?",
    "could not be broadcast": "NumPy cannot fit two arrays together. Print their shapes, and compare the sizes from "
    "right to left. Two sizes must be equal, or one of them must be 1. `X[:, None]` adds an axis of size 1.",
    "matmul": "`@` multiplies matrices: the left array must have as many columns as the right one has rows. Print "
    "both shapes. Do you mean `*`, or `.T`?",
    "truth value of an array": "`if` and `while` need one True or False, and an array holds many. Do you mean "
    "`.all()` or `.any()`?",
    "Cannot cast ufunc": "`+=`, `-=` and `/=` cannot store fractions in an array of whole numbers. Make a new "
    "array: `a = a / b`.",
    "'NoneType'": "A value here is None. Does a function that you use have no `return`?",
    "Python integer": "A number does not fit into the type of an array: uint8 only holds 0 to 255. Convert to "
    "floats before you compute: `a.astype(float)`.",
    "out of bounds": "An index is too large: indices go from 0 to the length minus 1.",
    "list index out of range": "An index is too large: indices go from 0 to the length minus 1.",
    "too many indices": "There are more indices in the brackets than the array has axes. Print its .shape.",
    "only integer": "An index must be a whole number, and here it is a float. Make it one: `int(...)`.",
    "object cannot be interpreted as an integer": "range() and sizes need a whole number, and here it is a float. "
    "`//` divides whole numbers; `int(...)` makes a whole number.",
    "too many values to unpack": "There are more values than names on the left of `=`. The shape of a picture has "
    "three numbers: `height, width = image.shape[:2]` takes two of them.",
    "not enough values to unpack": "There are more names on the left of `=` than values on the right.",
    "setting an array element with a sequence": "You put several numbers into the place of one number. Print both "
    "shapes.",
    "inhomogeneous": "An array needs rows of equal length. Print the lengths of the rows.",
    "has no attribute 'append'": "Arrays cannot grow, and have no append. Use a list, or first make an array of the "
    "right size.",
    "object has no attribute": "This object has no such method. A Python list or a bool is not an array: "
    "`np.array(...)` makes one. Is the name spelled right?",
    "is not callable": "You call a value that is not a function. Did you use a name twice? Do you mean [ ] instead "
    "of ( )?",
    "is not subscriptable": "You use [ ] with a value that is not an array and not a list.",
    "before assignment": "A name is used before it has a value. Is its `=` inside an `if` whose condition was False?",
    "not associated with a value": "A name is used before it has a value. Is its `=` inside an `if` whose condition "
    "was False?",
    "NameError": "Python does not know this name. Is it spelled the same everywhere? Does it get a value before you "
    "use it?",
    "positional argument": "A function is called with too many or too few arguments. Compare with its `def` line.",
    "unexpected keyword argument": "A function is called with an argument that its `def` line does not have.",
    "cannot reshape array": "Did you write the shape of one picture into your code? Take .shape of the array, or -1.",
    "boolean index did not match": "A mask needs one True or False for each row of the array. Print both shapes.",
    "do not sum to 1": "Probabilities must add up to 1: divide them by their sum.",
    "contain NaN": "The probabilities hold nan: something was divided by 0.",
    "ZeroDivisionError": "A number is divided by 0. Is there a group without members?",
    "AssertionError": "An `assert` in your code is not true.",
    "cannot import name": "This file takes a function from another exercise, and it is not there. Was it renamed or "
    "deleted? Mark that exercise first.",
    "ModuleNotFoundError": "There is no such module here. You need only NumPy.",
    "zero-size array": "You look for the smallest or largest number of an empty array. Is there a group without "
    "members?",
    "empty sequence": "You look for the smallest or largest number of an empty array. Is there a group without "
    "members?",
    "arg is an empty": "You look for the smallest or largest number of an empty array. Is there a group without "
    "members?",
}


class Mistake(Exception):  # noqa: N818, it is no error of the marker
    """What is wrong with an answer, in words, with the example that shows it.

    `name` is short, for the table of a class; it is empty if nobody knows what exactly is wrong. `state` is "wrong",
    "not written", or "broken" if Python cannot run the file. If a Mistake is not `sure`, a small change to the code
    that makes the answer right says more.
    """

    def __init__(
        self,
        message,
        *,
        name="",
        state="wrong",
        example=None,
        expected=None,
        got=None,
        line=None,
        error=None,
        sure=True,
    ):
        """Keep texts. example is (function, arguments), expected and got any values, line is (file, number)."""
        super().__init__(message)
        self.message, self.name, self.state = message, name, state
        self.example = write_call(*example) if example else ""
        self.line, self.error, self.sure = line, error, sure
        self.expected, self.got = (None if value is None else show(value) for value in (expected, got))


def must(true, message, **more):
    """Raise a Mistake unless something is true; for what may follow see `Mistake`."""
    if not true:
        raise Mistake(message, **more)


def command(words, folder):
    """Write the command that marks, or resets, in the folder of this answer."""
    place = "" if Path(folder).resolve() == EXERCISES else f' --folder "{folder}"'
    return f"python lessons/check.py {words}{place}"


def as_mistake(error, function, args=None):
    """Turn an error in an answer into a Mistake: what it means, what Python said, and the line of the answer."""
    said = f"{type(error).__name__}: {error}"
    file = file_of(function)
    name, folder = getattr(function, "__name__", "your file"), os.path.dirname(file)
    own = [step for step in traceback.extract_tb(error.__traceback__) if os.path.dirname(step.filename) == folder]
    other = os.path.basename(own[-1].filename) if own and own[-1].filename != file else ""
    if other:
        name = f"{own[-1].name} in {other}"
    line = (own[-1].filename, own[-1].lineno) if own else None
    tells_more = f" This exercise uses the other one. For more, type `{command(other[:4], folder)}`." if other else ""
    if isinstance(error, NotImplementedError):
        text = f"{name} is not written yet: replace `raise NotImplementedError` by your code.{tells_more}"
        return Mistake(text, name="not written", state="not written", line=line)
    meaning = next((text.format(name=name) for part, text in EXPLAIN.items() if part in said), f"{name} stopped.")
    if own and own[-1].name == "<module>" and not isinstance(error, ImportError):
        meaning = f"Code outside of the functions runs as soon as Python reads the file. Here it fails. {meaning}"
        return Mistake(f"{meaning}\nPython says: {said}", name="code outside fails", state="broken", line=line)
    example = None if args is None else (function, args)
    text = f"{meaning}{tells_more}\nPython says: {said}"
    return Mistake(text, name=f"error in {other[:4]}" * bool(other), example=example, line=line, error=error)


def file_of(function):
    """Name the file a function comes from."""
    code = getattr(function, "__code__", None)
    return code.co_filename if code else getattr(function, "__file__", "")
