"""Evidence that notes what is read of it, so that a test can hold what a chapter says it needs.

A table counts as read when it is asked for, there or not: what a chapter says depends on it.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from veivalg.gather.country import NATIONAL
from veivalg.gather.evidence import Evidence

Held = TypeVar("Held")
TABLES = ("tables", "own", "persons")
"""Fields of `Evidence` whose tables are of the municipality and those it is compared with."""

DESK = ("scenarios", "local_knowledge", "function_names")
"""Fields that are read by their own name."""


@dataclass
class Seen:
    """What has been read: tables of some places and what people keep, and tables of every place."""

    needs: set[str] = field(default_factory=set)
    national: set[str] = field(default_factory=set)


class _Noted(Mapping[str, Held]):
    """A mapping that notes every name asked for, of those it could have."""

    def __init__(
        self, whole: Mapping[str, Held], seen: set[str], names: Container[str] | None = None
    ) -> None:
        self._whole = whole
        self._seen = seen
        self._names = names

    def __getitem__(self, name: str) -> Held:
        if self._names is None or name in self._names:
            self._seen.add(name)
        return self._whole[name]

    def __iter__(self) -> Iterator[str]:
        for name in self._whole:
            self._seen.add(name)
            yield name

    def __len__(self) -> int:
        return sum(1 for _name in self)


class Recording(Evidence):
    """The same evidence as another, with what is read noted in ``seen``."""

    __slots__ = ("seen",)

    def __init__(self, evidence: Evidence) -> None:
        seen = Seen()
        values: dict[str, Any] = {f.name: getattr(evidence, f.name) for f in fields(Evidence)}
        for name in TABLES:
            values[name] = _Noted(values[name], seen.needs)
        values["country"] = _Noted(values["country"], seen.national, NATIONAL)
        super().__init__(**values)
        object.__setattr__(self, "seen", seen)

    def __getattribute__(self, name: str) -> Any:
        if name in DESK:
            object.__getattribute__(self, "seen").needs.add(name)
        return super().__getattribute__(name)
