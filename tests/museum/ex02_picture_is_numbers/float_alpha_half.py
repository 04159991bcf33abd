# expect: You took all pixels with an alpha above 0.


def opaque_rows(image):
    px = image.reshape(-1, 4).astype(float)
    return px[px[:, 3] >= 0.5][:, :3]
