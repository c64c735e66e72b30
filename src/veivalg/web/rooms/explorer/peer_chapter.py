"""The page of peers as a chapter: the KOSTRA group, the nearest, why, and how well that holds."""

from collections.abc import Mapping

from veivalg.content import (
    Assumption,
    Block,
    Certainty,
    Chapter,
    Chart,
    Column,
    Exhibit,
    Figure,
    Missing,
    Place,
    Section,
    Shape,
    Source,
    SourceKind,
    Statement,
    Table,
    Unit,
)
from veivalg.content.numbers import format_number, format_plain
from veivalg.foundation.i18n import N_, _
from veivalg.maths.comparison.likeness import WEIGHTS, Likeness, explained, labels, steadiness
from veivalg.maths.comparison.peers import Neighbour, Stability
from veivalg.norway.municipality import Municipality, kostra_group
from veivalg.norway.register import municipalities, municipality

ID = "sammenlikn"
KLASS = Source("ssb-klass-112", "SSB", N_("KOSTRA-grupper, KLASS 112"), licence="CC BY 4.0")


def group_members(place: Municipality) -> tuple[Municipality, ...]:
    """Give the others in the municipality's KOSTRA group."""
    group = place.kostra_group
    return tuple(
        m for m in municipalities() if group and m.kostra_group == group and m.code != place.code
    )


def peer_chapter(
    place: Municipality, like: Likeness, weights: Mapping[str, float] | None = None
) -> tuple[Chapter, tuple[Neighbour, ...]]:
    """Say who a municipality may be compared with, and give the nearest.

    Raises
    ------
    UsageError
        When the weights can't be used.
    """
    known = like.peers.known(place.code)
    nearest: tuple[Neighbour, ...] = ()
    sections = [_group_section(place)]
    if len(known) > 1:
        nearest = like.peers.nearest(place.code, weights)
        stability = like.peers.stability(place.code, weights)
        word = steadiness(stability, nearest, weights)
        sections.append(_nearest_section(place, like, nearest, stability, word))
    lacking = [name for id, name in labels().items() if id not in known]
    return Chapter(
        id=ID,
        title=_("Hvem kan {place} sammenlikne seg med?").format(place=place.name),
        municipality=Place(place.code, place.name),
        period=_("siste tilgjengelige år"),
        lead=_(
            "KOSTRA-gruppen er SSBs inndeling. De nærmeste er de som likner mest når behov, "
            "størrelse, sentralitet, inntekt og bosetting veies sammen."
        ),
        findings=(),
        sections=tuple(sections),
        missing=_missing(place, lacking),
        assumptions=tuple(_weight(id, weights or {}) for id in labels()),
    ), nearest


def _weight(id: str, chosen: Mapping[str, float]) -> Assumption:
    """Give the weight of a dimension as the choice it is."""
    default = WEIGHTS[id]
    return Assumption(
        f"vekt-{id}",
        _("Vekt: {what}").format(what=labels()[id].lower()),
        chosen.get(id, default),
        default,
        Unit.COUNT,
        Certainty.CHOICE,
        "Veivalg",
        0.0,
        10.0,
        0.5,
        1,
        _("Måles ved {how}.").format(how=explained()[id]),
    )


def _group_section(place: Municipality) -> Section:
    members = group_members(place)
    blocks: tuple[Block, ...] = ()
    if members and place.kostra_group:
        group = kostra_group(place.kostra_group)
        count = Figure(
            "gruppe-antall",
            _("Kommuner i gruppen"),
            float(len(members) + 1),
            Unit.COUNT,
            group,
            str(max(place.kostra_groups)),
            KLASS,
            0,
        )
        text = _(
            "{place} er i {group} sammen med {others} andre. Gruppen har "
            "{count} kommuner med liknende folketall, bundne kostnader og frie inntekter."
        )
        blocks = (
            Statement(
                "gruppe",
                text.format(
                    place=place.name,
                    group=group.name,
                    others=format_plain(len(members)),
                    count="{count}",
                ),
                {"count": count},
            ),
        )
    else:
        text = _("Vi kjenner ikke KOSTRA-gruppen til {place}.").format(place=place.name)
        blocks = (Statement("gruppe", text),)
    return Section("gruppe", _("KOSTRA-gruppen"), blocks)


def _nearest_section(
    place: Municipality,
    like: Likeness,
    nearest: tuple[Neighbour, ...],
    stability: Stability,
    word: str,
) -> Section:
    return Section(
        "naermeste",
        _("De nærmeste"),
        (_stability_said(place, like, stability, word), _exhibit(place, like, nearest, stability)),
    )


