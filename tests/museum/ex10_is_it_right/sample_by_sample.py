# remark: count all pairs of labels at once
def same_grouping(labels, other):
    names, back = {}, {}
    for mine, its in zip(labels, other):
        if names.setdefault(mine, its) != its or back.setdefault(its, mine) != mine:
            return False
    return True
