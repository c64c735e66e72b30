"""How far the scenarios lie from the first, each difference with an interval of its own."""

from veivalg.chapters.common.sentences import listed
from veivalg.chapters.scenarier.exhibits import SCENARIO, VALUE, in_unit, show
from veivalg.chapters.scenarier.model import Compared, Run, filled, notes, spanned
from veivalg.chapters.scenarier.model.apart import apart
from veivalg.chapters.scenarier.model.followed import label_of, paid
from veivalg.content import Cell, Column, Exhibit
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.outcome import QUANTITIES

MONEY = ("cost", "cost_gross")
TOLD = ("institution_needed", "fte", *MONEY)


def differences(compared: Compared) -> Exhibit | None:
    """Put the differences from the first scenario side by side: main paths, and 80 % of draws."""
    known = [id for id in TOLD if all(id in run.outcome for run in compared.runs)]
    first, *others = compared.named_runs
    rows: list[tuple[Cell, ...]] = []
    for id in known:
        quantity = QUANTITIES[id]
        for name, run in others:
            off = apart(compared, run, first[1], id)
            label = label_of(compared, quantity.id) + in_unit(quantity)
            rows.append((label, name, spanned(off.values, quantity.unit, off.decimals, sign=True)))
    if not rows:
        return None
    return show(compared)(
        "scenarier-forskjell",
        _("Forskjellen fra «{first}» i {year}"),
        _("Midterste framskriving, og i parentes hvor 80 av 100 forskjeller ligger, {place}"),
        (
            Column("quantity", _("Størrelse")),
            Column(SCENARIO, _("Scenario")),
            Column(VALUE, _("Forskjell")),
        ),
        rows,
        first=first[0],
        alt=_("Tabellen viser hvor langt hvert scenario ligger fra «{first}» i {year}."),
        pivot=("quantity", SCENARIO, VALUE),
        formula=_("Scenariet minus «{first}», med de samme trekkene i begge").format(
            first=first[0]
        ),
        uncertainty=_(
            "I parentes: 80 av 100 forskjeller ligger mellom endene. Det som er usikkert i begge "
            "scenariene, flytter begge, og derfor er forskjellen ofte sikrere enn tallene."
        ),
        note=notes(filled(*known), _only_rounded(compared), paid(compared), compared.inputs.caveat),
    )


def _only_rounded(compared: Compared) -> str:
    """Say that rounding alone makes a scenario move net cost more than gross, where it does."""
    first, *others = compared.named_runs
    said = [f"«{name}»" for name, run in others if _more_net(compared, run, first[1])]
    text = _(
        "Hvert tall er avrundet før det trekkes fra. Derfor ser netto ut til å endres mer enn "
        "brutto i {names}, men det gjør den ikke."
    )
    return text.format(names=listed(said)) if said else ""


def _more_net(compared: Compared, run: Run, first: Run) -> bool:
    """Say whether net cost is told to change more than gross, and doesn't."""
    if not {*MONEY} <= run.outcome.arrays.keys():
        return False
    told = [abs(apart(compared, run, first, id).middle) for id in MONEY]
    is_so = [abs(run.outcome.beyond(first.outcome, id, compared.year)[0]) for id in MONEY]
    return told[0] > told[1] and is_so[0] <= is_so[1] + 1.0
