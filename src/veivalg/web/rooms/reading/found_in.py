"""What can be searched for: findings, figures, chapters, choices, indicators, methods and words.

Only what pages show is put in, as it stands there: what is hidden there is hidden here.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from veivalg.chapters.common.handbook import method_pages
from veivalg.chapters.common.registry import all_chapters
from veivalg.chapters.common.terms import explained
from veivalg.content import Report, Statement, Topic
from veivalg.foundation.i18n import N_, _
from veivalg.maths.scenarios.catalogue import LEVERS
from veivalg.norway.indicators import SERVICES, indicators
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import municipalities
from veivalg.own.tables import own_tables
from veivalg.web.kit.bar import bar
from veivalg.web.kit.searching import Entry, folded

KINDS: Mapping[str, str] = {
    "kapittel": N_("Kapitler"),
    "funn": N_("Funn"),
    "figur": N_("Figurer"),
    "side": N_("Sider og valg"),
    "nokkeltall": N_("Nøkkeltall"),
    "metode": N_("Metoder"),
    "ord": N_("Ord"),
    "kommune": N_("Kommuner"),
}
"""Kinds of hits with what they are called, those that come first where they fit as well."""


SAME: Mapping[str, str] = {
    "sykehjem": "institusjon",
    "aldershjem": "institusjon",
    "eldreomsorg": "omsorg",
    "hjemmesykepleie": "hjemmetjeneste",
    "omsorgsbolig": "bolig",
    "demente": "demens",
    "folketall": "befolkning",
    "ansatt": "arsverk",
    "rekruttering": "arsverk",
    "budsjett": "okonomi",
    "penger": "okonomi",
    "utgift": "koster",
    "aga": "arbeidsgiveravgift",
    "ledige": "mangler",
    "merutgift": "avvik",
    "fodsel": "fruktbarhet",
    "fodte": "fruktbarhet",
    "lege": "leger",
    "spesialundervisning": "tilrettelagt",
    "powerpoint": "lysbilder",
    "presentasjon": "lysbilder",
    "sakspapir": "saksframlegg",
}
"""How people begin a word → the word the pages have for it, without accents."""
WHOLE = ("gjeld",)
"""Words that begin another word: debt is not «gjelder»."""


DOCUMENTS = (
    N_("Oppsummering i Word og PDF"),
    N_("Hovedrapport"),
    N_("Tallvedlegg i Excel"),
    N_("Lysbilder, PowerPoint"),
    N_("Saksframlegg"),
    N_("Nettmappe"),
)
"""What is made on the page of reports, by all it is called."""


def of_place(place: Municipality, report: Report | None) -> Iterator[Entry]:
    """Give what can be found from a municipality's pages; findings when its report is made."""
    yield from _chapters(place)
    if report is not None:
        yield from _findings(place, report)
    if not place.example:
        yield from _pages(place)
    yield from of_all(place)


def of_all(place: Municipality | None = None) -> Iterator[Entry]:
    """Give what is the same for all: indicators, methods, words and municipalities."""
    beside = {"kommune": place.code, "gruppe": 1} if place and not place.example else {}
    for one in indicators():
        address = f"/utforsk?{urlencode({'tall': one.id, **beside})}"
        service = SERVICES[one.service]
        where = " · ".join(filter(None, (place.name if beside and place else "", service)))
        yield Entry("nokkeltall", one.name, address, f"{one.plain} {one.definition}", "", where)
    for page in method_pages().values():
        yield Entry("metode", page.title, f"/metode/{page.id}", page.summary, page.id, page.id)
    for word, meaning in words():
        yield Entry("ord", word, f"/ordliste#{word_id(word)}", meaning)
    for address, title, text in (
        ("/etterproving", _("Etterprøving"), _("Hvor godt framskrivinger har truffet")),
        ("/om", _("Om kilder og personvern"), _("Lisenser, sikkerhet og hva som lagres")),
    ):
        yield Entry("side", title, address, text)
    for m in municipalities():
        where = f"{m.code} · {m.county}"
        yield Entry("kommune", m.official_name, f"/kommune/{m.code}", "", m.code, where, 3.0)


