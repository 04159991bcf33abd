"""Slips in expressions: each function looks at one, and yields (name, text, the expression in its place)."""

import ast
from copy import deepcopy

from ._slips_tables import COMPARE, OTHER_COMPARE, OTHER_FUNCTION, REDUCE, SMALL, STEPS


def code(text):
    """Parse an expression."""
    return ast.parse(text, mode="eval").body


def expr_axis(node):
    """Take another axis, add one, or leave it out."""
    if not isinstance(node, ast.Call) or called(node) not in REDUCE:
        return
    text = "The axis is wrong here. Print the shapes before and after. Which axis should disappear?"
    given = [keyword for keyword in node.keywords if keyword.arg == "axis"]
    others = [keyword for keyword in node.keywords if keyword.arg != "axis"]
    first = 0 if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") != "np" else 1
    by_place = not given and len(node.args) > first and isinstance(node.args[first], ast.Constant | ast.UnaryOp)
    args = node.args[:first] if by_place else node.args
    missing = (
        f"Without an axis, `{called(node)}` takes all numbers of the array at once. Which axis should disappear? "
        "Print the shapes."
    )
    for axis in ("0", "1", "2", "-1"):
        new = ast.Call(node.func, args, [*others, ast.keyword("axis", code(axis))])
        yield *(("wrong axis", text) if given or by_place else ("axis missing", missing)), new
    if given or by_place:
        yield "wrong axis", "No axis is needed here: all numbers belong together.", ast.Call(node.func, args, others)


def called(node):
    """Name the function that is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def expr_function(node):
    """Call another function."""
    if isinstance(node, ast.Call) and called(node) in OTHER_FUNCTION:
        new, name, text = OTHER_FUNCTION[called(node)]
        func = deepcopy(node.func)
        setattr(func, "attr" if isinstance(func, ast.Attribute) else "id", new)
        yield name, text, ast.Call(func, node.args, node.keywords)


def expr_compare(node):
    """Compare in another way."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARE:
        old = type(node.ops[0])
        for number, new in enumerate(OTHER_COMPARE[old]):
            signs = f"`{COMPARE[old]}` in this line should be `{COMPARE[new]}`"
            name, text = "comparison the wrong way round", f"{signs}: the comparison is the wrong way round."
            if (number == 0) == (old is not ast.Eq) and old is not ast.NotEq:
                name, text = "the limit itself", f"{signs}: look at the case in which both sides are equal."
            yield name, text, ast.Compare(node.left, [new()], node.comparators)
    if isinstance(node, ast.BoolOp):
        old, new, why = ("and", ast.Or, "one of the conditions is enough")
        if isinstance(node.op, ast.Or):
            old, new, why = ("or", ast.And, "all of the conditions must hold")
        yield f"`{old}` wrong", f"`{old}` is wrong in this line: {why}.", ast.BoolOp(new(), node.values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub | ast.Invert):
        yield "sign or not too many", f"`{ast.unparse(node)}`: leave out the sign, or the `not`, here.", node.operand


def expr_calculate(node):
    """Calculate in another way."""
    if not isinstance(node, ast.BinOp):
        return
    shown, one = ast.unparse(node), isinstance(node.right, ast.Constant) and node.right.value == 1
    if isinstance(node.op, ast.FloorDiv):
        text = "`//` divides and drops the digits after the point. Use `/`."
        yield "integer division", text, ast.BinOp(node.left, ast.Div(), node.right)
    if one and isinstance(node.op, ast.Add | ast.Sub):
        text = f"Leave out the 1 in `{shown}`. (`range` and slices already stop before their end.)"
        yield "one off", text, node.left
    if isinstance(node.op, ast.Add | ast.Sub):
        new, words = (
            (ast.Sub(), "`+` should be `-`") if isinstance(node.op, ast.Add) else (ast.Add(), "`-` should be `+`")
        )
        yield "plus and minus", f"In `{shown}` {words}.", ast.BinOp(node.left, new, node.right)
        text = f"`{shown}` can be negative. Remove the sign with `np.abs`, or square."
        yield "sign kept", text, ast.Call(code("np.abs"), [node], [])
        yield "not squared", f"`{shown}` should be squared here: `** 2`.", ast.BinOp(node, ast.Pow(), ast.Constant(2))
    if isinstance(node.op, ast.Sub):
        text = f"You subtract in the wrong order: `{shown}`."
        yield "difference the wrong way round", text, ast.BinOp(node.right, ast.Sub(), node.left)
    if isinstance(node.op, ast.Mult | ast.Div):
        new, words = (ast.Div(), "divide") if isinstance(node.op, ast.Mult) else (ast.Mult(), "multiply")
        yield "times and divided by", f"`{shown}`: {words} here instead.", ast.BinOp(node.left, new, node.right)
        text = f"`{shown}`: leave out `{ast.unparse(node.right)}` here."
        yield "a factor too many", text, node.left
    if isinstance(node.op, ast.Mult) and isinstance(node.right, ast.Constant):
        text = f"`{shown}` multiplies by 2. A square is `** 2`."
        yield "times 2, not squared", text, ast.BinOp(node.left, ast.Pow(), node.right)
    for left, right, side in ((True, False, node.left), (False, True, node.right)):
        column = ast.Subscript(side, code("x[:, None]").slice, ast.Load())
        text = f"`{ast.unparse(side)}` needs a second axis here, so that each row gets its own number: `[:, None]`."
        new = ast.BinOp(column if left else node.left, node.op, column if right else node.right)
        yield "new axis missing", text, new
    if isinstance(node.op, ast.Pow):
        yield "squared too often", f"`{shown}`: leave out this power.", node.left
    if isinstance(node.op, ast.Add) and not one:
        yield "a term too many", f"`{shown}`: leave out `{ast.unparse(node.right)}` here.", node.left


