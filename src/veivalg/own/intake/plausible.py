"""Amounts held against what is known: a factor near a thousand is a question, never a silence.

What a sheet states may be wrong, and most sheets state nothing. The size of amounts is therefore
held against the version in force, against budget or accounts of the same municipality, and against
its inhabitants.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from veivalg.content import format_plain
from veivalg.foundation.errors import StoreError
from veivalg.foundation.i18n import _
from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake import units
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.tables import OwnField
from veivalg.own.versions import OwnStore
from veivalg.tables import Sourced

NEAR, FAR, MAYBE = 3.3, 50.0, 10.0
"""How far from a power of a thousand is still near it, and how many times larger or smaller than
what is known amounts may be in another unit; fewer where the unit is remembered, not stated."""
SISTERS = {
    ("monthly_accounts", "amount"): ("yearly_budgets", "budget", 1 / 12),
    ("yearly_budgets", "budget"): ("monthly_accounts", "amount", 12.0),
}
"""Table and field → table, field and factor of what has the same size."""
WHOLE = {
    "monthly_accounts": ("amount", 1e5),
    "yearly_budgets": ("budget", 1e6),
    "budget_sectors": ("budget", 1e6),
    "staff_pay": ("fixed", 1e5),
}
"""Tables of what the whole municipality spends → the field that says it, and NOK that the middle
amount of single schools and homes is seldom under."""
BY_PEOPLE = {"budget_sectors", "budget_cuts", "sector_measures", "health_costs", "care_costs"}
"""Tables whose amounts are as large as the municipality, and so are those of the example."""
SPENT = (20_000.0, 400_000.0)
"""NOK per inhabitant a year: no municipality is outside (free income is 60,000–200,000)."""
BOTH = 3
"""How many times that the smallest come to with income and spending, sums and parts added up."""
EACH = {("care_costs", "stated_unit_cost"): ("gross", "volume")}
"""What an amount for each is of, and how many."""
UNITS = (1.0, 1e3, 1e6, 1e9)
"""Units that amounts are in unless a file says so itself."""
LEAST, RATE, ORE, MILLI = 100.0, 50.0, 0.01, 0.001
"""How many times smaller or larger than the example of the template amounts seldom are, NOK that
an amount for each of something is seldom under, and what øre, and amounts with three noughts too
many, are multiplied by."""
OF_ONE, SMALL, LARGE = 150_000.0, 1_000.0, 400e6
"""NOK per inhabitant a year that one unit hardly spends (twice that where they are so few), and NOK
that one school hardly does."""
_ONE = r"(?i)^[\w.-]{2,} (?:(?:barne|ungdoms|grunn)?skole|barnehage|sykehjem|sjukeheim)$"
"""Names of one school, and not of all."""
_OTHERS = (
    r"(?i)^[\w.-]{2,} (?:skule|barnehage|omsorgs(?:senter|bolig)|helsehus|bo\w*senter|bofellesskap"
    r"|dagsenter|legesenter|legekontor|bibliotek|kulturskole|svømmehall|avdeling|sone|krets)$"
)
"""Names of other units that are small in any municipality."""
USUAL = 25_000.0
"""Inhabitants of the municipalities the examples are of."""


@dataclass(frozen=True, slots=True)
class Known:
    """What amounts of a field are held against: their size, and where it is from.

    Those of another table may be of larger or smaller units: only near a power of a thousand do
    they say anything (`rough`).
    """

    size: float
    what: str
    rough: bool = False


def known_sizes(match: Match, store: OwnStore, code: str) -> dict[str, list[Known]]:
    """Give field → sizes to hold its amounts against, of tables whose rows may be told."""
    table = match.table
    found: dict[str, list[Known]] = {}
    for field in table.own_fields():
        if units.family(field) != "kr":
            continue
        sister = SISTERS.get((table.name, field.name))
        places = [(table.name, field.name, 1.0, _("versjonen som gjelder nå"))]
        if sister is not None:
            places.append((*sister, _("tallene i den andre tabellen")))
        for name, column, factor, what in places:
            size = _size(store, code, name, column)
            if size is not None:
                one = Known(size * factor, what, rough=name != table.name)
                found.setdefault(field.name, []).append(one)
    return found


def _size(store: OwnStore, code: str, table: str, column: str) -> float | None:
    try:
        held = store.read(code, table) if store.current(code, table) is not None else None
    except StoreError:
        return None  # the damage is told where the rows are shown; the file in hand is the way out
    if not isinstance(held, Sourced) or column not in held.frame.columns:
        return None
    return _median(held.frame[column])


def _median(values: pl.Series) -> float | None:
    sizes = values.cast(pl.Float64, strict=False).abs().drop_nulls()
    median = sizes.filter(sizes > 0).median()
    return float(median) if isinstance(median, float | int) else None


def ask(
    match: Match,
    found: Collector,
    body: Mapping[str, RawColumn],
    typed: Mapping[str, pl.Series],
    factors: Mapping[str, float],
    known: Mapping[str, list[Known]],
    code: str,
) -> None:
    """Ask where amounts are a thousand times larger or smaller than what is known.

    Parameters
    ----------
    body, typed
        The columns as they stand, and as they were read.
    factors
        What each field was multiplied by.
    """
    asked = {q.id.replace("heading:", "unit:") for q in found.questions}
    asked |= found.given & found.heard  # «no» is heard where it is asked
    held = [f for f in match.table.own_fields() if units.family(f) == "kr" and f.name in body]
    said = any(f"unit:{f.name}" in found.used for f in held)
    by_people = match.table.name in BY_PEOPLE
    unlike = _unlike_example(held, typed, code, said=said, stated=factors, by_people=by_people)
    for field in held:
        id = f"unit:{field.name}"
        if {id, "unit:*"} & asked:
            continue
        if (question := _under_a_krone(match, field, body, typed)) is not None:
            found.ask(question)
            continue
        now, size = factors.get(field.name, 1.0), _median(typed[field.name])
        sizes = list(known.get(field.name, ()))
        same = size and any(not k.rough and not _thousands(k.size / size) for k in sizes)
        if id not in found.used and not same:  # what was said, or is in force, holds
            sizes += [*_people(match, field, typed, code, now, said), *unlike.get(field.name, ())]
        for one in sizes if size else ():
            ratio = one.size / size  # type: ignore[operator]
            off = _thousands(ratio, MAYBE if id in found.used else FAR)
            if off is None or (one.rough and not 1 / NEAR < ratio / off < NEAR):
                continue
            factors_ = _factors(now, ratio, off)
            found.ask(_question(match, field, body, factors_, off, one), again=True)
            break


def _under_a_krone(
    match: Match, field: OwnField, body: Mapping[str, RawColumn], typed: Mapping[str, pl.Series]
) -> Question | None:
    """Ask of amounts that all are less than a krone: they may be shares or weights."""
    values = typed[field.name].cast(pl.Float64, strict=False).abs().drop_nulls()
    largest = values.filter(values > 0).max()
    if units.is_rate(field) or not isinstance(largest, float) or largest >= 1:
        return None
    text = _("Alle tall i «{title}» er under én krone. Er det kroner, og ikke andeler?")
    yes = _("Ja, det er kroner: {example}").format(example=units.example(match, field, body, 1.0))
    return Question(f"heading:{field.name}", text.format(title=field.title), (Option("yes", yes),))


def _factors(now: float, ratio: float, off: float) -> tuple[float, ...]:
    """Give the factors amounts may have, the likelier first; one where only the file can be wrong.

    Examples
    --------
    >>> _factors(1.0, 990.0, 1e3), _factors(1.0, 0.012, 1e-3), _factors(1.0, 1e-6, 1e-6)
    ((1000.0, 1.0), (0.01, 0.001, 1.0), (1.0,))
    >>> _factors(1.0, 2e6, 1e6)
    (1000000.0, 1000.0, 1.0)
    """
    if now * off >= 1 or now > 1:
        likely = min(UNITS, key=lambda unit: abs(math.log(unit / now / off)))
        return (likely, *([now * 1e3] if likely > now * 1e3 else []), now)
    if now != 1 or not MILLI / NEAR < ratio < ORE * NEAR:
        return (now,)
    return (*sorted((ORE, MILLI), key=lambda unit: abs(math.log(unit / ratio))), now)


def _unlike_example(
    fields: Sequence[OwnField],
    typed: Mapping[str, pl.Series],
    code: str,
    *,
    said: bool,
    stated: Mapping[str, float],
    by_people: bool,
) -> dict[str, list[Known]]:
    """Give the sizes amounts have in the template, of columns that are far from them.

    Where all are small they are of a small unit, or in thousands, unless a person has `said` so;
    where one is small beside the others, only it is in thousands. What would be more than a
    municipality spends is left out, and what is large in a unit that is `stated`.
    """
    example = {f.name: abs(float(f.example or 0)) for f in fields}
    sizes = {name: size for name in example if (size := _median(typed[name])) and example[name]}
    rates = {f.name for f in fields if units.is_rate(f)}
    people = _inhabitants(code) if sizes else 0.0
    scale = people / USUAL if by_people and people else 1.0
    example |= {name: size * scale for name, size in example.items() if name not in rates}
    shares = {name: size / example[name] for name, size in sizes.items() if name not in rates}
    small = {n for n in rates & sizes.keys() if sizes[n] < min(RATE, example[n] / LEAST)}
    usual, told = dict(example), dict.fromkeys(example, _("eksemplet i malen"))
    for name, share in shares.items():
        others = max((s for n, s in shares.items() if n != name), default=share)
        beside = min(others, 1.0) / share
        off = _thousands(beside) or 0.0
        if max(share, others) * LEAST <= 1:
            small |= set() if said else {name}
        elif off > 1 < sizes[name] and beside / NEAR < off < beside * NEAR:
            small.add(name)
            usual[name] *= min(others, 1.0)
            told[name] = _("de andre kolonnene")
    found = {
        name: [Known(usual[name], told[name])]
        for name in small
        if name in rates
        or _yearly(typed, name) * (_thousands(usual[name] / sizes[name]) or 1.0)
        <= SPENT[1] * (people or math.inf)
    }
    large = LEAST * max(1.0, people / USUAL) / scale
    return found | {
        n: [Known(usual[n], told[n])] for n, s in shares.items() if s > large and n not in stated
    }


def _question(
    match: Match,
    field: OwnField,
    body: Mapping[str, RawColumn],
    factors: tuple[float, ...],
    off: float,
    one: Known,
) -> Question:
    """Ask which of some factors is right, the likelier first, with what each makes of a row."""
    off = factors[0] / factors[-1] if len(factors) > 1 else off
    text = _(
        "Er «{title}» i {unit}? Slik det står, er tallene om lag {n} ganger for {much} mot {what}."
    ).format(
        title=field.title,
        unit=units.unit_word(field, factors[0]),
        n=format_plain(off if off > 1 else 1 / off),
        much=_("små") if off > 1 else _("store"),
        what=one.what,
    )
    options = tuple(
        Option(
            format(factor, ".12g"),
            f"{units.unit_word(field, factor)}: {units.example(match, field, body, factor)}",
        )
        for factor in factors
    )
    return Question(f"unit:{field.name}", text, options)


def _thousands(ratio: float, far: float = FAR) -> float | None:
    """Give the power of a thousand nearest a ratio; None where it is no more than a change.

    Examples
    --------
    >>> _thousands(950.0), _thousands(0.0011), _thousands(40.0), _thousands(1.4e6)
    (1000.0, 0.001, None, 1000000.0)
    """
    if not 1e-6 / FAR < ratio < 1e6 * FAR or 1 / far <= ratio <= far:
        return None
    power = round(math.log(ratio, 1e3)) or (1 if ratio > 1 else -1)
    return float(f"1e{3 * power}")


def _people(
    match: Match,
    field: OwnField,
    typed: Mapping[str, pl.Series],
    code: str,
    now: float,
    said: bool,
) -> Iterator[Known]:
    """Give the size amounts would have if a year of them were what municipalities spend.

    Those for each are held against all of it and how many.
    """
    whole, of = EACH.get((match.table.name, field.name), ("", ""))
    if whole and (size := _median(typed[whole] / typed[of])):
        yield Known(size, _("beløpet delt på antallet"), rough=True)
    size, people = _median(typed[field.name]), _inhabitants(code)
    if not size or not people or units.is_rate(field):
        return
    each, told = _yearly(typed, field.name) / people, _("det en kommune bruker per innbygger")
    most = SPENT[1] * (1 if now > 1 else BOTH)
    one, school = _of_one(match, typed, field.name)
    over = max(each / most, one / (people + SMALL) / OF_ONE, school / LARGE)
    if over > 1:
        yield Known(size / next((n for n in (1 / ORE, 1e3) if over <= n), 1e6), told)
    power = _too_small(match, typed, people)
    if power and (_is_whole(match, field) or (not said and _like_whole(match, field, typed))):
        yield Known(size * power, told)


def _is_whole(match: Match, field: OwnField) -> bool:
    return WHOLE[match.table.name][0] == field.name


def _like_whole(match: Match, field: OwnField, typed: Mapping[str, pl.Series]) -> bool:
    """Say whether a column is to what all is spent as in the example, so that both are asked of."""
    of = next(f for f in match.table.own_fields() if _is_whole(match, f))
    sizes = [(_median(typed[f.name]) or 0) / abs(float(f.example or 1)) for f in (field, of)]
    return 1 / FAR < sizes[0] / sizes[1] < FAR


def _too_small(match: Match, typed: Mapping[str, pl.Series], people: float) -> float | None:
    """Give what amounts may be in if all of them come to less than a municipality spends.

    Those of single schools and homes are let be, where they are as large as such are.
    """
    name, least = WHOLE.get(match.table.name, ("", 0.0))
    size = _median(typed[name]) if name else None
    if not size:
        return None
    each, one = _yearly(typed, name) / people, _of_one(match, typed, name)[0] / (people + SMALL)
    names = _units(match, typed).drop_nulls()
    small = (names.str.contains(_ONE) | names.str.contains(_OTHERS)).all()
    if size >= least and small:
        return None
    power = 1e6 if size * LEAST < least and each * 1e6 >= SPENT[0] else 1e3
    return power if each * power <= SPENT[1] and one * power <= OF_ONE else None


def _of_one(match: Match, typed: Mapping[str, pl.Series], name: str) -> tuple[float, float]:
    """Give what the largest unit comes to in a year, and what the largest single school does."""
    if match.table.name not in WHOLE:
        return 0.0, 0.0
    every = _units(match, typed).fill_null("")
    of_school = pl.select(pl.when(every.str.contains(_ONE)).then(every)).to_series()
    return _yearly(typed, name, every), _yearly(typed, name, of_school)


def _units(match: Match, typed: Mapping[str, pl.Series]) -> pl.Series:
    return typed[next(f.name for f in match.table.own_fields() if f.key)]


def _inhabitants(code: str) -> float:
    from veivalg.norway.own_projection import own_projection  # numpy: most files don't come here

    projection = own_projection(code)
    return projection.people if projection is not None else 0.0


def _yearly(typed: Mapping[str, pl.Series], name: str, unit: pl.Series | None = None) -> float:
    """Give what the amounts of the largest year come to, or would with months like those.

    With `unit` those of the largest unit in a year.
    """
    nothing = typed[name].is_null()
    columns = {"v": typed[name], "y": typed.get("year", nothing), "m": typed.get("month", nothing)}
    frame = pl.DataFrame(columns | {"u": nothing if unit is None else unit}).drop_nulls("u")
    months = 12 / pl.col("m").n_unique() if "month" in typed else 1
    most = frame.group_by("y", "u").agg(pl.col("v").abs().sum() * months).get_column("v").max()
    return float(most) if isinstance(most, float | int) else 0.0
