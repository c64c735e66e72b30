"""What the chapter «dokumenter» and its search are made of."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from veivalg.chapters.common.figures import Figures
from veivalg.content import Figure, Place, Source, Unit, calculation
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.documents import (
    NOT_HEARD,
    Claim,
    Heard,
    Said,
    Theme,
    claims,
    heard,
    may_quote,
    themes,
)
from veivalg.tables import Sourced

TABLES = ("documents", "document_statements", "interview_statements", "interviews")


@dataclass(frozen=True)
class Model:
    """The register, every statement, the statements by theme and claim, and who was heard."""

    place: Place
    tables: tuple[Sourced | None, ...]
    said: tuple[Said, ...]

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """Give what is said by theme, the most spoken of first."""
        return themes(self.said)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Give what several are held to say of the same."""
        return claims(self.said)

    @property
    def period(self) -> str:
        """Give the years the documents are from, as far as they are known."""
        years = [int(row["year"]) for row in self.registered if row["year"]]
        if not years:
            return ""
        first, last = min(years), max(years)
        return str(first) if first == last else f"{first}–{last}"

    @property
    def registered(self) -> list[dict[str, Any]]:
        """Give what is known of each document in the register."""
        return _rows(self.tables[0])

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Give the rounds of interviews and meetings, and those who were not heard."""
        return _rows(self.tables[3])

    @property
    def heard(self) -> tuple[Heard, ...]:
        """Give who was heard as it may be told."""
        columns = ("role", "method", "people", "people_to")
        return heard([tuple(row[c] for c in columns) for row in self.asked])

    @property
    def unheard(self) -> tuple[str, ...]:
        """Give the roles that are said not to have been heard."""
        return tuple(row["role"] for row in self.asked if row["method"] == NOT_HEARD)

    @property
    def documents(self) -> int:
        """Give how many documents are in the register or spoken of in the statements."""
        said = {s.where for s in self.said if not s.interview}
        return len(said | {row["document"] for row in self.registered})

    @property
    def roles(self) -> int:
        """Give how many roles have said something in interviews."""
        return len({s.where for s in self.said if s.interview})

    @property
    def origins(self) -> int:
        """Give how many documents and roles there are: what «of all» means."""
        return self.documents + self.roles

    @property
    def sources(self) -> tuple[Source, ...]:
        """Give the sources of the statements."""
        return tuple(t.source() for t in self.tables[1:3] if t is not None)

    def counted(self, id: str, label: str, value: float, unit: Unit = Unit.COUNT) -> Figure:
        """Give a number of documents, roles or statements."""
        made = Figures(self.place, self.period)
        inputs = tuple(
            replace(made, source=source)(f"{id}-grunnlag-{i}", source.title, None, Unit.COUNT)
            for i, source in enumerate(self.all_sources())
        )
        title = _("Opptelling av dokumenter og utsagn")
        source = calculation("opptelling", title, *inputs)
        return replace(made, source=source)(id, label, value, unit, _("Opptelling"), inputs=inputs)

    def all_sources(self) -> tuple[Source, ...]:
        """Give the sources of all that has been brought."""
        return tuple(t.source() for t in self.tables if t is not None)


def build(evidence: Evidence) -> Model | None:
    """Give the model, or None when neither documents nor interviews have been brought."""
    tables = tuple(evidence.own.get(name) for name in TABLES)
    said = (*_from_documents(tables[1]), *_from_interviews(tables[2]))
    if not said and not _rows(tables[0]) and not _rows(tables[3]):
        return None
    return Model(evidence.place, tables, said)


def _rows(table: Sourced | None) -> list[dict[str, Any]]:
    return [] if table is None else list(table.frame.iter_rows(named=True))


def _from_documents(table: Sourced | None) -> list[Said]:
    return [_said(r, r["document"], page=r["page"] or "") for r in _rows(table)]


def _from_interviews(table: Sourced | None) -> list[Said]:
    return [
        _said(r, r["role"], interview=True, quotable=may_quote(r["people"], r["quote"]))
        for r in _rows(table)
    ]


def _said(row: dict[str, Any], where: str, **more: Any) -> Said:
    against = row["stance"] == "disagree"
    claim = row["claim"] or ""
    return Said(row["theme"], row["kind"], row["text"], where, claim=claim, against=against, **more)
