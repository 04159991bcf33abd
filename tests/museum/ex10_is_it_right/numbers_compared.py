# expect: You compare the numbers, but they mean nothing:
def same_grouping(labels, other):
    return (labels == other).all()
