"""What the chapter «scenarier» says."""

from veivalg.chapters.common.sentences import fill, join, say, tell
from veivalg.chapters.scenarier.model import (
    FILLED,
    Compared,
    borne,
    figure,
    made_by,
    middle_words,
    slug,
    written,
)
from veivalg.chapters.scenarier.model.apart import unsure
from veivalg.chapters.scenarier.model.followed import label_of
from veivalg.chapters.scenarier.model.place_price import doubt
from veivalg.content import Figure, Statement, Unit, format_number
from veivalg.content.numbers import THIN, format_short
from veivalg.foundation.i18n import N_, _
from veivalg.maths.scenarios.model import PLACE_KINDS
from veivalg.maths.scenarios.outcome import QUANTITIES
from veivalg.maths.scenarios.tipping import Crossing

LEAST = 0.5
"""Fewer places than this are none."""

MOST_CERTAIN = 0.99
TEMPLATES = {
    "institution_gap": N_(
        "Sannsynligheten for at {place} mangler mer enn {limit} institusjonsplasser i {year} er "
        "{p} i «{name}»."
    ),
    "fte_lacking": N_(
        "Sannsynligheten for at omsorgen i {place} i {year} trenger mer enn {limit} årsverk ut "
        "over det dagens andel av 20–66-åringene gir, er {p} i «{name}»."
    ),
    "cost": N_(
        "Sannsynligheten for at omsorgen i {place} koster mer enn {limit} i {year} er {p} i "
        "«{name}»."
    ),
}


def alike(compared: Compared) -> Statement | None:
    """Say why nothing tells the scenarios apart where users, places and årsverk aren't known."""
    if any(id in run.outcome for run in compared.runs for id in ("institution_needed", "fte")):
        return None
    text = _(
        "Scenariene er like på alt som kan regnes ut for {place}: tall for brukere, plasser og "
        "årsverk i omsorgen mangler, og det er dem scenariene endrer."
    )
    return tell("like", text, place=compared.place.name, lacking=True)


def outcome(compared: Compared, id: str) -> Statement | None:
    """Say what the scenario in focus gives, and how far it lies from the first one."""
    quantity, at, key = QUANTITIES[id], compared.at, slug(QUANTITIES[id])
    own = figure(compared, at, id, f"{key}-her")
    if own is None or own.interval is None:
        return None
    figures: dict[str, Figure | None] = {"own": own}
    label, beside, slot = label_of(compared, quantity.id), "", "{%s}"
    if id == "cost":
        label = f"{label} ({compared.inputs.today.price_level})"
        figures["gross"] = figure(compared, at, "cost_gross", f"{key}-brutto")
        # all in millions, as in the tables: one in milliards could not be subtracted
        slot = f"{{%s:u}}{THIN}{quantity.unit.word}"
        beside = f" ({slot % 'gross'} {_('brutto')})"
    text = _("{label} i {year}: {own} i «{name}»{beside}, trolig mellom {low} og {high}.")
    base = figure(compared, 0, id, f"{key}-foerst") if at else None
    shown = [_bare(f.value, f) for f in (base, own) if f is not None]
    if base is not None and shown[0] != shown[1]:
        figures["base"] = base
        text += " " + (
            _("I «{first}» er det {base}, og hvilken vei forskjellen går, er usikkert.")
            if unsure(compared, at, id)
            else _("I «{first}» er det {base}.")
        )
    if id in FILLED:
        text += " " + _("Det gjelder hvis alle som trenger plass, får plass.")
    words = {
        "label": label,
        "beside": beside,
        "own": slot % "own",
        "base": slot % "base",
        "year": str(compared.year),
        "name": compared.said[at],
        "first": compared.said[0],
        "low": _bare(own.interval.low, own),
        "high": f"{_bare(own.interval.high, own)}{THIN}{quantity.unit.word}",
    }
    return say(f"{key}-naa", text, figures, words)


def _bare(value: float | None, like: Figure) -> str:
    """Write a number as a figure is written, without its unit."""
    return format_number(value, like.unit, like.decimals, word=False)


