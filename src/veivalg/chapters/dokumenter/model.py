"""What the chapter «dokumenter» and its search are made of."""

from dataclasses import dataclass, replace
from typing import Any

from veivalg.chapters.common.figures import Figures
from veivalg.content import Figure, Place, Source, Unit, calculation
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.documents import Said, Theme, may_quote, themes
from veivalg.tables import Sourced

TABLES = ("documents", "document_statements", "interview_statements")


@dataclass(frozen=True, slots=True)
class Model:
    """The register, every statement, and the statements by theme."""

    place: Place
    register: Sourced | None
    statements: Sourced | None
    interviews: Sourced | None
    said: tuple[Said, ...]
    themes: tuple[Theme, ...]

    @property
    def period(self) -> str:
        """Give the years the documents are from, as far as they are known."""
        frame = self.register.frame if self.register is not None else None
        years = [] if frame is None else [int(y) for y in frame["year"].drop_nulls()]
        if not years:
            return ""
        first, last = min(years), max(years)
        return str(first) if first == last else f"{first}–{last}"

    @property
    def registered(self) -> list[dict[str, Any]]:
        """Give what is known of each document in the register."""
        return list(self.register.frame.iter_rows(named=True)) if self.register is not None else []

    @property
    def documents(self) -> int:
        """Give how many documents are in the register, or are spoken of in the statements."""
        if self.register is not None:
            return self.register.frame.height
        return len({s.where for s in self.said if not s.interview})

    @property
    def sources(self) -> tuple[Source, ...]:
        """Give the sources of the statements."""
        return tuple(t.source() for t in (self.statements, self.interviews) if t is not None)

    def counted(self, id: str, label: str, value: float) -> Figure:
        """Give a number of documents or statements."""
        made = Figures(self.place, self.period)
        inputs = tuple(
            replace(made, source=source)(f"{id}-grunnlag-{i}", source.title, None, Unit.COUNT)
            for i, source in enumerate(self.all_sources())
        )
        title = _("Opptelling av dokumenter og utsagn")
        source = calculation("opptelling", title, *inputs)
        return replace(made, source=source)(
            id, label, value, Unit.COUNT, _("Opptelling"), inputs=inputs
        )

    def all_sources(self) -> tuple[Source, ...]:
        """Give the sources of the register and of the statements."""
        first = (self.register.source(),) if self.register is not None else ()
        return (*first, *self.sources)


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when neither documents nor interviews have been brought."""
    register, statements, interviews = (evidence.own.get(name) for name in TABLES)
    said = (*_from_documents(statements), *_from_interviews(interviews))
    if not said and (register is None or register.frame.is_empty()):
        return None
    return Model(evidence.place, register, statements, interviews, said, themes(said))


def _from_documents(table: Sourced | None) -> tuple[Said, ...]:
    if table is None:
        return ()
    return tuple(
        Said(r["theme"], r["kind"], r["text"], r["document"], r["page"] or "")
        for r in table.frame.iter_rows(named=True)
    )


def _from_interviews(table: Sourced | None) -> tuple[Said, ...]:
    if table is None:
        return ()
    return tuple(
        Said(
            r["theme"],
            r["kind"],
            r["text"],
            r["role"],
            interview=True,
            quotable=may_quote(r["people"], r["quote"]),
        )
        for r in table.frame.iter_rows(named=True)
    )
