"""What the chapter «bistandsbehov» rests on: published, own and printed figures (M12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veivalg.chapters.bistandsbehov import SPEC
from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.indicator_series import Series, all_series
from veivalg.chapters.common.printed import printed
from veivalg.content import Assumption, Figure, Place, SourceKind
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.assistance import shares
from veivalg.own.persons.assistance import COUNTED, SCORED, need
from veivalg.tables.gate import Persons, Release, any_rows

METHOD = SPEC.methods[0]
SERVICES = {
    level: {size: f"need_{level}_{size}" for size in ("light", "medium", "heavy")}
    for level in ("home", "institution")
}
"""Service → how much help → indicator."""

BY_AGE = {"young": "need_home_heavy_0_66", "old": "need_home_heavy_80"}
"""Extensive need among users of home services by age."""

HEAVY = ("need_home_heavy", "need_institution_heavy")
EVERY = (*(id for sizes in SERVICES.values() for id in sizes.values()), *BY_AGE.values())


PRINTED = {
    "home_0_66": ("extensive_need_home_0_66", "need_home_heavy_0_66"),
    "home_67": ("extensive_need_home_67_plus", None),
    "short": ("extensive_need_short_stay", None),
    "long": ("extensive_need_long_stay", "need_institution_heavy"),
}
"""Slot → printed item and the indicator that gives the same, where one is published."""

PRINT_YEAR = 2023


@dataclass(frozen=True, slots=True)
class Own:
    """Users by service, age and category, and the source.

    ``computed`` says that they come from scores, cut at ``cuts``; those that come as categories
    have none.
    """

    release: Release
    table: Persons
    computed: bool
    cuts: tuple[Assumption, ...]

    @property
    def made_up(self) -> bool:
        """Say whether the figures are a constructed example."""
        return any(s.kind is SourceKind.CONSTRUCTED for s in self.table.sources.values())


@dataclass(frozen=True, slots=True)
class Model:
    """The published indicators by id, the municipality's own figures, and what is printed.

    ``printed`` has each slot of `PRINTED` with the figure of a document; ``same_year`` the
    published one of the year it speaks of.
    """

    place: Place
    found: Mapping[str, Series]
    own: Own | None
    printed: Mapping[str, Figure | None]
    same_year: Mapping[str, Figure | None]

    @property
    def year(self) -> int | None:
        """Give the newest year anything is published of."""
        return max((s.year for s in self.found.values() if s.year), default=None)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Give the cut-offs, when scores are cut by them."""
        return self.own.cuts if self.own else ()


def build(evidence: Evidence) -> Model:
    """Open what is published, brought and printed."""
    checked = [id for _item, id in PRINTED.values() if id]
    published = all_series(evidence, checked)
    return Model(
        evidence.place,
        all_series(evidence, EVERY),
        _own(evidence),
        {slot: printed(evidence, item, PRINT_YEAR) for slot, (item, _id) in PRINTED.items()},
        {id: published[id].figure(PRINT_YEAR) for id in checked},
    )


def _cuts(evidence: Evidence) -> tuple[Assumption, ...]:
    """Give the cut-offs between the categories, used only for scores.

    They can't be moved: the difference between two answers could be one person.
    """
    return set_out(evidence, "iplos_middels", "iplos_omfattende")


def _own(evidence: Evidence) -> Own | None:
    """Give the own figures, the categories before the scores; None when there are neither."""
    for name in (COUNTED, SCORED):
        table = evidence.persons.get(name)
        if table is not None and any_rows(table):
            return Own(
                need(table), table, name == SCORED, _cuts(evidence) if name == SCORED else ()
            )
    return None


def in_shares(line: Sequence[float | None]) -> list[float | None] | None:
    """Give the share in each category; None when a count is hidden."""
    known = [int(n) for n in line if n is not None]
    return shares(known) if len(known) == len(line) else None


def service_name(service: str) -> str:
    """Give the Norwegian name of a service."""
    return _("Hjemmetjenester") if service == "home" else _("Langtidsopphold på institusjon")


def size_name(size: str) -> str:
    """Give the official label of a category."""
    return {
        "light": _("noe eller avgrenset"),
        "medium": _("middels til stort"),
        "heavy": _("omfattende"),
        "unstated": _("ikke oppgitt"),
    }[size]


def short_name(id: str) -> str:
    """Give what an indicator of extensive need is called in a sentence."""
    return {
        "need_home_heavy": _("hjemmetjenester"),
        "need_institution_heavy": _("langtidsopphold"),
        "need_home_heavy_0_66": _("hjemmetjenester under 67 år"),
        "need_home_heavy_80": _("hjemmetjenester 80 år og eldre"),
    }[id]
