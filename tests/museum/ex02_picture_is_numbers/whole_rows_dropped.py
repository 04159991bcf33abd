# expect: some opaque pixels are missing


def opaque_rows(image):
    keep = (image[..., 3] >= 128).all(axis=1)
    return image[keep][..., :3].reshape(-1, 3).astype(float)
