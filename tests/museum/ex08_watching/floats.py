# expect: It should be uint8


def recolor(image, labels, centroids):
    return centroids.round()[labels].reshape(image.shape[0], image.shape[1], 3)
