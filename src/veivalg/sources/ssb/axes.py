"""How the codes of a dimension become columns of our tables.

An axis is a function from a dimension of the metadata to *code → column values*; codes it leaves
out are not asked for. Each raises ``SourceChangedError`` when the dimension is not what it was.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from veivalg.foundation.i18n import _
from veivalg.norway.alternatives import ALTERNATIVES
from veivalg.norway.occupations import OCCUPATIONS
from veivalg.sources.ssb.jsonstat import Dimension
from veivalg.sources.ssb.metadata import changed

Keys = Mapping[str, str | int]
Axis = Callable[[str, Dimension], Mapping[str, Keys]]

_SEXES = {"1": ("male", "menn"), "2": ("female", "kvinner")}
_OPEN = 105
_ALL_AGES = re.compile(r"(alle aldre|alle aldersgrupper|i alt|ialt|totalt)\W*")
_FROM_TO = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})(\s*år)?")
_UPWARDS = re.compile(
    r"(\d{1,3})\s*(år)?\s*(\+|og over|og eldre|eller eldre|eller over|eller meir|eller mer)"
)
_SCALED = ("prosent", "%", "kr", "1000", "1 000", "promille", "indeks", "per ")


def sex(table: str, dimension: Dimension) -> Mapping[str, Keys]:
    """Read SSB's codes for sex, checking the labels."""
    for code, (__, word) in _SEXES.items():
        if word not in dimension.labels.get(code, "").casefold():
            raise changed(
                table,
                _("koden {code} i «{dimension}» er ikke lenger «{word}»"),
                code=code,
                dimension=dimension.id,
                word=word,
            )
    return {code: {"sex": name} for code, (name, __) in _SEXES.items()}


def single_years(table: str, dimension: Dimension) -> Mapping[str, Keys]:
    """Read one-year ages «000»–«104» and «105+».

    Raises
    ------
    SourceChangedError
        When an age is not there, so that a sum over ages would lack someone.
    """
    ages = {
        code: {"age": int(code.rstrip("+"))}
        for code in dimension.codes
        if re.fullmatch(r"\d{3}\+?", code)
    }
    missing = set(range(_OPEN + 1)) - {keys["age"] for keys in ages.values()}
    if missing or len(ages) != _OPEN + 1:
        first = min(missing, default=_OPEN)
        raise changed(
            table,
            _("«{dimension}» har ikke lenger ettårig alder (mangler {age})"),
            dimension=dimension.id,
            age=first,
        )
    return dict(ages)


def age_from_to(label: str) -> tuple[int, int] | None:
    """Read an age group from its label; None when it is not one.

    Examples
    --------
    >>> age_from_to("67-79 år"), age_from_to("80 år og over"), age_from_to("I alt")
    ((67, 79), (80, 105), (0, 105))
    >>> age_from_to("Uoppgitt") is None
    True
    """
    text = " ".join(label.casefold().split())
    if _ALL_AGES.fullmatch(text):
        return 0, _OPEN
    if found := _FROM_TO.fullmatch(text):
        low, high = int(found[1]), int(found[2])
        return (low, min(high, _OPEN)) if low <= high and low <= _OPEN else None
    if (found := _UPWARDS.fullmatch(text)) and int(found[1]) <= _OPEN:
        return int(found[1]), _OPEN
    return None


def age_groups(table: str, dimension: Dimension) -> Mapping[str, Keys]:
    """Read age groups by label; «uoppgitt» is left out, any other label must be readable."""
    groups: dict[str, Keys] = {}
    for code in dimension.codes:
        label = dimension.labels[code]
        ages = age_from_to(label)
        if ages is not None:
            groups[code] = {"age_from": ages[0], "age_to": ages[1]}
        elif "oppgitt" not in label.casefold() and "oppgjeve" not in label.casefold():
            raise changed(
                table,
                _("aldersgruppen «{label}» i «{dimension}» kan ikke leses"),
                label=label,
                dimension=dimension.id,
            )
    if not groups:
        raise changed(table, _("«{dimension}» har ingen aldersgrupper"), dimension=dimension.id)
    return groups


