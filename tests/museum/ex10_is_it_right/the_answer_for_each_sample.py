# expect: One for all is asked for
def same_grouping(labels, other):
    return labels == other
