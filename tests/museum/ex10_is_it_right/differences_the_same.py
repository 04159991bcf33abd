# expect: numbers


def same_grouping(labels, other):
    return bool(len(set((labels - other).tolist())) == 1)
