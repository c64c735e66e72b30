"""What each correction does by itself, told beside its switch whether it is on or off (M4)."""

from dataclasses import replace

from veivalg.chapters.common.costs import Model
from veivalg.content import Assumption, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.costs import Correction


def with_effects(model: Model, by_area: bool = False) -> tuple[Assumption, ...]:
    """Give every choice of a model, each switch with its effect in NOK per inhabitant as note.

    Parameters
    ----------
    by_area
        Whether employer's tax is corrected for in the areas.
    """
    told = {
        switch.id: effect_text(model, c, by_area) for c, switch in model.choices.switches.items()
    }
    return tuple(replace(a, note=told.get(a.id, a.note)) for a in model.choices.all())


def effect_text(model: Model, correction: Correction, by_area: bool = False) -> str:
    """Say the effect in words: «Virkning: +5 482 kr/innb.»."""
    value = model.effects[correction] if model.complete else None
    if value is None and by_area and correction is Correction.EMPLOYER_TAX:
        return _("Virkning: står i avvikene etter område, der alle er regnet om til egen sats.")
    if value is None:
        return _("Virkning: ukjent, tallene mangler.")
    amount = format_number(value, Unit.NOK, sign=True)
    return _("Virkning: {amount}/innb.").format(amount=amount)
