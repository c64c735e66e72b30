"""Exhibits of the chapter «brukergrupper»."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple

from veivalg.chapters.brukergrupper.model import (
    AGED,
    METHOD,
    Grants,
    Level,
    Model,
    less,
    places_name,
)
from veivalg.chapters.common.costs.choices import in_sentence
from veivalg.chapters.common.exhibits import Exhibits, by_column, exhibit
from veivalg.chapters.common.hidden import SHIELDED, shown
from veivalg.chapters.common.sentences import fill, join, more_or_less
from veivalg.chapters.common.written import kroner, million, percent
from veivalg.content import Chart, Column, Exhibit, Role, Shape, Unit, format_number, format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.services.user_groups import (
    ALL_AGES,
    MERGED,
    Cost,
    Pair,
    Split,
    coverage,
    gap,
    off,
    shapley,
    shares,
    whole_sum,
)
from veivalg.norway.high_cost_grant import GrantRule
from veivalg.own.tables.user_groups import AGES, GROUPS, SERVICES, UNITS


def show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    words = {"place": model.place.name, "year": str(model.year)}
    return Exhibits(METHOD, words, model.sources())


def service_name(cost: Cost) -> str:
    """Name a service; a merged row says what it holds."""
    if cost.service != MERGED:
        return SERVICES[cost.service]
    words = ", ".join(in_sentence(SERVICES[s]) for s in cost.services)
    return fill(_("Slått sammen: {services}"), services=words)


def with_unit(cost: Cost) -> str:
    """Name a service with its ages and the unit of its volume, to stand in a table."""
    age = "" if cost.age == ALL_AGES else f", {AGES[cost.age]}"
    unit = f" ({UNITS[cost.unit]})" if cost.unit and cost.volume is not None else ""
    return f"{service_name(cost)}{age}{unit}"


def by_group(model: Model) -> Exhibit:
    """Show what each user group costs, and its share."""
    groups, hidden, total = model.groups(), model.costs.hidden, model.total
    found = {g: a / total for g, a in groups.items() if total} if hidden else shares(groups)
    nets = {g: whole_sum(c.net for c in model.costs.costs if c.group == g) for g in groups}
    top = max(groups, key=lambda g: groups[g], default="")
    return show(model)(
        "brukergrupper-andeler",
        _("{group}: {share} av kostnadene") if top else _("Kostnadene er skjermet"),
        _("Brutto driftsutgifter til pleie og omsorg etter brukergruppe, {year}, {total} i alt"),
        (
            Column("group", _("Brukergruppe")),
            Column("gross", _("Brutto, mill. kr"), Unit.MILLION_NOK, 1),
            Column("share", _("Andel"), Unit.SHARE, 1),
            Column("net", _("Netto, mill. kr"), Unit.MILLION_NOK, 1),
        ),
        (
            *((GROUPS[g], amount, found.get(g), nets[g]) for g, amount in groups.items()),
            *((GROUPS[g], *[_(SHIELDED)] * 3) for g in GROUPS if g in hidden),
        ),
        group=GROUPS.get(top, ""),
        share=percent(found.get(top)),
        words={"total": _(SHIELDED) if total is None else million(total)},
        chart=Chart(Shape.BARS, "share", "group", zero=True) if groups else None,
        formula=_("Andel = brukergruppens brutto driftsutgifter ÷ alle gruppenes"),
        uncertainty=_("Fordelingen av regnskapet på grupper bygger på kommunens egne nøkler."),
        note=_("Brutto er før tilskudd for ressurskrevende tjenester og brukerbetaling."),
    )


def by_service(model: Model) -> Iterator[Exhibit]:
    """Show cost, volume, unit cost and cost by inhabitant of the services, a table each group."""
    for group in model.groups():
        costs = [c for c in model.costs.costs if c.gross and c.group == group]
        yield _services(model, group, sorted(costs, key=lambda c: -c.gross))


def _services(model: Model, group: str, costs: Sequence[Cost]) -> Exhibit:
    words = {
        "service": in_sentence(service_name(costs[0])),
        "amount": million(costs[0].gross),
        "group": GROUPS[group],
    }
    title = fill(_("{group}: mest til {service}, {amount}"), **words)
    return show(model)(
        f"brukergrupper-tjenester-{group.replace('_', '-')}",
        title,
        _("{group}: brutto driftsutgifter etter tjeneste, {year}"),
        *by_column(
            costs,
            (Column("service", _("Tjeneste")), with_unit),
            (Column("gross", _("Brutto, mill. kr"), Unit.MILLION_NOK, 1), lambda c: c.gross),
            (Column("volume", _("Volum"), Unit.COUNT, 0), lambda c: c.volume),
            (Column("each", _("Enhetskostnad"), Unit.NOK, 0), lambda c: c.unit_cost),
            (Column("per", _("Per innbygger"), Unit.NOK, 0), model.per_target),
        ),
        words=words | {"n": format_plain(len(costs)), "title": title},
        alt=_("Tabell over {n} tjenester. {title}."),
        formula=_(
            "Enhetskostnad = brutto ÷ volum. Per innbygger = brutto ÷ innbyggere i målgruppen ÷ "
            "behovsindeksen"
        ),
        note=join(
            fill(
                _(
                    "Per innbygger er likt behov og gjelder målgruppen: 0–17 år for barn, "
                    "18–66 år for voksne og ellers alle, {when}."
                ),
                when=model.end,
            ),
            _(
                "Tjenester til færre enn fem personer, eller til et ukjent antall, er slått "
                "sammen med andre, så ingen enkeltpersons kostnad kan leses."
            ),
            model.uncorrected(),
        ),
        uncertainty=_(
            "Volum er talt på ulike måter fra tjeneste til tjeneste. Sammenlikn bare "
            "enhetskostnader for samme tjeneste."
        ),
    )


def covered(model: Model) -> Exhibit | None:
    """Show places by inhabitant of 80 and over, and unit cost."""
    aged, parts = model.people(*AGED), model.coverage_parts()
    if not parts or not aged:
        return None
    rates = {kind: coverage(places, aged) for kind, (places, _cost) in parts.items()}
    return show(model)(
        "brukergrupper-dekning",
        _("Dekningsgrad: {all}"),
        _("Plasser for andre brukere, i hovedsak eldre, mot innbyggere 80 år og eldre"),
        (
            Column("what", _("Tilbud")),
            Column("places", _("Plasser"), Unit.COUNT, 1),
            Column("aged", _("Innbyggere 80+"), Unit.COUNT),
            Column("share", _("Dekningsgrad"), Unit.SHARE, 2),
            Column("each", _("Enhetskostnad, mill. kr"), Unit.MILLION_NOK, 2),
        ),
        (
            (places_name(kind), places, aged, rates[kind], cost / places if places else None)
            for kind, (places, cost) in parts.items()
        ),
        all="; ".join(f"{places_name(kind)} {percent(r or 0.0)}" for kind, r in rates.items()),
        alt=_("Dekningsgraden er plasser delt på innbyggere 80 år og eldre. {all}."),
        formula=_("Dekningsgrad = plasser ÷ innbyggere 80 år og eldre"),
        note=fill(_("Innbyggere {when}."), when=model.end),
    )


def triangulation(model: Model) -> Exhibit | None:
    """Show whether volume × stated unit cost gives the booked cost, within 10 %."""
    checks = model.checks()
    if not checks:
        return None
    wrong = sum(off(*both) for both in checks.values())
    return show(model)(
        "brukergrupper-kontroll",
        _("Volum × enhetskostnad stemmer ikke med regnskapet for {n} tilbud")
        if wrong
        else _("Volum × enhetskostnad stemmer med regnskapet innenfor 10 %"),
        _("Kontroll: oppgitt enhetskostnad mot regnskapet"),
        (
            Column("what", _("Tilbud")),
            Column("worked", _("Volum × enhetskostnad, mill. kr"), Unit.MILLION_NOK, 1),
            Column("booked", _("Regnskap, mill. kr"), Unit.MILLION_NOK, 1),
            Column("gap", _("Avvik"), Unit.SHARE, 1, sign=True),
            Column("mark", _("Vurdering")),
        ),
        (
            (name, *both, gap(*both), _("for stort") if off(*both) else _("innenfor"))
            for name, both in checks.items()
        ),
        n=str(wrong),
        formula=_("Avvik = volum × oppgitt enhetskostnad ÷ brutto − 1"),
        note=_("Avvik over 10 % er trolig feil i volum, fordeling eller beregning."),
    )


def beside(model: Model, level: Level) -> Exhibit:
    """Show kroner by inhabitant of a target group beside the reference."""
    diff = level.difference
    return show(model)(
        f"brukergrupper-referanse-{level.group.replace('_', '-')}-{level.age.replace('+', '')}",
        _("{what}: ikke alle tjenester kan ses mot {name}")
        if diff is None
        else _("{what}: {diff} mindre enn {name} per innbygger i målgruppen")
        if diff < 0
        else _("{what}: {diff} mer enn {name} per innbygger i målgruppen"),
        _("Brutto driftsutgifter per innbygger i målgruppen, {year}"),
        (
            Column("service", _("Tjeneste")),
            Column("own", model.place.name, Unit.NOK, 0),
            Column("reference", level.name, Unit.NOK, 0),
            Column("diff", _("Forskjell"), Unit.NOK, 0, sign=True),
        ),
        ((SERVICES[s], own, other, less(own, other)) for s, own, other in level.rows),
        total=(_("Sum"), level.own, level.reference, diff),
        what=level.title,
        name=level.in_text,
        diff=kroner(abs(diff or 0.0)),
        year=str(level.year),
        sources=model.sources(model.references),
        formula=_("Forskjell = egne kroner per innbygger − referansens"),
        note=join(
            _("Brutto, før tilskudd for ressurskrevende tjenester, og ikke korrigert for behov."),
            _("Begge står i samme dokument.")
            if level.printed
            else fill(_("Egne tall gjelder {year}."), year=str(model.year)),
            _("Snittet er uvektet: en liten kommune teller like mye som en stor."),
        ),
        uncertainty=_(
            "Få brukere gir store utslag: én person kan flytte snittet i en liten kommune."
        ),
    )


def municipalities(model: Model) -> Exhibit | None:
    """Show every municipality of the reference table as a dot, service by service."""
    if model.references is None or not model.levels:
        return None
    level, parts = model.levels[0], model.by_municipality()
    each: dict[str, float] = {}
    for _service, name, amount in parts:
        each[name] = each.get(name, 0.0) + amount
    sums = sorted(each.items(), key=lambda pair: -pair[1])
    if len(sums) < 3:
        return None
    (high, highest), *_rest, (low, lowest) = sums
    roles = {model.place.name: Role.OWN, level.name: Role.GROUP}
    return show(model)(
        "brukergrupper-kommuner",
        _("Fra {lowest} i {low} til {highest} i {high}"),
        _("{what}: brutto driftsutgifter per innbygger i målgruppen, kr"),
        (
            Column("service", _("Tjeneste")),
            Column("name", _("Kommune")),
            Column("amount", _("Kroner"), Unit.NOK, 0),
        ),
        (
            *((_("I alt"), name, amount) for name, amount in sums),
            *((SERVICES[s], name, amount) for s, name, amount in parts),
        ),
        low=low,
        high=high,
        what=level.title,
        lowest=kroner(lowest),
        highest=kroner(highest),
        pivot=("service", "name", "amount"),
        sources=(model.references.source(),),
        chart=Chart(Shape.DOTS, "amount", "service", "name", roles),
        formula=_("I alt er summen av tjenestene i tabellen"),
        note=_("Forskjeller mellom kommuner er også forskjeller i behov og føring."),
    )


def _left_out(model: Model) -> str:
    """Say how much of the cost has no reference to be held against."""
    inside = sum(cost.gross for cost, _pair in model.matched)
    rest = sum(c.gross for c in model.costs.costs) - inside
    text = _("Tjenester for {rest} uten volum eller referanse er ikke med.")
    return "" if rest < 1 else fill(text, rest=million(rest))


def waterfall(model: Model) -> Exhibit | None:
    """Show the way from the reference's cost to our own: volume, mix and unit cost."""
    if not model.matched:
        return None
    part, first, last = model.split(), _("Som referansen"), model.place.name
    return show(model)(
        "brukergrupper-avvik",
        _(
            "{place} bruker {total} {more} enn referansen ved likt behov: volum {volume}, "
            "sammensetning {mix}, enhetskostnad {price}"
        ),
        _("Brutto driftsutgifter mot referansen, {year}, mill. kr"),
        (Column("step", _("Steg")), Column("amount", _("Mill. kr"), Unit.MILLION_NOK, 1)),
        (
            (first, sum(pair.cost0 for _cost, pair in model.matched)),
            (_("Volum"), part.volume),
            (_("Sammensetning"), part.mix),
            (_("Enhetskostnad"), part.price),
            (last, sum(pair.cost for _cost, pair in model.matched)),
        ),
        words={"total": million(abs(part.total)), "more": more_or_less(part.total)},
        volume=million(part.volume, sign=True),
        mix=million(part.mix, sign=True),
        price=million(part.price, sign=True),
        sources=model.sources(model.volumes),
        chart=Chart(Shape.WATERFALL, "step", "amount", totals=(first, last)),
        formula=_(
            "LMDI-I: vekten er det logaritmiske snittet av egen kostnad og referansens. "
            "Volum = vekt × ln(N ÷ N₀), sammensetning = vekt × ln(m ÷ m₀), enhetskostnad "
            "= vekt × ln(U ÷ U₀). Leddene summerer nøyaktig"
        ),
        note=join(
            _(
                "Referansen er regnet om til kommunens innbyggere og behov. Sammensetning er bare "
                "mellom tjenester i samme gruppe med samme enhet: plasser og timer kan ikke "
                "summeres."
            ),
            _left_out(model),
            model.uncorrected(),
        ),
        uncertainty=_("Delingen er et regnestykke. Den sier hvor avviket ligger, ikke hvorfor."),
    )


