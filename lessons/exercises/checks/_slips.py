"""Slips of the hand in code: small changes that turn a wrong answer into a right one, each with what it says.

A slip is found in the syntax tree of an answer. Here are slips in the order and the indent of statements, in types of
arguments and in names; `_slips_expr.py` has those in expressions.
"""

import ast
from dataclasses import dataclass

from ._slips_expr import EXPRESSIONS


@dataclass
class Change:
    """A change of a syntax tree: set the fields of some nodes."""

    name: str
    text: str
    line: int
    edits: list  # of (node, field, new value)


def slips(functions):
    """Yield all changes of some functions, the likely ones first."""
    blocks = [block for function in functions for block in statements(function)]
    places = [place for function in functions for place in expressions(function)]
    for function in functions:
        yield from floats_first(function)
    for look in (return_in_loop, wrong_indent, names_exchanged):
        for block in blocks:
            yield from look(*block)
    for look in EXPRESSIONS:
        for node, parent, field, index in places:
            for name, text, new in look(node):
                yield Change(name, text, node.lineno, [put(parent, field, index, at(new, node))])
    for look in (other_statement, line_too_many):
        for block in blocks:
            yield from look(*block)
    for function in functions:
        yield from other_names(function)


def expressions(function):
    """Find all expressions of a function: (node, parent, field, index in a list or None)."""
    found = []
    for parent in ast.walk(function):
        for field, value in ast.iter_fields(parent):
            for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(node, ast.expr) and not isinstance(parent, ast.arguments):
                    found.append((node, parent, field, index))
    return found


def statements(function):
    """Find all lists of statements of a function: (parent, field)."""
    fields = ("body", "orelse")
    return [
        (node, field) for node in ast.walk(function) for field in fields if isinstance(getattr(node, field, 0), list)
    ]


def put(parent, field, index, new):
    """Put a node in the place of another: (parent, field, value)."""
    if index is None:
        return parent, field, new
    items = getattr(parent, field)
    return parent, field, [*items[:index], new, *items[index + 1 :]]


def at(new, old):
    """Give a new node the line of an old one."""
    return ast.fix_missing_locations(ast.copy_location(new, old))


# Types of the arguments

TYPES = (
    "The arguments may be bytes or other whole numbers. Bytes (uint8) wrap around: 3 - 5 is 254. An array of whole "
    "numbers cannot store 1.5. Begin with floats: `{0} = {0}.astype(float)`."
)


def floats_first(function):
    """Make floats of one argument, or of all, before anything else."""
    names = [arg.arg for arg in function.args.args]
    for chosen in [*[[name] for name in names], names]:
        lines = [f"{name} = {name}.astype(float) if hasattr({name}, 'astype') else {name}" for name in chosen]
        new = [at(ast.parse(line).body[0], function.body[0]) for line in lines]
        text = TYPES.format(chosen[0])
        yield Change("types of the arguments", text, function.lineno, [(function, "body", new + function.body)])


# Statements


def return_in_loop(parent, field):
    """Move a `return` behind its loop, or let the loop go on in its place."""
    for index, loop in enumerate(getattr(parent, field)):
        if not isinstance(loop, ast.For | ast.While):
            continue
        for node, inner in statements(loop):
            body = getattr(node, inner)
            for number, leave in enumerate(body):
                if not isinstance(leave, ast.Return):
                    continue
                without = [*body[:number], *body[number + 1 :]] or [at(ast.Pass(), leave)]
                text = "This `return` is inside the loop, so the loop ends in its first round. Move it to the left."
                after = insert(parent, field, index + 1, leave)
                yield Change("return inside the loop", text, leave.lineno, [(node, inner, without), after])
                text = "This `return` comes too early: it ends the loop before all values are compared."
                new = put(node, inner, number, at(ast.Continue(), leave))
                yield Change("returns too early", text, leave.lineno, [new])


def insert(parent, field, index, new):
    """Insert a statement: (parent, field, value)."""
    items = getattr(parent, field)
    return parent, field, [*items[:index], new, *items[index:]]


