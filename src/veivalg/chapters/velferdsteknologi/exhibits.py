"""Exhibits of the chapter «velferdsteknologi»."""

from __future__ import annotations

from typing import Any

from veivalg.chapters.common.sentences import fill
from veivalg.chapters.velferdsteknologi.model import (
    METHOD,
    Estimate,
    Model,
    Technology,
    earned_back,
    worth,
)
from veivalg.content import Cell, Chart, Column, Exhibit, Role, Shape, Table, Unit
from veivalg.content.numbers import format_number, format_plain
from veivalg.foundation.i18n import _
from veivalg.own.tables.technology import HOURS, PLAN_B, RESPONSIBLE

SHIELDED = "skjermet"
UNKNOWN = "ikke kjent"


def level_words() -> dict[str, str]:
    """Give what the three levels are called."""
    return {"low": _("lavt"), "middle": _("midt"), "high": _("høyt")}


def in_use(model: Model) -> Exhibit:
    """Show what is in use at home and in institutions, in stock, and what is possible."""
    rows: list[tuple[Cell, ...]] = [
        (
            t.name,
            _part(t, t.home, "home"),
            _part(t, t.institution, "institution"),
            _part(t, t.used),
            t.stock,
            t.potential,
            _part(t, t.share),
            _part(t, t.new),
        )
        for t in model.technologies
    ]
    best = [t for t in model.technologies if t.new]
    title = _("{n} teknologier er i bruk").replace("{n}", str(len(model.technologies)))
    if best:
        most = max(best, key=lambda t: t.new or 0)
        title = fill(
            _("{name}: {used} av {potential} mulige er i bruk"),
            name=most.name,
            used=str(most.used),
            potential=str(most.potential),
        )
    return Exhibit(
        "teknologi-bruk",
        title,
        fill(
            _("Enheter i bruk og mulig antall, {place}, {period}"),
            place=model.place.name,
            period=model.period,
        ),
        title + ".",
        Table(
            (
                Column("name", _("Teknologi")),
                Column("home", _("Hjemme"), Unit.COUNT, 0),
                Column("institution", _("Institusjon"), Unit.COUNT, 0),
                Column("used", _("I bruk"), Unit.COUNT, 0),
                Column("stock", _("På lager"), Unit.COUNT, 0),
                Column("potential", _("Mulig"), Unit.COUNT, 0),
                Column("share", _("Andel"), Unit.SHARE, 1),
                Column("new", _("Nye mulige"), Unit.COUNT, 0),
            ),
            tuple(rows),
        ),
        (model.table.source(),),
        method=METHOD,
        formula=_("Nye mulige = mulig − i bruk. Andel = i bruk ÷ mulig"),
        note=_("Enheter på lager er ikke i bruk. Antall under fem skjermes."),
    )


def _part(technology: Technology, value: float | None, count: str = "used") -> Cell:
    """Write a number that is, or is worked out from, a count: hidden when that is."""
    return SHIELDED if value is None and count in technology.shielded else value


def freed(model: Model) -> Exhibit | None:
    """Show årsverk that can be freed, as low, middle and high, for each and for all together."""
    names = list(dict.fromkeys(e.name for e in (*model.estimates, *model.sums)))
    if not names:
        return None
    rows: list[tuple[Cell, ...]] = []
    for name in names:
        by = {e.level: e for e in (*model.estimates, *model.sums) if e.name == name}
        rows.append((name, by["middle"].fte, by["low"].fte, by["high"].fte))
    top = rows[-1]
    words = {"name": str(top[0]), "low": _one(top[2]), "mid": _one(top[1]), "high": _one(top[3])}
    title = fill(_("{name} kan frigjøre {low}–{high} årsverk direkte tid, {mid} i midten"), **words)
    return Exhibit(
        "teknologi-arsverk",
        title,
        _(
            "Direkte tid som årsverk, før ny tid og før det er tatt hensyn til hvor mye som kan "
            "brukes til annet. Lavt, midt og høyt anslag"
        ),
        title + ".",
        Table(
            (
                Column("name", _("Teknologi")),
                Column("fte", _("Midt"), Unit.FTE, 1),
                Column("low", _("Lavt"), Unit.FTE, 1),
                Column("high", _("Høyt"), Unit.FTE, 1),
            ),
            tuple(rows),
        ),
        model.sources,
        Chart(Shape.RANGE, "fte", "name", low="low", high="high", zero=True),
        method=METHOD,
        formula=_("Nye enheter × timer spart per uke ÷ 35,5"),
        note=_("Frigjort tid er ikke spart budsjett før stillinger er flyttet."),
    )


