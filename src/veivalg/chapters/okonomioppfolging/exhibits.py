"""Exhibits of the chapter «okonomioppfolging»."""

from veivalg.chapters.common.exhibits import Exhibits, by_column
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.written import million
from veivalg.chapters.okonomioppfolging.model import METHOD, Model, UnitYear
from veivalg.content import Cell, Chart, Column, Exhibit, Shape, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.services.monitoring import METHODS


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    words = {"year": str(model.year), "period": model.period}
    return Exhibits(METHOD, words, model.sources)


def _kroner(key: str, title: str, *, sign: bool = False) -> Column:
    return Column(key, title, Unit.NOK, -3, sign)


def status(model: Model) -> Exhibit:
    """Show budget, account so far, deviation, forecast and flag by unit."""
    units = model.units
    flagged = [u.name for u in units if u.flagged]
    end = sum(u.year_end for u in units)
    title = (
        _("{year} ligger an til {end} i merforbruk")
        if end < 0
        else _("{year} ligger an til {end} i mindreforbruk")
    )
    named = fill(_("Sett på: {names}."), names=", ".join(flagged)) if flagged else ""
    return _show(model)(
        "oppfolging-status",
        title,
        _("Regnskap mot budsjett og prognose for året, {period}, kr"),
        *by_column(
            units,
            (Column("unit", _("Enhet")), lambda u: u.name),
            (_kroner("budget", _("Budsjett")), lambda u: u.budget),
            (_kroner("due", _("Budsjett hittil")), lambda u: u.due),
            (_kroner("so_far", _("Regnskap hittil")), lambda u: u.so_far),
            (_kroner("deviation", _("Avvik hittil"), sign=True), lambda u: u.deviation),
            (_kroner("expected", _("Prognose")), lambda u: u.expected),
            (_kroner("low", _("Lav")), lambda u: u.ends[0] if u.ends else None),
            (_kroner("high", _("Høy")), lambda u: u.ends[1] if u.ends else None),
            (_kroner("end", _("Avvik ved årets slutt"), sign=True), lambda u: u.year_end),
            (Column("flag", _("Merke")), lambda u: _("se på") if u.flagged else ""),
        ),
        end=million(abs(end)),
        alt=f"{title}. {named}".strip(),
        total=(
            _("Sum"),
            sum(u.budget for u in units),
            sum(u.due for u in units),
            sum(u.so_far for u in units),
            sum(u.deviation for u in units),
            sum(u.expected for u in units),
            None,
            None,
            end,
            "",
        ),
        terms={"deviation": ("due", "-so_far"), "end": ("budget", "-expected")},
        formula=_(
            "Avvik hittil = periodisert budsjett − regnskap. Avvik ved årets slutt = "
            "budsjett − prognose"
        ),
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
    return _show(model)(
        "oppfolging-avvik",
        _("{unit} ligger an til størst merforbruk: {amount}")
        if worst.year_end < 0
        else _("Ingen enhet ligger an til merforbruk i {year}"),
        _("Ventet avvik ved årets slutt per enhet, {year}, mill. kr"),
        *by_column(
            units,
            (Column("unit", _("Enhet")), lambda u: u.name),
            (Column("end", _("Ventet avvik"), Unit.MILLION_NOK, 1, True), lambda u: u.year_end),
        ),
        unit=worst.name,
        amount=million(abs(worst.year_end)),
        chart=Chart(Shape.BARS, "end", "unit", zero=True),
        formula=_("Budsjett − prognose"),
        assumptions=(model.theta,),
        uncertainty=_("Prognosene er usikre. Intervallene står i tabellen over prognosene."),
    )


def forecasts(model: Model) -> Exhibit:
    """Show the five forecasts and the combination by unit, with the weight of each."""
    names = method_names()
    rows: list[tuple[Cell, ...]] = []
    for u in model.units:
        told = u.forecast.methods
        values = {m: None if (v := told[m]) is None else v + u.later for m in METHODS}
        rows += [(u.name, names[m], value) for m, value in values.items()]
        rows.append((u.name, _("Samlet prognose"), u.expected))
    widest = max(model.units, key=_spread)
    return _show(model)(
        "oppfolging-prognoser",
        _("Prognosene spriker mest for {unit}: {gap}"),
        _("Fem prognoser for året og den samlede, kr"),
        (
            Column("unit", _("Enhet")),
            Column("method", _("Prognose")),
            _kroner("value", _("Ved årets slutt")),
        ),
        rows,
        unit=widest.name,
        gap=million(_spread(widest)),
        alt=_("For {unit} er det {gap} mellom den laveste og den høyeste prognosen."),
        pivot=("unit", "method", "value"),
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


def _spread(unit: UnitYear) -> float:
    known = [v for v in unit.forecast.methods.values() if v is not None]
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
    return _show(model)(
        "oppfolging-overtid",
        _("{unit} bruker størst del på overtid og innleie: {share} av regnskapet")
        if most.overtime
        else _("Ingen enhet har ført overtid eller innleie"),
        _("Overtid, ekstrahjelp og innleie som andel av regnskapet, {period}"),
        *by_column(
            known,
            (Column("unit", _("Enhet")), lambda u: u.name),
            (Column("now", _("I år"), Unit.SHARE, 1), lambda u: u.overtime),
            (Column("before", _("Samme tid i fjor"), Unit.SHARE, 1), lambda u: u.overtime_before),
            (Column("change", _("Endring"), Unit.POINTS, 1, True), _change),
        ),
        unit=most.name,
        share=format_number(most.overtime, Unit.SHARE, 1),
        sources=(model.accounts.source(),),
        formula=_("Overtid, ekstrahjelp, vikarer og innleie ÷ regnskap hittil"),
    )


def _change(unit: UnitYear) -> float | None:
    now, before = unit.overtime, unit.overtime_before
    return None if now is None or before is None else now - before
