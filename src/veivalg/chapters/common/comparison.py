"""«De viktigste funnene»: how a municipality differs from those like it, a short sentence each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from veivalg.chapters.common.compared import group_of
from veivalg.chapters.common.indicator_series import series
from veivalg.chapters.common.sentences import listed, more_or_less, say, tell
from veivalg.content import Chapter, Figure, Place, Ranked, Role, Statement, format_plain
from veivalg.content.numbers import MANY_NOK
from veivalg.foundation.i18n import N_, _
from veivalg.gather.evidence import Evidence
from veivalg.norway.municipality import country_without_oslo
from veivalg.norway.register import members_of

ALIKE = 0.03
"""A difference under this share of the other's value is told as none to speak of."""
MOST = 13
RESULT = "okonomi-resultat"
"""The finding that says whether the result is uncertain."""
CHOSEN = "ressursbruk", "helse-omsorg-valgte"
"""What says how it stands to those a person has chosen, at equal need: told before all else."""
PEOPLE: Mapping[tuple[str, str], tuple[str, str]] = {
    ("befolkning", "folketall"): ("change", N_("vekst i folketallet")),
    ("demens", "demens-sammenliknet"): ("own", N_("med demens per 1 000 innbyggere")),
    ("befolkning", "aldersbaereevne"): ("now", N_("på 16–66 år for hver på 67 år og eldre")),
}
"""Statements that hold a figure of the municipality, in the slot named, and one of `_OTHERS`."""
_OTHERS = ("group", "norway")
INDICATORS: Mapping[str, str] = {
    "net_operating_result": N_("netto driftsresultat"),
    "net_debt": N_("netto lånegjeld"),
    "reserve_fund": N_("disposisjonsfond"),
    "free_income_pi": N_("frie inntekter per innbygger"),
    "care_share": N_("andel av utgiftene til pleie og omsorg"),
    "health_share": N_("andel av utgiftene til kommunehelse"),
    "home_services_80": N_("andel over 80 år med hjemmetjenester"),
    "long_stay_80": N_("andel over 80 år med langtidsopphold"),
    "care_educated_staff": N_("andel årsverk i omsorg med helseutdanning"),
    "care_fte_per_user": N_("årsverk per bruker i omsorg"),
    "need_home_heavy": N_("andel hjemmeboende brukere med omfattende bistandsbehov"),
    "sick_leave": N_("sykefravær"),
    "doctors_10k": N_("leger per 10 000 innbyggere"),
    "school_cost_target": N_("utgift til grunnskole per innbygger på 6–15 år"),
    "school_points": N_("snitt av grunnskolepoeng"),
    "kindergarten_cost_target": N_("utgift til barnehage per innbygger på 1–5 år"),
    "kindergarten_coverage_1_2": N_("barnehagedekning for barn på 1–2 år"),
    "administration_cost_pi": N_("utgift til administrasjon per innbygger"),
    "culture_cost_pi": N_("utgift til kultur per innbygger"),
}
"""Indicators that may be told, by weight, with the words that «høyere» and «lavere» go with."""
COUNTED = frozenset(
    {
        PEOPLE["demens", "demens-sammenliknet"][1],
        PEOPLE["befolkning", "aldersbaereevne"][1],
        INDICATORS["care_fte_per_user"],
        INDICATORS["doctors_10k"],
    }
)
"""Words that «flere» and «færre» go with."""


def comparisons(
    evidence: Evidence, found: Sequence[Ranked], chapters: Sequence[Chapter]
) -> tuple[Statement, ...]:
    """Give at most thirteen sentences; those chosen first, then the costs at equal need.

    Each is held against the comparison group, and against the country where the group's figure
    isn't known.

    Parameters
    ----------
    found
        Every finding that could have been ranked.
    """
    told = {(c.id, s.id): s for c in chapters for s in c.statements()}
    chosen = (told[name] for name in (CHOSEN,) if name in told)
    unsure = any(one.id == RESULT and one.statement.caution for one in found)
    numbers = (*_indicators(evidence, unsure=unsure), *_people(evidence.place, told))
    return (*chosen, *_costs(evidence, found), *numbers)[:MOST]


