"""A picture is the drawing to the pixel: as another program draws it, white to its edges."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from sample_chapter import sample_chapter
from veivalg.maths.projections.ensemble.jit import njit  # which gives Numba our folder first
from veivalg.publish import charts
from veivalg.publish.charts.raster import rasterised
from veivalg.publish.theme import LAYOUTS, Size

STORED = sorted((Path(__file__).parent / "pictures").glob("*.svg"))
"""Drawings, and beside each what vl-convert 1.9 made of it in grey, at the scale in its name."""


def pixels(png: bytes) -> np.ndarray:
    """Read a PNG of eight bits a channel: height × width × channels."""
    width, height, _depth, kind = struct.unpack(">IIBB", png[16:26])
    channels = {0: 1, 2: 3, 6: 4}[kind]
    at, packed = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        packed += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + length
    lines = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, -1)
    return _unfiltered(lines, channels).reshape(height, width, channels)


@njit
def _unfiltered(lines: np.ndarray, step: int) -> np.ndarray:
    """Undo what each line was written as: the difference from what is left, above or between."""
    height, width = lines.shape[0], lines.shape[1] - 1
    made = np.zeros((height + 1, width + step), np.uint8)
    for y in range(height):
        kind = lines[y, 0]
        for x in range(width):
            left, up = np.int64(made[y + 1, x]), np.int64(made[y, x + step])
            corner = np.int64(made[y, x])
            guess = 0
            if kind == 1:
                guess = left
            elif kind == 2:
                guess = up
            elif kind == 3:
                guess = (left + up) // 2
            elif kind == 4:
                near = left + up - corner
                a, b, c = abs(near - left), abs(near - up), abs(near - corner)
                guess = left if a <= b and a <= c else (up if b <= c else corner)
            made[y + 1, x + step] = (np.int64(lines[y, x + 1]) + guess) % 256
    return made[1:, step:].copy()


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.stem)
def test_a_picture_is_as_another_program_draws_it(file: Path) -> None:
    drawn = pixels(rasterised(file.read_text("utf-8"), float(file.stem.rpartition("-")[2])))
    stored = pixels(file.with_suffix(".png").read_bytes())[:, :, 0].astype(float)
    grey = drawn[:, :, :3] @ np.array([0.299, 0.587, 0.114])
    assert grey.shape == stored.shape
    assert (np.abs(grey - stored) > 2).mean() < 0.01


def test_every_shape_is_held() -> None:
    shapes = {e.chart.shape.value for e in sample_chapter().exhibits() if e.chart}
    assert {file.stem.rpartition("-")[0] for file in STORED} == shapes


@pytest.mark.parametrize("size", Size)
def test_a_picture_is_white_to_its_edges_and_as_large_as_the_drawing(size: Size) -> None:
    exhibit = next(e for e in sample_chapter().exhibits() if e.chart)
    drawn = pixels(charts.png(exhibit, size))
    assert (drawn[:, :, 3] == 255).all()
    for edge in (drawn[0], drawn[-1], drawn[:, 0], drawn[:, -1]):
        assert (edge == 255).all()
    assert drawn.shape[1] > 0.8 * LAYOUTS[size].width * LAYOUTS[size].scale
