"""Exhibits of the chapter «dokumenter»."""

from veivalg.chapters.common.exhibits import by_column, exhibit
from veivalg.chapters.common.sentences import fill, listed
from veivalg.chapters.dokumenter.model import Model
from veivalg.content import Chart, Column, Exhibit, Role, Shape, Unit, format_plain
from veivalg.foundation.i18n import _, ngettext
from veivalg.maths.services.documents import KINDS, Said, Theme, most
from veivalg.own.tables.documents import DOCUMENT_KINDS, KIND_WORDS


def kind_titles() -> dict[str, str]:
    """Give the headings of the three kinds of statement."""
    return {"challenge": _("Utfordringer"), "strength": _("Styrker"), "measure": _("Tiltak")}


def register(model: Model) -> Exhibit | None:
    """Show the documents, with how many statements are taken from each."""
    if model.register is None:
        return None
    rows = model.registered
    said = [s.where for s in model.said if not s.interview]
    unsaid = _("ikke oppgitt")
    return exhibit(
        "dokumenter-register",
        ngettext(
            "{n} plan eller rapport er lagt til grunn",
            "{n} planer og rapporter er lagt til grunn",
            len(rows),
        ),
        _("Planer og rapporter i {place}, og antall utsagn fra hver"),
        *by_column(
            rows,
            (Column("document", _("Dokument")), lambda r: r["document"]),
            (Column("kind", _("Slag")), lambda r: DOCUMENT_KINDS[r["kind"]]),
            (Column("year", _("År")), lambda r: str(r["year"] or unsaid)),
            (Column("author", _("Laget av")), lambda r: r["author"] or unsaid),
            (Column("said", _("Utsagn"), Unit.COUNT, 0), lambda r: said.count(r["document"])),
        ),
        n=format_plain(len(rows)),
        place=model.place.name,
        sources=model.all_sources(),
    )


def by_theme(model: Model) -> Exhibit | None:
    """Show how many statements there are of each theme, by kind."""
    if not model.themes:
        return None
    titles = kind_titles()
    _number, found = most(model.themes)
    roles = {"challenge": Role.GROUP, "strength": Role.NORWAY, "measure": Role.OWN}
    return exhibit(
        "dokumenter-temaer",
        _("Det sies mest om {theme}"),
        _("Antall utsagn i dokumenter og intervjuer, etter tema"),
        (
            Column("theme", _("Tema")),
            Column("kind", _("Slags utsagn")),
            Column("n", _("Utsagn"), Unit.COUNT, 0),
        ),
        [(t.name, titles[kind], t.count(kind)) for t in model.themes for kind in KINDS],
        theme=listed([t.name.lower() for t in found]),
        told=told(found[0]),
        alt=_("Det sies mest om {theme}") + ": {told}.",
        pivot=("theme", "kind", "n"),
        sources=model.sources,
        chart=Chart(
            Shape.BARS, "n", "theme", "kind", {titles[k]: r for k, r in roles.items()}, zero=True
        ),
        formula=_("Opptelling"),
        note=_("Antallet sier hvor mye et tema er omtalt, ikke hvor viktig det er."),
    )


def told(theme: Theme) -> str:
    """Say how much of each kind is said of a theme: «5 utfordringer og 1 tiltak»."""
    c, s, m = (theme.count(kind) for kind in KINDS)
    found = (
        (c, ngettext("{n} utfordring", "{n} utfordringer", c)),
        (s, ngettext("{n} styrke", "{n} styrker", s)),
        (m, ngettext("{n} tiltak", "{n} tiltak", m)),
    )
    return listed([text.replace("{n}", format_plain(n)) for n, text in found if n])


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
        f"{theme.name}: {told(theme)}",
        _("Utsagn fra dokumenter og intervjuer"),
        *by_column(
            shown,
            (Column("kind", _("Slag")), lambda s: KIND_WORDS[s.kind]),
            (Column("text", _("Utsagn")), lambda s: s.text),
            (Column("where", _("Hvor")), _where),
            (Column("page", _("Sted")), lambda s: page_words(s.page)),
        ),
        sources=model.sources,
        note=note.replace("{n}", format_plain(hidden)) if hidden else "",
    )


def _where(said: Said) -> str:
    return fill(_("Intervju: {who}"), who=said.where) if said.interview else said.where
