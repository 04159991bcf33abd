# expect: The result has the shape (2, 2), but it should be one value.


def same_grouping(labels, other):
    return (labels[:, None] == labels) == (other[:, None] == other)
