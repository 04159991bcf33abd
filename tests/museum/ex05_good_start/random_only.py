# expect: equal chances


def kmeans_plusplus(X, k, rng):
    return X[rng.choice(len(X), k, replace=False)].astype(float)
