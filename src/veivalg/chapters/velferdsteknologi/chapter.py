"""Chapter «velferdsteknologi»: what is in use, what more gives, and who does what (M16)."""

from __future__ import annotations

from veivalg.chapters.common.examples import example_note
from veivalg.chapters.common.missing import missing_own, nothing_own
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.chapters.velferdsteknologi import exhibits as exhibits
from veivalg.chapters.velferdsteknologi.choices import choices
from veivalg.chapters.velferdsteknologi.model import METHOD, Model, build
from veivalg.content import Assumption, Block, Chapter, Missing, Section, Statement, Unit
from veivalg.content.numbers import format_plain
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.own.tables.technology import HOURS

TABLES = ("technologies", "technology_support", "service_map")


def chapter(evidence: Evidence) -> Chapter:
    """Give use against potential, gains with low and high, support, and the service maps."""
    model = build(evidence)
    return Chapter(
        id="velferdsteknologi",
        title=_("Velferdsteknologi"),
        municipality=evidence.place,
        period=model.period if model else "",
        lead=_(
            "Kapitlet viser hvilken teknologi som er i bruk, hva mer av den kan gi i tid, "
            "årsverk og kroner, og hvem som har ansvaret når den svikter."
        ),
        findings=_findings(model) if model else (nothing_own(evidence, "technologies"),),
        sections=_sections(model) if model else (),
        missing=_missing(evidence, model),
        assumptions=_assumptions(evidence, model),
        terms={
            _("direkte tid"): _(
                "Tiden besøkene og kjøringen tok før teknologien kom, uten ny tid "
                "til påfylling og varsler."
            ),
            _("plan B"): _("En skrevet rutine for å gjøre jobben uten teknologien."),
            _("tjenestekart"): _("En oversikt over stegene i en tjeneste og hvem som gjør hva."),
        },
        methods=(METHOD,),
    )


def _assumptions(evidence: Evidence, model: Model | None) -> tuple[Assumption, ...]:
    """Give the assumptions in use; years and interest only where a start is to be earned back."""
    found = (model.choices if model else choices(evidence)).all()
    started = model is not None and any(t.start_cost is not None for t in model.technologies)
    return found if started else found[:-2]


def _findings(model: Model) -> tuple[Statement, ...]:
    return present(
        [
            example_note(model.table, model.hours, model.support, model.maps),
            _use(model),
            _gain(model),
            _budget(model),
            _postponed(model),
            _help(model),
            _unsettled(model),
        ]
    )


def _use(model: Model) -> Statement | None:
    found = [t for t in model.technologies if t.share is not None]
    if not found:
        return None
    most = max(found, key=lambda t: t.new or 0)
    text = _("{name}: {used} av {potential} mulige er i bruk ({share}). {new} nye kan tas i bruk.")
    formula = _("I bruk ÷ mulig antall")
    return say(
        "bruk",
        fill(text, name=most.name),
        {
            "used": model.counted("i-bruk-mest", _("I bruk"), most.used),
            "potential": model.counted("mulig", _("Mulig antall"), most.potential),
            "share": model.calculated(
                "andel-mulig", _("Andel av mulig"), most.share, Unit.SHARE, formula
            ),
            "new": model.calculated(
                "nye", _("Nye mulige"), most.new, Unit.COUNT, _("Mulig antall − i bruk")
            ),
        },
    )


def _gain(model: Model) -> Statement | None:
    name = (model.sums or model.estimates or (None,))[0]
    if name is None:
        return None
    by = {e.level: e for e in (model.sums or model.estimates) if e.name == name.name}
    formula = _("Nye enheter × timer spart per uke ÷ 35,5")
    real = model.choices.realised
    text = _(
        "{name}: nye enheter kan frigjøre {low:u1}–{high:1} direkte tid, {middle:1} i midten. "
        "Av det midtre kan {usable:1} brukes til annet."
    )
    return say(
        "gevinst",
        fill(text, name=name.name),
        {
            "low": model.calculated(
                "arsverk-lavt", _("Årsverk, lavt"), by["low"].fte, Unit.FTE, formula, decimals=1
            ),
            "high": model.calculated(
                "arsverk-hoyt", _("Årsverk, høyt"), by["high"].fte, Unit.FTE, formula, decimals=1
            ),
            "middle": model.calculated(
                "arsverk-midt", _("Årsverk, midt"), by["middle"].fte, Unit.FTE, formula, decimals=1
            ),
            "usable": model.calculated(
                "arsverk-annet",
                _("Årsverk til annet"),
                by["middle"].usable_fte,
                Unit.FTE,
                _("(Direkte timer − ny tid) × andel som kan brukes ÷ 35,5"),
                real,
                decimals=1,
            ),
        },
    )


def _budget(model: Model) -> Statement | None:
    rows = [e for e in (model.sums or model.estimates) if e.level == "middle"]
    if not rows:
        return None
    first, c = rows[0], model.choices
    text = _(
        "Tiden som kan brukes til annet, er verdt {value:1} i året, og nye enheter koster "
        "{cost:1}. Frigjort tid er ikke spart budsjett før stillinger er flyttet."
    )
    return say(
        "kroner",
        text,
        {
            "value": model.calculated(
                "verdi",
                _("Verdi av tiden"),
                first.value,
                Unit.MILLION_NOK,
                _("Årsverk til annet × utgift per årsverk"),
                c.realised,
                c.fte_cost,
            ),
            "cost": model.calculated(
                "utgift",
                _("Utgift til nye enheter"),
                first.cost,
                Unit.MILLION_NOK,
                _("Nye enheter × utgift per enhet"),
                c.unit_cost,
            ),
        },
        caution=True,
    )


