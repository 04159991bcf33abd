# expect: True and False are exchanged.


def same_grouping(labels, other):
    a = labels[:, None] == labels
    b = other[:, None] == other
    return bool((a != b).any())
