# expect: same_grouping returned nothing (None).


def same_grouping(labels, other):
    a = labels[:, None] == labels
    b = other[:, None] == other
    print((a == b).all())
