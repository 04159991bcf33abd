"""An album counted by the two workers of a dask cluster, which is really started."""

import os
import signal
from pathlib import Path

import pytest

from kmeans_scratch import count_album, extract_palette
from kmeans_scratch.pictures.shares import count_shares

pytest.importorskip("distributed")

PICTURES = sorted(str(path) for path in (Path(__file__).parents[2] / "images").glob("*.jpg"))


@pytest.fixture(scope="module")
def cluster():
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", memory_limit=0) as running:
        yield running


@pytest.fixture
def client(cluster):
    from distributed import Client

    with Client(cluster, set_as_default=False) as connected:
        yield connected


def test_a_cluster_counts_as_this_process_does(client, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8")
    here = count_album([*PICTURES, broken], batch=1)
    there = count_album([*PICTURES, broken], batch=1, executor=client.get_executor(), in_flight=2)
    assert (there.seen.colors == here.seen.colors).all()
    assert (there.seen.counts == here.seen.counts).all()
    assert (there.counted, there.broken) == (here.counted, here.broken)


def test_a_cluster_compares_as_this_process_does(client):
    palette = extract_palette(PICTURES[0], 4)
    here = count_shares(PICTURES, palette)
    there = count_shares(PICTURES, palette, batch=1, executor=client.get_executor())
    assert there.counts.tolist() == here.counts.tolist()


def kill_once(sources, flag):
    """End the first worker that comes here, as a machine that is switched off; then count."""
    if not os.path.exists(flag):
        Path(flag).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return len(sources)


def test_a_worker_that_dies_is_replaced_and_nothing_is_lost(client, tmp_path):
    from kmeans_scratch.pictures.batches import results_of_batches

    batches = [[number] for number in range(6)]
    results = results_of_batches(
        kill_once, batches, str(tmp_path / "flag"), executor=client.get_executor(), in_flight=2
    )
    assert dict(results) == dict.fromkeys(range(6), 1)
    assert (tmp_path / "flag").exists()
