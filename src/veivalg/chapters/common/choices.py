"""Assumptions a person can change, with what each rests on.

Those that are the same for every municipality until it sets its own are rows of the reference table
«choices» (`set_out`); those that follow from its figures are made where these are (`choice`).
"""

from dataclasses import replace

from veivalg.chapters.common.printed import documents
from veivalg.content import Assumption, Certainty, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.norway.reference import reference

Basis = tuple[Certainty, str]
"""How certain a value is, and where it comes from in words."""


def choice(
    id: str,
    label: str,
    value: float,
    unit: Unit,
    span: tuple[float, float, float],
    basis: Basis,
    *,
    decimals: int | None = None,
    note: str = "",
    switch: bool = False,
) -> Assumption:
    """Make an assumption that stands at its default.

    Parameters
    ----------
    value
        In stored scale: NOK, shares as fractions.
    span
        The lowest and the highest it can be set to, and the step.
    """
    low, high, step = span
    certainty, source = basis
    return Assumption(
        id, label, value, value, unit, certainty, source, low, high, step, decimals, note, switch
    )


def printed_or(evidence: Evidence, item: str, value: float, words: str) -> tuple[float, Basis]:
    """Give what a document prints of the municipality, else our own choice, and what it rests on.

    A printed figure that other figures do not bear out gives way to our choice.

    Parameters
    ----------
    words
        What our choice rests on.
    """
    found = documents(evidence).trusted(item)
    if found is None or found.value is None:
        return value, (Certainty.CHOICE, words)
    return found.value, (Certainty.PRINTED, found.source.producer)


def set_out(evidence: Evidence, *ids: str) -> tuple[Assumption, ...]:
    """Give assumptions of the reference table «choices», with what a person has changed.

    Raises
    ------
    StopIteration
        When the table has no such id: a fault in the program.
    """
    return tuple(evidence.assume(stored(id)) for id in ids)


def stored(id: str) -> Assumption:
    """Give an assumption of the reference table «choices» as it stands there."""
    entry = next(e for e in reference("choices").in_force() if e["id"] == id)
    made = choice(
        entry["id"],
        _(entry["label"]),
        entry["value"],
        Unit[entry["unit"].upper()],
        (entry["low"], entry["high"], entry["step"]),
        (Certainty(entry["certainty"]), _(entry["source"])),
        decimals=entry["decimals"],
        note=_(entry["note"]) if entry["note"] else "",
        switch=entry["switch"],
    )
    return replace(made, options=tuple(_(option) for option in entry["options"]))
