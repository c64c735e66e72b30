"""Targets for a municipality's finances (M5) and the register of municipalities under control."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from veivalg.content import Certainty, Source, SourceKind
from veivalg.foundation.i18n import _, kept_by_language
from veivalg.norway.reference import reference


@dataclass(frozen=True, slots=True)
class Target:
    """A target for a key figure, as a share of gross operating revenue.

    ``yellow`` is the value the yellow band ends at, on the wrong side of ``value``. The band is
    our choice, whatever ``certainty`` the target itself has. ``high_good`` says whether a value
    above the target meets it.
    """

    id: str
    label: str
    value: float
    yellow: float
    high_good: bool
    source: str
    certainty: Certainty


BAND_CERTAINTY = Certainty.CHOICE


@kept_by_language
def targets() -> Mapping[str, Target]:
    """Give the targets by indicator id, in reading order.

    Examples
    --------
    >>> targets()["net_operating_result"].value
    0.0175
    """
    return {
        e["id"]: Target(
            e["id"],
            _(e["label"]),
            e["target"],
            e["yellow"],
            e["direction"] == "high_good",
            _(e["source"]),
            Certainty(e["certainty"]),
        )
        for e in reference("finance_targets").in_force()
    }


@cache
def _robek() -> frozenset[str]:
    return frozenset(e["municipality"] for e in reference("robek").in_force())


def in_robek(code: str) -> bool:
    """Say whether a municipality stands in the list of ROBEK that we carry.

    The list is one snapshot of unknown date and «usikkert»: say so wherever it is used.

    Examples
    --------
    >>> in_robek("5503"), in_robek("5620")
    (False, True)
    """
    return code in _robek()


def robek_source() -> Source:
    """Give the source of the list, with what is uncertain about it."""
    table = reference("robek")
    return Source(
        "robek",
        table.producer,
        table.title,
        query=table.source,
        licence=table.licence,
        kind=SourceKind.OFFICIAL,
        note=table.note,
    )
