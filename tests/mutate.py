"""Do the tests notice? Change one small thing after the other in a module, and see whether its tests fail.

    pip install -e '.[test,mutation]'
    python tests/mutate.py                  # every module below: about an hour
    python tests/mutate.py fast/colors      # one of them

cosmic-ray makes the changes (`<` becomes `<=`, 2 becomes 3, `and` becomes `or`, ...), in a copy of the repository,
never in yours. A change that no test notices has survived: it is printed, for a human to think about.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULES = {  # and the file that tests each
    "lloyd": "test_lloyd.py",
    "snapshot": "test_lloyd.py",
    "seeding": "test_seeding.py",
    "fast/steps": "fast/test_steps.py",
    "fast/colors": "fast/test_colors.py",
    "pictures/palette": "pictures/test_palette.py",
}
CONFIG = """
[cosmic-ray]
module-path = "kmeans_scratch/{module}.py"
timeout = 120.0
excluded-modules = []
test-command = "{python} -m pytest -x -q -p no:cacheprovider {tests} kmeans_scratch/{module}.py"
distributor.name = "local"

# Here | stands in annotations alone. There any change is an error at once, which says nothing of the tests.
[cosmic-ray.filters.operators-filter]
exclude-operators = ["core/ReplaceBinaryOperator_BitOr_.*"]
"""


def mutate(module: str, folder: Path) -> None:
    """Make every change in one module of the copy in `folder`, and print what survived."""
    name = module.replace("/", "_")
    tests = Path("tests", MODULES[module])
    settings = CONFIG.format(module=module, tests=tests, python=sys.executable)
    (folder / f"{name}.toml").write_text(settings, encoding="utf-8")
    # CI: hypothesis draws the same examples each time. The path: the copy is what is imported.
    environment = {**os.environ, "CI": "1", "PYTHONPATH": str(folder)}
    commands = [
        ["cosmic-ray", "init", f"{name}.toml", f"{name}.sqlite"],
        ["cr-filter-operators", f"{name}.sqlite", f"{name}.toml"],
        ["cosmic-ray", "baseline", f"{name}.toml"],  # without any change, all must pass
        ["cosmic-ray", "exec", f"{name}.toml", f"{name}.sqlite"],
        ["cr-report", "--surviving-only", "--show-diff", f"{name}.sqlite"],
    ]
    print(f"== {module}.py", flush=True)
    for command, *arguments in commands:
        tool = Path(sys.executable).parent / command
        subprocess.run([tool, *arguments], cwd=folder, env=environment, check=True)


def main() -> None:
    """Copy the repository, and go through the modules that were named."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.egg-info"))
        for module in sys.argv[1:] or MODULES:
            mutate(module, copy)


if __name__ == "__main__":
    main()
