# expect: column by column


def opaque_rows(image):
    pixels = image.transpose(1, 0, 2).reshape(-1, 4)
    return pixels[pixels[:, 3] >= 128, :3].astype(float)
