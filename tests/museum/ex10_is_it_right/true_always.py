# expect: The answer is always True.


def same_grouping(labels, other):
    n = len(labels)
    for i in range(n):
        for j in range(n):
            if (labels[i] == labels[j]) != (labels[i] == labels[j]):
                return False
    return True