def _one(value: Cell) -> str:
    return "" if value is None or isinstance(value, str) else format_plain(value, 1)


def time(model: Model) -> Exhibit | None:
    """Show the time freed, the new time, and what is left to use."""
    found = (*model.estimates, *model.sums)
    if not found:
        return None
    words = level_words()
    rows = tuple(
        (e.name, words[e.level], e.units, e.direct, e.new_time, e.fte, e.usable_fte) for e in found
    )
    share = format_number(model.choices.realised.value, Unit.SHARE, 0)
    middle = _last_middle(found)
    title = fill(
        _("Av {fte} frigjorte årsverk i midten kan {use} brukes til annet"),
        fte=_one(middle.fte),
        use=_one(middle.usable_fte),
    )
    return Exhibit(
        "teknologi-tid",
        title,
        fill(
            _(
                "Timer per uke og årsverk når alle mulige er i bruk. {share} av tiden kan brukes "
                "til annet"
            ),
            share=share,
        ),
        title + ".",
        Table(
            (
                Column("name", _("Teknologi")),
                Column("level", _("Anslag")),
                Column("units", _("Nye enheter"), Unit.COUNT, 0),
                Column("direct", _("Direkte timer"), Unit.COUNT, 1),
                Column("new", _("Ny tid"), Unit.COUNT, 1),
                Column("fte", _("Årsverk"), Unit.COUNT, 1),
                Column("usable", _("Til annet"), Unit.COUNT, 1),
            ),
            rows,
        ),
        model.sources,
        method=METHOD,
        assumptions=(model.choices.realised,),
        formula=_(
            "Årsverk = nye enheter × timer spart ÷ 35,5. Til annet = "
            "(direkte timer − ny tid) × andel som kan brukes ÷ 35,5. Flere teknologier: "
            "levert tid × (1 − gjenstående andeler multiplisert), aldri mer enn levert tid"
        ),
        note=_basis(model),
    )


def _basis(model: Model) -> str:
    own = [t.name for t in model.technologies if t.measured]
    parts = [
        _("Spart tid er kommunens egen måling for {names}.").replace("{names}", ", ".join(own))
        if own
        else ""
    ]
    if any(
        t.kind == "dispenser" and not t.measured and model.of(t.name) for t in model.technologies
    ):
        parts.append(
            _(
                "Medisindispenser: 0,5, 1,0 og 1,68 timer per uke. Det høye er Ranas pilot "
                "med 10 utvalgte brukere."
            )
        )
    if any(
        t.kind == "supervision" and not t.measured and model.of(t.name) for t in model.technologies
    ):
        parts.append(_("Digitalt tilsyn: antall nattbesøk som faller bort, er et valg."))
    if model.delivered is not None:
        parts.append(
            _("I hjemmetjenesten leveres {hours} timer i uken, og mer kan ikke frigjøres.").replace(
                "{hours}", format_plain(model.delivered)
            )
        )
    return " ".join(p for p in parts if p)


def _last_middle(found: tuple[Estimate, ...]) -> Estimate:
    return [e for e in found if e.level == "middle"][-1]


