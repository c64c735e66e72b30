"""Exhibits of the chapter «kompetanse»."""

from veivalg.chapters.common.exhibits import exhibit
from veivalg.chapters.common.indicator_series import Series
from veivalg.chapters.common.sentences import fill, rises
from veivalg.chapters.common.timeline import panels
from veivalg.chapters.kompetanse.model import ALL, METHOD, Model, label
from veivalg.content import Cell, Chart, Column, Exhibit, Shape, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.norway.occupations import OCCUPATION_LABELS


def by_occupation(model: Model) -> Exhibit:
    """Show årsverk by occupation in the newest year, with the change since the oldest."""
    groups = [o for o in OCCUPATION_LABELS if o != ALL]
    several = model.first != model.year
    rows: list[tuple[Cell, ...]] = []
    for occupation in groups:
        now = model.own.value(occupation, model.year)
        then = model.own.value(occupation, model.first) if several else None
        change = None if now is None or then is None else now - then
        rows.append((label(occupation), now, model.own.share(occupation, model.year), change))
    rows.sort(key=lambda row: -(float(row[1]) if row[1] is not None else -1.0))
    most, least = rows[0], next((r for r in reversed(rows) if r[1] is not None), rows[0])
    words = {
        "place": model.own.place.name,
        "year": str(model.year),
        "first": str(model.first),
        "most": str(most[0]),
        "n": _fte(most[1]),
        "least": str(least[0]),
        "m": _fte(least[1]),
    }
    columns = (
        Column("occupation", _("Yrke")),
        Column("fte", _("Årsverk"), Unit.FTE, 0),
        Column("share", _("Andel"), Unit.SHARE, 1),
        Column("change", fill(_("Endring fra {first}"), **words), Unit.FTE, 0, True),
    )
    shown = len(columns) if several else len(columns) - 1
    return exhibit(
        "kompetanse-yrker",
        _("{most} er det største yrket i omsorg: {n}"),
        _("Avtalte årsverk i omsorgstjenesten etter yrke, {place}, 31. desember {year}"),
        columns[:shown],
        (row[:shown] for row in rows),
        words=words,
        alt=_("Flest er {most} med {n}, færrest er {least} med {m}."),
        sources=(model.own.source,),
        chart=Chart(Shape.BARS, "fte", "occupation", x_title=_("årsverk")),
        method=METHOD,
        note=_(
            "Yrkene dekker ikke alle årsverk og summerer ikke til årsverk i alt. Yrke er ikke "
            "det samme som utdanning. Årsverk kjøpt fra andre er ikke med."
        ),
    )


def _fte(value: Cell) -> str:
    return format_number(None if value is None else float(value), Unit.FTE, 0)


def over_time(model: Model) -> Exhibit | None:
    """Show each occupation's share of årsverk over time, own against group and Norway."""
    if model.first == model.year and not model.others:
        return None
    rows: list[tuple[Cell, ...]] = []
    for staff in (model.own, *model.others):
        for occupation in ("nurse", "health_worker", "disability_nurse", "care_assistant"):
            shares = [(y, staff.share(occupation, y)) for y in staff.years]
            if all(v is None for _y, v in shares):
                continue
            rows += [(y, label(occupation), staff.place.name, v) for y, v in shares]
    if not any(row[2] == model.own.place.name for row in rows):
        return None
    roles = {
        s.place.name: s.role
        for s in (model.own, *model.others)
        if any(row[2] == s.place.name for row in rows)
    }
    nurse = [(y, v) for y in model.own.years if (v := model.own.share("nurse", y)) is not None]
    words = {"place": model.own.place.name}
    title = _("Slik er yrkene fordelt i {place}")
    if len(nurse) > 1:
        a, b = (format_number(v, Unit.SHARE, 1) for _y, v in (nurse[0], nurse[-1]))
        words |= {"verb": rises(nurse[-1][1] - nurse[0][1], a, b), "a": a, "b": b}
        title = (
            _("Andelen sykepleiere er uendret: {b}")
            if a == b
            else _("Andelen sykepleiere {verb}: fra {a} til {b}")
        )
    return exhibit(
        "kompetanse-over-tid",
        title,
        _("Andel av avtalte årsverk i omsorgstjenesten, {place}"),
        **panels(rows, Column("occupation", _("Yrke")), roles),
        words=words,
        sources=(s.source for s in (model.own, *model.others)),
        formula=_("Årsverk i yrket ÷ årsverk i alt"),
        method=METHOD,
    )


def education(one: Series) -> Exhibit | None:
    """Show the published share of årsverk with health education, own, group and Norway."""
    if one.own is None or one.year is None:
        return None
    first, start, last, end = one.ends
    a, b = (format_number(value, Unit.SHARE, 1) for value in (start, end))
    words = {
        "place": one.place.name,
        "first": str(first),
        "last": str(last),
        "verb": rises(end - start, a, b),
        "a": a,
        "b": b,
    }
    others = one.others(last)
    alt = fill(_("{place} har {b} i {last}."), **words)
    return exhibit(
        "kompetanse-utdanning",
        _("{b} av årsverkene har helseutdanning")
        if first == last
        else _("Andelen med helseutdanning er uendret: {b}")
        if a == b
        else _("Andelen med helseutdanning {verb}: fra {a} til {b}"),
        _("Brukerrettede årsverk i omsorgstjenesten med helseutdanning, {place}"),
        **one.shown(y_title=_("andel")),
        words=words,
        alt=f"{alt} {others}." if others else alt,
        method=METHOD,
        note=one.entry.plain,
    )
