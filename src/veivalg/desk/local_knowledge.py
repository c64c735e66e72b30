"""Local knowledge that changes a projection, kept in the data folder with who, why and when."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from veivalg.desk.log import ID, Id, Log, Moment
from veivalg.foundation.errors import StoreError, UsageError
from veivalg.foundation.i18n import _
from veivalg.foundation.texts import accept
from veivalg.maths.projections.ensemble.override_rules import Kind
from veivalg.maths.projections.ensemble.overrides import Override, check
from veivalg.norway.register import municipality

KIND = "lokalkunnskap"
LONGEST = {"who": 80, "why": 500}


def _of_a_place(knowledge: Override) -> Override:
    municipality(knowledge.municipality)
    if not re.fullmatch(ID, knowledge.id):
        raise ValueError(knowledge.id)
    return knowledge


class _Added(BaseModel):
    model_config = ConfigDict(extra="forbid")
    event: Literal["lagt-til"] = "lagt-til"
    knowledge: Annotated[Override, AfterValidator(_of_a_place)]


class _Removed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    event: Literal["fjernet"] = "fjernet"
    id: Id
    when: Moment
    who: str
    why: str


class LocalKnowledge:
    """The local knowledge of a data folder; nothing is made before the first is written."""

    def __init__(self, folder: Path) -> None:
        self.log: Log[_Added | _Removed] = Log(folder, KIND, _Added | _Removed)
        self.folder = self.log.folder

    def add(
        self,
        code: str,
        kind: Kind,
        year: int,
        amount: float,
        *,
        who: str,
        why: str,
        settings: Mapping[str, float] | None = None,
    ) -> Override:
        """Keep a piece of knowledge.

        Raises
        ------
        UsageError
            When who or why is missing, or year, amount or an assumption can't be meant.
        StoreError
            When it can't be written.
        """
        said = _said(who, why)
        check(kind, year, amount, settings or {})
        # A scenario may build fewer than usual; a field that is known can't have fewer than none.
        if kind is Kind.HOUSING and amount < 0:
            raise UsageError(
                _("Et boligfelt kan ikke ha færre enn 0 boliger."),
                _("Skriv hvor mange boliger som bygges. Flytter folk ut, velg «annen flytting»."),
            )
        added = Override(
            uuid.uuid4().hex[:12],
            kind,
            municipality(code).code,
            year,
            float(amount),
            recorded=_now(),
            settings=dict(settings or {}),
            **said,
        )
        self.log.append(added.municipality, _Added(knowledge=added))
        return added

    def remove(self, code: str, id: str, *, who: str, why: str) -> Override:
        """Take a piece of knowledge out of the projections; it stays in the history.

        Raises
        ------
        UsageError
            When there is none such in force, or who or why is missing.
        """
        said = _said(who, why)
        found = next((o for o in self.of(code) if o.id == id), None)
        if found is None:
            raise UsageError(
                _("Lokalkunnskapen «{id}» finnes ikke.").format(id=id[:40]),
                _("Se hva som finnes med «veivalg lokalkunnskap KOMMUNE»."),
            )
        self.log.append(code, _Removed(id=id, when=_now(), who=said["who"], why=said["why"]))
        return found

    def of(self, code: str) -> tuple[Override, ...]:
        """Give what is in force, oldest first."""
        return tuple(o for o in self.history(code) if not o.removed)

    def history(self, code: str) -> tuple[Override, ...]:
        """Give everything ever added, oldest first, with when, by whom and why it was removed.

        Raises
        ------
        StoreError
            When a file is damaged: a projection must not leave out what people know in silence.
        """
        events, damaged = self.log.read(code)
        if damaged:
            raise StoreError(damaged[0].wrong(), damaged[0].remedy())
        added: dict[str, Override] = {}
        for event in events:
            if isinstance(event, _Added):
                added[event.knowledge.id] = event.knowledge
            elif event.id in added:
                added[event.id] = replace(
                    added[event.id], removed=event.when, removed_by=event.who, removed_why=event.why
                )
        return tuple(added.values())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _said(who: str, why: str) -> dict[str, str]:
    names = {"who": _("Navnet"), "why": _("Begrunnelsen")}
    said = {"who": who, "why": why}
    return {name: accept(names[name], text, LONGEST[name]) for name, text in said.items()}
