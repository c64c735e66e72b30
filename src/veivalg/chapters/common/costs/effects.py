"""What each correction does by itself, told beside its switch whether it is on or off (M4)."""

from dataclasses import replace

import polars as pl

from veivalg.chapters.common.costs import Model
from veivalg.content import Assumption, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.costs import Correction, even_out, steps


def with_effects(model: Model) -> tuple[Assumption, ...]:
    """Give every choice of a model, each switch with its effect in NOK per inhabitant as note."""
    told = {switch.id: effect_text(model, c) for c, switch in model.choices.switches.items()}
    return tuple(replace(a, note=told.get(a.id, a.note)) for a in model.choices.all())


def effect(model: Model, correction: Correction) -> float | None:
    """Give what a correction moves, NOK per inhabitant, with the others as they are chosen.

    It is the step of the waterfall when the correction is on, and what the step would be when it
    is off. None when what it needs isn't known for any function.
    """
    rows, flags = even_out(model.own, model.place.code, {correction})
    rows = rows.filter(pl.col("sector").is_in(list(model.complete)))
    left_out = flags.get(correction, set()) | model.flags.get(correction, set())
    if not model.complete or set(rows["function"]) <= left_out:
        return None
    found = steps(rows, model.on | {correction})
    return next(s.effect for s in found if s.correction is correction) / model.inhabitants


def effect_text(model: Model, correction: Correction) -> str:
    """Say the effect in words: «Virkning: +5 482 kr/innb.»."""
    value = effect(model, correction)
    if value is None:
        return _("Virkning: ukjent, tallene mangler.")
    amount = format_number(value, Unit.NOK, sign=True)
    return _("Virkning: {amount}/innb.").format(amount=amount)