def words() -> tuple[tuple[str, str], ...]:
    """Give every word the chapters explain with what it means, in the order of the alphabet."""
    found: dict[str, str] = {}
    for spec in all_chapters():
        found |= explained(spec.id)
    return tuple(sorted(found.items(), key=lambda pair: pair[0].casefold()))


def word_id(word: str) -> str:
    """Give the id a word has on the page of words.

    Examples
    --------
    >>> word_id("Årsverk (avtalte)")
    'ord-arsverk-avtalte'
    """
    return "-".join(("ord", *folded(word)))


def _chapters(place: Municipality) -> Iterator[Entry]:
    specs = all_chapters()
    for topic in Topic:
        inside = [spec for spec in specs if spec.topic is topic]
        told = " ".join(f"{spec.title}. {spec.question}" for spec in inside)
        for spec in inside[:1]:
            address = f"/kommune/{place.code}/{spec.id}"
            yield Entry("kapittel", topic.label, address, told, topic.stage.label, place.name, 2.0)
    for spec in specs:
        if spec.title != spec.topic.label:
            address = f"/kommune/{place.code}/{spec.id}#kapittel-{spec.id}"
            where = f"{place.name} · {spec.topic.label}"
            yield Entry("kapittel", spec.title, address, spec.question, "", where)


def _findings(place: Municipality, report: Report) -> Iterator[Entry]:
    ranked = {(one.chapter, _of(one.statement)) for one in report.ranked}
    for chapter in report.chapters:
        home = f"/kommune/{place.code}/{chapter.id}"
        parts = (place.name, chapter.title, chapter.period)
        where, context = " · ".join(filter(None, parts)), f"{chapter.title} {chapter.topic.label}"
        first = {s.id for s in chapter.findings}
        for told in chapter.statements():
            address = f"{home}#utsagn-{chapter.id}-{told.id}"
            matters = (chapter.id, _of(told)) in ranked
            weight = 1.0 + (told.id in first) + 3 * matters
            weight *= 1.0 if told.figures else 0.3
            about = " ".join((context, *(f.label for f in told.figures.values() if matters)))
            yield Entry("funn", told.text(), address, "", about, where, weight)
        for shown in chapter.exhibits():
            address = f"{home}#utstilling-{chapter.id}-{shown.id}"
            yield Entry("figur", shown.title, address, shown.subtitle, context, where)


def _of(told: Statement) -> str:
    """Give what a sentence is about: its first number, which other words may tell elsewhere."""
    return next((figure.id for figure in told.figures.values()), told.id)


def _pages(place: Municipality) -> Iterator[Entry]:
    home = f"/kommune/{place.code}"
    texts = {"rapporter": " ".join(_(label) for label in DOCUMENTS)}
    for name, title in bar(place):
        address = f"{home}/{name}".rstrip("/")
        yield Entry("side", title, address, texts.get(name, ""), "", place.name)
    for name, title, text in (
        ("/scenariorom", _("Scenariorom"), _("Flytt på valgene og se hva de fører til")),
        ("/plan-innenfor-rammene", _("Plan innenfor rammene"), _("Lag en plan med det dere har")),
        ("/sammenlikn", _("Sammenlikn med"), _("Velg kommunene dere sammenlikner dere med")),
    ):
        yield Entry("side", title, home + name, text, "", place.name)
    for table in own_tables().values():
        address, told = f"{home}/egne-tall/{table.template}", f"{table.template} {table.purpose}"
        where = f"{place.name} · {_('Egne tall')}"
        yield Entry("side", table.title, address, told, _("mal innlesing"), where)
    for lever in LEVERS.values():
        address, where = f"{home}/scenariorom#v.{lever.id}", f"{place.name} · {_('Scenariorom')}"
        group = _(lever.group.value)
        yield Entry("side", _(lever.label), address, _(lever.plain), f"{group} {_('valg')}", where)
