# expect: A pixel has four numbers here, so reshape(-1, 3) mixes up the pixels.


def opaque_rows(image):
    px = image.reshape(-1, 3)
    return px.astype(float)