def money(model: Model) -> Exhibit | None:
    """Show what the usable time is worth, what the technology costs, and when it is earned back."""
    found = (*model.estimates, *model.sums)
    if not found:
        return None
    words, by = level_words(), {t.name: t for t in model.technologies}
    known = any(t.start_cost is not None for t in model.technologies)
    rows = []
    for e in found:
        years = earned_back(by[e.name], e) if e.name in by else None
        now = worth(by[e.name], e, model.choices) if e.name in by else None
        rows.append(
            (
                e.name,
                words[e.level],
                e.value,
                e.cost,
                e.value - e.cost,
                *((years, now) if known else ()),
            )
        )
    net = _last_middle(found)
    title = fill(
        _("Tiden er verdt {value} i året i midten, og teknologien koster {cost}"),
        value=_millions(net.value),
        cost=_millions(net.cost),
    )
    c = model.choices
    return Exhibit(
        "teknologi-kroner",
        title,
        _("Verdi av tid som kan brukes til annet, og utgift per år"),
        title + ".",
        Table(
            (
                Column("name", _("Teknologi")),
                Column("level", _("Anslag")),
                Column("value", _("Verdi av tiden"), Unit.MILLION_NOK, 2),
                Column("cost", _("Utgift"), Unit.MILLION_NOK, 2),
                Column("net", _("Netto"), Unit.MILLION_NOK, 2, sign=True),
                *(
                    (
                        Column("years", _("Tjent inn, år"), Unit.YEARS, 1),
                        Column("now", _("Nåverdi"), Unit.MILLION_NOK, 2, sign=True),
                    )
                    if known
                    else ()
                ),
            ),
            tuple(rows),
        ),
        model.sources,
        method=METHOD,
        assumptions=(c.realised, c.fte_cost, c.unit_cost, *((c.years, c.rate) if known else ())),
        formula=_(
            "Verdi = årsverk til annet × utgift per årsverk. Utgift = nye enheter × utgift "
            "per enhet. Tjent inn = utgift for å komme i gang ÷ netto per år. Nåverdi = "
            "netto per år diskontert − utgift for å komme i gang"
        ),
        note=_("Frigjort tid er ikke spart budsjett før stillinger er flyttet."),
    )


def _millions(value: float) -> str:
    return format_number(value, Unit.MILLION_NOK, 1)


def delay(model: Model) -> Exhibit | None:
    """Show what moves that are postponed save: before and after they are attributed."""
    if not model.trackers():
        return None
    c, gross = model.choices, model.postponed()
    rows: tuple[tuple[Cell, ...], ...] = (
        (_("Brukere som utsetter flytting"), str(model.trackers())),
        (_("Måneder per bruker"), c.months.text()),
        (
            _("En plass koster mer enn hjelp hjemme, per år"),
            format_number(c.place_cost.value - c.home_cost.value, Unit.MILLION_NOK, 2),
        ),
        (_("Unngått utgift i alt"), format_number(gross, Unit.MILLION_NOK, 2)),
        (
            _("Av dette skyldes teknologien"),
            format_number(gross * c.likely.value, Unit.MILLION_NOK, 2),
        ),
    )
    title = fill(
        _("Utsatt flytting for {n} GPS-brukere kan spare {net} i året"),
        n=str(model.trackers()),
        net=format_number(gross * c.likely.value, Unit.MILLION_NOK, 2),
    )
    return Exhibit(
        "teknologi-utsatt",
        title,
        _("Regnestykke for GPS hos hjemmeboende, per år"),
        title + ".",
        Table((Column("what", _("Ledd")), Column("value", _("Verdi"))), rows),
        model.sources,
        method=METHOD,
        assumptions=(c.users, c.months, c.likely, c.place_cost, c.home_cost),
        formula=_(
            "Brukere × måneder ÷ 12 × (plass − hjelp hjemme) × andel som skyldes teknologien"
        ),
        note=_(
            "Hvor mange som utsetter flytting, er ikke målt. Pengene spares først når plassen "
            "ikke trengs av andre."
        ),
    )


