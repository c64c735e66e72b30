"""How likely it is that limits are crossed."""

from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.timeline import YEAR, year_column
from veivalg.chapters.scenarier.exhibits import SCENARIO, roles, show
from veivalg.chapters.scenarier.model import Compared, notes, tested, written
from veivalg.content import Chart, Column, Exhibit, Shape, Unit
from veivalg.content.numbers import format_short
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.outcome import QUANTITIES
from veivalg.maths.scenarios.tipping import likely

CHANCE = "chance"


def limit_name(compared: Compared, id: str) -> str:
    """Say what a limit is, for headings: «Mangler mer enn 20 institusjonsplasser»."""
    number = compared.crossings[0][id].threshold
    match id:
        case "institution_gap":
            return fill(
                _("Mangler mer enn {n} institusjonsplasser"), n=format_short(number or 0, 2)
            )
        case "fte_lacking":
            text = _("Trenger mer enn {n} årsverk ut over dagens andel av 20–66-åringene")
            return fill(text, n=format_short(number or 0, 2))
        case _other:
            shown = written(number, QUANTITIES[id].unit) if number is not None else ""
            return fill(_("Koster mer enn {n}"), n=shown)


def chances(compared: Compared) -> Exhibit | None:
    """Draw the probability that each limit is crossed, a panel a limit and a line a scenario."""
    if not compared.crossings or not compared.crossings[0]:
        return None
    id, crossed = next(iter(compared.crossings[compared.at].items()))
    likelihood = likely(crossed.probability.get(compared.year, 0.0))
    limit = limit_name(compared, id)
    text = _("{p} sannsynlig i {year} i «{name}»: {limit}")
    words = {
        "place": compared.place.name,
        "year": str(compared.year),
        "p": likelihood,
        "limit": limit[:1].lower() + limit[1:],
        "name": compared.names[compared.at],
    }
    title = fill(text, **words)
    return show(compared)(
        "scenarier-grenser",
        title[:1].upper() + title[1:],
        _("Hvor sannsynlig det er at grensen er passert, {place}, hvert år og scenario"),
        (
            year_column(),
            Column("limit", _("Grense")),
            Column(SCENARIO, _("Scenario")),
            Column(CHANCE, _("Sannsynlighet"), Unit.SHARE, 0),
        ),
        [
            (year, limit_name(compared, id), name, p)
            for id in compared.crossings[0]
            for name, found in zip(compared.names, compared.crossings, strict=True)
            for year, p in found[id].probability.items()
        ],
        words=words,
        alt=_("I «{name}» er det {p} sannsynlig i {year} at kommunen {limit}."),
        chart=Chart(
            Shape.PANELS, YEAR, CHANCE, SCENARIO, roles(compared), facet="limit", zero=True
        ),
        formula=_("Andelen av trekningene der grensen er passert"),
        method="M18",
        note=notes(
            _("Sannsynligheten gjelder utfallene i hvert scenario, ikke scenariet selv."), tested()
        ),
    )
