"""Plan the calls for a table so that each is within the limits.

A place is never divided between calls (unless it alone is too big), so that each answer can be
stored as whole partitions and a stopped fetch goes on where it stopped.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, prod
from typing import Any
from urllib.parse import quote

from veivalg.sources.http.limits import Limits


@dataclass(frozen=True, slots=True)
class Query:
    """One call for data.

    Parameters
    ----------
    selection
        Dimension → codes asked for, in the order of the table.
    codelists
        Dimension → code list the codes belong to.
    whole
        Dimensions of which every code is asked for; written ``*``.
    places
        Our places that the answer covers.
    """

    table: str
    selection: Mapping[str, tuple[str, ...]]
    codelists: Mapping[str, str] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()

    @property
    def cells(self) -> int:
        """Count the cells of the answer."""
        return prod(len(codes) for codes in self.selection.values())

    def address(self, url: str) -> str:
        """Give the full address of the call by GET; `url` is the base."""
        parts = ["lang=no", "outputFormat=json-stat2"]
        for dimension, codes in self._written().items():
            if dimension in self.codelists:
                parts.append(f"codelist[{dimension}]={quote(self.codelists[dimension])}")
            values = ",".join(quote(code, safe="*") for code in codes)
            parts.append(f"valuecodes[{dimension}]={values}")
        return f"{url}/tables/{self.table}/data?{'&'.join(parts)}"

    def body(self) -> dict[str, Any]:
        """Give the body of the call by POST."""
        return {"selection": [self._asked(d, codes) for d, codes in self._written().items()]}

    def _asked(self, dimension: str, codes: tuple[str, ...]) -> dict[str, Any]:
        asked: dict[str, Any] = {"variableCode": dimension, "valueCodes": list(codes)}
        if dimension in self.codelists:
            asked["codelist"] = self.codelists[dimension]
        return asked

    def _written(self) -> dict[str, tuple[str, ...]]:
        return {d: ("*",) if d in self.whole else c for d, c in self.selection.items()}


def plan(
    table: str,
    region: str,
    asked: Mapping[str, Sequence[str]],
    others: Mapping[str, Sequence[str]],
    *,
    codelist: str = "",
    whole: frozenset[str] = frozenset(),
    limits: Limits,
) -> tuple[Query, ...]:
    """Give the calls that fetch `asked` places.

    Parameters
    ----------
    region
        The dimension of places.
    asked
        Place → its codes in `region` (several when it has had other numbers).
    others
        The other dimensions → codes.

    Examples
    --------
    >>> asked = {str(n): [str(n)] for n in range(357)}
    >>> calls = plan("07459", "Region", asked, {"Alder": ["0"] * 106, "Kjonn": ["1", "2"],
    ...              "Tid": ["2005"] * 22}, limits=Limits())
    >>> len(calls), max(call.cells for call in calls)
    (3, 555016)
    """
    each = 1
    for codes in others.values():
        each *= len(codes)
    most = max(1, min(limits.regions, limits.cells // max(each, 1)))
    calls: list[Query] = []
    for batch in _batches(asked, most):
        codes = tuple(dict.fromkeys(code for place in batch for code in asked[place]))
        selection = {region: codes, **{d: tuple(c) for d, c in others.items()}}
        lists = {region: codelist} if codelist else {}
        query = Query(table, selection, lists, whole, tuple(batch))
        calls += [query] if query.cells <= limits.cells else _divided(query, limits.cells)
    return tuple(calls)


def _batches(asked: Mapping[str, Sequence[str]], most: int) -> list[list[str]]:
    """Deal places into equally big batches of at most `most` codes, in order."""
    total = sum(len(codes) for codes in asked.values())
    if not total:
        return []
    target = ceil(total / ceil(total / most))
    batches: list[list[str]] = [[]]
    held = 0
    for place, codes in asked.items():
        if batches[-1] and (held >= target or held + len(codes) > most):
            batches.append([])
            held = 0
        batches[-1].append(place)
        held += len(codes)
    return batches


def _divided(query: Query, cells: int) -> list[Query]:
    """Divide the call of one too big place over other dimensions."""
    divided = []
    for selection in split(query.selection, cells):
        whole = frozenset(d for d in query.whole if selection[d] == query.selection[d])
        divided.append(Query(query.table, selection, query.codelists, whole, query.places))
    return divided


def split(
    selection: Mapping[str, tuple[str, ...]], cells: int
) -> Iterator[Mapping[str, tuple[str, ...]]]:
    """Divide a selection into those of at most `cells` cells, the longest dimension first.

    Examples
    --------
    >>> [len(part["a"]) for part in split({"a": tuple("12345"), "b": ("x",)}, 2)]
    [2, 2, 1]
    """
    whole = prod(len(codes) for codes in selection.values())
    longest = max(selection, key=lambda dimension: len(selection[dimension]))
    codes = selection[longest]
    if whole <= cells or len(codes) == 1:
        yield selection
        return
    most = max(1, cells // (whole // len(codes)))
    for first in range(0, len(codes), most):
        yield from split({**selection, longest: codes[first : first + most]}, cells)
