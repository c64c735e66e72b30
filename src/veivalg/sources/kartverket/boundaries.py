"""Municipal boundaries for maps: read from the data folder, fetched from Kartverket when asked.

Any ``grenser.topojson``, ``grenser.geojson`` or ``grenser.json`` in the data folder is used, in
degrees. Without one, maps show each municipality as a dot at its centre.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
import orjson

from veivalg.content import Outline, Source
from veivalg.foundation.errors import SourceError, StoreError
from veivalg.foundation.files import store_error, write_atomic
from veivalg.foundation.i18n import _
from veivalg.norway.register import municipalities

KARTVERKET = "https://ws.geonorge.no/kommuneinfo/v1"
NAMES = ("grenser.topojson", "grenser.geojson", "grenser.json")
FETCHED = "grenser.geojson"
LARGEST = 200_000_000
"""Bytes of one answer, unpacked: the longest boundary there is takes a few."""
TOLERANCE = 0.008
"""How far a drawn border may lie from the real one: degrees of latitude, 0.9 km, a third pixel."""
STORED = 0.001
"""The same for borders that are fetched and stored, about 100 m."""
CODE_KEYS = ("kommunenummer", "KOMMUNENR", "kommunenr", "id")
SOURCE = Source(
    "kartverket-grenser", "Kartverket", "Kommunegrenser", url=KARTVERKET, licence="CC BY 4.0"
)
Point = tuple[float, float]
Floats = npt.NDArray[np.float64]


def boundary_file(folder: Path) -> Path | None:
    """Give the boundaries file of a data folder, or None."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def centres() -> dict[str, Outline]:
    """Give each municipality as a dot at its centre."""
    return {m.code: (((m.longitude, m.latitude),),) for m in municipalities()}


def read_boundaries(file: Path) -> dict[str, Outline]:
    """Read TopoJSON or GeoJSON in degrees; give the outline of each municipality, thinned.

    Outlines of codes no longer in force are left out; a municipality the file lacks is a dot.

    Raises
    ------
    StoreError
        When the file can't be read or holds something else.
    """
    try:
        content = orjson.loads(file.read_bytes())
        found = _topojson(content) if content.get("type") == "Topology" else _geojson(content)
    except OSError as error:
        raise store_error(error, file) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise _unusable(file) from error
    dots = centres()
    outlines = {code: rings for code, rings in found.items() if code in dots and rings}
    if not outlines:
        raise _unusable(file)
    return {**dots, **outlines}


def _unusable(file: Path) -> StoreError:
    return StoreError(
        _("Filen {path} har ingen kommunegrenser vi kan lese.").format(path=file),
        _("Hent dem på nytt med «veivalg hent --grenser», eller slett filen."),
    )


def _topojson(content: Mapping[str, Any]) -> dict[str, Outline]:
    arcs = [_thinned(arc) for arc in _decoded(content)]
    found: dict[str, list[tuple[Point, ...]]] = {}
    for layer in content["objects"].values():
        for shape in layer.get("geometries", [layer]):
            code = _code(shape)
            for polygon in _polygons(shape.get("type"), shape.get("arcs", ())):
                rings = found.setdefault(code, [])
                rings += [_ring(p for i in ring for p in _arc(arcs, i)) for ring in polygon]
    return {code: tuple(r for r in rings if len(r) > 3) for code, rings in found.items()}


def _decoded(content: Mapping[str, Any]) -> list[list[Point]]:
    """Undo quantisation and delta encoding where a topology has them."""
    transform = content.get("transform")
    if not transform:
        return [[(float(p[0]), float(p[1])) for p in arc] for arc in content["arcs"]]
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    decoded = []
    for arc in content["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * sx + tx, y * sy + ty))
        decoded.append(points)
    return decoded


def _arc(arcs: Sequence[Sequence[Point]], index: int) -> Iterable[Point]:
    # A negative index is the arc turned round: ~i, that is −1 for the first.
    return arcs[index] if index >= 0 else reversed(arcs[~index])


def _geojson(content: Mapping[str, Any]) -> dict[str, Outline]:
    found: dict[str, list[tuple[Point, ...]]] = {}
    for feature in content["features"]:
        geometry = feature["geometry"]
        for polygon in _polygons(geometry["type"], geometry["coordinates"]):
            rings = found.setdefault(_code(feature), [])
            rings += [
                _ring(_thinned([(float(p[0]), float(p[1])) for p in ring])) for ring in polygon
            ]
    return {code: tuple(r for r in rings if len(r) > 3) for code, rings in found.items()}


def _polygons(kind: Any, parts: Any) -> Sequence[Any]:
    if kind == "Polygon":
        return [parts]
    return list(parts) if kind == "MultiPolygon" else []


def _code(shape: Mapping[str, Any]) -> str:
    known = {**(shape.get("properties") or {})}
    if "id" in shape:
        known.setdefault("id", shape["id"])
    text = next((str(known[key]) for key in CODE_KEYS if known.get(key)), "")
    return text.zfill(4)


def _ring(points: Iterable[Point]) -> tuple[Point, ...]:
    ring: list[Point] = []
    for point in points:
        if not ring or ring[-1] != point:
            ring.append(point)
    return tuple(ring)


def _thinned(points: Sequence[Point], tolerance: float = TOLERANCE) -> list[Point]:
    """Leave out points that lie near the line between those kept (Ramer, Douglas and Peucker).

    Both ends stay, so that borders drawn from the same arc still meet. Degrees of longitude are
    taken as 0.42 of one of latitude, as at 65° north.
    """
    if len(points) < 3:
        return list(points)
    plane = np.array(points, dtype=float) * (0.42, 1.0)
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(points) - 1)]
    while spans:
        low, high = spans.pop()
        if high - low < 2:
            continue
        away = _from_line(plane[low + 1 : high], plane[low], plane[high])
        far = int(away.argmax())
        if away[far] > tolerance:
            middle = low + 1 + far
            keep[middle] = True
            spans += [(low, middle), (middle, high)]
    return [point for point, kept in zip(points, keep.tolist(), strict=True) if kept]


