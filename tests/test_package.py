"""The package as a whole: what importing it costs, and what it says about itself."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kmeans_scratch

HOUSE = Path(kmeans_scratch.__file__).parent
FILES = sorted(HOUSE.rglob("*.py"))


def test_importing_it_loads_numpy_alone():
    code = (
        "import sys, kmeans_scratch\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names))"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(HOUSE.parent)!r})\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(run.stdout.split())
    assert {"kmeans_scratch", "numpy"} <= loaded
    assert not loaded & {"matplotlib", "imageio", "PIL", "rich", "sklearn", "scipy", "dask"}


def test_public_names_are_there_and_sorted():
    assert kmeans_scratch.__all__ == sorted(kmeans_scratch.__all__)
    for name in kmeans_scratch.__all__:
        assert hasattr(kmeans_scratch, name)


def test_it_tells_type_checkers_that_it_is_typed():
    assert (HOUSE / "py.typed").is_file()


def public_functions(tree):
    """Find the functions of a module and the methods of its public classes, special ones among them."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node)
        if isinstance(node, ast.FunctionDef) and (not node.name.startswith("_") or node.name.endswith("__")):
            yield node


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOUSE)))
def test_every_public_function_says_what_it_does_and_takes(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module has no docstring"
    for function in public_functions(tree):
        where = f"{file.name}:{function.lineno} {function.name}"
        assert ast.get_docstring(function), f"{where} has no docstring"
        assert function.returns, f"{where} does not say what it returns"
        args = function.args
        named = [*args.posonlyargs, *args.args, *args.kwonlyargs, *filter(None, (args.vararg, args.kwarg))]
        bare = [arg.arg for arg in named if not arg.annotation and arg.arg not in ("self", "cls")]
        assert not bare, f"{where} does not say of which type {', '.join(bare)} are"