def _amounts(**labels: str) -> tuple[Column, ...]:
    """Give columns of million NOK above or below."""
    return tuple(Column(k, t, Unit.MILLION_NOK, 1, sign=True) for k, t in labels.items())


def deviation_by_group(model: Model) -> Exhibit | None:
    """Give the deviation in parts for every user group."""
    matched = {cost.group for cost, _pair in model.matched}
    groups = [g for g in GROUPS if g in matched]
    if not groups:
        return None
    parts, whole = {g: model.split(g) for g in groups}, model.split()
    top = max(groups, key=lambda g: abs(parts[g].total))
    return show(model)(
        "brukergrupper-avvik-grupper",
        _("Størst avvik: {group}, {total}"),
        _("Avvik fra referansen etter brukergruppe, delt i volum, sammensetning og enhetskostnad"),
        (
            Column("group", _("Brukergruppe")),
            *_amounts(
                volume=_("Volum"),
                mix=_("Sammensetning"),
                price=_("Enhetskostnad"),
                total=_("I alt, mill. kr"),
            ),
        ),
        [(GROUPS[g], *astuple(part), part.total) for g, part in parts.items()],
        total=(_("Sum"), *astuple(whole), whole.total),
        words={"total": million(parts[top].total, sign=True)},
        group=GROUPS[top],
        sources=model.sources(model.volumes),
        formula=_("LMDI-I for hver gruppe. Summen er summen av gruppene"),
        note=join(_left_out(model), model.uncorrected()),
    )


