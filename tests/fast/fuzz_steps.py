"""Compare the fast steps with the board on random data, for as long as you like.

    python tests/fast/fuzz_steps.py --seconds 60 --seed 0

Each case has its own seed: ties, duplicates, offsets, outliers, weights that are 0 or fractions, float32, groups that
empty and fill. Labels must be equal. Centroids may differ by 1e-12 of the largest value, the inertia by 1e-10. Every
difference is printed with its seed. The exit code is 1 if there was any.
"""

import argparse
import sys
from collections.abc import Iterator
from time import perf_counter
from unittest import mock

import numpy as np

from kmeans_scratch import assign, update
from kmeans_scratch.fast import boxes, packs, sums
from kmeans_scratch.fast.cells import cells
from kmeans_scratch.fast.colors import count_colors
from kmeans_scratch.fast.rows import Rows
from kmeans_scratch.lloyd import counts_and_inertia

SHAPES = [
    lambda rng, n, d: rng.normal(size=(n, d)),
    lambda rng, n, d: rng.integers(0, 6, (n, d)) * 1.0,  # ties and duplicates
    lambda rng, n, d: rng.standard_t(1, (n, d)),  # outliers
    lambda rng, n, d: rng.normal(size=(n, d)).round(1),
    lambda rng, n, d: rng.random((n, d)) * 10.0 ** rng.integers(-6, 7, d),  # features of different scales
]


def random_samples(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray | None]:
    """Return samples and weights of a random kind."""
    n, d = int(rng.integers(1, 400)), int(rng.integers(1, 6))
    X = SHAPES[rng.integers(len(SHAPES))](rng, n, d) + rng.choice([0, 0, 3, 1e3, 1e8])
    weight = None
    if rng.random() < 0.5:
        weight = rng.integers(0, 4, n) * rng.choice([1.0, 0.37])
        weight[0] = 1
    return X.astype(np.float32) if rng.random() < 0.15 else X, weight


def prepare(rng: np.random.Generator) -> sums.Sums:
    """Return the fast steps for random samples or colours."""
    if rng.random() < 0.25:
        return cells(count_colors(rng.integers(0, rng.choice([4, 40, 256]), (300, 3)).astype(np.uint8)))
    X, weight = random_samples(rng)
    return packs.packs(X, weight) if X.shape[1] <= 3 and rng.random() < 0.8 else Rows(X, weight)


def differences(seed: int) -> list[str]:
    """Compare all steps with the board, with boxes of a random size; return what differs."""
    rng = np.random.default_rng(seed)
    with (
        mock.patch.multiple(packs, PACK=int(rng.choice([2, 4, 16])), FAN=int(rng.choice([2, 4, 8]))),
        mock.patch.object(boxes, "AT_ONCE", int(rng.choice([1, 50, 4096]))),
    ):
        return [text for step in run(rng, prepare(rng)) for text in step]


def run(rng: np.random.Generator, fast: sums.Sums) -> Iterator[list[str]]:
    """Yield what differs in each step of a run whose centroids sometimes jump."""
    X, weight = fast.X, fast.weight
    k = int(rng.integers(1, min(len(X), 20) + 1))
    centroids = X[rng.choice(len(X), k, replace=False)] * 1.0
    largest = np.abs(X).max() or 1
    for step in range(8):
        labels, expected = fast.assign(X, centroids), assign(X, centroids)
        means, inertia = update(X, expected, centroids, weight), counts_and_inertia(X, expected, centroids, weight)
        fast_means, fast_inertia = (
            compute(X, labels, centroids, weight) for compute in (fast.update, fast.counts_and_inertia)
        )
        found = {
            "labels": (labels == expected).all(),
            "centroids": np.abs(fast_means - means.astype(float)).max()
            <= largest * (1e-12 if X.dtype != np.float32 else 1e-7),
            "counts": np.allclose(fast_inertia[0], inertia[0], rtol=1e-12, atol=0),
            "inertia": abs(fast_inertia[1] - inertia[1]) <= 1e-10 * inertia[1],
        }
        yield [f"step {step}, {type(fast).__name__}: {name}" for name, equal in found.items() if not equal]
        jump = rng.normal(size=centroids.shape) * np.ptp(X, axis=0) * rng.choice([0, 1e-9, 0.01, 0.3])
        centroids = means if rng.random() < 0.7 else (centroids + jump).astype(centroids.dtype)
        if k > 1 and rng.random() < 0.1:
            centroids[0] = centroids[1]


def main() -> int:
    """Try seeds until the time is over; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0, help="of the first case")
    chosen = parser.parse_args()
    end, seed, wrong = perf_counter() + chosen.seconds, chosen.seed, 0
    while perf_counter() < end:
        found = differences(seed)
        wrong += bool(found)
        for text in found:
            print(f"seed {seed}, {text}")
        seed += 1
    print(f"{seed - chosen.seed} cases, {wrong} of them differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
