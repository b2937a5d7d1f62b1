"""Smooth random fields, points set into a grid, and enlarging: what drawing stands on.

Everything is drawn in a scene of 1600 × 1200 and scaled to the size asked for. What
changes slowly is computed at half the size and enlarged, which takes a quarter of the
time and cannot be seen.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage, spatial

Field = NDArray[np.float32]
Shape = tuple[int, int]

SCENE_WIDTH = 1600
SCENE_HEIGHT = 1200
_TILE = 1024
_CELL = 24.0


def enlarged(field: Field, shape: Shape, *, is_smooth: bool = False) -> Field:
    """A field at another size.

    Args:
        field: The field.
        shape: Height and width wanted.
        is_smooth: Bicubic instead of bilinear.

    Returns:
        The field at the size wanted.
    """
    way = Image.Resampling.BICUBIC if is_smooth else Image.Resampling.BILINEAR
    picture = Image.fromarray(np.ascontiguousarray(field, dtype=np.float32))
    return np.array(picture.resize((shape[1], shape[0]), way))


def noise(rng: np.random.Generator, shape: Shape, cell: float) -> Field:
    """Smooth random hills of about unit height.

    Args:
        rng: Where the randomness comes from.
        shape: Height and width of the field.
        cell: Width of a hill in pixels of the field.

    Returns:
        The hills.
    """
    if cell > 16:
        half = (-(-shape[0] // 2), -(-shape[1] // 2))
        return doubled(noise(rng, half, cell / 2), 0, half[0])[: shape[0], : shape[1]]
    rows, columns = (int(np.ceil(side / cell)) + 3 for side in shape)
    coarse = Image.fromarray(rng.standard_normal((rows, columns)).astype(np.float32))
    # The frame leaves the outermost points out, beyond which there is nothing.
    frame = (1, 1, 1 + shape[1] / cell, 1 + shape[0] / cell)
    size = (shape[1], shape[0])
    hills = coarse.resize(size, Image.Resampling.BICUBIC, box=frame)
    return np.asarray(hills, dtype=np.float32) * np.float32(1.4)


def smoothstep(low: float, high: float, values: Field) -> Field:
    """Zero up to low, one from high on, smooth between."""
    t = np.clip((values - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def splat(shape: Shape, x: Field, y: Field, weight: Field) -> Field:
    """Set points into a grid, each shared out among its four neighbours.

    Args:
        shape: Height and width of the grid.
        x: Columns of the points, with fractions.
        y: Rows of the points, with fractions.
        weight: What each point adds.

    Returns:
        The grid; points outside of it are left out.
    """
    height, width = shape
    is_inside = (x >= 0) & (y >= 0) & (x < width - 1) & (y < height - 1)
    is_inside &= weight != 0
    x, y, weight = x[is_inside], y[is_inside], weight[is_inside]
    left, top = x.astype(np.int64), y.astype(np.int64)
    right, below = x - left, y - top
    start = top * width + left
    places = np.concatenate([start, start + 1, start + width, start + width + 1])
    shares = np.concatenate(
        [
            weight * (1 - right) * (1 - below),
            weight * right * (1 - below),
            weight * (1 - right) * below,
            weight * right * below,
        ]
    )
    grid = np.bincount(places, shares, minlength=height * width)
    return grid.reshape(shape).astype(np.float32)


def doubled(fields: Field, top: int, bottom: int) -> Field:
    """A band of rows at twice the size.

    Whole photographs are put together in bands, since numbers that stay in the
    processor's cache are worked on several times faster.

    Args:
        fields: One or several fields, rows and columns last.
        top: First row of the band, before doubling.
        bottom: The row after its last.

    Returns:
        The band, with straight lines between the values.
    """
    near, far = np.float32(0.75), np.float32(0.25)
    rows = np.clip(np.arange(top - 1, bottom + 1), 0, fields.shape[-2] - 1)
    part = fields[..., rows, :]
    middle = part[..., 1:-1, :] * near
    size = (*fields.shape[:-2], 2 * (bottom - top), fields.shape[-1])
    tall = np.empty(size, dtype=np.float32)
    tall[..., 0::2, :] = middle + part[..., :-2, :] * far
    tall[..., 1::2, :] = middle + part[..., 2:, :] * far
    middle, quarter = tall * near, tall * far
    wide = np.empty((*size[:-1], 2 * size[-1]), dtype=np.float32)
    wide[..., 2::2] = middle[..., 1:] + quarter[..., :-1]
    wide[..., 1:-1:2] = middle[..., :-1] + quarter[..., 1:]
    wide[..., 0], wide[..., -1] = tall[..., 0], tall[..., -1]
    return wide


def stamped(shape: Shape, x: Field, y: Field, weight: Field, sigma: float) -> Field:
    """Points set into a grid and blurred; the broader, the coarser the grid.

    Args:
        shape: Height and width of the field.
        x: Columns of the points, with fractions.
        y: Rows of the points, with fractions.
        weight: Height of each point's hill.
        sigma: Width of the hills in pixels of the field.

    Returns:
        The sum of the hills.
    """
    step = next((step for step in (8, 4, 2) if sigma / step >= 1.2), 1)
    coarse = (-(-shape[0] // step) + 1, -(-shape[1] // step) + 1)
    off = np.float32(0.5 / step - 0.5)
    grid = splat(coarse, x / np.float32(step) + off, y / np.float32(step) + off, weight)
    across = max(sigma / step, 0.35)
    grid *= np.float32(2 * np.pi * across**2)
    hills = np.asarray(ndimage.gaussian_filter(grid, across, truncate=3.2))
    if step == 1:
        return hills[: shape[0], : shape[1]]
    whole = enlarged(hills, (coarse[0] * step, coarse[1] * step), is_smooth=True)
    return whole[: shape[0], : shape[1]]


def blurred(field: Field, sigma: float) -> Field:
    """Gaussian blur; broad ones are computed on a coarser grid."""
    step = next((step for step in (8, 4, 2) if sigma / step >= 1.2), 1)
    if step == 1:
        return np.asarray(ndimage.gaussian_filter(field, sigma, truncate=3.0))
    coarse = (-(-field.shape[0] // step), -(-field.shape[1] // step))
    rough = ndimage.gaussian_filter(enlarged(field, coarse), sigma / step, truncate=3.0)
    return enlarged(rough, (field.shape[0], field.shape[1]))


def ridges(x: Field, y: Field, width: float, cell: float) -> Field:
    """The seams between irregular cells, 1 on a seam and 0 inside a cell.

    Args:
        x: Places across, in pixels of the scene.
        y: Places down, in pixels of the scene.
        width: Width of a seam as a fraction of a cell.
        cell: Mean width of a cell in pixels of the scene.

    Returns:
        How much each place is a seam.
    """
    tile = _seams(width)
    factor = np.float32(_CELL / cell)
    # The tile's side is a power of two, so that its rows and columns repeat by a mask.
    columns = (x * factor).astype(np.int32) & (_TILE - 1)
    rows = (y * factor).astype(np.int32) & (_TILE - 1)
    rows *= _TILE
    rows += columns
    return np.asarray(tile.ravel()[rows], dtype=np.float32)


@lru_cache(maxsize=4)
def _seams(width: float) -> Field:
    """A tile of seams that repeats without a border."""
    return np.asarray(np.exp(-np.square(_cells() / np.float32(width))))


@lru_cache(maxsize=1)
def _cells() -> Field:
    """Distance to the seam, in cells, on a tile that repeats without a border."""
    rng = np.random.default_rng(20)
    side = _TILE // 2
    steps = round(_TILE / _CELL)
    grid = np.stack(np.meshgrid(np.arange(steps), np.arange(steps)), axis=-1)
    seeds = grid.reshape(-1, 2) + rng.uniform(0.04, 0.96, (steps * steps, 2))
    tree = spatial.KDTree(np.mod(seeds, steps), boxsize=np.full(2, float(steps)))
    ticks = np.arange(side) * (steps / side)
    places = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    distance = np.asarray(tree.query(places, k=2)[0], dtype=np.float32)
    gap = (distance[:, 1] - distance[:, 0]).reshape(side, side)
    around = np.pad(gap, 4, mode="wrap")
    whole = enlarged(around, (_TILE + 16, _TILE + 16), is_smooth=True)
    return np.ascontiguousarray(whole[8:-8, 8:-8])
