"""The form where a reader changes assumptions: numbers as shown in, stored numbers out."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from veivalg.content import Assumption, Certainty, Unit, presented, round_half_up
from veivalg.content.numbers import decimals_of, format_number, format_plain
from veivalg.foundation.i18n import _

PREFIX = "a."
PEERS = "sammenlikn"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader has asked for: stored values by id, and what could not be used.

    ``typed`` is the text as written, ``errors`` a sentence for each id that has one. ``peers`` are
    municipalities named in the address to compare with; None where it names none.
    """

    values: Mapping[str, float]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    peers: tuple[str, ...] | None = None

    def query(self) -> str:
        """Give the query that makes the same page again, with «?», or an empty string."""
        return self._query({PREFIX + id: self.typed[id] for id in sorted(self.values)})

    def standard(self) -> str:
        """Give the query of the same page with the standard assumptions: «?», and the peers."""
        return self._query({}) or "?"

    def _query(self, pairs: dict[str, str]) -> str:
        if self.peers is not None:
            pairs[PEERS] = ",".join(self.peers)
        return f"?{urlencode(pairs, safe=',')}" if pairs else ""


@dataclass(frozen=True, slots=True)
class Input:
    """An assumption as a form field; numbers are as the reader sees them: «17,5» for 0.175.

    A ``switch`` is a box to tick, which is ticked when ``on``. ``options`` are value, text and
    whether it stands, where one of a few is chosen.
    """

    id: str
    label: str
    value: str
    span: str
    unit: str
    default: str
    default_value: str
    source: str
    note: str
    unverified: bool
    changed: bool
    error: str
    switch: bool = False
    on: bool = False
    options: tuple[tuple[str, str, bool], ...] = ()


def shown(value: float, assumption: Assumption) -> float:
    """Give a stored value in the scale of the form, free of binary noise.

    Examples
    --------
    >>> from veivalg.content import Unit
    >>> rate = Assumption("r", "Rate", 0.175, 0.175, Unit.SHARE, Certainty.CHOICE, "", 0, 1)
    >>> shown(0.175, rate)
    17.5
    """
    return presented(value, assumption.unit)


def read(query: Mapping[str, str], known: Mapping[str, Assumption]) -> Choice:
    """Read ``a.{id}=value`` from an address; decimals with comma or point.

    A value equal to the default is no choice. Nothing is raised: what can't be used is told in
    ``errors``, so that the form can say it where it was written.
    """
    values: dict[str, float] = {}
    typed: dict[str, str] = {}
    errors: dict[str, str] = {}
    for key, text in query.items():
        if not key.startswith(PREFIX) or not text.strip():
            continue
        id = key.removeprefix(PREFIX)
        assumption = known.get(id)
        typed[id] = text.strip()
        if assumption is None:
            errors[id] = _("Det finnes ingen antakelse som heter «{id}» her.").format(id=id)
            continue
        value = number_in(typed[id])
        if value is not None and value == number_in(_written(assumption.default, assumption)):
            continue
        if value is None or not shown(assumption.low, assumption) <= value <= shown(
            assumption.high, assumption
        ):
            errors[id] = _out_of_range(assumption, typed[id])
        elif not math.isclose(value, shown(assumption.default, assumption), abs_tol=1e-9):
            values[id] = value / presented(1.0, assumption.unit)
    return Choice(values, typed, errors)


_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")


def number_in(text: str) -> float | None:
    """Read a number as Norwegians write it; None when it is none.

    Examples
    --------
    >>> number_in("1 200,5"), number_in("1e3"), number_in("٣"), number_in("∞")
    (1200.5, None, None, None)
    """
    plain = "".join(text.split()).replace(",", ".").replace("\u2212", "-")
    value = float(plain) if _NUMBER.fullmatch(plain) else math.inf
    return value if math.isfinite(value) else None


def _out_of_range(assumption: Assumption, text: str) -> str:
    return _("«{label}» kan ikke være «{text}». Skriv et tall fra {low} til {high}.").format(
        label=assumption.label,
        text=text,
        low=format_number(assumption.low, assumption.unit, assumption.decimals),
        high=format_number(assumption.high, assumption.unit, assumption.decimals),
    )


def inputs(assumptions: tuple[Assumption, ...], choice: Choice) -> list[Input]:
    """Give the form fields, filled with what the reader wrote or the value in use."""
    return [_input(a, choice) for a in assumptions]


def _input(a: Assumption, choice: Choice) -> Input:
    written = choice.typed.get(a.id)
    value = _written(a.value, a, exact=a.changed) if written is None else written
    return Input(
        id=a.id,
        label=a.label,
        value=value,
        span=_("fra {low} til {high}").format(low=_written(a.low, a), high=_written(a.high, a)),
        unit=a.unit.word,
        default=a.write(a.default),
        default_value=_written(a.default, a),
        source=a.origin,
        note=a.note,
        unverified=a.certainty is Certainty.UNVERIFIED,
        changed=a.changed or a.id in choice.errors,
        error=choice.errors.get(a.id, ""),
        switch=a.switch,
        on=a.value >= 0.5,
        options=tuple((str(n), text, n == a.value) for n, text in enumerate(a.options)),
    )


MOST_DECIMALS = 2
"""A number that needs more is worked out, and is told with as many as its unit is."""


def _written(value: float, a: Assumption, *, exact: bool = False) -> str:
    """Write a value as Norwegians do, with the decimals it needs and no more.

    One that is worked out is rounded half up, as it is told elsewhere; what is stored is exact.
    What a reader has chosen is written as it is.
    """
    if a.unit is Unit.YEAR:
        return format_number(value, a.unit)
    number = shown(value, a)
    needed = decimals_of(number)
    if needed > MOST_DECIMALS and not exact:
        needed = MOST_DECIMALS if a.decimals is None else a.decimals
    return format_plain(float(round_half_up(number, needed)), needed)
