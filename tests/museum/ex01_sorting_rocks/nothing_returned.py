# expect: Is its last line a `return`


def sort_once(sizes, models):
    labels = abs(sizes[:, None] - models).argmin(axis=1)
    print(labels)
