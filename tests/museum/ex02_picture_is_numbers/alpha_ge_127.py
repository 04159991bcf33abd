# expect: The limit in your code is too low.


def opaque_rows(image):
    px = image.reshape(-1, 4)
    return px[px[:, 3] >= 127][:, :3].astype(float)
