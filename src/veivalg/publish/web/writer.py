"""What is written of a chapter on a page: sentences, figures, and what a choice has changed."""

import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from veivalg.content import Assumption, Bound, Chapter, Exhibit, Statement, format_plain
from veivalg.content.numbers import unit_once
from veivalg.foundation.i18n import _
from veivalg.publish.document.provenance import Trail, chapter_trails
from veivalg.publish.theme import Size
from veivalg.publish.web.drawings import drawing
from veivalg.publish.web.links import Links
from veivalg.publish.web.parts import replaced
from veivalg.publish.web.tables import changes, data_table

NAMED = 3
"""How many assumptions are named beside a figure that others move too."""


class Words:
    """The words that are explained: each is linked once, where it first stands."""

    def __init__(self, chapters: Iterable[Chapter]) -> None:
        self.listed: dict[str, tuple[str, str]] = {}
        for chapter in chapters:
            for place, (term, text) in enumerate(chapter.terms.items(), 1):
                self.listed.setdefault(term, (f"begrep-{chapter.id}-{place}", text))
        self._unseen = dict(self.listed)

    def linked(self, text: str) -> Markup:
        """Write plain text, with the terms that have not been met yet linked to the list."""
        for term in self._unseen:
            found = re.search(rf"\b{re.escape(term)}\w*", text, re.IGNORECASE)
            if found:
                id, explained = self._unseen.pop(term)
                link = Markup('<a class="begrep" href="#{}" title="{}">{}</a>').format(
                    id, explained, found[0]
                )
                before, after = text[: found.start()], text[found.end() :]
                return self.linked(before) + link + self.linked(after)
        return escape(text)


class Placed:
    """Where assumptions stand: each beside the first figure that it moves."""

    def __init__(self, exhibits: Iterable[tuple[Chapter, Exhibit]] = ()) -> None:
        self.at: dict[str, str] = {}
        self.beside: dict[tuple[str, str], tuple[Assumption, ...]] = {}
        for chapter, exhibit in exhibits:
            own = tuple(a for a in exhibit.assumptions if a.id not in self.at)
            self.beside[chapter.id, exhibit.id] = own
            self.at |= dict.fromkeys((a.id for a in own), f"antakelser-{chapter.id}-{exhibit.id}")


class Writer:
    """Writes what there is of a chapter, with ids that start with the chapter's.

    Parameters
    ----------
    old
        The chapter as it is with the standard assumptions, when a reader has chosen others.
    """

    def __init__(
        self,
        chapter: Chapter,
        links: Links,
        words: Words,
        placed: Placed | None = None,
        old: Chapter | None = None,
    ) -> None:
        self.chapter, self.links, self.book = chapter, links, words
        self.words = words.linked
        self._placed = placed or Placed()
        self._texts = _texts(old) if old else {}
        self._old = {e.id: e for e in old.exhibits()} if old else {}

    def __call__(self, statement: Statement) -> Markup:
        """Write a sentence with linked numbers; one that has changed after what it was."""
        return Markup("").join(
            self.words(part) if isinstance(part, str) else self._number(statement, part)
            for part in statement.parts()
        )

    def _number(self, statement: Statement, part: Bound) -> Markup:
        id = part.figure.id
        link = Markup('<a class="tall" href="#{0}" data-provenance="{0}">{1}</a>').format(
            f"tall-{self.chapter.id}-{id}", part.text
        )
        old = self._texts.get((statement.id, id), self._texts.get(("", id), part.text))
        return replaced(unit_once(old, part.text), link) if old != part.text else link

    def h(self, depth: int) -> int:
        """Give the level of a heading so far below the title."""
        return min(6, self.links.level + depth)

    def picture(self, exhibit: Exhibit) -> Markup:
        """Give the page's own way of showing a picture where it has one, else the drawings."""
        own = self.links.picture(exhibit) if self.links.picture else None
        if own is not None:
            return own
        return drawing(self.chapter.id, exhibit, self.links.wide, Size.PHONE)

    def table(self, exhibit: Exhibit) -> Markup:
        """Write the table of an exhibit, each cell that has changed after what it was."""
        return data_table(exhibit, self._old.get(exhibit.id))

    def change(self, exhibit: Exhibit) -> Markup:
        """Say what a choice has changed in an exhibit: its finding, or the last of its numbers."""
        old = self._old.get(exhibit.id)
        if old is None or old.table == exhibit.table:
            return Markup()
        found = changes(old.table.readable(), exhibit.table.readable())
        told = Markup()
        if old.title != exhibit.title:
            told = Markup(" {}: «{}».").format(_("Før"), old.title)
        elif found:
            told = Markup(" {}.").format(found[-1].line())
        return Markup('<p class="endret"><strong>{}</strong>{}</p>').format(
            _("Endret av valgene dine."), told
        )

    def assumed(self, exhibit: Exhibit) -> Markup:
        """Give the form of the assumptions that stand here, and say where the others stand."""
        if self.links.moves is None:
            return Markup()
        own = self._placed.beside.get((self.chapter.id, exhibit.id), ())
        id = f"antakelser-{self.chapter.id}-{exhibit.id}"
        form = self.links.moves(id, own, exhibit.title) if own else Markup()
        others = [a for a in exhibit.assumptions if a not in own and a.id in self._placed.at]
        return form + self._elsewhere(others) if others else form

    def _elsewhere(self, assumptions: list[Assumption]) -> Markup:
        links = [
            Markup('<a href="#{}">{}</a>').format(self._placed.at[a.id], a.label)
            for a in assumptions[:NAMED]
        ]
        if len(assumptions) > NAMED:
            links.append(escape(_("og {n} til").format(n=format_plain(len(assumptions) - NAMED))))
        return Markup('<p class="antatt-ved">{} {}</p>').format(
            _("Flyttes også av:"), Markup(", ").join(links)
        )

    def trails(self) -> tuple[tuple[Trail, ...], tuple[Trail, ...]]:
        """Give where every number and every exhibit comes from."""
        return chapter_trails(self.chapter)


def _texts(chapter: Chapter) -> Mapping[tuple[str, str], str]:
    """Give how each number is written: in its sentence, and where it first stands."""
    found: dict[tuple[str, str], str] = {}
    for statement in chapter.statements():
        for part in statement.parts():
            if isinstance(part, Bound):
                found.setdefault(("", part.figure.id), part.text)
                found[statement.id, part.figure.id] = part.text
    return found