def crossings(compared: Compared) -> tuple[Statement, ...]:
    """Say how likely each limit is to be crossed in the scenario in focus, and when it tips."""
    if not compared.crossings:
        return ()
    at = compared.at
    found = [_crossing(compared, at, id, c) for id, c in compared.crossings[at].items()]
    return tuple(s for s in found if s is not None)


def _crossing(compared: Compared, i: int, id: str, crossed: Crossing) -> Statement | None:
    quantity = QUANTITIES[id]
    if compared.year not in crossed.probability:
        return None
    key = f"{id.replace('_', '-')}-{i + 1}"
    share = crossed.probability[compared.year]
    word, shown = _certain(share)
    p = made_by(compared, quantity, "M18")(
        f"sannsynlig-{key}",
        _("Sannsynlighet, {name}").format(name=compared.names[i]),
        shown,
        Unit.SHARE,
        _("Andelen av trekningene der grensen er passert"),
        0,
    )
    limit, bare = crossed.threshold, id in ("institution_gap", "fte_lacking")
    text = fill(
        _(TEMPLATES[id]),
        place=compared.place.name,
        year=str(compared.year),
        name=compared.said[i],
        limit=format_short(limit or 0.0, 2) if bare else written(limit or 0.0, quantity.unit),
    )
    text = text.replace("{p}", f"{word}{{p}}")
    if crossed.year is not None and crossed.year > compared.base_year:
        text += " " + crossed.tipping()
    return say(f"grense-{key}", text, {"p": p})


def _certain(share: float) -> tuple[str, float]:
    """Give the word and number of a probability: draws alone make nothing certain."""
    if share > MOST_CERTAIN:
        return _("over "), MOST_CERTAIN
    if share < 1 - MOST_CERTAIN:
        return _("under "), 1 - MOST_CERTAIN
    return "", share


def not_building(compared: Compared, i: int) -> Statement | None:
    """Say what lacks and what it costs when nothing is built; the price is of all that is named."""
    gaps = {kind: _bare_figure(compared, i, f"{kind}_gap") for kind in PLACE_KINDS}
    figures: dict[str, Figure | None] = {
        kind: gap for kind, gap in gaps.items() if gap and (gap.value or 0.0) >= LEAST
    }
    match tuple(figures):
        case ("institution", "dwellings_24h"):
            text = _(
                "Bygges det ikke i «{name}», mangler {place} {institution} i institusjon og "
                "{dwellings_24h} i heldøgns bolig i {year}."
            )
        case (kind,):
            where = {"institution": _("institusjon"), "dwellings_24h": _("heldøgns bolig")}[kind]
            text = _("Bygges det ikke i «{name}», mangler {place} {lacking} i {where} i {year}.")
            text = text.replace("{lacking}", f"{{{kind}}}").replace("{where}", where)
        case _none:
            return None
    cost = _bare_figure(compared, i, "cost_not_building") if "institution" in figures else None
    if cost is not None:
        text += " " + _(
            "Å hjelpe hjemme dem som mangler institusjonsplass, koster da {cost} i året, i {level}."
        )
        text = join(text, doubt(compared, i, ("hour_cost",)))
        figures["cost"] = cost
    words = {
        "place": compared.place.name,
        "year": str(compared.year),
        "name": compared.said[i],
        "level": compared.inputs.today.price_level,
    }
    return say(f"ikke-bygge-{i + 1}", text, figures, words)


def _bare_figure(compared: Compared, i: int, id: str) -> Figure | None:
    """Give a quantity of a scenario without its building steps."""
    run = compared.runs[i]
    bare = run.bare or run.outcome
    if id not in bare:
        return None
    quantity = QUANTITIES[id]
    label = _("{label} uten byggetrinn, {name}")
    return made_by(compared, quantity)(
        f"uten-bygging-{id.replace('_', '-')}-{i + 1}",
        fill(label, label=label_of(compared, quantity.id), name=compared.names[i]),
        bare.middle(id, compared.year),
        quantity.unit,
        middle_words(),
        borne(bare, id, compared.year),
    )
