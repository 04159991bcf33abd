# expect: The result has the shape (2, 2), and one value is wanted.


def same_grouping(labels, other):
    return (labels[:, None] == labels) == (other[:, None] == other)