def wrong_indent(parent, field):
    """Move a statement out of a loop or an `if`, or into it."""
    body = getattr(parent, field)
    for index, outer in enumerate(body):
        if not isinstance(outer, ast.For | ast.While | ast.If):
            continue
        kind = "`if`" if isinstance(outer, ast.If) else "loop"
        if len(outer.body) > 1:
            last, first = outer.body[-1], outer.body[0]
            text = f"This line belongs after the {kind}: move it to the left."
            edits = [(outer, "body", outer.body[:-1]), insert(parent, field, index + 1, last)]
            yield Change("inside the loop", text, last.lineno, edits)
            text = f"This line belongs before the {kind}: here it runs again in each round."
            edits = [(outer, "body", outer.body[1:]), insert(parent, field, index, first)]
            yield Change("done anew in each round", text, first.lineno, edits)
        if index and not isinstance(outer, ast.If):
            before = body[index - 1]
            text = "This line belongs inside the loop: here it runs only once, before the first round."
            without = (parent, field, [*body[: index - 1], *body[index:]])
            for loop in ast.walk(outer):
                if isinstance(loop, ast.For | ast.While):
                    yield Change(
                        "done only once", text, before.lineno, [without, (loop, "body", [before, *loop.body])]
                    )
        if index + 1 < len(body) and not isinstance(body[index + 1], ast.Return):
            then = body[index + 1]
            text = f"This line belongs inside the {kind}: move it to the right."
            edits = [(parent, field, [*body[: index + 1], *body[index + 2 :]]), (outer, "body", [*outer.body, then])]
            yield Change("outside the loop", text, then.lineno, edits)


def names_exchanged(parent, field):
    """Exchange two names that are set at once, as in `height, width = image.shape[:2]`."""
    for line in getattr(parent, field):
        names = line.targets[0] if isinstance(line, ast.Assign) else None
        if isinstance(names, ast.Tuple) and len(names.elts) == 2:
            text = "The two names on the left of `=` are in the wrong order. Print both values."
            yield Change("two names exchanged", text, line.lineno, [(names, "elts", names.elts[::-1])])


def other_statement(parent, field):
    """Add up in place of overwriting, go on in place of ending, or exchange two lines."""
    body = getattr(parent, field)
    for index, line in enumerate(body):
        new = None
        if isinstance(line, ast.AugAssign):
            name, text, new = (
                "added, not set",
                "Use `=` here, not an addition.",
                ast.Assign([line.target], line.value),
            )
        elif isinstance(line, ast.Assign) and len(line.targets) == 1 and not isinstance(line.targets[0], ast.Tuple):
            name, text = "overwritten, not added", "This line overwrites the value in each round. Add up: `+=`."
            new = ast.AugAssign(line.targets[0], ast.Add(), line.value)
        elif isinstance(line, ast.Break | ast.Continue):
            name, text = (
                "break and continue",
                "`break` ends the loop, and `continue` goes on with the next round. You need the other one.",
            )
            new = ast.Continue() if isinstance(line, ast.Break) else ast.Break()
        if new:
            yield Change(name, text, line.lineno, [put(parent, field, index, at(new, line))])
        if index + 1 < len(body) and not isinstance(body[index + 1], ast.Return):
            text = "This line and the next are in the wrong order."
            both = [*body[:index], body[index + 1], line, *body[index + 2 :]]
            yield Change("two lines in the wrong order", text, line.lineno, [(parent, field, both)])


def line_too_many(parent, field):
    """Leave a line out."""
    for index, line in enumerate(getattr(parent, field)):
        if not isinstance(line, ast.Return | ast.Pass):
            new = put(parent, field, index, at(ast.Pass(), line))
            yield Change(
                "a line too many", "Without this line the answer is right. What does it do?", line.lineno, [new]
            )


def other_names(function):
    """Use another variable of the function."""
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    names |= {arg.arg for arg in function.args.args}
    for node, parent, field, index in expressions(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
            for other in sorted(names - {node.id}):
                text = f"`{node.id}` is the wrong variable in this line. Do you mean `{other}`?"
                new = put(parent, field, index, at(ast.Name(other, ast.Load()), node))
                yield Change("wrong variable", text, node.lineno, [new])
