"""Exhibits of the chapter «scenarier», and what they have in common: keys of columns, units."""

from veivalg.chapters.common.exhibits import Exhibits
from veivalg.chapters.scenarier.model import Compared, sources
from veivalg.content import Mark, Role, Unit
from veivalg.foundation.i18n import _
from veivalg.norway.quantities import Registered

SCENARIO, VALUE = "scenario", "value"


def show(compared: Compared) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    words = {"place": compared.place.name, "year": str(compared.year)}
    return Exhibits("", words, sources(compared))


def meaning() -> str:
    """Say what ribbons and intervals are."""
    return _(
        "Det mørke båndet rommer 50 av 100 utfall, det lyse 80 av 100. Et scenario er et valg og "
        "har ingen sannsynlighet."
    )


def roles(compared: Compared) -> dict[str, Role]:
    """Give the role of each scenario: the one in focus is the municipality's own."""
    own = compared.names[compared.at]
    return {name: Role.OWN if name == own else Role.SCENARIO for name in compared.names}


def digits(unit: Unit) -> int | None:
    """Give the decimals of a unit in a table."""
    return 1 if unit is Unit.MILLION_NOK else 0 if unit is not Unit.SHARE else None


def in_unit(quantity: Registered) -> str:
    """Name the unit at the end of a subtitle, where a turned table leaves it unsaid."""
    return f", {quantity.unit.word}" if quantity.unit is Unit.MILLION_NOK else ""


def unit_word(unit: Unit) -> str:
    """Give the unit as it stands at an axis."""
    return "" if unit in (Unit.INDEX, Unit.SHARE) else unit.word


def zero_mark(quantity: Registered) -> tuple[Mark, ...]:
    """Mark where need and places are equal, for what is lacking."""
    return (Mark(_("dekket"), y=0.0),) if quantity.id.endswith("_gap") else ()
