"""Exhibits of the chapter «dokumenter»."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from veivalg.chapters.common.exhibits import by_column, exhibit
from veivalg.chapters.common.sentences import fill, listed
from veivalg.chapters.dokumenter.model import Model
from veivalg.chapters.dokumenter.sentences import named, who
from veivalg.content import Column, Exhibit, Source, Unit, format_plain
from veivalg.foundation.i18n import _, ngettext
from veivalg.maths.services.documents import (
    KINDS,
    NOT_HEARD,
    Claim,
    Heard,
    Said,
    Theme,
    claims,
    main_themes,
    most,
)
from veivalg.norway.laws import laws, laws_source
from veivalg.own.tables.documents import DOCUMENT_KINDS, KIND_WORDS, METHODS

_SPAN = re.compile(r"\b(?:19|20)\d\d(?:\s?[–-]\s?(?:19|20)?\d\d)?\b")
"""A year, or the years a plan is for, as a title has it."""


def kind_titles() -> dict[str, str]:
    """Give the headings of the kinds of statement."""
    return {
        "challenge": _("Utfordringer"),
        "strength": _("Styrker"),
        "measure": _("Tiltak"),
        "goal": _("Mål"),
    }


def by_theme(model: Model) -> Exhibit | None:
    """Show how many documents and roles say something of each theme, by kind."""
    if not model.themes:
        return None
    titles = kind_titles()
    number, found = most(model.themes, "challenge")
    title = _("Temaene dokumenter og intervjuer tar opp")
    if number > 1 and len(found) < len(model.themes):
        title = _("Flest peker på utfordringer i {themes}: {n} av {all} kilder")
    return exhibit(
        "dokumenter-temaer",
        title,
        _("Antall kilder (dokumenter og intervjuede grupper) som sier noe om temaet"),
        (
            Column("theme", _("Tema")),
            Column("kind", _("Slags utsagn")),
            Column("n", _("Kilder"), Unit.COUNT, 0),
        ),
        [(t.name, titles[kind], len(t.origins(kind))) for t in model.themes for kind in KINDS],
        themes=named(found) if found else "",
        n=format_plain(number),
        all=format_plain(model.origins),
        pivot=("theme", "kind", "n"),
        sources=model.sources,
        note=_("Antallet sier hvor mange som tar opp temaet, ikke hvor viktig det er."),
    )


def positions(model: Model) -> Exhibit | None:
    """Show what several are held to say of the same: who is for it and who against."""
    told = [claim for claim in model.claims if len({s.origin for s in claim.said}) > 1]
    if not told:
        return None
    apart = any(claim.sides()[1] for claim in told)
    columns = [
        (Column("claim", _("Påstand")), lambda c: c.name),
        (Column("quoted", _("Slik står det i en av dem")), _quotation),
        (Column("agree", _("Sier det")), lambda c: _side(c, 0)),
        (Column("against", _("Er imot")), lambda c: _side(c, 1)),
        (Column("n", _("Kilder"), Unit.COUNT, 0), lambda c: len({s.origin for s in c.said})),
    ]
    if not apart:
        del columns[3]
    return exhibit(
        "dokumenter-syn",
        _("Dette sier flere, og ingen er imot") if not apart else _("Enighet og uenighet"),
        _("Påstander som står i flere dokumenter og intervjuer"),
        *by_column(told, *columns),
        sources=model.sources,
    )


def _quotation(claim: Claim) -> str:
    """Give the shortest of the statements that may be shown, word for word."""
    texts = sorted((s.text.strip() for s in claim.sides()[0] if s.quotable), key=len)
    return f"«{texts[0]}»" if texts else "–"


def _side(claim: Claim, side: int) -> str:
    said = claim.sides()[side]
    return who(said) if said else "–"


def main_points(model: Model) -> Exhibit | None:
    """Put together what most point at: the main challenges, and what is to build on and do."""
    groups = (
        (_("Hovedutfordringer"), ("challenge",), 3),
        (_("Muligheter og løsninger"), ("measure", "strength"), 2),
    )
    told = [
        (title, _("{theme} ({n} av {all} kilder)").format(theme=theme.name, n=n, all=every), text)
        for title, kinds, sentences in groups
        for theme in main_themes(model.themes, *kinds)
        if (text := _in_short(model, theme, kinds, sentences))
        for n, every in [_counted(model, theme, kinds)]
    ]
    if not told:
        return None
    told += _goals_together(model)
    return exhibit(
        "dokumenter-hovedsaker",
        _("Hovedutfordringer og muligheter"),
        _("Det flest kilder peker på, står først"),
        (
            Column("group", _("Hva")),
            Column("theme", _("Tema")),
            Column("text", _("Hva de sier")),
        ),
        told,
        sources=model.sources,
    )


def _goals_together(model: Model) -> list[tuple[str, str, str]]:
    """Give the goals that stand in several, or say that none does; nothing where none is stated."""
    every = [s for s in model.said if s.kind == "goal"]
    title, all = _("Gjennomgående mål"), format_plain(model.origins)
    counted = [(c.name, len(c.sides()[0])) for c in claims(every)]
    found = [
        (title, name, _("{n} av {all} kilder har dette målet.").format(n=format_plain(n), all=all))
        for name, n in counted
        if n > 1
    ]
    if found or not every:
        return found
    n, places = format_plain(len(every)), who(every)
    text = _("{n} mål er formulert, i {places}. De står der de er hentet fra.")
    return [(title, _("Ingen står i flere"), text.format(n=n, places=places))]


def _counted(model: Model, theme: Theme, kinds: Collection[str]) -> tuple[str, str]:
    sources = {s.origin for s in theme.said if s.kind in kinds and not s.against}
    return format_plain(len(sources)), format_plain(model.origins)


def _in_short(model: Model, theme: Theme, kinds: Collection[str], most: int) -> str:
    """Give what is said of a theme: first what several say alike, then the statements."""
    rows = [s for s in theme.said if s.kind in kinds and not s.against]
    every = {claim.name: len(claim.sides()[0]) for claim in model.claims}
    alike = {name: n for name in (c.name for c in claims(rows)) if (n := every.get(name, 0)) > 1}
    sources = len({s.origin for s in rows})
    held = [
        _("{claim} ({n} kilder).").format(claim=name, n=format_plain(n))
        if n <= sources
        else f"{name}."
        for name, n in alike.items()
    ]
    rest = [s.text.strip() for s in rows if s.quotable and s.claim not in alike]
    said = [t if t.endswith((".", "!", "?")) else f"{t}." for t in rest]
    return " ".join([*held, *said][:most])


def by_document(model: Model) -> Exhibit | None:
    """Show what each document says: challenges, strengths, measures and goals."""
    said: dict[str, list[Said]] = {}
    for one in model.said:
        if not one.interview:
            said.setdefault(one.where, []).append(one)
    if not said:
        return None
    return exhibit(
        "dokumenter-hvert",
        _("Utfordringer, styrker, tiltak og mål i hvert dokument"),
        _("Det dokumentene sier, kort gjengitt"),
        _columns(Column("document", _("Dokument")), _("Hva det sier")),
        _kind_by_kind(said, KINDS),
        sources=model.sources[:1],
    )


def by_interview(model: Model) -> Exhibit | None:
    """Show what those interviewed say of each theme, good and bad, word for word where it may be.

    What can be known again is counted under its theme and not shown.
    """
    said: dict[str, list[Said]] = {}
    for one in model.said:
        if one.interview and one.quotable:
            said.setdefault(one.theme, []).append(one)
    if not said:
        return None
    most_first = dict(sorted(said.items(), key=lambda found: -len(found[1])))
    return exhibit(
        "dokumenter-intervjuene",
        _("Dette sier de som er intervjuet"),
        _("Hva som er bra, hva som er vanskelig, og hva de foreslår, tema for tema"),
        _columns(Column("theme", _("Tema")), _("Hva de sier")),
        _kind_by_kind(most_first, ("strength", "challenge", "measure", "goal")),
        sources=model.sources[1:] or model.sources,
    )


def _columns(first: Column, said: str) -> tuple[Column, ...]:
    return (first, Column("kind", _("Slag")), Column("text", said))


def _kind_by_kind(
    said: Mapping[str, Sequence[Said]], kinds: Sequence[str]
) -> list[tuple[str, str, str]]:
    """Give what is said under each name, a row a kind that has anything."""
    titles = kind_titles()
    return [
        (name, titles[kind], together)
        for name, rows in said.items()
        for kind in kinds
        if (together := _together(rows, kind))
    ]


def _together(rows: Iterable[Said], kind: str) -> str:
    texts = (s.text.strip() for s in rows if s.kind == kind)
    return " ".join(t if t.endswith((".", "!", "?")) else f"{t}." for t in texts)


def goals(model: Model) -> Exhibit | None:
    """Show the goals by theme, with the documents they stand in."""
    found = [(t, s) for t in model.themes for s in t.said if s.kind == "goal" and s.quotable]
    if not found:
        return None
    return exhibit(
        "dokumenter-mal",
        _("{n} mål er formulert"),
        _("Målformuleringer i dokumenter og intervjuer, etter tema"),
        *by_column(
            found,
            (Column("theme", _("Tema")), lambda row: row[0].name),
            (Column("text", _("Mål")), lambda row: row[1].text),
            (Column("where", _("Hvor")), lambda row: _where(row[1])),
            (Column("page", _("Sted")), lambda row: page_words(row[1].page)),
        ),
        n=format_plain(len(found)),
        sources=model.sources,
    )


def page_words(page: str) -> str:
    """Write where in a document it stands: a bare number is a page.

    Examples
    --------
    >>> page_words("14"), page_words("kap. 3.2"), page_words("")
    ('side 14', 'kap. 3.2', '–')
    """
    return _("side {n}").replace("{n}", page) if page.isdecimal() else page or "–"


def quotations(model: Model) -> tuple[Exhibit, ...]:
    """Give what is said of every theme, word for word where it may be shown."""
    return tuple(_quoted(model, theme, i) for i, theme in enumerate(model.themes, 1))


def _quoted(model: Model, theme: Theme, i: int) -> Exhibit:
    order = {kind: k for k, kind in enumerate(KINDS)}
    shown = sorted((s for s in theme.said if s.quotable), key=lambda s: order[s.kind])
    hidden = len(theme.said) - len(shown)
    note = ngettext(
        "{n} utsagn fra intervjuer er talt med, men ikke vist, så ingen kan kjennes igjen.",
        "{n} utsagn fra intervjuer er talt med, men ikke vist, så ingen kan kjennes igjen.",
        hidden,
    )
    return exhibit(
        f"dokumenter-tema-{i}",
        _("{theme}: {told} kilder"),
        _("Utsagn fra dokumenter og intervjuer"),
        *by_column(
            shown,
            (Column("kind", _("Slag")), lambda s: KIND_WORDS[s.kind]),
            (Column("text", _("Utsagn")), lambda s: s.text),
            (Column("where", _("Hvor")), _where),
            (Column("page", _("Sted")), lambda s: page_words(s.page)),
        ),
        theme=theme.name,
        told=told(theme, model.origins),
        sources=model.sources,
        note=note.replace("{n}", format_plain(hidden)) if hidden else "",
    )


def told(theme: Theme, of: int) -> str:
    """Say how many of all point at what: «utfordringer i 3 og tiltak i 1 av 9»."""
    words = kind_titles()
    counts = [(words[kind].lower(), len(theme.origins(kind))) for kind in KINDS]
    parts = [f"{word} {_('i')} {format_plain(n)}" for word, n in counts if n]
    return _("{parts} av {all}").format(parts=listed(parts), all=format_plain(of))


def _where(said: Said) -> str:
    return fill(_("Intervju: {who}"), who=said.where) if said.interview else said.where


def asked(model: Model) -> Exhibit | None:
    """Show who was heard, how, when and of what, and who was not; few of a role stand together."""
    if not model.asked:
        return None
    rows = {(row["role"], row["method"]): row for row in model.asked}
    unheard = [Heard(role, NOT_HEARD, None, None) for role in model.unheard]

    def told(one: Heard, column: str) -> str:
        return rows.get((one.role, one.method), {}).get(column) or "–"

    return exhibit(
        "dokumenter-hort",
        _("Hvem som er hørt, og hvem som ikke er det") if unheard else _("Hvem som er hørt"),
        _("Intervjuer, møter og befaringer i {place}"),
        *by_column(
            (*model.heard, *unheard),
            (Column("role", _("Rolle")), lambda h: h.role or _("Andre roller, samlet")),
            (Column("method", _("Måte")), lambda h: METHODS[h.method] if h.method else "–"),
            (Column("people", _("Antall")), _number),
            (Column("when", _("Når")), lambda h: told(h, "when")),
            (Column("guide", _("Intervjuguide")), lambda h: told(h, "guide")),
            (Column("reservation", _("Forbehold")), lambda h: told(h, "reservation")),
        ),
        place=model.place.name,
        sources=[t.source() for t in model.tables[3:] if t is not None],
        note=_("Roller med færre enn fem vises bare samlet, så ingen kan kjennes igjen.")
        if any(not h.role for h in model.heard)
        else "",
    )


def _number(heard: Heard) -> str:
    if heard.low is None:
        few = _("færre enn fem")
        return few if not heard.role else "–"
    ends = dict.fromkeys((heard.low, heard.high or heard.low))
    return "–".join(format_plain(n) for n in ends)


def register(model: Model) -> Exhibit | None:
    """Show the documents, with where they can be read and how many statements are from each."""
    rows = model.registered
    if not rows:
        return None
    said = [s.where for s in model.said if not s.interview]
    unsaid = _("ikke oppgitt")
    columns = [
        (Column("document", _("Dokument")), lambda r: r["document"]),
        (Column("kind", _("Slag")), lambda r: DOCUMENT_KINDS[r["kind"]]),
        (Column("year", _("År")), lambda r: str(r["year"] or _span(r["document"]) or unsaid)),
        (Column("author", _("Laget av")), lambda r: r["author"] or unsaid),
        (Column("said", _("Utsagn"), Unit.COUNT, 0), lambda r: said.count(r["document"])),
    ]
    if any(row["link"] for row in rows):
        columns.append((Column("link", _("Lenke")), lambda r: r["link"] or "–"))
    return exhibit(
        "dokumenter-register",
        ngettext(
            "{n} plan eller rapport er lagt til grunn",
            "{n} planer og rapporter er lagt til grunn",
            len(rows),
        ),
        _("Planer og rapporter i {place}, og antall utsagn fra hver"),
        *by_column(rows, *columns),
        n=format_plain(len(rows)),
        place=model.place.name,
        sources=model.all_sources()[:1],
    )


def _span(title: str) -> str:
    """Give the years a title names, where nobody has said when the document is from.

    Examples
    --------
    >>> _span("Strategi for e-helse 2023–2027"), _span("Behovsplan")
    ('2023–2027', '')
    """
    found = _SPAN.search(title)
    return found[0] if found else ""


def framework() -> Exhibit:
    """Show the laws and national documents that frame health and care, with where to read them."""
    source: Source = laws_source()
    return exhibit(
        "dokumenter-lover",
        _("Lover og nasjonale føringer for helse og omsorg"),
        _("De mest sentrale; gjeldende ordlyd står hos Lovdata"),
        *by_column(
            laws(),
            (Column("title", _("Lov eller dokument")), lambda row: _(row["title"])),
            (Column("about", _("Gjelder")), lambda row: _(row["about"])),
            (Column("link", _("Lenke")), lambda row: row["link"] or "–"),
        ),
        sources=[source],
    )