def deviation_by_service(model: Model) -> Iterator[Exhibit]:
    """Give the deviation of every service as volume and unit cost (Shapley), a table each group."""
    for group in GROUPS:
        inside = [(*both, shapley(both[1])) for both in model.matched if both[0].group == group]
        if inside:
            yield _deviations(model, group, sorted(inside, key=lambda one: -abs(one[2].total)))


def _deviations(model: Model, group: str, found: Sequence[tuple[Cost, Pair, Split]]) -> Exhibit:
    top, _pair, part = found[0]
    return show(model)(
        f"brukergrupper-avvik-{group.replace('_', '-')}",
        _("{group}: størst avvik for {service}, {total}"),
        _("Avvik fra referansen etter tjeneste, delt i volum og enhetskostnad, mill. kr"),
        (
            Column("service", _("Tjeneste")),
            Column("reference", _("Som referansen"), Unit.MILLION_NOK, 1),
            Column("own", model.place.name, Unit.MILLION_NOK, 1),
            *_amounts(volume=_("Volum"), price=_("Pris per enhet"), total=_("I alt")),
        ),
        (
            (with_unit(cost), pair.cost0, pair.cost, part.volume, part.price, part.total)
            for cost, pair, part in found
        ),
        terms={"total": ("own", "-reference"), "volume": ("total", "-price")},
        words={"total": million(part.total, sign=True)},
        group=GROUPS[group],
        service=in_sentence(service_name(top)),
        sources=model.sources(model.volumes),
        formula=_("Shapley: volum = (V − V₀)(U + U₀) ÷ 2, enhetskostnad = (U − U₀)(V + V₀) ÷ 2"),
        note=join(
            _("Har en av sidene ikke tjenesten, er hele avviket volum."), model.uncorrected()
        ),
    )


