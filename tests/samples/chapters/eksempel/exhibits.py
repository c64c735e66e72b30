"""The exhibits of «eksempel»."""

from veivalg.chapters.eksempel.model import Model

from veivalg.content import Chart, Column, Exhibit, Role, Shape, Table, Unit
from veivalg.foundation.i18n import _


def by_year(model: Model | None) -> Exhibit | None:
    """Draw the number of small children year by year."""
    if model is None:
        return None
    columns = (Column("year", _("År"), Unit.YEAR), Column("children", _("Barn"), Unit.PERSONS))
    name = model.children.place.name
    return Exhibit(
        "barn-over-tid",
        _("Barn under seks år i {name}").format(name=name),
        _("Antall 1. januar, {name}").format(name=name),
        _("Linjen viser antall barn under seks år hvert år."),
        Table(columns, model.by_year),
        (model.source,),
        Chart(Shape.LINES, "year", "children", zero=True, roles={name: Role.OWN}),
        method="M1",
    )
