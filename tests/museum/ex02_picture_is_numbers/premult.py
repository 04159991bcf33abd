# expect: `px[:, :3] / px[:, 3:]`:


def opaque_rows(image):
    px = image.reshape(-1, 4).astype(float)
    px = px[px[:, 3] >= 128]
    return px[:, :3] / px[:, 3:]