def supported(day: int, every: int) -> str:
    """Say how many technologies have help in the daytime only; the slot ``when`` is left open."""
    text = (
        _("Alle de {all} teknologiene har brukerstøtte bare på {when}")
        if day == every
        else _("{day} av {all} teknologier har brukerstøtte bare på {when}")
    )
    return fill(text, day=str(day), all=str(every))


def support(model: Model) -> Exhibit | None:
    """Show when there is help, what happens without the technology, and who answers for it."""
    if model.support is None:
        return None
    rows = tuple(
        (
            r["technology"],
            HOURS.get(r["support"], UNKNOWN),
            PLAN_B.get(r["plan_b"], UNKNOWN),
            r["responsible"] or UNKNOWN,
        )
        for r in model.support.frame.iter_rows(named=True)
    )
    day = sum(r[1] == HOURS["weekday_day"] for r in rows)
    unknown = sum(r[2] == UNKNOWN for r in rows)
    title = fill(supported(day, len(rows)), when=_("dagtid"))
    if unknown:
        title += (
            _(", og for ingen av dem er plan B kjent")
            if unknown == day == len(rows)
            else fill(
                _(", og for {n} av {all} er plan B ikke kjent"), n=str(unknown), all=str(len(rows))
            )
        )
    return Exhibit(
        "teknologi-stotte",
        title,
        _("Brukerstøtte, plan B og ansvar for hver teknologi"),
        title + ".",
        Table(
            (
                Column("name", _("Teknologi")),
                Column("support", _("Brukerstøtte")),
                Column("plan", _("Plan B")),
                Column("who", _("Ansvarlig for støtten")),
            ),
            rows,
        ),
        (model.support.source(),),
        method=METHOD,
        note=_("Uten brukerstøtte kveld, natt og helg må jobben kunne gjøres uten teknologien."),
    )


def service_maps(model: Model) -> tuple[Exhibit, ...]:
    """Give a swimlane for every technology that has a service map."""
    if model.maps is None:
        return ()
    rows = sorted(model.maps.frame.iter_rows(named=True), key=lambda r: r["number"])
    names = list(dict.fromkeys(model.maps.frame["technology"]))
    return tuple(
        _lanes(model, name, i, [r for r in rows if r["technology"] == name])
        for i, name in enumerate(names, 1)
    )


def _lanes(model: Model, name: str, i: int, rows: list[dict[str, Any]]) -> Exhibit:
    assert model.maps is not None
    steps = {r["number"]: r["step"] for r in rows}
    open_ = {r["number"] for r in rows if r["responsible"] == "uncertain"}
    text = (
        _("{name}: ansvaret er uavklart i {n} av {all} steg")
        if open_
        else _("{name}: ansvaret er avklart i alle {all} steg")
    )
    title = fill(text, name=name, n=str(len(open_)), all=str(len(steps)))
    said = "; ".join(f"{n}. {step}: {_who(rows, n)}" for n, step in steps.items())
    return Exhibit(
        f"teknologi-kart-{i}",
        title,
        _("Tjenestekart: steg for steg, og hvem som gjør hva"),
        f"{title}. {said}.",
        Table(
            (
                Column("number", _("Steg nr.")),
                Column("step", _("Steg")),
                Column("actor", _("Aktør")),
                Column("status", _("Ansvar")),
            ),
            tuple(
                (r["number"], r["step"], r["actor"], RESPONSIBLE[r["responsible"]]) for r in rows
            ),
        ),
        (model.maps.source(),),
        Chart(
            Shape.SWIMLANE,
            "number",
            "actor",
            "status",
            {RESPONSIBLE["yes"]: Role.OWN},
            label="step",
            unsettled=(RESPONSIBLE["uncertain"],),
        ),
        method=METHOD,
    )


def _who(rows: list[dict[str, Any]], number: int) -> str:
    found = [r for r in rows if r["number"] == number]
    names = _(" og ").join(r["actor"] for r in found)
    return names + (
        f" ({RESPONSIBLE['uncertain']})"
        if any(r["responsible"] == "uncertain" for r in found)
        else ""
    )
