"""Work on many pictures, batch by batch: in this process, in other processes, or on other machines.

`executor` is any `concurrent.futures.Executor`: a `ProcessPoolExecutor`, the executor of a dask client, or None for
this process. Only a few batches are in flight at any time. So the memory does not grow with the number of pictures.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from typing import Any, TypeVar

from ..text import one_line, plural

Result = TypeVar("Result")


class WorkerError(RuntimeError):
    """Batches whose worker ended without a result: one line with the pictures and the reason."""


class HereExecutor(Executor):
    """An executor that runs each task in this thread, as soon as it is submitted."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Run a task. If it raises an error, the future holds the error, as with a worker."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def check_whole(**numbers: Any) -> None:
    """Raise ValueError if one of the numbers is not a whole number of at least 1.

    >>> check_whole(batch=0)
    Traceback (most recent call last):
    ValueError: batch=0 should be a whole number >= 1
    """
    for name, number in numbers.items():
        if isinstance(number, bool) or not hasattr(number, "__index__") or number < 1:
            raise ValueError(f"{name}={number!r} should be a whole number >= 1")


def results_of_batches(
    work: Callable[..., Result],
    batches: Sequence[Sequence[Any]],
    *arguments: Any,
    executor: Executor | None = None,
    in_flight: int = 8,
    name: Callable[[Any], str] = str,
) -> Iterator[tuple[int, Result]]:
    """Call `work(batch, *arguments)` for each batch. Yield the number of each batch and its result, in any order.

    At most `in_flight` batches are submitted and not yet yielded. Without an executor, it is one at a time. Raises
    WorkerError if a worker ends without a result; `name` names a picture there. If the caller stops early, batches
    that have not begun are cancelled.

    >>> list(results_of_batches(sum, [[1, 2], [30]]))
    [(0, 3), (1, 30)]
    """
    if executor is None:
        executor, in_flight = HereExecutor(), 1
    numbers: dict[Future[Result], int] = {}  # the batches in flight
    try:
        for number, batch in enumerate(batches):
            try:
                numbers[executor.submit(work, batch, *arguments)] = number
            except Exception as error:  # the pool is broken, or the cluster is gone
                raise lost([*(batches[n] for n in numbers.values()), batch], name, error) from error
            while len(numbers) == in_flight or (numbers and number == len(batches) - 1):
                for future in wait(numbers, return_when=FIRST_COMPLETED).done:
                    try:
                        result = future.result()
                    except Exception as error:
                        raise lost([batches[n] for n in numbers.values()], name, error) from error
                    yield numbers.pop(future), result
    finally:
        for future in numbers:
            with suppress(Exception):  # if the cluster is gone, nothing can be cancelled
                future.cancel()


def lost(batches: Sequence[Sequence[Any]], name: Callable[[Any], str], error: Exception) -> WorkerError:
    """Return an error with all batches in flight: if a pool breaks, nobody knows which of them was the reason."""
    items = [item for batch in batches for item in batch]
    which = f"{plural(len(items), 'picture')}, from {name(items[0])} to {name(items[-1])}"
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return WorkerError(one_line(f"a worker failed during the work on {which}: {reason}"))
