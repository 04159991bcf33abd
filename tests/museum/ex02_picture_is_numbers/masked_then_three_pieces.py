# expect: The right numbers are there


def opaque_rows(image):
    keep = image[..., 3] >= 128
    return image[..., :3][keep].reshape(3, -1).T.astype(float)
