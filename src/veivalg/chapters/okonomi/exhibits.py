"""Exhibits of the chapter «okonomi»."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from veivalg.chapters.common.exhibits import Exhibits, by_column
from veivalg.chapters.common.indicator_series import Series, unrevised
from veivalg.chapters.common.sentences import fill, join
from veivalg.chapters.common.written import in_words
from veivalg.chapters.okonomi.model import KEYS, METHOD, MORE, Model, aim, verdict
from veivalg.content import Column, Exhibit, Mark, Role, Source, Unit, calculation
from veivalg.content.numbers import format_number
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.finance import Score

SELF_FINANCED = "self_financed_investment"


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    return Exhibits(METHOD, {"place": model.place.name})


def lights(model: Model) -> Exhibit:
    """Show each key figure with target, distance, kroner and verdict in words."""
    series, met = model.series, sum(model.score(id) is Score.GREEN for id in model.known)
    figures = [f for id in model.known if (f := series[id].figure())]
    return _show(model)(
        "okonomi-maaltall",
        _lights_title(met, len(model.known)),
        _(
            "Nøkkeltall i prosent av brutto driftsinntekter, {place}. + er bedre enn målet, − er "
            "svakere"
        ),
        *by_column(
            model.known,
            (Column("key", _("Nøkkeltall")), lambda id: model.target(id).label),
            (Column("year", _("År"), Unit.YEAR), lambda id: series[id].year),
            (Column("value", _("Verdi"), Unit.SHARE, 1), lambda id: series[id].value()),
            (Column("target", _("Mål")), lambda id: aim(model.target(id))),
            # Above the target is written with plus: the sign says which side it is on.
            (
                Column("short", _("Mot målet"), Unit.POINTS, 1, True),
                lambda id: _negative(model.short(id)),
            ),
            (
                Column("money", _("I kroner"), Unit.MILLION_NOK, 1, True),
                lambda id: _negative(model.gap(id)),
            ),
            (Column("verdict", _("Vurdering")), lambda id: verdict(model.score(id))),
        ),
        met=in_words(met),
        all=in_words(len(model.known)),
        alt="; ".join(
            f"{model.target(id).label} {format_number(series[id].value(), Unit.SHARE, 1)}, "
            f"{verdict(model.score(id))}"
            for id in model.known
        )
        + ".",
        sources=[
            *(one.source for id in model.known if (one := series[id].own)),
            calculation(METHOD, _("Avstand til måltall"), *figures),
        ],
        formula=_(
            "Avstand = verdi − mål (for gjeld: mål − verdi). Kroner = avstand × brutto "
            "driftsinntekter"
        ),
        assumptions=model.choices.all(),
        note=join(
            _(
                "Målene er ikke lovfestet. Den gule grensen er vårt valg: netto driftsresultat "
                "fra 0 % til målet, netto lånegjeld fra målet til 100 %, disposisjonsfond fra 5 % "
                "til målet. Flyttes målet, flyttes grensen like mye."
            ),
            unrevised(series[id] for id in model.known),
        ),
    )


def _lights_title(met: int, known: int) -> str:
    """Say how many targets are met; one whose key figure is unknown is neither met nor missed."""
    every = known == len(KEYS)
    if met == known:
        return _("Alle måltallene er nådd") if every else _("Måltallene som er kjent, er nådd")
    if met == 0:
        return (
            _("Ingen av måltallene er nådd")
            if every
            else _("Ingen av måltallene som er kjent, er nådd")
        )
    return (
        _("{place} når {met} av {all} måltall")
        if every
        else _("{place} når {met} av de {all} måltallene som er kjent")
    )


def _negative(value: float | None) -> float | None:
    return None if value is None else -value


def history(model: Model, id: str) -> Exhibit | None:
    """Show a key figure over ten years with its target, against group and Norway."""
    one, target = model.series[id], model.target(id)
    if one.own is None or one.year is None:
        return None
    first, start, last, end = one.ends
    words = {
        "name": target.label,
        "place": model.place.name,
        "aim": aim(target),
        "first": str(first),
        "last": one.year_text,
        "start": format_number(start, Unit.SHARE, 1),
        "end": format_number(end, Unit.SHARE, 1),
    }
    title = (
        _("{name} er {end} i {last}. Målet er {aim}")
        if first == last
        else _("{name} er {end} i {last}, som i {first}")
        if words["start"] == words["end"]
        else _("{name} har gått fra {start} i {first} til {end} i {last}")
    )
    others = one.others(last)
    alt = fill(_("{place} har {end} i {last}, og målet er {aim}."), **words)
    alt += f" {last}: {others}." if others else ""
    return _show(model)(
        f"okonomi-{id.replace('_', '-')}",
        title,
        _("{name} i prosent av brutto driftsinntekter, konsern"),
        **one.shown(
            # An unrevised year is no plain continuation: dashed, with its mark.
            projected_from=one.unrevised,
            marks=(
                Mark(fill(_("Mål: {aim}"), **words), y=target.value),
                *([Mark(_("urevidert"), x=one.unrevised)] if one.unrevised else ()),
            ),
        ),
        words=words,
        alt=alt,
        assumptions=(model.choices.target[id],),
        note=_notes()[id],
    )


def _notes() -> dict[str, str]:
    texts = (
        _(
            "Premieavvik for pensjon og inntekter fra havbruksfondet er med og gir hopp fra år til "
            "år."
        ),
        _(
            "Netto lånegjeld er langsiktig gjeld uten pensjonsforpliktelser, minus utlån og "
            "ubrukte lånemidler."
        ),
        _("Disposisjonsfondet er sparepenger kommunen kan bruke fritt."),
    )
    return dict(zip(KEYS, texts, strict=True))


def _used(one: Series) -> Iterator[Source]:
    """Give the sources of the newest year, with what must be known of that year alone."""
    span = (one.year or 0, one.year or 0)
    for line in one.lines:
        if line.values.get(one.year or 0) is not None:
            told = tuple(c for c in line.source.caveats if c.concerns(span))
            yield replace(line.source, caveats=told)


def more(model: Model) -> Exhibit | None:
    """Show the key figures without a target beside group and country, each in its own year."""
    found = [one for id in MORE if (one := model.series[id]).year is not None]
    if not found:
        return None
    first = found[0]
    names = {line.role: line.place.name for one in found for line in one.lines}
    known = {one.entry.id for one in found}

    def written(one: Series, role: Role) -> str:
        value, entry = one.value(role=role), one.entry
        return "" if value is None else format_number(value, entry.unit, entry.decimals)

    return _show(model)(
        "okonomi-flere",
        _("{name}: {value} i {place} i {year}"),
        _("Nøkkeltall uten måltall, {place}. Prosent er av brutto driftsinntekter"),
        *by_column(
            found,
            (Column("name", _("Nøkkeltall")), lambda one: one.entry.name),
            (Column("own", model.place.name, written=True), lambda one: written(one, Role.OWN)),
            *(
                (Column(role.value, names[role], written=True), partial(written, role=role))
                for role in (Role.GROUP, Role.NORWAY)
                if role in names
            ),
            (Column("year", _("År"), Unit.YEAR), lambda one: one.year),
        ),
        name=first.entry.name,
        value=written(first, Role.OWN),
        year=first.year_text,
        n=str(len(found)),
        alt=_("Tabell med {n} nøkkeltall. {name} er {value} i {place} i {year}."),
        sources=[s for one in found for s in _used(one)],
        note=join(
            _("Egenfinansiering er i prosent av investeringene.") if SELF_FINANCED in known else "",
            _("Der det ikke står et tall, er det ikke kjent."),
            unrevised(found),
        ),
    )
