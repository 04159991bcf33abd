"""How fast samples that are no colours are sorted: this package and scikit-learn (float64), from the same init.

    pip install -e '.[test]'
    python tests/benchmarks/floats.py                        # all tables: about half an hour on two quiet cores
    python tests/benchmarks/floats.py --only fit --shapes 1000000x2 --k 8 64
    python tests/benchmarks/floats.py --quick                # a minute

Both take turns. A ratio is the median of the ratios of each turn, scikit-learn's time over ours: above 1 ours is
faster. The inertia beside it says whether the answer is as good.
"""

import argparse
import tracemalloc
import warnings
from functools import partial
from statistics import median

import numpy as np
from sklearn.cluster import KMeans as SklearnKMeans
from sklearn.cluster import kmeans_plusplus as sklearn_kmeans_plusplus
from speed import N_ITER, header, show, timed

from kmeans_scratch import KMeans, kmeans_plusplus

SHAPES = [(1_000_000, 2), (1_000_000, 3), (1_000_000, 16), (250_000, 64)]
DEFAULTS = [(1_000_000, 2, 8), (250_000, 3, 64), (500_000, 16, 8), (50_000, 64, 64)]


def samples(kind: str, n: int, d: int) -> np.ndarray:
    """Return samples around 30 places, spread evenly, or with heavy tails."""
    rng = np.random.default_rng(0)
    if kind == "blobs":
        return (rng.normal(size=(30, d)) * 3)[rng.integers(0, 30, n)] + rng.normal(size=(n, d))
    return rng.random((n, d)) if kind == "uniform" else rng.standard_t(2, (n, d))


def in_turn(ours, theirs, repeats: int) -> tuple[float, float, float, object, object]:
    """Time both, in turn: the median seconds of each, the median ratio, and what each returned last."""
    times = []
    for _ in range(repeats):
        own, model = timed(ours)
        other, peer = timed(theirs)
        times.append((own, other, other / own))
    own, other, ratio = (median(column) for column in zip(*times, strict=True))
    return own, other, ratio, model, peer


def fits(kinds: list[str], shapes: list[tuple[int, int]], ks: list[int], repeats: int, n_iter: int) -> None:
    """Print a table of fits from the same init, with `n_iter` iterations at most."""
    print(f"\n### At most {n_iter} iterations\n")
    print("| samples | k | ours, s | scikit-learn, s | ratio | inertia against scikit-learn's | iterations |")
    print("|---|---|---|---|---|---|---|")
    for kind in kinds:
        for n, d in shapes:
            X = samples(kind, n, d)
            for k in ks:
                show(f"{kind}, {n} × {d}, k = {k}")
                init = X[np.random.default_rng(1).choice(n, k, replace=False)]
                own, other, ratio, model, peer = in_turn(
                    partial(KMeans(k, init=init, max_iter=n_iter, tol=0, keep_history=False).fit, X),
                    partial(SklearnKMeans(k, init=init, n_init=1, max_iter=n_iter, tol=0).fit, X),
                    repeats,
                )
                extra = model.inertia_ / peer.inertia_ - 1
                row = f"{kind}, {n:,} × {d} | {k} | {own:.2f} | {other:.2f} | {ratio:.2f} | {extra:+.0e}"
                show("")
                print(f"| {row} | {model.n_iter_} |", flush=True)


def users(cases: list[tuple[int, int, int]], repeats: int) -> None:
    """Print what a user meets who sets k alone: seeding, a whole fit, and `predict`; and the memory of the fit."""
    print("\n### With the defaults, blobs\n")
    print("| samples | k | seeding, s | ratio | fit, s | ratio | predict, s | ratio | peak memory / X |")
    print("|---|---|---|---|---|---|---|---|---|")
    for n, d, k in cases:
        X, cells = samples("blobs", n, d), []
        show(f"defaults, {n} × {d}, k = {k}")
        model, peer = KMeans(k, random_state=0).fit(X), SklearnKMeans(k, random_state=0).fit(X)
        for ours, theirs in [
            (partial(kmeans_plusplus, X, k, random_state=0), partial(sklearn_kmeans_plusplus, X, k, random_state=0)),
            (partial(KMeans(k, random_state=0).fit, X), partial(SklearnKMeans(k, random_state=0).fit, X)),
            (partial(model.predict, X), partial(peer.predict, X)),
        ]:
            own, _, ratio, *_ = in_turn(ours, theirs, repeats)
            cells += [f"{own:.3f}", f"{ratio:.2f}"]
        tracemalloc.start()
        KMeans(k, random_state=0, keep_history=False).fit(X)
        peak = tracemalloc.get_traced_memory()[1] / X.nbytes
        tracemalloc.stop()
        show("")
        print(f"| {n:,} × {d} | {k} | {' | '.join(cells)} | {peak:.1f} |", flush=True)


def main() -> None:
    """Print the tables that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    tables = ["fit", "end", "defaults"]
    parser.add_argument("--only", choices=tables, nargs="+", default=tables, help="these tables alone")
    kinds = ["blobs", "uniform", "heavy"]
    parser.add_argument("--kinds", choices=kinds, nargs="+", default=kinds)
    parser.add_argument("--shapes", nargs="+", metavar="NxD", help="for example 1000000x2")
    parser.add_argument("--k", type=int, nargs="+", default=[8, 64, 256])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="few samples, one turn")
    chosen = parser.parse_args()
    shapes = [tuple(map(int, shape.split("x"))) for shape in chosen.shapes] if chosen.shapes else SHAPES
    cases = DEFAULTS
    if chosen.quick:
        shapes, chosen.k, chosen.repeats = [(n // 20, d) for n, d in shapes], [8, 64], 1
        cases = [(n // 20, d, k) for n, d, k in cases]
    header()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if "fit" in chosen.only:
            fits(chosen.kinds, shapes, chosen.k, chosen.repeats, N_ITER)
        if "end" in chosen.only:
            fits(["blobs"], shapes[2:] or shapes, chosen.k[:2], chosen.repeats, 300)
        if "defaults" in chosen.only:
            users(cases, chosen.repeats)


if __name__ == "__main__":
    main()
