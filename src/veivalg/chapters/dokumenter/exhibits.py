"""Exhibits of the chapter «dokumenter»."""

from __future__ import annotations

from collections.abc import Sequence

from veivalg.chapters.common.sentences import fill
from veivalg.chapters.dokumenter.model import Model
from veivalg.content import Cell, Chart, Column, Exhibit, Pivot, Role, Shape, Table, Unit
from veivalg.foundation.i18n import _, ngettext
from veivalg.maths.services.documents import KINDS, Theme, most
from veivalg.own.tables.documents import DOCUMENT_KINDS, KIND_WORDS


def kind_titles() -> dict[str, str]:
    """Give the headings of the three kinds of statement."""
    return {"challenge": _("Utfordringer"), "strength": _("Styrker"), "measure": _("Tiltak")}


def register(model: Model) -> Exhibit | None:
    """Show the documents, with how many statements are taken from each."""
    if model.register is None:
        return None
    rows: list[tuple[Cell, ...]] = []
    for r in model.register.frame.iter_rows(named=True):
        said = sum(not s.interview and s.where == r["document"] for s in model.said)
        year = _("ikke oppgitt") if r["year"] is None else str(r["year"])
        author = r["author"] or _("ikke oppgitt")
        rows.append((r["document"], DOCUMENT_KINDS[r["kind"]], year, author, said))
    title = fill(
        ngettext(
            "{n} plan eller rapport er lagt til grunn",
            "{n} planer og rapporter er lagt til grunn",
            len(rows),
        ),
        n=str(len(rows)),
    )
    return Exhibit(
        "dokumenter-register",
        title,
        fill(_("Planer og rapporter i {place}, og antall utsagn fra hver"), place=model.place.name),
        title + ".",
        Table(
            (
                Column("document", _("Dokument")),
                Column("kind", _("Slag")),
                Column("year", _("År")),
                Column("author", _("Laget av")),
                Column("said", _("Utsagn"), Unit.COUNT, 0),
            ),
            tuple(rows),
        ),
        model.all_sources(),
    )


def by_theme(model: Model) -> Exhibit | None:
    """Show how many statements there are of each theme, by kind."""
    if not model.themes:
        return None
    titles = kind_titles()
    rows = tuple((t.name, titles[kind], t.count(kind)) for t in model.themes for kind in KINDS)
    _number, found = most(model.themes)
    title = fill(_("Det sies mest om {theme}"), theme=joined([t.name.lower() for t in found]))
    return Exhibit(
        "dokumenter-temaer",
        title,
        _("Antall utsagn i dokumenter og intervjuer, etter tema"),
        fill(_("{title}: {told}."), title=title, told=told(found[0])),
        Table(
            (
                Column("theme", _("Tema")),
                Column("kind", _("Slags utsagn")),
                Column("n", _("Utsagn"), Unit.COUNT, 0),
            ),
            rows,
            pivot=Pivot("theme", "kind", "n"),
        ),
        model.sources,
        Chart(
            Shape.BARS,
            "n",
            "theme",
            "kind",
            {
                titles["challenge"]: Role.GROUP,
                titles["strength"]: Role.NORWAY,
                titles["measure"]: Role.OWN,
            },
            zero=True,
        ),
        formula=_("Opptelling"),
        note=_("Antallet sier hvor mye et tema er omtalt, ikke hvor viktig det er."),
    )


def told(theme: Theme) -> str:
    """Say how much of each kind is said of a theme: «5 utfordringer og 1 tiltak»."""
    found = (
        (
            theme.count("challenge"),
            ngettext("{n} utfordring", "{n} utfordringer", theme.count("challenge")),
        ),
        (theme.count("strength"), ngettext("{n} styrke", "{n} styrker", theme.count("strength"))),
        (theme.count("measure"), ngettext("{n} tiltak", "{n} tiltak", theme.count("measure"))),
    )
    parts = [text.replace("{n}", str(n)) for n, text in found if n]
    return joined(parts)


def page_words(page: str) -> str:
    """Write where in a document it stands: a bare number is a page.

    Examples
    --------
    >>> page_words("14"), page_words("kap. 3.2"), page_words("")
    ('side 14', 'kap. 3.2', '–')
    """
    return _("side {n}").replace("{n}", page) if page.isdigit() else page or "–"


def joined(parts: Sequence[str]) -> str:
    """Write a list as a sentence does.

    Examples
    --------
    >>> joined(["bemanning", "samhandling", "teknologi"])
    'bemanning, samhandling og teknologi'
    """
    return _(" og ").join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def quotations(model: Model) -> tuple[Exhibit, ...]:
    """Give what is said of every theme, word for word where it may be shown."""
    return tuple(_quoted(model, theme, i) for i, theme in enumerate(model.themes, 1))


def _quoted(model: Model, theme: Theme, i: int) -> Exhibit:
    order = {kind: k for k, kind in enumerate(KINDS)}
    shown = sorted((s for s in theme.said if s.quotable), key=lambda s: order[s.kind])
    rows = tuple(
        (
            KIND_WORDS[s.kind],
            s.text,
            _("Intervju: {who}").replace("{who}", s.where) if s.interview else s.where,
            page_words(s.page),
        )
        for s in shown
    )
    hidden = len(theme.said) - len(shown)
    note = ngettext(
        "{n} utsagn fra intervjuer er talt med, men ikke vist, så ingen kan kjennes igjen.",
        "{n} utsagn fra intervjuer er talt med, men ikke vist, så ingen kan kjennes igjen.",
        hidden,
    ).replace("{n}", str(hidden))
    title = f"{theme.name}: {told(theme)}"
    return Exhibit(
        f"dokumenter-tema-{i}",
        title,
        _("Utsagn fra dokumenter og intervjuer"),
        title + ".",
        Table(
            (
                Column("kind", _("Slag")),
                Column("text", _("Utsagn")),
                Column("where", _("Hvor")),
                Column("page", _("Sted")),
            ),
            rows,
        ),
        model.sources,
        note=note if hidden else "",
    )