def _postponed(model: Model) -> Statement | None:
    if not model.trackers():
        return None
    c = model.choices
    text = _(
        "Utsetter {users} med GPS flyttingen til institusjon med {months} måneder, er det "
        "verdt {gross:2}. Skyldes {likely:0} av det teknologien, er gevinsten {net:2}."
    )
    formula = _("Brukere × måneder ÷ 12 × (plass − hjelp hjemme)")
    used = (c.users, c.months, c.place_cost, c.home_cost)
    return say(
        "utsatt",
        fill(text, months=format_plain(c.months.value)),
        {
            "users": model.calculated(
                "gps-utsatt",
                _("Brukere som utsetter flytting"),
                model.trackers(),
                Unit.USERS,
                _("Valgt forutsetning"),
                c.users,
            ),
            "gross": model.calculated(
                "utsatt-alt",
                _("Unngått utgift"),
                model.postponed(),
                Unit.MILLION_NOK,
                formula,
                *used,
            ),
            "likely": model.calculated(
                "skyldes",
                _("Andel som skyldes teknologien"),
                c.likely.value,
                Unit.SHARE,
                _("Valgt forutsetning"),
                c.likely,
            ),
            "net": model.calculated(
                "utsatt-netto",
                _("Unngått utgift som skyldes teknologien"),
                model.postponed() * c.likely.value,
                Unit.MILLION_NOK,
                _("Unngått utgift × andel som skyldes teknologien"),
                *used,
                c.likely,
            ),
        },
    )


def _help(model: Model) -> Statement | None:
    if model.support is None:
        return None
    rows = list(model.support.frame.iter_rows(named=True))
    day = [r["technology"] for r in rows if r["support"] == "weekday_day"]
    unknown = [r["technology"] for r in rows if r["plan_b"] is None]
    said = fill(exhibits.supported(len(day), len(rows)), when=HOURS["weekday_day"])
    if unknown and len(unknown) == len(day) == len(rows):
        said += _(", og for ingen av dem er plan B kjent")
    elif unknown:
        said += fill(
            _(", og for {n} av {all} er plan B ikke kjent"), n=str(len(unknown)), all=str(len(rows))
        )
    said += "."
    return Statement("stotte", said)


def _unsettled(model: Model) -> Statement | None:
    if model.maps is None:
        return None
    rows = list(model.maps.frame.iter_rows(named=True))
    steps = {(r["technology"], r["number"]) for r in rows}
    open_ = {(r["technology"], r["number"]) for r in rows if r["responsible"] == "uncertain"}
    where = model.maps.source()
    return say(
        "ansvar",
        _("Ansvaret er uavklart i {n} av {all} steg i tjenestekartene."),
        {
            "n": model.counted("uavklart", _("Steg der ansvaret er uavklart"), len(open_), where),
            "all": model.counted("steg", _("Steg i tjenestekartene"), len(steps), where),
        },
    )


def _sections(model: Model) -> tuple[Section, ...]:
    found: list[tuple[str, str, list[Block | None]]] = [
        ("bruk", _("I bruk og mulig"), [exhibits.in_use(model)]),
        (
            "gevinst",
            _("Hva mer kan gi"),
            [
                exhibits.freed(model),
                exhibits.time(model),
                exhibits.money(model),
                exhibits.delay(model),
            ],
        ),
        ("stotte", _("Når teknologien svikter"), [exhibits.support(model)]),
        ("ansvar", _("Hvem som gjør hva"), [*exhibits.service_maps(model)]),
    ]
    kept = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in found)
    return tuple(Section(id, title, blocks) for id, title, blocks in kept if blocks)


def _missing(evidence: Evidence, model: Model | None) -> tuple[Missing, ...]:
    found = [missing_own(evidence, name) for name in TABLES if name not in evidence.own]
    for t in model.technologies if model else ():
        if t.potential is None:
            found.append(
                Missing(
                    fill(_("Mulig antall av {name}"), name=t.name),
                    _("Tallet er ikke lest inn."),
                    _(
                        "Fyll ut «Mulig antall» i «Velferdsteknologi i bruk», og slipp "
                        "malen på siden "
                        "«Egne tall»."
                    ),
                    _("Velferdsteknologi i bruk"),
                )
            )
        elif t.gain is None:
            found.append(
                Missing(
                    fill(_("Spart tid med {name}"), name=t.name),
                    _("Det finnes ikke noe tall å låne, og kommunen har ikke målt det."),
                    _("Mål tiden minst fire uker før og etter, og fyll ut «Spart tid»."),
                    _("Velferdsteknologi i bruk"),
                )
            )
    if model is not None and model.uncounted:
        found.append(
            missing_own(
                evidence, "home_care_visits", _("Alle teknologiene i hjemmetjenesten samlet")
            )
        )
    return tuple(found)
