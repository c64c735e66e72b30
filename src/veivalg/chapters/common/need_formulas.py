"""How each of the three numbers of places needed is worked out, the same in every chapter."""

from veivalg.foundation.i18n import _
from veivalg.maths.service_model.services import Driver


def formula_of(driver: Driver) -> str:
    """Give the formula of what is needed by one of the three, in words.

    SSB counts residents aged 67–79 and projects 65–79: who works with the latter gets another
    number, and is told why.
    """
    by_age = _(
        "Beboere på 67–79 år følger folk på 67–79 år i våre egne aldre innenfor SSBs framskriving. "
        "SSBs gruppe 65–79 år ville gitt et litt annet tall."
    )
    if driver is Driver.COVERAGE:
        return _("Plasser i dag × innbyggere 80 år og eldre da ÷ i dag")
    text = (
        _("Plasser i dag × beboere i hver aldersgruppe framskrevet ÷ beboere i dag.")
        if driver is Driver.AGE
        else _(
            "Plasser i dag × beboere i hver aldersgruppe framskrevet ÷ beboere i dag × "
            "(1 + endring i året) for hvert av de fem første årene."
        )
    )
    return f"{text} {by_age}"
