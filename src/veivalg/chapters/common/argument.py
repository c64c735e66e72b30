"""The findings as an argument: the economy, how many need help, what it costs, who gives it, and
what must change. The sentences are those of the chapters; between them stands what ties them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from veivalg.chapters.common.sentences import fill, present, tell
from veivalg.content import Chapter, Figure, Place, Ranked, Statement, Theme
from veivalg.content.argument import Step
from veivalg.foundation.i18n import N_, _
from veivalg.norway.finance_targets import targets

Named = tuple[str, str]
"""A chapter and a statement in it."""
GROWTH, WORKERS, PRICE = (
    ("utvikling", "realvekst"),
    ("arsverk", "arbeidsstyrke"),
    ("omsorg", "plass"),
)
PLACES = "plasser"
NEED = ("behov", "omsorg")
DEMENTIA = ("demens", "demens-na"), ("demens", "demens-fram")
RESULT, CARE, STAFF = "okonomi-resultat", "ressursbruk-fgk9", "arsverk-flere"
_SENTENCE, _SLOT = re.compile(r"(?<=[.!?]) (?=[A-ZÆØÅ«{])"), re.compile(r"\{(\w+)")
MEASURED = ("okonomi", "okonomi-maaltall")
"""The chapter and the exhibit whose title says how many targets are met."""


def argue(place: Place, ranked: Sequence[Ranked], chapters: Sequence[Chapter]) -> tuple[Step, ...]:
    """Give the steps of the argument; a step without anything to tell is left out.

    Parameters
    ----------
    ranked
        The findings that matter most: each stands in the step of its theme.
    """
    facts = _Facts(ranked, chapters)
    steps = (
        Step(_("Økonomien"), _economy(facts)),
        Step(_("Omfanget"), _volume(facts)),
        Step(_("Prisen"), _price(facts)),
        Step(_("Folkene"), _people(facts)),
        Step(_("Det som må endres"), present([_conclusion(place, facts)])),
    )
    return tuple(step for step in steps if any(s.figures or not s.lacking for s in step.told))


class _Facts:
    """What is known: the ranked findings and the statements, by name."""

    def __init__(self, ranked: Sequence[Ranked], chapters: Sequence[Chapter]) -> None:
        self.ranked = ranked
        self.found = {(c.id, s.id): s for c in chapters for s in c.statements()}
        self.titles = {(c.id, e.id): e.title for c in chapters for e in c.exhibits()}

    def of(self, *themes: Theme) -> Iterator[Statement]:
        """Give the ranked findings of some themes, each with what comes and what is beside it."""
        for one in self.ranked:
            if one.theme in themes:
                yield from filter(None, (one.statement, one.ahead, one.beside))

    def said(self, *names: Named) -> Iterator[Statement]:
        """Give the first sentence of statements by name; those that aren't said are left out."""
        yield from (_first(self.found[name]) for name in names if name in self.found)

    def value(self, where: str | Named, slot: str) -> float | None:
        """Give the value of a figure of a ranked finding, or of a statement."""
        figure = self.figures(where).get(slot)
        return None if figure is None else figure.value

    def figures(self, where: str | Named) -> Mapping[str, Figure]:
        """Give the figures of a ranked finding, or of a statement; none where it isn't told."""
        if isinstance(where, tuple):
            return self.found[where].figures if where in self.found else {}
        return next((one.statement.figures for one in self.ranked if one.id == where), {})

    def unsure(self, id: str) -> bool:
        """Say whether a ranked finding is uncertain."""
        return any(one.statement.caution for one in self.ranked if one.id == id)


def _first(said: Statement) -> Statement:
    """Give the first sentence of a statement, or as many as never stand apart."""
    kept = " ".join(_SENTENCE.split(said.template)[: said.together])
    slots = {match[1] for match in _SLOT.finditer(kept)}
    figures = {slot: figure for slot, figure in said.figures.items() if slot in slots}
    return replace(said, template=kept, figures=figures)


def _led(id: str, lead: str, said: Iterable[Statement]) -> tuple[Statement, ...]:
    """Put a lead before sentences; nothing where there are none."""
    told = tuple(said)
    return (tell(f"sammendrag-{id}", lead), *told) if told and lead else told


def _economy(facts: _Facts) -> tuple[Statement, ...]:
    title = facts.titles.get(MEASURED, "")
    lead = _("{title}.").format(title=title) if title else ""
    return _led("okonomi", lead, (*facts.of(Theme.ECONOMY), *facts.said(GROWTH)))


def _volume(facts: _Facts) -> tuple[Statement, ...]:
    lead = {
        1: _("Samtidig blir det flere som trenger hjelp."),
        -1: _("Samtidig blir det færre som trenger hjelp."),
        0: _("Om det blir flere som trenger hjelp, er usikkert."),
    }
    used = (one for one in facts.ranked if one.chapter == PLACES and one.theme is Theme.QUALITY)
    said = (*facts.said(NEED, *DEMENTIA), *facts.of(Theme.PEOPLE), *(o.statement for o in used))
    way = _way(facts, NEED, "change", "low", "high")
    return _led("omfang", lead[way] if way is not None else "", said)


