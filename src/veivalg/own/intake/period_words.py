"""What a text says of the period hours are of."""

import re

from veivalg.foundation.i18n import use_language
from veivalg.own.intake.headings import titles
from veivalg.own.tables import OwnField

WEEKS = {"dag": 7.0, "måned": 84 / 365, "år": 7 / 365}
"""Period → what its hours are multiplied by to be those of a week."""
PART = re.compile(r"(?i)kvartal|tertial|halvår")
_OF = (
    r"(?i)(?:\b(?:per|pr\.?|hver|hele)|/) ?(?:{0})(?:{1})?\b"
    r"|\b(?:i|for) (?:hele )?{0}(?:{1})\b|\b{2}\b|[(\[] ?{0}(?:{1})?\.? ?[)\]]"
)
_SAYS = {
    "dag": re.compile(_OF.format("(?:dag|døgn)", "en|et", "(?:daglig|døgnlig)e?")),
    "uke": re.compile(_OF.format("(?:uk|vek)", "e|a|en", "ukentlige?")),
    "måned": re.compile(
        _OF.format("(?:måned|månad|mnd|md)", "en", "(?:månedlige?(?! rapp)|månedsvis)")
    ),
    "år": re.compile(_OF.format("år", "et", r"årlige?(?!\srapp)")),
}
"""Period → how it is said that hours are of one; «i dag» and «i år» are when, and say nothing."""


def own_period(field: OwnField) -> str:
    """Give the period hours are of, where a field says one and no bounds tell: «uke»; else empty.

    What is for each shift or place, or within bounds of its own, is what it is whatever is said.
    """
    if not field.unit.startswith("time") or field.high is not None:
        return ""
    with use_language("nb"):
        named = f"{' '.join(titles(field))} {field.help}"
    return next((period for period, says in _SAYS.items() if says.search(named)), "")


def said_periods(text: str) -> list[str]:
    """Give the periods hours are said to be of: «per dag», «i måneden»."""
    return [p for p, says in _SAYS.items() if says.search(text)]