def _stability_said(
    place: Municipality, like: Likeness, stability: Stability, word: str
) -> Statement:
    kind = SourceKind.CONSTRUCTED if like.constructed else SourceKind.CALCULATION
    source = Source("veivalg-trekning", "Veivalg", _("Trekning av vekter"), kind=kind)
    formula = _(
        "Vektene trekkes {draws} ganger jevnt innenfor ± {spread} prosent; tallet er hvor "
        "mange av de nærmeste som da fortsatt er blant dem, i snitt."
    ).format(draws=format_plain(stability.draws), spread=format_plain(stability.spread * 100))
    kept = Figure(
        "blir",
        _("Nærmeste som blir stående"),
        stability.kept,
        Unit.COUNT,
        Place(place.code, place.name),
        _("siste år"),
        source,
        1,
        formula=formula,
    )
    fewest = Figure(
        "blir-minst",
        _("Nærmeste som blir stående, minste trekning"),
        float(stability.fewest),
        Unit.COUNT,
        Place(place.code, place.name),
        _("siste år"),
        source,
        0,
        formula=formula,
    )
    text = _(
        "{word}: av de {of} nærmeste blir {kept} stående i snitt når hver vekt varierer med "
        "± 25 prosent, og aldri færre enn {fewest}."
    )
    return Statement(
        "stabilitet",
        text.format(word=word, of=format_plain(stability.of), kept="{kept}", fewest="{fewest}"),
        {"kept": kept, "fewest": fewest},
    )


def why(near: Neighbour) -> str:
    """Say in words what two municipalities are alike in, what differs most, and what is missing.

    Alike is less than half a standard deviation apart.
    """
    names = {id: name.lower() for id, name in labels().items()}
    alike = [names[p.dimension] for p in reversed(near.parts) if p.apart < 0.5]
    apart = [
        f"{names[p.dimension]} ({format_number(p.share, Unit.SHARE, 0)})"
        for p in near.parts
        if p.apart >= 0.5
    ]
    texts = []
    if alike:
        texts.append(_("Likt: {what}.").format(what=", ".join(alike)))
    if apart:
        texts.append(_("Skiller mest: {what}.").format(what=", ".join(apart[:2])))
    if near.missing:
        what = ", ".join(names[id] for id in near.missing)
        texts.append(_("Uten tall for {what}.").format(what=what))
    return " ".join(texts)


def _exhibit(
    place: Municipality, like: Likeness, nearest: tuple[Neighbour, ...], stability: Stability
) -> Exhibit:
    rows = []
    for near in nearest:
        other = municipality(near.code)
        rows.append(
            (
                other.name,
                near.distance,
                stability.staying[near.code],
                why(near),
                like.people.get(near.code),
                other.county,
            )
        )
    columns = (
        Column("name", _("Kommune")),
        Column("distance", _("Avstand"), Unit.RATIO, 2),
        Column("stays", _("Blir stående"), Unit.SHARE, 0),
        Column("why", _("Hvorfor")),
        Column("people", _("Innbyggere"), Unit.PERSONS),
        Column("county", _("Fylke")),
    )
    closest = municipality(nearest[0].code).name if nearest else ""
    title = _("{name} likner mest på {place}").format(name=closest, place=place.name)
    listed = ", ".join(f"{r[0]} {format_plain(r[1], 2)}" for r in rows)
    return Exhibit(
        id="naermeste",
        title=title,
        subtitle=_("Avstand til {place} i standardavvik, de {count} nærmeste").format(
            place=place.name, count=format_plain(len(rows))
        ),
        alt=_("{title}. Avstandene er: {listed}.").format(title=title, listed=listed),
        table=Table(columns, tuple(rows)),
        sources=like.sources,
        chart=Chart(Shape.BARS, "distance", "name", zero=True) if rows else None,
        formula=_(
            "√(Σ vekt · forskjell² / Σ vekt), der forskjellen er i standardavvik mellom kommunene"
        ),
        note=_(
            "0 er helt lik, 1 er ett standardavvik fra i alt. «Blir stående» er hvor ofte "
            "kommunen fortsatt er blant de nærmeste når vektene varierer."
        ),
    )


def _missing(place: Municipality, lacking: list[str]) -> tuple[Missing, ...]:
    if not lacking:
        return ()
    return (
        Missing(
            _("Tall for {what}").format(what=", ".join(name.lower() for name in lacking)),
            _(
                "Uten dem regnes avstanden av det som er igjen. Med bare ett er det ingen likhet å "
                "måle, og de nærmeste vises ikke."
            ),
            _("Hent tall for hele landet."),
            "indicators",
        ),
    )
