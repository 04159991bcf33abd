# expect: A difference can be negative


def sort_once(sizes, models):
    labels = (sizes[:, None] - models).argmin(axis=1)
    new_models = models.astype(float)
    for pile in range(len(models)):
        if (labels == pile).any():
            new_models[pile] = sizes[labels == pile].mean()
    return labels, new_models
