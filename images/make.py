"""Make the pictures again: `python images/make.py`, or `python images/make.py some/folder`.

None of them was photographed: each is a formula and some noise. Still they behave like photographs (soft gradients,
grain, tens of thousands of colours), and each has a palette of its own.
"""

import sys
from dataclasses import replace
from pathlib import Path

import imageio.v3 as iio
import numpy as np

from kmeans_scratch import animate, extract_palette, read_image, rock_collection, rock_picture

HEIGHT, WIDTH = 360, 540  # pixels of the scenes


def rocks():
    """The rock collection, on a transparent ground: five kinds of stone."""
    return rock_picture()


def sunset():
    """The sun sets behind the sea: violet, red, orange and gold."""
    rng = np.random.default_rng(1)
    horizon, sun_x, sun_y = 215, 330, 186
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(float)

    # The sky, lit from the sun: clouds are dark above and glow below.
    sky = gradient(y / horizon, ["#1d2350", "#4b2d6e", "#a23b6b", "#e8683f", "#ffb347"])
    distance = np.hypot(x - sun_x, 1.3 * (y - sun_y))
    sky = mix(sky, "#ffd98a", 0.8 * np.exp(-distance / 90))
    clouds = noise((HEIGHT, WIDTH), 1.7, rng, stretch=5)
    cover = step(clouds - 0.25, 0.9) * np.clip(1.25 - np.abs(y - 95) / 110, 0, 1)
    underside = step(clouds - np.roll(clouds, 9, axis=0), 0.5)
    sky = mix(sky, mix(hex_color("#3a2556"), "#ff8a5c", underside), 0.8 * cover)
    sky = mix(sky, "#fff3c4", step(26 - np.hypot(x - sun_x, y - sun_y), 2))

    # The sea mirrors the sky, through waves that flatten towards the horizon.
    depth = np.maximum(y - horizon, 0) / (HEIGHT - horizon)  # 0 at the horizon, 1 in front
    waves = ripples(depth, rng)
    mirrored = np.clip(2 * horizon - y + 30 * depth * waves, 0, horizon - 1).astype(int)
    sea = sky[mirrored, np.clip(x + 6 * waves, 0, WIDTH - 1).astype(int)]
    sea = mix(sea, "#141b45", 0.35 + 0.3 * depth + 0.12 * waves)
    path = np.exp(-(((x - sun_x) / (14 + 70 * depth)) ** 2))
    sea = mix(sea, "#ffd27a", path * np.maximum(step(waves + 0.2, 1.2), 1 - 5 * depth))
    scene = np.where((y > horizon)[..., None], sea, sky)
    scene = sailing_boat(scene, x, y)
    return finish(scene, rng)


def sailing_boat(scene, x, y):
    """A small boat against the light."""
    across, up = x - 150, 232 - y
    hull = (up > 0) & (up < 8) & (np.abs(across) < 20 + up * 0.8)
    main_sail = (up > 10) & (across > 1) & (across < 22 * (1 - (up - 10) / 58))
    fore_sail = (up > 10) & (across < -1) & (across > -15 * (1 - (up - 10) / 46))
    mirrored = (up < 0) & (up > -7) & (np.abs(across) < 19 + up)
    scene = mix(scene, "#1a1330", 0.6 * mirrored)
    return mix(scene, "#1a1330", 0.95 * (hull | main_sail | fore_sail))


def tulips():
    """Fields of tulips that run to the horizon, with a windmill: red, yellow, pink, purple, green, sky blue."""
    rng = np.random.default_rng(2)
    horizon = 128
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(float)
    sky = gradient(y / horizon, ["#3f87cf", "#7db7e6", "#d3e9f4"])
    clouds = noise((HEIGHT, WIDTH), 1.7, rng, stretch=2.5)
    sky = mix(sky, "#ffffff", 0.9 * step(clouds - 0.35, 0.8) * np.clip(1.2 - y / horizon, 0, 1))

    trees = horizon - 5 - 4 * noise((1, WIDTH), 0.7, rng)[0]
    scene = mix(sky, "#4d6b52", step(y - trees, 2) * (y < horizon + 2))
    scene = windmill(scene, x - 120, horizon + 2 - y)

    # The field, from far to near, one line of flowers behind the other.
    scene[horizon:] = hex_color("#3f6b2c")
    line = horizon + 1.0
    while line < HEIGHT + 20:
        size = 0.6 + 0.045 * (line - horizon)
        tulip_line(scene, x[0], line, size, (x[0] - 330) / (line - horizon), rng)
        line += 0.7 * size
    haze = np.exp(-np.maximum(y - horizon, 0) / 16) * (y >= horizon)
    return finish(mix(scene, "#c9d8cf", 0.45 * haze), rng)


