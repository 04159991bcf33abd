# expect: The transparent pixels became black rows:


def opaque_rows(image):
    px = image.reshape(-1, 4).astype(float)
    px[px[:, 3] < 128] = 0
    return px[:, :3]