def grant_table(found: Grants) -> Exhibit:
    """Show recipients, direct wage cost and grant; never fewer than five people."""
    rows = [
        (one.label, shown(one.count), shown(one.wages), shown(one.grant) if found.rule else None)
        for one in found.lines
    ]
    amount = found.lines[-1].grant
    return exhibit(
        "brukergrupper-toppfinansiering",
        _("Tilskuddet for {year} kan ikke vises")
        if amount is None
        else _("Reglene for {year} gir et tilskudd på {amount}"),
        _("Mottakere av særlig ressurskrevende tjenester, {year}"),
        (
            Column("who", _("Mottakere")),
            Column("count", _("Antall"), Unit.COUNT),
            Column("wages", _("Direkte lønn, mill. kr"), Unit.MILLION_NOK, 1),
            Column("grant", _("Tilskudd, mill. kr"), Unit.MILLION_NOK, 1),
        ),
        rows[:-1],
        total=rows[-1],
        year=str(found.year),
        amount=million(amount),
        sources=found.sources(),
        formula=_formula(found.rule) if found.rule else "",
        method=METHOD,
        note=_(
            "Antall under fem og summer der én mottaker er det meste, er skjermet. Det er også "
            "tilskuddet når det gir tilbake et antall som er skjermet."
        ),
        uncertainty=_(
            "Kravet avgjøres av Helsedirektoratet og revisor. Hva som teller som direkte "
            "lønn, må følge rundskrivet."
        ),
    )


def _formula(rule: GrantRule) -> str:
    return fill(
        _(
            "Tilskudd = {share} × (direkte lønn − {threshold} − {deduction} for psykisk "
            "utviklingshemmede fra {age} år), aldri under 0, per mottaker"
        ),
        share=format_number(rule.share, Unit.SHARE, 0),
        threshold=kroner(rule.threshold),
        deduction=kroner(rule.deduction),
        age=format_plain(rule.deduction_from),
    )