def tulip_line(scene, x, line, size, place, rng):
    """Plant one line of tulips across the picture; `place` (w,) runs across the rows of the field."""
    top, bottom = max(int(line - 2 * size), 0), min(int(line + 2 * size) + 2, HEIGHT)
    cell, within = np.divmod(x / (1.7 * size) + rng.uniform(), 1)
    plants = cell.astype(int)
    middle = (np.bincount(plants, place) / np.bincount(plants))[plants]  # where each plant stands
    row, side = np.divmod(middle * 2.2, 1)
    colors = np.array([hex_color(color) for color in TULIPS])[row.astype(int) % len(TULIPS)]
    colors = np.where((side < 0.2)[:, None], hex_color("#4c7d33"), colors)  # a path of leaves
    colors = colors * (1 + 0.09 * rng.normal(size=plants.max() + 1))[plants][:, None]
    lift = rng.uniform(-0.6, 0.6, plants.max() + 1)[plants] - 0.6 * (side >= 0.2)

    down = (np.arange(top, bottom)[:, None] - line) / size - lift  # (h, w), -1 … 1 from top to bottom
    right = 2 * within - 1
    gaps = 0.5 - 0.5 * np.cos(3 * np.pi * right)  # between the three petals one sees
    light = 1.08 - 0.28 * down - 0.15 * right - 0.12 * gaps  # from the upper left
    petals = step(1 - right**2 - 0.8 * down**2 - 0.7 * gaps * np.maximum(-down, 0), 0.4)
    leaves = np.broadcast_to(hex_color("#2f5a24"), (*down.shape, 3))
    scene[top:bottom] = mix(scene[top:bottom], leaves, 0.5 * step(1 - np.abs(down - 1), 0.5))
    scene[top:bottom] = mix(scene[top:bottom], colors * light[..., None], petals)


def windmill(scene, across, up):
    """A mill with four sails on the horizon."""
    tower = (up > 0) & (up < 52) & (np.abs(across) < 15 - 0.13 * up)
    cap = (up >= 52) & (np.hypot(across, up - 52) < 9.5)
    scene = mix(scene, mix(hex_color("#8a5a3c"), "#4a2f25", step(across + 8, 18)), tower)
    scene = mix(scene, "#3b3235", cap)
    for turn in np.radians([25, 115, 205, 295]):
        along = across * np.cos(turn) + (up - 54) * np.sin(turn)
        beside = (up - 54) * np.cos(turn) - across * np.sin(turn)
        sail = (along > 10) & (along < 44) & (beside > 0) & (beside < 8)
        lattice = np.where((along % 6 < 1.2) | (beside % 4 < 1), 1.0, 0.55)
        scene = mix(scene, "#f3ead6", lattice * sail)
        scene = mix(scene, "#3b3235", (along > 0) & (along < 45) & (np.abs(beside) < 1.1))
    return scene


def lake():
    """A mountain lake on a clear morning: snow, blue shade, dark firs, and all of it again in the water."""
    rng = np.random.default_rng(3)
    shore = 232
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(float)
    scene = gradient(y / shore, ["#2f6fb5", "#6ca6d9", "#c4def0", "#f3e6d8"])
    for summit, top, slope, haze in [
        (70, 108, 0.42, 0.55),
        (255, 92, 0.42, 0.55),
        (450, 104, 0.42, 0.5),
        (345, 84, 0.75, 0.22),
        (515, 76, 0.8, 0.16),
        (160, 48, 0.85, 0.1),
    ]:
        scene = mountain(scene, y, x - summit, top, slope, haze, rng)
    for color, edge, size in [("#3d5f6b", 196, 9), ("#24483f", 212, 15), ("#14302a", 224, 22)]:
        treetops = edge - 7 * noise((1, WIDTH), 1.2, rng)[0] - firs(x[0], size, rng)
        shade = 1 + 0.12 * noise((HEIGHT, WIDTH), 0.8, rng)
        scene = mix(scene, hex_color(color) * shade[..., None], step(y - treetops, 1.5))
        scene = mix(scene, "#dfe9ee", 0.28 * np.exp(-(((y - edge - 8) / 9) ** 2)))  # mist

    depth = np.maximum(y - shore, 0) / (HEIGHT - shore)
    waves = ripples(depth, rng)
    mirrored = np.clip(2 * shore - y + 9 * depth * waves, 0, shore - 1).astype(int)
    water = scene[mirrored, np.clip(x + 2 * waves, 0, WIDTH - 1).astype(int)]
    water = mix(water, "#123f5c", 0.22 + 0.3 * depth + 0.06 * waves)
    scene = np.where((y >= shore)[..., None], water, scene)
    scene = mix(scene, "#e8f1f5", 0.5 * np.exp(-(((y - shore) / 1.5) ** 2)))
    return finish(scene, rng)


