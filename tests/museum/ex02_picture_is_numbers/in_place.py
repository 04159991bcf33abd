# expect: changed its argument image in place


def opaque_rows(image):
    pixels = image.reshape(-1, 4)
    pixels[pixels[:, 3] < 128] = 0
    return pixels[pixels[:, 3] >= 128, :3].astype(float)
