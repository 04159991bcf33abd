"""Mark answers, in a process of their own: `python _mark.py FOLDER SEED SECONDS PLACE NAME ...`.

The result of each answer goes to PLACE/NAME.json, so that nothing it prints can get into it. The file is written
before each check, too: if a check never ends, those passed before are kept. After SECONDS of CPU time, the line that
was running goes to PLACE/stuck, and the process ends.
"""

import faulthandler
import importlib
import json
import linecache
import os
import sys
import threading
import time
import traceback
import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

LESSONS = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[0] = str(LESSONS)  # and not the folder of the checks, whose modules have the names of the answers

import numpy as np  # noqa: E402
from exercises.checks import PAIR, Mistake, repair  # noqa: E402
from exercises.checks._load import load  # noqa: E402
from exercises.checks._printed import Printed  # noqa: E402
from marker.run import PATIENCE  # noqa: E402


def mark(name, folder, seed, save=lambda result: None, printed=None):
    """Mark the answer to an exercise in a folder: a dictionary, see `check.py`. `save` is called with each state."""
    printed = printed or Printed()
    checks = importlib.import_module(f"exercises.checks.{name}")
    todo = [(check, check.__doc__) for key, check in vars(checks).items() if key.startswith("check_")]
    result = {
        "exercise": name,
        "title": title(checks),
        "solved": False,
        "state": "broken",
        "passed": [],
        "seed": seed,
    }
    result.update(failed="Python can read and run your file", todo=len(todo), remarks=[], printed="", running=True)
    save(result)
    folder = Path(folder).resolve()
    with quiet(printed, folder):
        try:
            answer = load(folder / f"{name}.py", getattr(checks, "ALLOWED", ()))
            for number, (check, does) in enumerate(todo):
                result["failed"] = does
                save(result)
                answer.asked.clear()
                check(answer, np.random.default_rng([seed, number]))
                result["passed"].append(does)
            remarks = getattr(checks, "remarks", lambda answer, rng: [])
            result.update(solved=True, state="solved", failed="", message="", mistake="", line=None)
            save({**result, "running": False})
            result.update(remarks=list(filter(None, remarks(answer, np.random.default_rng(seed)))))
        except Mistake as mistake:
            result.update(describe(mistake), state=mistake.state)
            doubtful = not (mistake.name and mistake.sure) or PAIR in mistake.name
            if doubtful and mistake.state == "wrong":  # a single slip is likelier
                save({**result, "running": False})
                result.update(repaired(answer, check, [seed, number]))
                result["mistake"] = result["mistake"] or type(mistake.error).__name__ * bool(mistake.error)
        except Exception as error:
            text = f"The check itself failed with the value that your function returned.\nPython says: {error!r}"
            result.update(message=text, mistake="", line=None, traceback="".join(traceback.format_exception(error)))
    result.update(printed=printed.text(), running=False)
    save(result)
    return result


def repaired(answer, check, seed):
    """Look for a small change to an answer that makes it right: what this says about the mistake."""
    found = repair(answer, lambda changed: check(changed, np.random.default_rng(seed)))
    if not found:
        return {}
    text = linecache.getline(str(answer.file), found.line).strip()
    return {
        "message": found.text,
        "mistake": found.name,
        "line": {"file": answer.file.name, "number": found.line, "text": text},
    }


def title(module):
    """Take the first line of a docstring, without its full stop."""
    return module.__doc__.splitlines()[0].rstrip(".")


@contextmanager
def quiet(printed, folder):
    """Catch prints, keep warnings quiet, and let an answer import the others; put everything back in the end."""
    here = os.getcwd()
    with redirect_stdout(printed), redirect_stderr(printed), warnings.catch_warnings(), np.errstate():
        warnings.simplefilter("ignore")
        for file in Path(__file__).parent.glob("ex*.py"):
            sys.modules.pop(file.stem, None)  # the answer marked before had other neighbours
        sys.path.insert(0, str(folder))
        try:
            yield
        finally:
            os.chdir(here)
            if str(folder) in sys.path:
                sys.path.remove(str(folder))
            linecache.cache.clear()


def describe(mistake):
    """Write a Mistake as a dictionary of texts."""
    file, number = mistake.line or (None, None)
    line = None
    if number:
        line = {"file": Path(file).name, "number": number, "text": linecache.getline(str(file), number).strip()}
    texts = {key: getattr(mistake, key) for key in ("message", "example", "expected", "got")}
    return {**texts, "mistake": mistake.name, "line": line, "traceback": "".join(traceback.format_exception(mistake))}


class Limit:
    """Ends this process after some seconds of CPU time, so that a busy machine fails nobody."""

    def __init__(self, seconds, place):
        """Get ready to write to PLACE what was running, and what was printed."""
        self.seconds, self.place = seconds, Path(place)
        self.stuck = open(self.place / "stuck", "w")  # noqa: SIM115, faulthandler writes to it at the end
        self.begin(Printed())
        threading.Thread(target=self.watch, daemon=True).start()

    def begin(self, printed):
        """Begin again, with the next answer."""
        self.printed, self.cpu, self.clock = printed, time.process_time(), time.monotonic()

    def watch(self):
        """Set an alarm for the time that is left: it goes off even if Python itself is stuck."""
        while True:
            waiting = self.clock + PATIENCE * self.seconds - time.monotonic()
            left = max(0.001, min(self.cpu + self.seconds - time.process_time(), waiting))
            faulthandler.dump_traceback_later(left, file=self.stuck, exit=True)
            said = {"text": self.printed.text(), "lines": self.printed.kept.lines}
            write(self.place / "printed.json", said)
            time.sleep(min(0.2, left / 2))


def write(file, document):
    """Write a JSON document whole, or not at all: the process may end at any time."""
    new = file.with_suffix(".new")
    new.write_text(json.dumps(document), encoding="utf-8")
    os.replace(new, file)


def main(folder, seed, seconds, place, *names):
    """Mark some answers, one after the other."""
    folder, limit = Path(folder).resolve(), Limit(float(seconds), place)
    for name in names:
        printed = Printed()
        limit.begin(printed)
        file = Path(place, f"{name}.json")
        mark(name, folder, int(seed), lambda result, file=file: write(file, result), printed)


if __name__ == "__main__":
    main(*sys.argv[1:])
    os._exit(0)  # threads that an answer has started, and functions that it leaves for the end, do not count
