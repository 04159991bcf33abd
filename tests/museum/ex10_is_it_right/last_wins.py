# expect: The answer is always True.


def same_grouping(labels, other):
    same = True
    for i in range(len(labels)):
        for j in range(len(labels)):
            same = (labels[i] == labels[j]) == (other[i] == other[j])
    return bool(same)
