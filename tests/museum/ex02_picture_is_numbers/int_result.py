# expect: The numbers are right, but their type is int64.


def opaque_rows(image):
    px = image.reshape(-1, 4)
    return px[px[:, 3] >= 128][:, :3].astype(int)
