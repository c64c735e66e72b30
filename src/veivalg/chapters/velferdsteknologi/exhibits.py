"""Exhibits of the chapter «velferdsteknologi»."""

from typing import Any

from veivalg.chapters.common.exhibits import Exhibits, by_column
from veivalg.chapters.common.hidden import SHIELDED
from veivalg.chapters.common.sentences import fill, join
from veivalg.chapters.velferdsteknologi.model import (
    METHOD,
    Estimate,
    Model,
    Technology,
    earned_back,
    worth,
)
from veivalg.chapters.velferdsteknologi.sentences import supported
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Role,
    Shape,
    Unit,
    format_number,
    format_plain,
)
from veivalg.foundation.i18n import N_, _
from veivalg.own.tables.technology import HOURS, PLAN_B, RESPONSIBLE

UNKNOWN = N_("ikke kjent")


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    words = {"place": model.place.name, "period": model.period}
    return Exhibits(METHOD, words, model.sources)


def level_words() -> dict[str, str]:
    """Give what the three levels are called."""
    return {"low": _("lavt"), "middle": _("midt"), "high": _("høyt")}


def in_use(model: Model) -> Exhibit:
    """Show what is in use at home and in institutions, in stock, and what is possible."""
    most = max(model.technologies, key=lambda t: t.new or 0)
    return _show(model)(
        "teknologi-bruk",
        _("{name}: {used} av {potential} mulige er i bruk")
        if most.new
        else _("{n} teknologier er i bruk"),
        _("Enheter i bruk og mulig antall, {place}, {period}"),
        *by_column(
            model.technologies,
            (Column("name", _("Teknologi")), lambda t: t.name),
            (_units("home", _("Hjemme")), lambda t: _part(t, t.home, "home")),
            (
                _units("institution", _("Institusjon")),
                lambda t: _part(t, t.institution, "institution"),
            ),
            (_units("used", _("I bruk")), lambda t: _part(t, t.used)),
            (_units("stock", _("På lager")), lambda t: t.stock),
            (_units("potential", _("Mulig")), lambda t: t.potential),
            (Column("share", _("Andel"), Unit.SHARE, 1), lambda t: _part(t, t.share)),
            (_units("new", _("Nye mulige")), lambda t: _part(t, t.new)),
        ),
        n=format_plain(len(model.technologies)),
        name=most.name,
        used=format_number(most.used, Unit.COUNT),
        potential=format_number(most.potential, Unit.COUNT),
        sources=(model.table.source(),),
        formula=_("Nye mulige = mulig − i bruk. Andel = i bruk ÷ mulig"),
        note=_("Enheter på lager er ikke i bruk. Antall under fem skjermes."),
    )


def _units(key: str, title: str) -> Column:
    return Column(key, title, Unit.COUNT, 0)


def _part(technology: Technology, value: float | None, count: str = "used") -> Cell:
    """Write a number that is, or is worked out from, a count: hidden when that is."""
    return _(SHIELDED) if value is None and count in technology.shielded else value


def freed(model: Model) -> Exhibit | None:
    """Show årsverk that can be freed, as low, middle and high, for each and for all together."""
    by = {(e.name, e.level): e.fte for e in model.everything}
    if not by:
        return None
    names = list(dict.fromkeys(name for name, _level in by))
    last = names[-1]
    return _show(model)(
        "teknologi-arsverk",
        _("{name} kan frigjøre {low}–{high} årsverk direkte tid, {mid} i midten"),
        _(
            "Direkte tid som årsverk, før ny tid og før det er tatt hensyn til hvor mye som kan "
            "brukes til annet. Lavt, midt og høyt anslag"
        ),
        *by_column(
            names,
            (Column("name", _("Teknologi")), lambda name: name),
            (Column("fte", _("Midt"), Unit.FTE, 1), lambda name: by[name, "middle"]),
            (Column("low", _("Lavt"), Unit.FTE, 1), lambda name: by[name, "low"]),
            (Column("high", _("Høyt"), Unit.FTE, 1), lambda name: by[name, "high"]),
        ),
        name=last,
        low=format_plain(by[last, "low"], 1),
        mid=format_plain(by[last, "middle"], 1),
        high=format_plain(by[last, "high"], 1),
        chart=Chart(Shape.RANGE, "fte", "name", low="low", high="high", zero=True),
        formula=_("Nye enheter × timer spart per uke × 52 ÷ timer med brukerne per årsverk"),
        note=_("Frigjort tid er ikke spart budsjett før stillinger er flyttet."),
    )


