# expect: Your picture has a fourth number, alpha.


def recolor(image, labels, centroids):
    picture = image.copy()
    picture[:, :, :3] = centroids[labels].reshape(image.shape[0], image.shape[1], 3)
    return picture
