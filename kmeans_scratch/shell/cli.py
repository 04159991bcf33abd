"""The program `kmeans-scratch`: runs a command, and turns whatever goes wrong into one line and an exit code."""

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
    """Run the command line. Return 0; 2 after one line on stderr that says what is wrong; or 128 + a signal."""
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
    """Stop for `kill` and for a closed terminal as for Ctrl-C, so that no file stays half written."""

    def stop(number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt(number)

    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):  # Windows has no SIGHUP
        default = signal.getsignal(number) == signal.SIG_DFL  # `nohup` ignores SIGHUP, and so must we
        if default and threading.current_thread() is threading.main_thread():
            signal.signal(number, stop)


def discard_stdout() -> None:
    """Empty the buffer of stdout, or Python would fail to write it when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def replace_missing_streams() -> None:
    """Open the null device for streams that are closed (<&- or >&-): otherwise a file would get their number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):  # in the order of their numbers
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):  # show a letter that it cannot encode as \x...
        sys.stdout.reconfigure(errors="backslashreplace")
