# expect: Here two groups of `labels` are one group in `other`, and your code does not notice this.
def same_grouping(labels, other):
    names = {}
    for mine, its in zip(labels.tolist(), other.tolist()):
        names[mine] = its
    return [names[mine] for mine in labels.tolist()] == other.tolist()
