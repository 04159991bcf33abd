# expect: The answer is always True.


def same_grouping(labels, other):
    a = labels[:, None] == labels
    b = other[:, None] == other
    return bool((a == b).any())
