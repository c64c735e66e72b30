"""Exhibits of the chapter «okonomioppfolging»."""

from __future__ import annotations

from veivalg.chapters.common.costs.words import million
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.okonomioppfolging.model import METHOD, Model
from veivalg.content import Cell, Chart, Column, Exhibit, Pivot, Shape, Table, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.services.monitoring import METHODS


def status(model: Model) -> Exhibit:
    """Show budget, account so far, deviation, forecast and flag by unit."""
    rows: list[tuple[Cell, ...]] = []
    for u in model.units:
        low, high = u.ends or (None, None)
        rows.append(
            (
                u.name,
                u.budget,
                u.due,
                u.so_far,
                u.deviation,
                u.expected,
                low,
                high,
                u.year_end,
                _("se på") if u.flagged else "",
            )
        )
    rows.append(
        (
            _("Sum"),
            *(
                sum(v)
                for v in zip(
                    *((u.budget, u.due, u.so_far, u.deviation, u.expected) for u in model.units),
                    strict=True,
                )
            ),
            None,
            None,
            sum(u.year_end for u in model.units),
            "",
        )
    )
    flagged = [u.name for u in model.units if u.flagged]
    end = sum(u.year_end for u in model.units)
    words = {"end": million(abs(end)), "year": str(model.year), "n": str(len(flagged))}
    title = (
        _("{year} ligger an til {end} i merforbruk")
        if end < 0
        else _("{year} ligger an til {end} i mindreforbruk")
    )
    named = fill(_("Sett på: {names}."), names=", ".join(flagged)) if flagged else ""
    return Exhibit(
        "oppfolging-status",
        fill(title, **words),
        fill(_("Regnskap mot budsjett og prognose for året, {period}, kr"), period=model.period),
        f"{fill(title, **words)}. {named}".strip(),
        Table(
            (
                Column("unit", _("Enhet")),
                Column("budget", _("Budsjett"), Unit.NOK, -3),
                Column("due", _("Budsjett hittil"), Unit.NOK, -3),
                Column("so_far", _("Regnskap hittil"), Unit.NOK, -3),
                Column("deviation", _("Avvik hittil"), Unit.NOK, -3, True),
                Column("expected", _("Prognose"), Unit.NOK, -3),
                Column("low", _("Lav"), Unit.NOK, -3),
                Column("high", _("Høy"), Unit.NOK, -3),
                Column("end", _("Avvik ved årets slutt"), Unit.NOK, -3, True),
                Column("flag", _("Merke")),
            ),
            tuple(rows),
            total_row=True,
        ),
        model.sources,
        formula=_(
            "Avvik hittil = periodisert budsjett − regnskap. Avvik ved årets slutt = "
            "budsjett − prognose"
        ),
        method=METHOD,
        assumptions=(model.theta,),
        uncertainty=_(
            "Lav og høy er endene åtte av ti år skulle ligge mellom, etter hvor godt "
            "prognosen ville truffet tidligere år på samme tid, og minst så vidt som "
            "prognosene spriker. Uten tre tidligere år vises de ikke."
        ),
        note=_(
            "Pluss er mindreforbruk, minus er merforbruk. Et avvik er merket når det er over "
            "2 % av budsjettet og over 0,5 mill. kr."
        ),
    )


def year_end(model: Model) -> Exhibit:
    """Show the expected deviation at the end of the year by unit."""
    units = sorted(model.units, key=lambda u: u.year_end)
    worst = units[0]
    words = {"unit": worst.name, "amount": million(abs(worst.year_end)), "year": str(model.year)}
    title = (
        _("{unit} ligger an til størst merforbruk: {amount}")
        if worst.year_end < 0
        else _("Ingen enhet ligger an til merforbruk i {year}")
    )
    return Exhibit(
        "oppfolging-avvik",
        fill(title, **words),
        fill(_("Ventet avvik ved årets slutt per enhet, {year}, mill. kr"), **words),
        fill(title, **words) + ".",
        Table(
            (
                Column("unit", _("Enhet")),
                Column("end", _("Ventet avvik"), Unit.MILLION_NOK, 1, True),
            ),
            tuple((u.name, u.year_end) for u in units),
        ),
        model.sources,
        Chart(Shape.BARS, "end", "unit", zero=True),
        method=METHOD,
        formula=_("Budsjett − prognose"),
        assumptions=(model.theta,),
        uncertainty=_("Prognosene er usikre; intervallene står i tabellen over."),
    )


