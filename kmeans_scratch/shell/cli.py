"""The program `kmeans-scratch`: runs a command, and turns every error into one line and an exit code."""

import io
import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import NoReturn

from .console import print_error
from .parser import build_parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line. Return 0, or 2 after an error (one line on stderr), or 128 + the number of a signal."""
    replace_missing_streams()
    stop_on_signals()
    try:
        arguments = build_parser().parse_args(argv)
        code = arguments.run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt as interrupt:
        number = interrupt.args[0] if interrupt.args else signal.SIGINT
        print(f"kmeans-scratch: stopped by {signal.Signals(number).name}", file=sys.stderr)
        return 128 + number
    except SystemExit:  # after --help, or for wrong arguments
        discard_stdout()
        raise
    except BrokenPipeError:  # the reader, such as `head`, has ended
        discard_stdout()
        return 0
    except (ValueError, OSError, MemoryError) as error:
        discard_stdout()
        print_error(str(error) or "needs more memory than there is")
        return 2
    return code or 0


def stop_on_signals() -> None:
    """Let `kill` and a closed terminal do the same as Ctrl-C, so that no file stays half written."""

    def stop(number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt(number)

    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):  # Windows has no SIGHUP
        default = signal.getsignal(number) == signal.SIG_DFL  # `nohup` ignores SIGHUP, and so must we
        if default and threading.current_thread() is threading.main_thread():
            signal.signal(number, stop)


def discard_stdout() -> None:
    """Empty the buffer of stdout. Otherwise Python would try to write it at the end, and fail."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def replace_missing_streams() -> None:
    """Replace closed streams (<&- or >&-) by the null device. Otherwise the next file would get their number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):  # in the order of their numbers
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):  # letters that it cannot encode become \x...
        sys.stdout.reconfigure(errors="backslashreplace")
