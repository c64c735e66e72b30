"""Exhibits of the chapter «kvalitet»: an overview and small multiples a service area."""

from collections.abc import Sequence

from veivalg.chapters.common.exhibits import Exhibits
from veivalg.chapters.common.sentences import listed
from veivalg.chapters.kvalitet.model import METHOD, Measure, Model, mark
from veivalg.content import Cell, Chart, Column, Exhibit, Place, Role, Shape, Unit, format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.trend import Trend
from veivalg.norway.indicators import SERVICES

THIN = "for lite grunnlag"
MOST_PANELS = 9
UNLIKE = 2.5
"""How many times higher one panel may reach than another before each gets a scale of its own."""


def _show(model: Model, service: str) -> Exhibits:
    """Give what makes the exhibits of a service area, with what they share."""
    return Exhibits(METHOD, {"place": model.place.name, "service": SERVICES[service].lower()})


def stands(measure: Measure, found: int | None) -> str:
    """Write how the municipality stands to the group or the country (`Model.against`)."""
    if found is None:
        return _("mangler")
    if found == 0:
        return _("likt")
    if measure.entry.sign:
        return _("bedre") if found * measure.entry.sign > 0 else _("svakere")
    return _("høyere") if found > 0 else _("lavere")


def overview(model: Model, service: str) -> Exhibit | None:
    """List a service area's indicators: own, group, country, four years and trend."""
    measures = model.of(service)
    known = [m for m in measures if m.known]
    if not known:
        return None
    judged = [m for m in known if m.entry.sign and model.against(m) is not None]
    better = sum(model.against(m) == m.entry.sign for m in judged)
    title = (
        _("{place}: tall for {service}")
        if not judged
        else _("{place} er bedre enn {other} på {n} av {all} tall i {service}")
        if better
        else _("{place} er ikke bedre enn {other} på noe tall i {service}")
    )
    group = model.other.name if model.other_role is Role.GROUP else _("Gruppen")
    return _show(model, service)(
        f"kvalitet-{service.replace('_', '-')}",
        title,
        _("Kvalitet og dekning i {service}, {place}, nyeste år"),
        (
            Column("name", _("Indikator")),
            Column("own", model.place.name, written=True),
            Column("group", group, written=True),
            *(
                Column(f"norway{n or ''}", place.name, written=True)
                for n, place in enumerate(model.countries)
            ),
            Column("mean", _("Snitt av fire år"), written=True),
            Column("stands", _("Mot {other}").format(other=model.other.name)),
            Column("trend", _("Utvikling")),
        ),
        (_row(m, model) for m in measures),
        other=model.other.name,
        n=format_plain(better),
        all=format_plain(len(judged)),
        sources=(s for m in known for s in m.series.sources()),
        note=_(
            "Pilen viser hvor tallet går, ordet om det er bra. En endring telles når den er større "
            "enn svingningene de fire årene før. Tall som hviler på færre enn 20, vises ikke."
        )
        + _smoothed(measures),
    )


def _smoothed(measures: Sequence[Measure]) -> str:
    names = [m.entry.name for m in measures if m.smoothed and m.known]
    if not names:
        return ""
    return " " + _("Få innbyggere: {names} er snitt av inntil fire år.").format(
        names=", ".join(names)
    )


def _row(measure: Measure, model: Model) -> tuple[Cell, ...]:
    name = measure.entry.name
    if not measure.known:
        return (name, _reason(measure), *["–"] * (4 + len(model.countries)))

    def written(value: float | None) -> str:
        return measure.text(value) if value is not None else _("mangler")

    mean = measure.mean
    return (
        name,
        written(measure.value(Role.OWN)),
        written(measure.value(Role.GROUP)),
        *(written(_of(measure, place)) for place in model.countries),
        mean.text() if mean else _("mangler"),
        stands(measure, model.against(measure)),
        mark(measure),
    )


