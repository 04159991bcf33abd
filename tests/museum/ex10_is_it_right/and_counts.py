# expect: Here two groups of `labels` are one group in `other`, and your code does not notice this.


def same_grouping(labels, other):
    for i in range(len(labels)):
        for j in range(len(labels)):
            if labels[i] == labels[j] and other[i] != other[j]:
                return False
    return True
