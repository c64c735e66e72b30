"""Sentences with bound numbers, and the words that follow a number's direction."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from veivalg.content import Figure, Statement, Unit, format_number
from veivalg.content.state import UNCERTAIN
from veivalg.foundation.i18n import _
from veivalg.maths.projections.population import PopulationPath

_WORD = re.compile(r"\{(\w+)\}")
UNCHANGED = 0.0005
"""A share that changes less than this is as it was."""

Part = tuple[str, Mapping[str, Figure | None]]
"""A sentence with the number in each of its slots."""


def fill(text: str, /, **words: str) -> str:
    """Put words into a template and leave the slots of numbers for the sentence.

    A word is not looked through again: what a person has typed in braces is no slot of ours.

    Examples
    --------
    >>> fill("{place} har {n}.", place="Rana")
    'Rana har {n}.'
    """
    return _WORD.sub(lambda slot: words.get(slot[1], slot[0]), text)


def say(
    id: str,
    template: str,
    figures: Mapping[str, Figure | None],
    words: Mapping[str, str] | None = None,
    /,
    *,
    caution: bool = False,
    deviation: bool = False,
    together: int = 1,
    **more: str,
) -> Statement | None:
    """Make a sentence when every number in it is known, else give None.

    Parameters
    ----------
    figures
        The number that stands in each slot.
    words, more
        What is put into the other slots.
    together
        How many of its first sentences never stand apart.
    """
    known = {name: f for name, f in figures.items() if f is not None and f.value is not None}
    if len(known) < len(figures):
        return None
    text = fill(template, **(words or {}), **more)
    return Statement(id, text, known, caution or deviation, deviation, together=together)


def tell(
    id: str, text: str, /, *, caution: bool = False, lacking: bool = False, **words: str
) -> Statement:
    """Make a sentence without numbers; one of what is `lacking` is a caution too."""
    return Statement(id, fill(text, **words), {}, caution or lacking, lacking=lacking)


def present(statements: Iterable[Statement | None]) -> tuple[Statement, ...]:
    """Leave out the sentences that could not be said."""
    return tuple(s for s in statements if s is not None)


def moves(figure: Figure | None, slot: str, *, past: bool = False) -> str:
    """Give the words for a change with the number in it, to put into a sentence.

    Examples
    --------
    >>> moves(None, "change")
    'er om lag uendret ({change})'
    """
    value = figure.value if figure is not None else None
    shown = figure.text(word=False).strip("+\u2212") if figure is not None else ""
    if not value or not shown.strip("0,"):
        return (
            _("var om lag uendret ({slot})") if past else _("er om lag uendret ({slot})")
        ).replace("{slot}", f"{{{slot}}}")
    if past:
        text = _("økte med {slot}") if value > 0 else _("sank med {slot}")
    else:
        text = _("øker med {slot}") if value > 0 else _("synker med {slot}")
    return text.replace("{slot}", f"{{{slot}:a}}")


def rises(change: float | None, *ends: str) -> str:
    """Give the verb for the direction of a change: «øker», «synker» or «er uendret».

    Parameters
    ----------
    ends
        The two values as they are written: what is written alike has not changed to a reader.

    Examples
    --------
    >>> rises(0.0004), rises(0.0009, "17,4 %", "17,4 %"), rises(-0.0009, "17,5 %", "17,4 %")
    ('er uendret', 'er uendret', 'synker')
    """
    if change is None or abs(change) < 0.0005 or (ends and ends[0] == ends[-1]):
        return _("er uendret")
    return _("øker") if change > 0 else _("synker")


def led(lead: str, *paths: PopulationPath | None) -> str:
    """Put to a lead what must be known of the projections used, once each.

    Parameters
    ----------
    paths
        Paths whose future the chapter cites.
    """
    ahead = [p.stands_in for p in paths if p is not None and p.last_year > p.base_year]
    return " ".join(dict.fromkeys(text for text in (lead, *ahead) if text))


def turns(low: float, high: float, least: float = 0.5) -> bool:
    """Say whether a change may go either way: its ends lie more than `least` to each side of 0."""
    return low < -least and high > least


def doubted(title: str, *, either: bool) -> str:
    """Say that a title is uncertain where what it states a direction of may go either way."""
    return f"{_(UNCERTAIN)}: {title}" if either else title


def more_or_fewer(change: float) -> str:
    """Give «flere» or «færre»."""
    return _("flere") if change >= 0 else _("færre")


def more_or_less(change: float) -> str:
    """Give «mer» or «mindre»."""
    return _("mer") if change >= 0 else _("mindre")


def more(change: Figure | None, template: str, same: str) -> str:
    """Put «flere» or «færre» in `template`, or use `same` where nothing changes."""
    value = change.value if change is not None else None
    if value is None:
        return template
    limit = UNCHANGED if change is not None and change.unit is Unit.SHARE else 0.5
    if abs(value) < limit:
        return same
    return template.replace("{more}", more_or_fewer(value))


def joined(id: str, /, *parts: Part, **words: str) -> Statement | None:
    """Make one statement of several sentences; those that lack a number are left out.

    Nothing is said when the first can't be, or when there is none. `words` are put into the other
    slots of all of them.
    """
    said: list[str] = []
    figures: dict[str, Figure] = {}
    for index, (text, bound) in enumerate(parts):
        known = {n: f for n, f in bound.items() if f is not None and f.value is not None}
        if len(known) == len(bound):
            said.append(fill(text, **words))
            figures.update(known)
        elif index == 0:
            return None
    return Statement(id, " ".join(said), figures) if said else None


def cautious(said: Statement | None, *, when: bool) -> Statement | None:
    """Mark a sentence as uncertain where it is."""
    return replace(said, caution=True) if said is not None and when else said


def joined_to(said: Statement | None, warning: Statement | None) -> Statement | None:
    """Let what warns of a sentence stand in it too, not only where the rest is told."""
    if said is None or warning is None:
        return said
    text = f"{said.template} {warning.template}"
    return replace(said, template=text, figures={**said.figures, **warning.figures})


def join(*parts: str) -> str:
    """Put sentences together, those that are empty left out."""
    return " ".join(part for part in parts if part)


def listed(parts: Sequence[str]) -> str:
    """Write a list as a sentence does.

    Examples
    --------
    >>> listed(["bemanning", "samhandling", "teknologi"])
    'bemanning, samhandling og teknologi'
    """
    return _(" og ").join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def by_distance(change: float, unit: Unit, decimals: int) -> str:
    """Say what orders assumptions: how far from the change, as it is told, either end lies."""
    told = format_number(change, unit, decimals, sign=True)
    return _("Rekkefølgen er etter største avstand fra {told}.").format(told=told)
