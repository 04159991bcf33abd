# expect: This has True or False for each sample.
def same_grouping(labels, other):
    return labels == other
