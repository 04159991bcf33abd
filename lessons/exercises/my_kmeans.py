"""My own k-means: it uses everything that you have written.

Film it. `assign` and `update` are taken from this file, so your code moves the models:

    kmeans-scratch animate --using lessons/exercises/my_kmeans.py -o my_film.gif
    kmeans-scratch animate photo.jpg -k 8 --using lessons/exercises/my_kmeans.py -o my_film.gif

Your `update` of exercise 4 takes no weights, so each pixel is sorted by itself. To sort each colour once, import the
other one: `from ex06_count_each_color import count_colors, weighted_update as update`.

Or find a palette, with your own functions alone (it writes my_bar.png and my_picture.png):

    python lessons/exercises/my_kmeans.py photo.jpg
"""

import sys

import imageio.v3 as iio
import numpy as np
from ex02_picture_is_numbers import opaque_rows
from ex03_nearest_model import assign
from ex04_new_models import inertia, lloyd, update
from ex05_good_start import kmeans_plusplus, random_centroids
from ex06_count_each_color import count_colors
from ex07_palette import bar, proportions
from ex08_watching import recolor
from ex09_where_it_fails import silhouette
from ex10_is_it_right import same_grouping


def main(path="images/rocks.png", k=5):
    """Find the palette of a picture, and say how good it is."""
    image, rng = iio.imread(path, mode="RGBA"), np.random.default_rng(0)  # (h, w, 4)
    X = opaque_rows(image)  # (n, 3)
    colors, _ = count_colors(X.astype(np.uint8))
    print(f"{len(X):,} opaque pixels, {len(colors):,} colours")

    centroids, labels = lloyd(X, kmeans_plusplus(X, k, rng))[-1]
    shares = proportions(labels, k)
    for group in np.argsort(-shares):
        print(centroids[group].round().astype(int), f"{shares[group]:.1%}")

    some = rng.choice(len(X), size=min(500, len(X)), replace=False)
    print(f"inertia {inertia(X, labels, centroids):.0f}, silhouette {silhouette(X[some], labels[some]):.2f}")
    others, their_labels = lloyd(X, random_centroids(X, k, rng))[-1]
    if same_grouping(labels, their_labels):
        print("From another start it finds the same groups.")
    else:
        nearest = assign(others, centroids)  # (k,): for each of the other models, the nearest of these
        print(f"From another start, {(nearest[their_labels] != labels).sum():,} pixels are in another group.")

    iio.imwrite("my_bar.png", bar(centroids, shares))
    iio.imwrite("my_picture.png", recolor(image, assign(image[:, :, :3].reshape(-1, 3), centroids), centroids))


if __name__ == "__main__":
    main(*sys.argv[1:2])