def forecasts(model: Model) -> Exhibit:
    """Show the five forecasts and the combination by unit, with the weight of each."""
    names = method_names()
    rows: list[tuple[Cell, ...]] = []
    for u in model.units:
        for m in METHODS:
            value = u.forecast.methods[m]
            rows.append((u.name, names[m], None if value is None else value + u.later))
        rows.append((u.name, _("Samlet prognose"), u.expected))
    spread = max(model.units, key=lambda u: _spread(u.forecast.methods.values()))
    words = {"unit": spread.name, "gap": million(_spread(spread.forecast.methods.values()))}
    return Exhibit(
        "oppfolging-prognoser",
        fill(_("Prognosene spriker mest for {unit}: {gap}"), **words),
        _("Fem prognoser for året og den samlede, kr"),
        fill(_("For {unit} er det {gap} mellom den laveste og den høyeste prognosen."), **words),
        Table(
            (
                Column("unit", _("Enhet")),
                Column("method", _("Prognose")),
                Column("value", _("Ved årets slutt"), Unit.NOK, -3),
            ),
            tuple(rows),
            pivot=Pivot("unit", "method", "value"),
        ),
        model.sources,
        method=METHOD,
        assumptions=(model.theta,),
        formula=_(
            "Samlet = prognosene vektet med 1 ÷ snittfeilen hver av dem ville hatt på samme "
            "tid tidligere år"
        ),
        note=_(
            "Andelsprognosen får ingen vekt i januar og februar. «Mangler» betyr at prognosen "
            "krever flere år, eller at lederen ikke har gitt noen."
        ),
    )


def _spread(values: object) -> float:
    known = [v for v in values if v is not None]  # type: ignore[attr-defined]
    return max(known) - min(known) if known else 0.0


def method_names() -> dict[str, str]:
    """Give what people call each forecast."""
    return {
        "as_budget": _("Resten som budsjett"),
        "pro_rata": _("Avviket fortsetter (andel)"),
        "damped": _("Avviket fortsetter, dempet"),
        "seasonal": _("Sesong og vekst"),
        "manager": _("Lederens"),
    }


def overtime(model: Model) -> Exhibit | None:
    """Show overtime, extra help and agency as a share of the account, this year and the last."""
    known = [u for u in model.units if u.overtime is not None]
    if not known:
        return None
    most = max(known, key=lambda u: u.overtime or 0.0)
    words = {"unit": most.name, "share": format_number(most.overtime, Unit.SHARE, 1)}
    title = fill(_("{unit} bruker mest på overtid og innleie: {share} av regnskapet"), **words)
    rows: list[tuple[Cell, ...]] = []
    for u in known:
        now, before = u.overtime, u.overtime_before
        change = None if now is None or before is None else now - before
        rows.append((u.name, now, before, change))
    return Exhibit(
        "oppfolging-overtid",
        title,
        fill(
            _("Overtid, ekstrahjelp og innleie som andel av regnskapet, {period}"),
            period=model.period,
        ),
        title + ".",
        Table(
            (
                Column("unit", _("Enhet")),
                Column("now", _("I år"), Unit.SHARE, 1),
                Column("before", _("Samme tid i fjor"), Unit.SHARE, 1),
                Column("change", _("Endring"), Unit.POINTS, 1, True),
            ),
            tuple(rows),
        ),
        (model.accounts.source(),),
        method=METHOD,
        formula=_("Overtid, ekstrahjelp, vikarer og innleie ÷ regnskap hittil"),
    )