def held_against(evidence: Evidence) -> tuple[Statement, ...]:
    """Say whom the municipality is held against, and what they have in common."""
    group, place = group_of(evidence), evidence.place.name
    if group is not None:
        text = _(
            "{place} sammenliknes med {group}. SSB setter {place} sammen med {n} andre kommuner "
            "fordi de er nokså like i folketall, bundne kostnader og frie inntekter. Der tallet "
            "til gruppen mangler, er landet brukt."
        )
        n = format_plain(len(members_of(group.code)) - 1)
        said = [tell("sammenliknes", text, place=place, group=group.name, n=n)]
    else:
        text = _("{place} har ingen KOSTRA-gruppe å sammenliknes med, og holdes mot landet.")
        said = [tell("sammenliknes", text, place=place)]
    if evidence.peers:
        text = _("Dessuten er {names} valgt. Snittet av dem er vårt eget.")
        names = listed([peer.name for peer in evidence.peers])
        said.append(tell("valgt", text, names=names))
    return tuple(said)


def _costs(evidence: Evidence, found: Sequence[Ranked]) -> Iterator[Statement]:
    """Give the areas that surely cost more, or less, than the group's at the same need.

    Without a group it is the country's; those chosen instead are told in the chapter.
    """
    group = group_of(evidence) or (None if evidence.peers else country_without_oslo())
    if group is None:
        return
    sure = [one for one in found if one.chapter == "ressursbruk" and one.consequence]
    for one in sorted(sure, key=lambda one: -(one.consequence or 0.0)):
        value, untaxed = (one.statement.figures.get(slot) for slot in ("value", "untaxed"))
        if value is None or value.value is None or untaxed is None:
            continue
        text = _(
            "{place} bruker {more} på {area} enn {group} ved likt behov: {value:a} i året (uten "
            "avgiftskorreksjon {untaxed:au})."
        )
        if abs(value.value) >= MANY_NOK:
            text = text.replace(":au}", ":aum}")
        # What makes the gap much smaller is the last sentence of the finding.
        least = one.statement.figures.get("least")
        text += " " + one.statement.template.rpartition("). ")[2] if least else ""
        yield from _said(
            f"forhold-{one.id}",
            text,
            {"value": value, "untaxed": untaxed} | ({"least": least} if least else {}),
            place=evidence.place.name,
            more=more_or_less(value.value),
            area=one.name[:1].lower() + one.name[1:],
            group=group.name,
        )


def _indicators(evidence: Evidence, *, unsure: bool) -> Iterator[Statement]:
    for id, name in INDICATORS.items():
        one = series(evidence, id)
        own, roles = one.figure(), (Role.GROUP, Role.NORWAY)
        others = [figure for role in roles if (figure := one.figure(role=role)) is not None]
        if own is not None and others:
            said = _held(f"forhold-{id.replace('_', '-')}", evidence.place, name, own, others[0])
            doubted = unsure and id == "net_operating_result"
            yield from (replace(one, caution=doubted) for one in said)


def _people(place: Place, found: Mapping[tuple[str, str], Statement]) -> Iterator[Statement]:
    for named, (slot, name) in PEOPLE.items():
        figures = found[named].figures if named in found else {}
        others = [figures[other] for other in _OTHERS if other in figures]
        if slot in figures and others:
            yield from _held(f"forhold-{named[1]}", place, name, figures[slot], others[0])


def _held(id: str, place: Place, name: str, own: Figure, other: Figure) -> Iterator[Statement]:
    """Say that one figure is higher than, lower than or about the same as another."""
    if own.value is None or other.value is None:
        return
    up, counted = own.value > other.value, name in COUNTED
    many, same = (_("flere"), _("færre")), _("om lag like mange")
    if not counted:
        many, same = (_("høyere"), _("lavere")), _("om lag samme")
    than, more = _("enn"), many[not up]
    if abs(own.value - other.value) <= ALIKE * abs(other.value) or own.text() == other.text():
        than, more = _("som"), same
    text = _("{place} har {more} {name} {than} {other_place}: {own} mot {other} ({period}).")
    if own.period.isdecimal():
        text = _("{place} har {more} {name} {than} {other_place}: {own} mot {other} i {period}.")
    yield from _said(
        id,
        text,
        {"own": own, "other": other},
        place=place.name,
        more=more,
        than=than,
        name=_(name),
        other_place=other.place.name,
        period=own.period,  # a sentence marks what will be revised itself
    )


def _said(id: str, text: str, figures: Mapping[str, Figure], **words: str) -> Iterator[Statement]:
    said = say(id, text, figures, words)
    yield from () if said is None else (said,)
