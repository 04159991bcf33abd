# expect: same answer to different questions
def same_grouping(labels, other):
    return True
