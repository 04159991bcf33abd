# expect: These are the *transparent* pixels.


def opaque_rows(image):
    pixels = image.reshape(-1, 4)
    return pixels[pixels[:, 3] < 128, :3].astype(float)
