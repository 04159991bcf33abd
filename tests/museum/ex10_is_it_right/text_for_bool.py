# expect: The result is text, 'yes'.


def same_grouping(labels, other):
    a = labels[:, None] == labels
    b = other[:, None] == other
    return "yes" if (a == b).all() else "no"