def time(model: Model) -> Exhibit | None:
    """Show the time freed, the new time, and what is left to use."""
    found = model.everything
    if not found:
        return None
    words, middle = level_words(), _last_middle(found)
    return _show(model)(
        "teknologi-tid",
        _("Av {fte} frigjorte årsverk i midten kan {use} brukes til annet"),
        _(
            "Timer per uke og årsverk når alle mulige er i bruk. {share} av tiden kan brukes "
            "til annet"
        ),
        *by_column(
            found,
            (Column("name", _("Teknologi")), lambda e: e.name),
            (Column("level", _("Anslag")), lambda e: words[e.level]),
            (_units("units", _("Nye enheter")), lambda e: e.units),
            (Column("direct", _("Direkte timer"), Unit.COUNT, 1), lambda e: e.direct),
            (Column("new", _("Ny tid"), Unit.COUNT, 1), lambda e: e.new_time),
            (Column("fte", _("Årsverk"), Unit.COUNT, 1), lambda e: e.fte),
            (Column("usable", _("Til annet"), Unit.COUNT, 1), lambda e: e.usable_fte),
        ),
        fte=format_plain(middle.fte, 1),
        use=format_plain(middle.usable_fte, 1),
        share=format_number(model.choices.realised.value, Unit.SHARE, 0),
        assumptions=(model.choices.realised,),
        formula=_(
            "Årsverk = nye enheter × timer spart × 52 ÷ timer med brukerne per årsverk. Til annet "
            "= (direkte timer − ny tid) × andel som kan brukes, regnet om på samme måte. Flere "
            "teknologier: levert tid × (1 − gjenstående andeler multiplisert), aldri mer enn "
            "levert tid"
        ),
        note=_basis(model),
    )


def _basis(model: Model) -> str:
    """Say what the time saved rests on, and what caps it."""
    own = [t.name for t in model.technologies if t.measured]
    borrowed = {t.kind for t in model.technologies if not t.measured and model.of(t.name)}
    parts = [
        fill(
            _(
                "Ett årsverk gir {hours} timer med brukerne i året: {norm} timer i {weeks} uker, "
                "og {share} av tiden er hos dem ({source})."
            ),
            hours=format_plain(model.year.with_users),
            norm=format_plain(model.year.weekly_norm, 1),
            weeks=format_plain(model.year.weeks),
            share=format_number(model.year.contact, Unit.SHARE, 1),
            source=model.year.source,
        )
    ]
    if own:
        text = _("Spart tid er kommunens egen måling for {names}.")
        parts.append(text.replace("{names}", ", ".join(own)))
    if "dispenser" in borrowed:
        parts.append(
            _(
                "Medisindispenser: 0,5, 1,0 og 1,68 timer per uke. Det høye er Ranas pilot "
                "med 10 utvalgte brukere."
            )
        )
    if "supervision" in borrowed:
        parts.append(_("Digitalt tilsyn: antall nattbesøk som faller bort, er et valg."))
    if model.delivered is not None:
        text = _("I hjemmetjenesten leveres {hours} timer i uken, og mer kan ikke frigjøres.")
        parts.append(text.replace("{hours}", format_plain(model.delivered)))
    return " ".join(parts)


def _last_middle(found: tuple[Estimate, ...]) -> Estimate:
    return [e for e in found if e.level == "middle"][-1]


def money(model: Model) -> Exhibit | None:
    """Show what the usable time is worth, what the technology costs, and when it is earned back."""
    found, known, c = model.everything, model.starts, model.choices
    if not found:
        return None
    words, by = level_words(), {t.name: t for t in model.technologies}
    middle = _last_middle(found)
    earned = (
        (
            Column("years", _("Tjent inn, år"), Unit.YEARS, 1),
            lambda e: earned_back(by[e.name], e) if e.name in by else None,
        ),
        (
            Column("now", _("Nåverdi"), Unit.MILLION_NOK, 2, sign=True),
            lambda e: worth(by[e.name], e, c) if e.name in by else None,
        ),
    )
    return _show(model)(
        "teknologi-kroner",
        _("Tiden er verdt {value} i året i midten, og teknologien koster {cost}"),
        _("Verdi av tid som kan brukes til annet, og utgift per år"),
        *by_column(
            found,
            (Column("name", _("Teknologi")), lambda e: e.name),
            (Column("level", _("Anslag")), lambda e: words[e.level]),
            (Column("value", _("Verdi av tiden"), Unit.MILLION_NOK, 2), lambda e: e.value),
            (Column("cost", _("Utgift"), Unit.MILLION_NOK, 2), lambda e: e.cost),
            (Column("net", _("Netto"), Unit.MILLION_NOK, 2, sign=True), lambda e: e.value - e.cost),
            *(earned if known else ()),
        ),
        value=format_number(middle.value, Unit.MILLION_NOK, 1),
        cost=format_number(middle.cost, Unit.MILLION_NOK, 1),
        assumptions=(c.realised, c.fte_cost, c.unit_cost, *((c.years, c.rate) if known else ())),
        formula=_(
            "Verdi = årsverk til annet × utgift per årsverk. Utgift = nye enheter × utgift "
            "per enhet. Tjent inn = utgift for å komme i gang ÷ netto per år. Nåverdi = "
            "netto per år diskontert − utgift for å komme i gang"
        ),
        note=_("Frigjort tid er ikke spart budsjett før stillinger er flyttet."),
    )


