"""The house: imports run one way, without circles, and only the shell touches the terminal and the process."""

import ast
from pathlib import Path

import pytest

import kmeans_scratch

HOUSE = Path(kmeans_scratch.__file__).parent
LAYERS = [  # from the bottom to the top: a module may import modules of its own layer and of the layers below
    ["text", "tables", "checks", "snapshot"],
    ["lloyd"],
    ["fast"],
    ["seeding"],
    ["history", "sklearn_api", "estimator", "selection"],
    ["pictures"],
    ["watch"],
    ["shell"],
    ["__init__", "__main__"],
]
FOR_THE_SHELL = {  # names that print, read arguments, or change the process and other libraries
    "print", "input", "argparse", "signal", "dup", "dup2", "catch_warnings", "simplefilter", "filterwarnings",
    "redirect_stdout", "redirect_stderr", "stdin", "stdout", "stderr", "rcParams", "MAX_IMAGE_PIXELS", "seterr",
    "addHandler",
}  # fmt: skip
TERMINAL = "watch.terminal"  # prints to the streams it is given


def read_modules(house):
    """Return the syntax tree of each module, by its name without the package's."""
    files = {path: ".".join(path.relative_to(house).with_suffix("").parts) for path in house.rglob("*.py")}
    return {name: ast.parse(path.read_text(encoding="utf-8")) for path, name in files.items()}


def imported(name, tree, modules):
    """Return the modules of the house that one module imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = name.split(".")[: -node.level]
            target = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            inside = {f"{target}.{alias.name}".strip(".") for alias in node.names}
            found |= inside & set(modules) or {target if target in modules else f"{target}.__init__".strip(".")}
    return found - {name}


def layer_of(name):
    """Return the number of a module's layer, from the bottom."""
    top = name.split(".")[0]
    return next(number for number, names in enumerate(LAYERS) if top in names)


def broken_arrows(modules):
    """Return every import against the direction."""
    arrows = [(name, other) for name, tree in modules.items() for other in imported(name, tree, modules)]
    return [f"{name} imports {other}" for name, other in sorted(arrows) if layer_of(name) < layer_of(other)]


def circles(modules):
    """Return the modules from which imports lead back to themselves."""
    arrows = {name: imported(name, tree, modules) for name, tree in modules.items()}
    reached = {}
    for name in arrows:
        seen, todo = set(), list(arrows[name])
        while todo:
            if (other := todo.pop()) not in seen:
                seen.add(other)
                todo += arrows.get(other, ())
        reached[name] = seen
    return sorted(name for name, seen in reached.items() if name in seen)


def shell_matters(modules):
    """Return everything outside of the shell that only the shell may do."""
    found = []
    for name, tree in modules.items():
        if name.split(".")[0] == "shell" or name == TERMINAL:
            continue
        for node in ast.walk(tree):
            names = {getattr(node, "id", None), getattr(node, "attr", None)}
            names |= {alias.name for alias in getattr(node, "names", []) if isinstance(alias, ast.alias)}
            found += [f"{name}, line {node.lineno}: {word}" for word in names & FOR_THE_SHELL]
    return sorted(found)


def test_every_module_has_a_layer():
    for name in read_modules(HOUSE):
        layer_of(name)


def test_imports_run_one_way():
    assert broken_arrows(read_modules(HOUSE)) == []


def test_there_is_no_circle():
    assert circles(read_modules(HOUSE)) == []


def test_only_the_shell_touches_the_terminal_and_the_process():
    assert shell_matters(read_modules(HOUSE)) == []


def test_no_module_is_long():
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in HOUSE.rglob("*.py")}
    assert {name: length for name, length in lengths.items() if length > 250} == {}


# The rules themselves are tried on houses that break them


def house_of(**sources):
    return {name.replace("__", "."): ast.parse(source) for name, source in sources.items()}


def test_an_arrow_up_is_named():
    house = house_of(lloyd="from .watch.story import story", watch__story="from ..lloyd import lloyd")
    assert broken_arrows(house) == ["lloyd imports watch.story"]


def test_an_import_inside_of_a_function_counts():
    house = house_of(fast__cells="def f():\n    from ..pictures import image", pictures__image="")
    assert broken_arrows(house) == ["fast.cells imports pictures.image"]


def test_a_circle_is_named():
    house = house_of(
        watch__a="from .b import x",
        watch__b="from . import c",
        watch__c="from .a import y",
        watch__d="from .a import z",
    )
    assert circles(house) == ["watch.a", "watch.b", "watch.c"]


@pytest.mark.parametrize(
    ("source", "word"),
    [("print(1)", "print"), ("import signal", "signal"), ("import sys\nsys.stderr.write('')", "stderr"),
     ("from contextlib import redirect_stdout", "redirect_stdout"),
     ("Image.MAX_IMAGE_PIXELS = 1", "MAX_IMAGE_PIXELS")],
)  # fmt: skip
def test_what_only_the_shell_may_do_is_named(source, word):
    assert [found.split(": ")[1] for found in shell_matters(house_of(pictures__image=source))] == [word]
    assert shell_matters(house_of(shell__cli=source)) == []
