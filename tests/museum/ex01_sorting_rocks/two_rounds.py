# expect: One round is asked for


def sort_once(sizes, models):
    models = models.astype(float)
    for _ in range(2):
        labels = abs(sizes[:, None] - models).argmin(axis=1)
        for i in range(len(models)):
            if (labels == i).any():
                models[i] = sizes[labels == i].mean()
    return labels, models
