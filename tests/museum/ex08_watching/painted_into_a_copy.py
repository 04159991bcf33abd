# expect: It is no colour, so leave it out: the shape is (h, w, 3). The colours are cut


def recolor(image, labels, centroids):
    picture = image.copy()
    picture[:, :, :3] = centroids[labels].reshape(image.shape[0], image.shape[1], 3)
    return picture
