"""Where `--together` counts pictures: in this process, in several processes, or on a dask cluster."""

import gc
import logging
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import active_children, get_context
from typing import Any

from ..pictures.batches import HereExecutor
from ..text import one_line
from .console import quiet_decoders

SECONDS_TO_CONNECT = 10
QUIET = ExitStack()  # what a worker process changes, until it ends


class QuietHere(HereExecutor):
    """An executor that runs each task here, while decoders may not write to stderr."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Run a task."""
        with quiet_decoders():
            return super().submit(fn, *args, **kwargs)


@contextmanager
def workers(jobs: int, cluster: str | None) -> Iterator[tuple[Executor, int]]:
    """Yield an executor, and how many tasks to submit to it at a time."""
    if cluster is not None:
        with without_logs(), dask_client(cluster) as client:
            n_workers = sum(client.ncores().values())
            if n_workers == 0:
                raise ValueError(f"--cluster {cluster}: this scheduler has no workers")
            yield client.get_executor(), 2 * n_workers
    elif jobs == 1:
        yield QuietHere(), 1
    else:
        with ExitStack() as stack:
            stack.callback(setattr, threading, "excepthook", threading.excepthook)
            executor = stack.enter_context(ProcessPoolExecutor(jobs, get_context("spawn"), prepare_worker))
            try:
                start_workers(executor, jobs)
                yield executor, jobs + 1
            except BaseException:
                # The pool's thread fails if it marks tasks that were cancelled as broken. Nobody waits for them.
                threading.excepthook = lambda failure: None
                for process in active_children():  # otherwise leaving would wait until their batches are done
                    process.terminate()
                raise


@contextmanager
def without_logs() -> Iterator[None]:
    """Keep logs from stderr: if a cluster ends, dask writes pages of them."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def start_workers(executor: Executor, jobs: int) -> None:
    """Start all processes of a pool, deaf to Ctrl-C. Only this process ends for it, and ends the workers quietly."""
    mask = getattr(signal, "pthread_sigmask", lambda *_: None)  # Windows has none
    mask(getattr(signal, "SIG_BLOCK", 0), {signal.SIGINT})  # processes begin with the mask of their parent
    try:
        for _ in range(jobs):
            executor.submit(int)
    finally:
        mask(getattr(signal, "SIG_UNBLOCK", 0), {signal.SIGINT})


def prepare_worker() -> None:
    """Keep the decoders of a worker process quiet until it ends."""
    QUIET.enter_context(quiet_decoders())


def dask_client(address: str) -> Any:
    """Connect to a dask scheduler. Raises ValueError if it does not answer soon, or if dask is missing."""
    try:
        from distributed import Client
    except ImportError:
        raise ValueError("--cluster needs the extra: pip install 'kmeans-scratch[cluster]'") from None
    try:
        return Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except Exception as error:  # another program may listen there, and send anything
        reason = one_line(str(error))
    # Close the client that failed. Later, Python may do so while dask starts another one, and dask waits for itself.
    gc.collect()
    raise ValueError(f"--cluster {address}: no dask scheduler answers there: {reason}")
