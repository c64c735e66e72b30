"""Money on functions and arts that the register doesn't have is told, and never only left out."""

from collections.abc import Iterator

from veivalg.chapters.common.missing import table_name
from veivalg.chapters.common.sentences import fill
from veivalg.content import Missing, Unit
from veivalg.content.numbers import format_number
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.accounts import unknown_arts, unplaced


def unknown_codes(evidence: Evidence, year: int) -> Iterator[Missing]:
    """Tell of the municipality's money on what isn't in the register in a year."""
    rows = evidence.rows("accounts", evidence.place)
    if rows is None:
        return
    function = _(
        "Regnskapet for {year} har {amount} netto på funksjonen. Den er ukjent her, og er ikke med "
        "i noen tjeneste."
    )
    art = _(
        "Regnskapet for {year} har {amount} på arten. Den er ukjent her. Beløpet er med i netto og "
        "brutto utgift, men ikke i delingen etter art."
    )
    told = [(_("Funksjon {code}"), function, unplaced(rows.frame, year))]
    told.append((_("Art {code}"), art, unknown_arts(rows.frame, year)))
    for what, why, found in told:
        for code, amount in found.items():
            yield Missing(
                fill(what, code=code),
                fill(why, year=str(year), amount=format_number(amount, Unit.MILLION_NOK)),
                _("Se etter en nyere versjon av Veivalg."),
                table_name("accounts"),
            )
