"""k-means from scratch, in NumPy, written to be read."""
