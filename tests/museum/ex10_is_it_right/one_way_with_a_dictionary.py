# expect: Groups that were joined go unnoticed
def same_grouping(labels, other):
    names = {}
    for mine, its in zip(labels.tolist(), other.tolist()):
        names[mine] = its
    return [names[mine] for mine in labels.tolist()] == other.tolist()