def occupations(table: str, dimension: Dimension) -> Mapping[str, Keys]:
    """Read the occupations we know; the total is found by its label when the code is another."""
    known: dict[str, Keys] = {
        code: {"occupation": o.id}
        for o in OCCUPATIONS
        for code in dimension.codes
        if code.casefold() == o.code.casefold()
    }
    if not any(keys["occupation"] == "all" for keys in known.values()):
        total = [
            c
            for c, text in dimension.labels.items()
            if re.search(r"\bi alt\b|\balle\b|\btotal", text.casefold())
        ]
        if len(total) != 1:
            raise changed(
                table,
                _("«{dimension}» har ikke lenger et samlet tall («i alt»)"),
                dimension=dimension.id,
            )
        known[total[0]] = {"occupation": "all"}
    return known


@dataclass(frozen=True, slots=True)
class Service:
    """A service in table 11645: our key, confirmed code, and patterns its label may have."""

    key: str
    code: str
    words: tuple[str, ...]
    required: bool = True

    def named(self, label: str) -> bool:
        """Say whether `label` is a name of this service."""
        return any(re.search(word, label.casefold()) for word in self.words)


def services(wanted: tuple[Service, ...]) -> Axis:
    """Make an axis that finds services by code and label, or by label alone."""

    def read(table: str, dimension: Dimension) -> Mapping[str, Keys]:
        found: dict[str, Keys] = {}
        for service in wanted:
            codes = [c for c, text in dimension.labels.items() if service.named(text)]
            only = codes[0] if len(codes) == 1 else ""
            code = service.code if service.code in codes else only
            if code:
                found[code] = {"service": service.key}
            elif service.required:
                words = service.words[0].replace(".*", " … ")
                raise changed(
                    table,
                    _("«{dimension}» har ikke lenger «{words}»"),
                    dimension=dimension.id,
                    words=words,
                )
        return found

    return read


@dataclass(frozen=True, slots=True)
class Measure:
    """A content of a table: which of our tables and keys it fills.

    Parameters
    ----------
    code
        Empty where no public source confirms it: it is then the one whose label has all `words`.
    words
        One of these must stand in the official label, so that a code that has been given another
        meaning is noticed.
    unit
        A word the unit must have; by default it must only not be scaled (per cent, kr, 1000).
    additive
        Whether the figures of merged municipalities may be added.
    """

    code: str
    table: str
    column: str
    keys: Keys = field(default_factory=dict)
    words: tuple[str, ...] = ()
    unit: str = ""
    additive: bool = True
    required: bool = True

    def check(self, table: str, contents: Dimension) -> str:
        """Give what has changed for this content, or nothing."""
        gone = _("innholdet {code} er borte")
        code = self.located(contents)
        if code not in contents.labels:
            return gone.format(code=self.code) if self.required else ""
        label = contents.labels[code]
        if self.words and not any(word in label.casefold() for word in self.words):
            return _("innholdet {code} heter nå «{label}»").format(code=code, label=label)
        unit = contents.units.get(code, "").casefold()
        strange = self.unit not in unit if self.unit else any(word in unit for word in _SCALED)
        if unit and strange:
            return _("innholdet {code} måles nå i «{unit}»").format(code=code, unit=unit)
        return ""

    def located(self, contents: Dimension) -> str:
        """Give its code in a table; empty when no label, or more than one, is its own."""
        if self.code:
            return self.code if self.code in contents.labels else ""
        labels = {code: label.casefold() for code, label in contents.labels.items()}
        found = [c for c, label in labels.items() if all(word in label for word in self.words)]
        return found[0] if len(found) == 1 else ""


def projection_measures() -> tuple[Measure, ...]:
    """Give the nine alternatives; the letters must stand in the label when any letters do."""
    return tuple(
        Measure(a.contents, "projection", "persons", {"alternative": a.code})
        for a in ALTERNATIVES.values()
    )


def alternatives_agree(table: str, contents: Dimension) -> None:
    """Check that a label with the letters of an alternative has the right ones.

    Raises
    ------
    SourceChangedError
        When the contents codes have been given to other alternatives.
    """
    faults = []
    for a in ALTERNATIVES.values():
        label = contents.labels.get(a.contents, "")
        letters = re.findall(r"\b[LMH][LMH][LMH0][LMH0]\b", label)
        if letters and letters != [a.code]:
            faults.append(
                _("innholdet {code} er nå alternativ {now}, ikke {then}").format(
                    code=a.contents, now=letters[0], then=a.code
                )
            )
    if faults:
        raise changed(table, *faults)
