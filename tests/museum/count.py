"""Count how many wrong answers of the museum are caught and named: `python tests/museum/count.py` prints the table.

A wrong answer is caught if it is not solved, and named if the marker says which mistake it is. A right answer that is
slow must pass, with a remark.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

MUSEUM = Path(__file__).resolve().parent
sys.path.insert(0, str(MUSEUM.parents[1] / "lessons"))
from exercises.checks._mark import mark  # noqa: E402
from marker import files  # noqa: E402

HEAD = (
    "| exercise | wrong answers | caught | named | right but slow | passed with a remark |\n|---|---|---|---|---|---|"
)


def put(answer, folder):
    """Put an answer below the right one, so that it counts; return its exercise and its kind, such as "expect"."""
    name, text = answer.parent.name, answer.read_text(encoding="utf-8")
    Path(folder, f"{name}.py").write_text(files.solution(name) + "\n\n" + text, encoding="utf-8")
    return name, text.splitlines()[0].removeprefix("# ").partition(":")[0]


def count(seeds=(0,)):
    """Mark the whole museum: for each exercise a Counter of columns."""
    counts = {name: Counter() for name in files.NAMES}
    with tempfile.TemporaryDirectory() as folder:
        for name in files.NAMES:
            for answer in sorted(MUSEUM.glob(f"{name}/*.py")):
                for other in files.NAMES:
                    Path(folder, f"{other}.py").write_text(files.solution(other), encoding="utf-8")
                _, kind = put(answer, folder)
                results = [mark(name, folder, seed) for seed in seeds]
                if kind == "remark":
                    passed = all(result["solved"] and result["remarks"] for result in results)
                    counts[name].update({"right but slow": 1, "passed with a remark": passed})
                else:
                    caught = all(not result["solved"] for result in results)
                    named = caught and all(result["mistake"] for result in results)
                    counts[name].update({"wrong answers": 1, "caught": caught, "named": named})
    return counts


def table(counts):
    """Write the counts as Markdown."""
    columns = [column.strip() for column in HEAD.splitlines()[0].strip("|").split("|")][1:]
    rows = [[name, *(counts[name][column] for column in columns)] for name in counts]
    total = sum(counts.values(), Counter())
    rows.append(["all", *(total[column] for column in columns)])
    return "\n".join([HEAD, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


if __name__ == "__main__":
    print(table(count(seeds=range(int(sys.argv[1]) if len(sys.argv) > 1 else 1))))
