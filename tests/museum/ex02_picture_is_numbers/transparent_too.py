# expect: transparent pixels are among the rows


def opaque_rows(image):
    pixels = image.reshape(-1, 4)
    return pixels[:, :3].astype(float)
