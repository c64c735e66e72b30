"""Assumptions a person can change, with what each rests on."""

from __future__ import annotations

from veivalg.chapters.common.printed import printed
from veivalg.content import Assumption, Certainty, Unit
from veivalg.gather.evidence import Evidence

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

    Parameters
    ----------
    words
        What our choice rests on.
    """
    found = printed(evidence, item)
    if found is None or found.value is None:
        return value, (Certainty.CHOICE, words)
    return found.value, (Certainty.PRINTED, found.source.producer)
