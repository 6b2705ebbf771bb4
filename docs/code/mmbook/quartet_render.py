"""Image and video of Quartet scenes: 32 x 32 pixels, RGB, antialiased."""

import numpy as np

from mmbook.quartet_stage import FRAMES, SECONDS, SHAPES, SIDE, path

RGB = np.array([(222, 45, 45), (45, 165, 70), (60, 105, 235),
                (240, 220, 60), (165, 75, 205), (250, 140, 30)],
               dtype=np.float32)  # in the order of COLORS
GRAY = 150  # of an object whose color is hidden
RADIUS = np.array([3.2, 4.6, 6.4])  # pixels: small, medium, large


# --8<-- [start:distance]
def distance(shape, x, y):
    """Signed distance to a shape of radius 1: negative inside.

    x, y any shape, y downwards. Exact for the circle and the ring, close
    enough near the edge for the others, which is where it is used.
    """
    if shape == "circle":
        return np.sqrt(x * x + y * y) - 1
    if shape == "ring":
        return np.abs(np.sqrt(x * x + y * y) - 0.72) - 0.28
    x = np.abs(x)  # the others are symmetric about the vertical
    if shape == "square":
        return np.maximum(x, np.abs(y)) - 0.85
    if shape == "cross":
        y = np.abs(y)
        return np.maximum(np.minimum(x, y) - 0.3, np.maximum(x, y) - 1)
    if shape == "triangle":
        return np.maximum(0.88 * x - 0.47 * y - 0.47, y - 0.8)
    if shape == "star":  # five lines; inside where at most one is crossed
        c = np.cos(np.pi * 0.4 * np.arange(5))
        s = np.sin(np.pi * 0.4 * np.arange(5))
        lines = [s[i] * x - c[i] * y - 0.4 for i in range(5)]
        return _second_largest(lines)
    raise ValueError(f"shape: {shape!r} is not one of {SHAPES}")
# --8<-- [end:distance]


def _second_largest(arrays):
    first = np.maximum(arrays[0], arrays[1])
    second = np.minimum(arrays[0], arrays[1])
    for a in arrays[2:]:
        second = np.maximum(second, np.minimum(first, a))
        first = np.maximum(first, a)
    return second


def background(texture):
    """Gray gratings. texture (B, 5) in [0, 1) -> (B, 32, 32) in 0..255."""
    texture = texture.astype(np.float32)
    level, contrast, angle, pitch, phase = texture.T[:, :, None, None]
    grid = np.arange(SIDE, dtype=np.float32) - SIDE / 2
    along = (np.cos(np.pi * angle) * grid[None, None, :]
             + np.sin(np.pi * angle) * grid[None, :, None])
    wave = np.sin(along * (0.4 + 0.8 * pitch) + 2 * np.pi * phase)
    return 25 + 45 * level + (4 + 14 * contrast) * wave


# --8<-- [start:video]
def video(cast, frames=FRAMES):
    """Draw the clip. Returns (B, frames, 32, 32, 3) uint8.

    One frame every 1/8 s; frame 0 is the start of the scene. Only the
    pixels under an object are touched, all objects of a size at once.
    """
    B = len(cast["n"])
    still = np.rint(background(cast["texture"])).astype(np.uint8)
    clip = np.empty((B, frames, SIDE, SIDE, 3), dtype=np.uint8)
    clip[:] = np.repeat(still[..., None], 3, axis=-1)[:, None]
    t = np.arange(frames) * SECONDS / FRAMES
    for k in range(int(cast["n"].max(initial=0))):
        x, y, scale = path(cast, k, t)  # (B, T) each
        radius = RADIUS[cast["size"][:, k]][:, None] * scale
        half = np.ceil(radius + 1).astype(int)  # half a window, in pixels
        half[cast["n"] <= k] = 0  # no such object
        for shape in np.unique(cast["shape"][:, k]):
            mine = np.where(cast["shape"][:, [k]] == shape, half, 0)
            for h in np.unique(mine[mine > 0]):
                b, f = np.nonzero(mine == h)
                _paint(clip, SHAPES[shape], b, f, int(h), x[b, f], y[b, f],
                       radius[b, f], cast["rgb"][b, k])
    return clip
# --8<-- [end:video]


# --8<-- [start:paint]
def _paint(clip, shape, b, f, h, x, y, radius, rgb):
    """Blend M objects into frames (b, f), each in a window of 2h pixels."""
    x, y = ((c + 1) * SIDE / 2 for c in (x, y))  # now in pixels
    window = np.arange(-h, h)
    col = np.floor(x).astype(np.int32)[:, None] + window  # (M, 2h)
    row = np.floor(y).astype(np.int32)[:, None] + window
    r = radius[:, None]
    u = ((col + 0.5 - x[:, None]) / r).astype(np.float32)[:, None, :]
    v = ((row + 0.5 - y[:, None]) / r).astype(np.float32)[:, :, None]
    d = distance(shape, u, v) * r.astype(np.float32)[..., None]  # pixels
    off = (col < 0) | (col >= SIDE)
    out = ((row < 0) | (row >= SIDE))[:, :, None] | off[:, None, :]
    m, i, j = np.nonzero((d < 0.5) & ~out)  # the covered pixels
    alpha = np.minimum(0.5 - d[m, i, j], 1)[:, None]
    flat = clip.reshape(-1, 3)
    first = ((b * clip.shape[1] + f) * SIDE)[m]
    at = (first + row[m, i]) * SIDE + col[m, j]
    under = flat[at].astype(np.float32)
    flat[at] = np.rint(under + alpha * (rgb[m] - under)).astype(np.uint8)
# --8<-- [end:paint]


def image(cast):
    """Draw the first frame. Returns (B, 32, 32, 3) uint8."""
    return video(cast, frames=1)[:, 0]