def _of(measure: Measure, country: Place) -> float | None:
    line = measure.series.of(Role.NORWAY)
    return measure.value(Role.NORWAY) if line is not None and line.place == country else None


def _reason(measure: Measure) -> str:
    """Say why a number is not shown; what is hidden or rests on too few is too thin to show."""
    hidden = measure.series.reason
    return _(THIN) if hidden in ("skjermet", THIN) else hidden


def shares(model: Model, service: str) -> Exhibit | None:
    """Show the shares of a service area over time, each in its own panel."""
    chosen = [m for m in model.of(service) if m.known and m.entry.unit is Unit.SHARE][:MOST_PANELS]
    rows = [(m.entry.name, *row) for m in chosen for row in m.series.rows()]
    return _panels(
        model,
        service,
        "andeler",
        chosen,
        rows,
        _("Andeler i {service} over tid, {place}, {others}"),
        zero=True,
    )


def relative(model: Model, service: str) -> Exhibit | None:
    """Show what is no share over time, in per cent of the country, so that one scale does."""
    chosen = [
        m
        for m in model.of(service)
        if m.known and m.entry.unit is not Unit.SHARE and _of(m, model.countries[0]) is not None
    ][:MOST_PANELS]
    rows: list[tuple[Cell, ...]] = []
    for m in chosen:
        country = m.series.of(Role.NORWAY)
        assert country is not None
        for line in m.series.lines:
            if line.role is not Role.NORWAY:
                rows += [
                    (m.entry.name, y, line.place.name, v / n)
                    for y, v in sorted(line.values.items())
                    if v is not None and (n := country.values.get(y))
                ]
    kept = [m for m in chosen if any(row[0] == m.entry.name for row in rows)]
    return _panels(
        model,
        service,
        "mot-landet",
        kept,
        rows,
        _("Andre tall i {service} over tid, {place}, i prosent av {country}"),
        zero=False,
    )


def _differ(rows: Sequence[tuple[Cell, ...]]) -> bool:
    """Say whether the indicators lie at so different levels that one scale would flatten some."""
    tops: dict[Cell, float] = {}
    for name, _year, _place, value in rows:
        if isinstance(value, float):
            tops[name] = max(tops.get(name, 0.0), abs(value))
    return max(tops.values()) > UNLIKE * min(tops.values())


def _panels(
    model: Model,
    service: str,
    id: str,
    chosen: Sequence[Measure],
    rows: Sequence[tuple[Cell, ...]],
    subtitle: str,
    *,
    zero: bool,
) -> Exhibit | None:
    if len({row[1] for row in rows}) < 2:
        return None
    moved = [m for m in chosen if m.trend not in (None, Trend.FLAT)]
    places = {row[2] for row in rows}
    return _show(model, service)(
        f"kvalitet-{service.replace('_', '-')}-{id}",
        _("{n} av {all} tall i {service} har endret seg mer enn de pleier")
        if moved
        else _("Ingen av disse tallene i {service} har endret seg mer enn de pleier"),
        subtitle,
        (
            Column("indicator", _("Indikator")),
            Column("year", _("År"), Unit.YEAR),
            Column("place", _("Sted")),
            Column("value", _("Verdi"), Unit.SHARE),
        ),
        rows,
        n=format_plain(len(moved)),
        all=format_plain(len(chosen)),
        list=". ".join(f"{m.entry.name}: {mark(m)}" for m in chosen),
        others=listed(
            [
                *([_("gruppen")] if model.other_role is Role.GROUP else []),
                *(p.name for p in model.countries),
            ]
        ),
        country=model.countries[0].name,
        alt=_("Små figurer av {all} tall. {list}."),
        sources=(s for m in chosen for s in m.series.sources()),
        chart=Chart(
            Shape.PANELS,
            "year",
            "value",
            "place",
            {
                line.place.name: line.role
                for m in chosen
                for line in m.series.lines
                if line.place.name in places
            },
            facet="indicator",
            zero=zero,
            own_scales=_differ(rows),
        ),
    )