def _from_line(points: Floats, start: Floats, end: Floats) -> Floats:
    """Give the distance of points from a line, or from its start where it has no length."""
    off, along = points - start, end - start
    length = float(np.hypot(*along))
    if length < 1e-12:
        return np.hypot(off[:, 0], off[:, 1])
    across: Floats = np.abs(off[:, 0] * along[1] - off[:, 1] * along[0]) / length
    return across


def fetch_boundaries(
    folder: Path,
    *,
    url: str = KARTVERKET,
    codes: Sequence[str] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Path:
    """Fetch every municipality's boundary from Kartverket's open API into the data folder.

    Nothing is written unless all came. The borders are thinned, which makes about 1 MB of 100.

    Parameters
    ----------
    progress
        Called with done, total and the name of the municipality.

    Raises
    ------
    SourceError
        When Kartverket can't be reached or answers something else.
    StoreError
        When the file can't be written.
    """
    import httpx2

    places = [m for m in municipalities() if codes is None or m.code in codes]
    features = []
    with httpx2.Client(timeout=httpx2.Timeout(60.0, connect=10.0)) as http:
        for done, place in enumerate(places):
            if progress:
                progress(done, len(places), place.name)
            features.append(_fetched(http, url.rstrip("/"), place.code, place.name))
    if progress:
        progress(len(places), len(places), "")
    body = {"type": "FeatureCollection", "features": features}
    write_atomic(folder / FETCHED, orjson.dumps(body))
    return folder / FETCHED


def _fetched(http: Any, url: str, code: str, name: str) -> dict[str, Any]:
    import httpx2

    try:
        content = _content(http, f"{url}/kommuner/{code}/omrade", name)
        area = orjson.loads(content)["omrade"]
        polygons = [
            [
                _rounded(_thinned([(float(p[0]), float(p[1])) for p in ring], STORED))
                for ring in polygon
            ]
            for polygon in _polygons(area["type"], area["coordinates"])
        ]
    except httpx2.HTTPStatusError as error:
        raise SourceError(
            _("Kartverket svarte med feilkode {status} for {name}.").format(
                status=error.response.status_code, name=name
            ),
            _("Prøv igjen senere. Kartene viser prikker så lenge."),
        ) from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise SourceError(
            _("Får ikke kontakt med Kartverket på {host}.").format(host=urlsplit(url).netloc),
            _("Sjekk nettforbindelsen og prøv igjen. Kartene viser prikker så lenge."),
        ) from error
    except (ValueError, LookupError, TypeError) as error:
        raise SourceError(
            _("Kartverkets svar for {name} er ikke en kommunegrense.").format(name=name),
            _("Tjenesten er trolig lagt om. Se etter en nyere versjon av Veivalg."),
        ) from error
    return {
        "type": "Feature",
        "properties": {"kommunenummer": code, "navn": name},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def _content(http: Any, address: str, name: str) -> bytes:
    """Give an answer, but read none that is larger than any boundary."""
    with http.stream("GET", address, params={"utkoordsys": 4258}) as answer:
        answer.raise_for_status()
        content = bytearray()
        for part in answer.iter_bytes():
            content += part
            if len(content) > LARGEST:
                raise SourceError(
                    _("Kartverkets svar for {name} er større enn {most} MB.").format(
                        name=name, most=LARGEST // 1_000_000
                    ),
                    _("Sjekk adressen i --kilde. Ingenting av svaret er lagret."),
                )
    return bytes(content)


def _rounded(points: Sequence[Point]) -> list[list[float]]:
    return [[round(x, 5), round(y, 5)] for x, y in points]


def boundary_source(file: Path) -> Source:
    """Give the source of the boundaries in a file."""
    return replace(SOURCE, note=_("Grensene er forenklet. Fil: {name}.").format(name=file.name))