def expr_type(node):
    """Take a type that holds more."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", getattr(node, "value", None))
    if not isinstance(name, str) or name not in SMALL:
        return
    if not isinstance(node, ast.Constant) and not isinstance(getattr(node, "ctx", None), ast.Load):
        return
    text = f"The type {name} cannot store these numbers: digits are lost, or the numbers wrap around. Use float."
    yield f"type {name}", text, code("float")
    if name not in ("int", "int64"):
        text = f"The type {name} is too small for these numbers, so they wrap around. Use a larger one, such as int."
        yield f"type {name}", text, code("int")


def expr_one_more(node):
    """Go one further."""
    if isinstance(node, ast.Call) and called(node) == "max" and not node.args:
        shown = ast.unparse(node)
        text = f"`{shown}` is too small by 1 here: numbers begin with 0, so there are {shown} + 1."
        yield "one off", text, ast.BinOp(node, ast.Add(), ast.Constant(1))
    if isinstance(node, ast.Call) and called(node) == "range" and node.args:
        text = f"`{ast.unparse(node)}` ends too early by 1: range stops before its end."
        last = ast.BinOp(node.args[-1], ast.Add(), ast.Constant(1))
        yield "one off", text, ast.Call(node.func, [*node.args[:-1], last], node.keywords)


def expr_step(node):
    """Leave out one step, or take a root."""
    shown = ast.unparse(node)
    text = f"Leave out this step: `{shown}`."
    if isinstance(node, ast.Call) and called(node) in STEPS:
        is_method = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") != "np"
        if is_method or node.args:
            yield f"{called(node)} too many", text, node.func.value if is_method else node.args[0]
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield "turned around", f"`.T` exchanges rows and columns, which is wrong in `{shown}`.", node.value
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and isinstance(node.ctx, ast.Load):
        yield "a slice too many", f"The slice in `{shown}` takes only a part, or another order. Take all.", node.value
    if isinstance(node, ast.Call) and called(node) == "sum":
        text = f"The root is missing: a distance is the root of the sum of the squares, np.sqrt({shown})."
        yield "root missing", text, ast.Call(code("np.sqrt"), [node], [])
    if isinstance(node, ast.Call) and len(node.args) >= 2 and called(node) not in ("range", "full", "zip"):
        new = ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
        yield "arguments exchanged", f"The first two arguments of `{called(node)}` are exchanged.", new


def expr_number(node):
    """Take the next number, or the one before; or infinity to begin with."""
    if not isinstance(node, ast.Constant):
        return
    if isinstance(node.value, bool):
        yield "True and False", f"`{node.value}` should be `{not node.value}` here.", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        for new in (node.value + 1, node.value - 1):
            yield "a number one off", f"The number {node.value} in this line is wrong by 1.", ast.Constant(new)
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        text = (
            f"The search for the smallest number begins with {node.value}, so larger numbers are never found. Begin "
            "with np.inf."
        )
        yield "search begins too low", text, code("np.inf")


EXPRESSIONS = (
    expr_axis,
    expr_function,
    expr_compare,
    expr_type,
    expr_calculate,
    expr_one_more,
    expr_step,
    expr_number,
)
