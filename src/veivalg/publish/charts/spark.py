"""A small drawing of how the number of a finding has been and is thought to become."""

from html import escape

from veivalg.content import Track
from veivalg.content.numbers import format_number
from veivalg.foundation.i18n import _
from veivalg.publish.charts.draw import _n as number

WIDTH, HEIGHT, EDGE = 96, 30, 3
FEW = 3
"""So few years are columns: a line between two points says too much."""
Point = tuple[float, float]


def spark(track: Track) -> str:
    """Draw it as SVG in the colour of the text around it, with its ends in words.

    What is projected is dashed, and the last year has a dot.
    """
    few = len(track.years) <= FEW
    drawn = _columns(track) if few else _line(track)
    return (
        f'<svg class="gnist" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" focusable="false"'
        f' aria-label="{escape(in_words(track))}" fill="none" stroke="currentColor"'
        f' stroke-width="2" stroke-linejoin="round" stroke-linecap="round">{drawn}</svg>'
    )


def in_words(track: Track) -> str:
    """Say the first and the last year: «Netto driftsresultat, Harstad: 2,1 % i 2015, 5 % i 2025».

    Where it is projected, today stands between them.
    """
    now = next((y for y in reversed(track.years) if track.ahead and y < track.ahead), None)
    told = dict.fromkeys(y for y in (track.years[0], now, track.years[-1]) if y is not None)
    values = dict(zip(track.years, track.values, strict=True))
    each = (
        _("{value} i {year}").format(
            value=format_number(values[year], track.unit, track.decimals), year=year
        )
        for year in told
    )
    return f"{track.label}, {track.place.name}: {', '.join(each)}."


def _line(track: Track) -> str:
    low, high = min(track.values), max(track.values)
    span, years = (high - low) or 1.0, (track.years[-1] - track.years[0]) or 1

    def at(year: int, value: float) -> Point:
        x = EDGE + (WIDTH - 2 * EDGE) * (year - track.years[0]) / years
        return x, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (value - low) / span

    points = [at(y, v) for y, v in zip(track.years, track.values, strict=True)]
    split = len(points)
    if track.ahead is not None:
        split = sum(year < track.ahead for year in track.years)
    x, y = points[-1]
    dot = f'<circle cx="{number(x)}" cy="{number(y)}" r="2.5" fill="currentColor"/>'
    return _path(points[:split]) + _path(points[max(split - 1, 0) :], dashed=True) + dot


def _path(points: list[Point], *, dashed: bool = False) -> str:
    if len(points) < 2:
        return ""
    track = "L".join(f"{number(x)},{number(y)}" for x, y in points)
    dashes = ' stroke-dasharray="3 3.5"' if dashed else ""
    return f'<path{dashes} d="M{track}"/>'


def _columns(track: Track) -> str:
    """Draw columns from zero, the last one filled."""
    low, high = min(0.0, *track.values), max(0.0, *track.values)
    span, wide = (high - low) or 1.0, 18.0
    zero = HEIGHT - 1 - (HEIGHT - 2) * (0 - low) / span
    found = [f'<path stroke-width="1" d="M0,{number(zero)}H{number(WIDTH)}"/>']
    left = WIDTH - len(track.values) * (wide + 10)
    for n, value in enumerate(track.values):
        top = HEIGHT - 1 - (HEIGHT - 2) * (max(value, 0.0) - low) / span
        tall = (HEIGHT - 2) * abs(value) / span
        fill = "currentColor" if n == len(track.values) - 1 else "none"
        found.append(
            f'<rect x="{number(left + n * (wide + 10))}" y="{number(top)}" width="{number(wide)}"'
            f' height="{number(tall)}" fill="{fill}" stroke-width="1.5"/>'
        )
    return "".join(found)
