"""The outlines the program carries: all municipalities, where they are, neighbours that meet."""

from __future__ import annotations

from math import cos, hypot, radians

import pytest

from veivalg.content import Outline
from veivalg.norway.borders import BORDERS, borders
from veivalg.norway.municipality import Municipality
from veivalg.norway.reference import reference
from veivalg.norway.register import municipalities

Ring = tuple[tuple[float, float], ...]


def area(ring: Ring) -> float:
    """Give square degrees of latitude."""
    west, south = min(x for x, _y in ring), min(y for _x, y in ring)
    wide = cos(radians(south))
    ring = tuple(((x - west) * wide, y - south) for x, y in ring)
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return abs(sum(a * d - c * b for (a, b), (c, d) in pairs)) / 2


def test_every_municipality_has_an_outline_with_official_source_and_licence() -> None:
    assert set(borders()) == {m.code for m in municipalities()}
    assert all(len(ring) >= 4 for outline in borders().values() for ring in outline)
    assert (BORDERS.producer, BORDERS.licence) == ("Kartverket", "CC BY 4.0")
    assert reference("borders").producer == "Kartverket"


@pytest.mark.parametrize("place", municipalities(), ids=lambda m: m.name)
def test_each_lies_about_its_own_centre(place: Municipality) -> None:
    """The centre is of land and sea together, so it may lie some way off the coast."""
    points = [p for ring in borders()[place.code] for p in ring]
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    assert min(xs) - 0.8 <= place.longitude <= max(xs) + 0.2
    assert min(ys) - 0.2 <= place.latitude <= max(ys) + 0.3


def test_the_areas_are_those_of_the_places_roughly() -> None:
    def square_km(outline: Outline) -> float:
        return sum(area(ring) for ring in outline) * 111.2**2

    assert square_km(borders()["5612"]) == pytest.approx(9_700, rel=0.12)  # Kautokeino
    assert square_km(borders()["0301"]) == pytest.approx(454, rel=0.15)  # Oslo
    assert square_km(borders()["1151"]) == pytest.approx(6.2, rel=0.35)  # Utsira


def test_neighbours_share_their_border() -> None:
    own = {p for ring in borders()["5612"] for p in ring}
    beside = {p for ring in borders()["5610"] for p in ring}
    assert len(own & beside) > 5, "Kautokeino and Karasjok meet"
    far = min(hypot(a - c, b - d) for a, b in own for c, d in {(10.75, 59.91)})
    assert far > 5
