# expect: The numbers are compared
def same_grouping(labels, other):
    return (labels == other).all()
