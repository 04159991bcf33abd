# expect: All picks are drawn with equal probabilities.


def kmeans_plusplus(X, k, rng):
    return X[rng.choice(len(X), k, replace=False)].astype(float)