def mountain(scene, y, right, top, slope, haze, rng):
    """A snowy mountain that falls off by `slope` on both sides of its summit; `right` is how far right of it."""
    below = y - top - slope * np.abs(right[0]) ** 0.97 - 5 * noise((1, WIDTH), 1.1, rng)[0]
    folds = noise((HEIGHT, WIDTH), 1.75, rng)
    slant = folds - np.roll(folds, (3, 3), axis=(0, 1))  # above 0 where a fold rises to the right
    arete = np.tanh((right + 14 * folds) / (8 + 0.25 * below.clip(0)))  # the sun stands on the left
    light = step(0.5 - 0.38 * arete + 1.6 * slant, 1.0)
    snow = mix(np.broadcast_to(hex_color("#6488c2"), scene.shape), "#fff8ee", light)
    rock = mix(np.broadcast_to(hex_color("#303e58"), scene.shape), "#8d8078", light)
    gullies = noise((HEIGHT, WIDTH), 1.1, rng, stretch=0.45)  # the snow slides off and leaves streaks
    bare = step(below - 75 + 12 * folds + 32 * gullies, 22)
    slopes = mix(mix(snow, rock, 0.85 * bare), "#b9d3ea", haze + 0.3 * np.clip(below / 150, 0, 1))
    return mix(scene, slopes, step(below, 1.5))


def firs(x, size, rng):
    """How far fir trees stand out above the ground, at each x (w,)."""
    trunks, tall = rng.uniform(0, WIDTH, WIDTH // 4), size * rng.uniform(0.4, 1, WIDTH // 4)
    return np.max(tall[:, None] - 3 * np.abs(x - trunks[:, None]), axis=0, initial=0)


TULIPS = ["#c8202f", "#f2b51d", "#e86a9c", "#6d3a8f", "#f4efe2", "#e8671f"]
PICTURES = {"rocks.png": rocks, "sunset.jpg": sunset, "tulips.jpg": tulips, "lake.jpg": lake}


def gradient(where, colors):
    """Colours spread evenly over 0 … 1, and between them at `where`: (h, w) to (h, w, 3)."""
    stops = np.array([hex_color(color) for color in colors])
    at = np.linspace(0, 1, len(stops))
    return np.stack([np.interp(where, at, channel) for channel in stops.T], axis=-1)


def hex_color(text):
    """From "#ff8000" to [255, 128, 0]."""
    return np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)], float)


def mix(scene, color, share):
    """Lay a colour over a scene where `share` (h, w) is above 0, thickly where it is 1."""
    color = hex_color(color) if isinstance(color, str) else color
    share = np.clip(share, 0, 1)[..., None]
    return scene * (1 - share) + color * share


def step(value, softness):
    """From 0 where `value` is below 0 to 1 where it is above `softness`, smoothly."""
    t = np.clip(value / softness, 0, 1)
    return t * t * (3 - 2 * t)


def noise(shape, smoothness, rng, stretch=1.0):
    """Clouds: noise in which waves of every length have their share, long ones more. Mean 0, spread 1."""
    down, right = np.fft.fftfreq(shape[0])[:, None], np.fft.rfftfreq(shape[1])
    frequency = np.hypot(down, right * stretch)
    frequency[0, 0] = np.inf  # no wave without end
    waves = np.fft.rfft2(rng.normal(size=shape)) * frequency**-smoothness
    clouds = np.fft.irfft2(waves, shape)
    return clouds / clouds.std()


def ripples(depth, rng):
    """Waves on water seen from the shore, small far away: noise, read along lines that crowd at the horizon."""
    swell = noise((512, depth.shape[1]), 0.9, rng, stretch=6)
    row = 510 * (1 - 1 / (1 + 7 * depth)) / (1 - 1 / 8)  # perspective
    column, above = np.arange(depth.shape[1]), row.astype(int)
    return swell[above, column] * (above + 1 - row) + swell[above + 1, column] * (row - above)


def finish(scene, rng):
    """Film grain, and whole numbers: RGB (h, w, 3) uint8."""
    return np.clip(np.rint(scene + rng.normal(0, 2, scene.shape[:2])[..., None]), 0, 255).astype(np.uint8)


def palette_of_rocks(path):
    """The rocks beside their palette."""
    extract_palette(rock_picture_named()).plot().savefig(path, dpi=110)


def film_of_rocks(path):
    """The colours of the rock picture being sorted in RGB space."""
    animate(rock_picture_named(), path)


def frame_of_film(path):
    """The last frame of the film of the rocks."""
    iio.imwrite(path, iio.imread(path.with_name("rocks.gif"))[-1])


def film_of_stones(path):
    """The stones themselves being sorted by colour; a first pick with much to mend."""
    animate(rock_collection(), path, by="color", n_clusters=5, init="random", random_state=6, fps=12)


def rock_picture_named():
    """The rock collection, with a name for titles."""
    return replace(read_image(rock_picture()), name="the rock collection")


RESULTS = {
    "rocks-palette.png": palette_of_rocks,
    "rocks.gif": film_of_rocks,
    "cube.png": frame_of_film,  # after the film
    "sorting.gif": film_of_stones,
}


def main(folder=None):
    """Write every picture into the folder, and say so."""
    folder = Path(folder or Path(__file__).parent)
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in PICTURES.items():
        path = folder / name
        iio.imwrite(path, draw(), **({"quality": 90} if path.suffix == ".jpg" else {}))
    for name, make in RESULTS.items():
        make(folder / name)
    for name in [*PICTURES, *RESULTS]:
        print(f"wrote {folder / name} ({(folder / name).stat().st_size / 1000:.0f} kB)")


if __name__ == "__main__":
    main(*sys.argv[1:2])