def delay(model: Model) -> Exhibit | None:
    """Show what moves that are postponed save: before and after they are attributed."""
    gross, each = model.postponed(), model.dearer
    if not model.trackers() or gross is None or each is None:
        return None
    c, users = model.choices, format_plain(model.trackers())

    def millions(value: float) -> str:
        return format_number(value, Unit.MILLION_NOK, 2)

    net = millions(gross * c.likely.value)
    dearer = _("En plass koster mer enn hjelp hjemme, per år")
    return _show(model)(
        "teknologi-utsatt",
        _("Utsatt flytting for {n} GPS-brukere kan spare {net} i året")
        if gross > 0
        else _("Utsatt flytting for {n} GPS-brukere sparer ikke penger"),
        _("Regnestykke for GPS hos hjemmeboende, per år"),
        (Column("what", _("Ledd")), Column("value", _("Verdi"))),
        [
            (_("Brukere som utsetter flytting"), users),
            (_("Måneder per bruker"), c.months.text()),
            (_("Timer hjemme i uka i stedet for plassen"), format_plain(model.marginal or 0, 1)),
            (dearer, millions(each)),
            (_("Unngått utgift i alt"), millions(gross)),
            (_("Av dette skyldes teknologien"), net),
        ],
        n=users,
        net=net,
        assumptions=c.delay,
        formula=_(
            "Brukere × måneder ÷ 12 × (plass − timer hjemme × 52 × pris per time) × andel som "
            "skyldes teknologien"
        ),
        note=join(
            _(
                "Hvor mange som utsetter flytting, er ikke målt. Pengene spares først når plassen "
                "ikke trengs av andre. Fra {turns} hjemme i uka koster plassen (253), uten lokaler "
                "(261), ikke mer, og da er det ingenting å spare."
            ).format(turns=model.alike),
            *(a.note for a in (c.place_cost, c.hour) if a and not a.changed),
        ),
    )


def support(model: Model) -> Exhibit | None:
    """Show when there is help, what happens without the technology, and who answers for it."""
    if model.support is None:
        return None
    return _show(model)(
        "teknologi-stotte",
        supported(model, _("dagtid")),
        _("Brukerstøtte, plan B og ansvar for hver teknologi"),
        *by_column(
            model.supported,
            (Column("name", _("Teknologi")), lambda r: r["technology"]),
            (Column("support", _("Brukerstøtte")), lambda r: HOURS.get(r["support"], _(UNKNOWN))),
            (Column("plan", _("Plan B")), lambda r: PLAN_B.get(r["plan_b"], _(UNKNOWN))),
            (Column("who", _("Ansvarlig for støtten")), lambda r: r["responsible"] or _(UNKNOWN)),
        ),
        sources=(model.support.source(),),
        note=_("Uten brukerstøtte kveld, natt og helg må jobben kunne gjøres uten teknologien."),
    )


def service_maps(model: Model) -> tuple[Exhibit, ...]:
    """Give a swimlane for every technology that has a service map."""
    if model.maps is None:
        return ()
    rows = sorted(model.steps, key=lambda r: r["number"])
    names = dict.fromkeys(r["technology"] for r in model.steps)
    return tuple(
        _lanes(model, name, i, [r for r in rows if r["technology"] == name])
        for i, name in enumerate(names, 1)
    )


def _lanes(model: Model, name: str, i: int, rows: list[dict[str, Any]]) -> Exhibit:
    assert model.maps is not None
    steps = {r["number"]: r["step"] for r in rows}
    open_ = {r["number"] for r in rows if r["responsible"] == "uncertain"}
    said = "; ".join(f"{format_plain(n)}. {step}: {_who(rows, n)}" for n, step in steps.items())
    title = (
        _("{name}: ansvaret er uavklart i {n} av {all} steg")
        if open_
        else _("{name}: ansvaret er avklart i alle {all} steg")
    )
    return _show(model)(
        f"teknologi-kart-{i}",
        title,
        _("Tjenestekart: steg for steg, og hvem som gjør hva"),
        *by_column(
            rows,
            (Column("number", _("Steg nr.")), lambda r: r["number"]),
            (Column("step", _("Steg")), lambda r: r["step"]),
            (Column("actor", _("Aktør")), lambda r: r["actor"]),
            (Column("status", _("Ansvar")), lambda r: RESPONSIBLE[r["responsible"]]),
        ),
        name=name,
        all=format_plain(len(steps)),
        n=format_plain(len(open_)),
        alt=f"{title}. {said}.",
        sources=(model.maps.source(),),
        chart=Chart(
            Shape.SWIMLANE,
            "number",
            "actor",
            "status",
            {RESPONSIBLE["yes"]: Role.OWN},
            label="step",
            unsettled=(RESPONSIBLE["uncertain"],),
        ),
    )


def _who(rows: list[dict[str, Any]], number: int) -> str:
    found = [r for r in rows if r["number"] == number]
    names = _(" og ").join(r["actor"] for r in found)
    return names + (
        f" ({RESPONSIBLE['uncertain']})"
        if any(r["responsible"] == "uncertain" for r in found)
        else ""
    )