def _price(facts: _Facts) -> tuple[Statement, ...]:
    lead = _("Hva hjelpen koster i dag, avgjør hva veksten koster.")
    given = (one for one in facts.ranked if one.chapter != PLACES and one.theme is Theme.QUALITY)
    said = (*facts.of(Theme.COST), *facts.said(PRICE), *(one.statement for one in given))
    return _led("pris", lead, said)


def _people(facts: _Facts) -> tuple[Statement, ...]:
    lead = _("Penger er ikke nok: noen må gi hjelpen.")
    return _led("folk", lead, (*facts.of(Theme.STAFF), *facts.said(WORKERS)))


def _way(facts: _Facts, where: str | Named, *slots: str) -> int | None:
    """Give the sign that all ends of a figure have; 0 where they differ, None where unknown."""
    values = [facts.value(where, slot) for slot in slots]
    known = [v for v in values if v is not None]
    if not known or values[0] is None:
        return None
    signs = {(v > 0) - (v < 0) for v in known}
    return signs.pop() if len(signs) == 1 else 0


def _conclusion(place: Place, facts: _Facts) -> Statement | None:
    """Say what the steps come to together, by the sign of each; None where too little is known."""
    need = _way(facts, NEED, "change", "low", "high")
    if need is None:
        return None
    short, dear = _short(facts), _dear(facts)
    if need < 0:
        text = _(
            "Behovet for omsorg blir mindre. Det som må avgjøres, er hvor fort tilbudet skal "
            "følge etter, og hva det som frigjøres, skal brukes til."
        )
    elif need == 0:
        text = _(
            "Ingen vet om behovet for omsorg vokser. Valgene bør derfor kunne gjøres om, og "
            "følges opp når nye tall kommer."
        )
    else:
        text = _(_GROWS[short, dear])
    staff = _staff(facts) if need > 0 else ("", {})
    return Statement("sammendrag-slutning", fill(f"{text}{staff[0]}", place=place.name), staff[1])


def _short(facts: _Facts) -> bool | None:
    """Say whether the result is below its target; None where it isn't known or is uncertain."""
    value = None if facts.unsure(RESULT) else facts.value(RESULT, "value")
    return None if value is None else value < targets()["net_operating_result"].value


def _dear(facts: _Facts) -> bool | None:
    """Say whether health and care cost surely more than others' at the same need."""
    told = {one.id: one for one in facts.ranked}.get(CARE)
    value = facts.value(CARE, "value")
    if told is None or value is None:
        return None
    return bool(told.consequence) and value > 0


def _staff(facts: _Facts) -> tuple[str, Mapping[str, Figure]]:
    """Say that it takes more staff than today, where that is sure."""
    figures = facts.figures(STAFF)
    if _way(facts, STAFF, "extra", "low", "high") != 1:
        return "", {}
    if facts.unsure(STAFF):
        return _(" Trengs det flere folk og de ikke finnes, må hjelpen gis på andre måter."), {}
    text = _(
        " Uansett hvor pengene kommer fra, må {extra} flere gi hjelpen om den gis som i dag. "
        "Finnes de ikke, må hjelpen gis på andre måter."
    )
    return text, {"extra": figures["extra"]}


_GROWS: Mapping[tuple[bool | None, bool | None], str] = {
    (True, True): N_(
        "{place} skal altså hjelpe flere med en drift som går dårligere enn målet, og som er "
        "dyrere enn andres. Da er det ikke rom for mer av det samme: helse og omsorg må drives "
        "billigere, ellers må andre tjenester ned eller inntektene opp."
    ),
    (True, False): N_(
        "{place} skal altså hjelpe flere med en drift som går dårligere enn målet, men som ikke "
        "er dyrere enn andres. Da er det lite å hente på å gjøre som dem: veksten må møtes med "
        "andre måter å hjelpe på, eller med penger fra andre tjenester."
    ),
    (False, True): N_(
        "{place} når målet for driften, men helse og omsorg er dyrere enn hos andre. Det gir tid "
        "til å ta ut forskjellen før veksten i behovet bruker den opp."
    ),
    (False, False): N_(
        "{place} når målet for driften, og helse og omsorg er ikke dyrere enn hos andre. Det som "
        "må avgjøres, er hvordan veksten skal møtes mens økonomien gir rom for å velge."
    ),
    (True, None): N_(
        "{place} skal altså hjelpe flere med en drift som går dårligere enn målet. Da er det ikke "
        "rom for mer av det samme uten at andre tjenester må ned eller inntektene opp."
    ),
    (False, None): N_(
        "{place} når målet for driften. Det som må avgjøres, er hvordan veksten skal møtes mens "
        "økonomien gir rom for å velge."
    ),
    (None, True): N_(
        "{place} skal altså hjelpe flere, og helse og omsorg er dyrere enn hos andre. Veksten "
        "blir da også dyrere, om ikke driften endres."
    ),
    (None, False): N_(
        "{place} skal altså hjelpe flere, og helse og omsorg er ikke dyrere enn hos andre. Det er "
        "da lite å hente på å gjøre som dem."
    ),
    (None, None): N_(
        "{place} skal altså hjelpe flere. Det som må avgjøres, er hvordan veksten skal møtes."
    ),
}
"""What it comes to when the need grows, by whether the result is short of its target and whether
health and care cost more than others'."""
