"""The budget frame as a form: what a person writes, what is wrong with it, and the tables it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from veivalg.content import format_plain
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.foundation.national_id import Strictness, holds_national_id
from veivalg.foundation.texts import accept, clean
from veivalg.own.tables import own_table
from veivalg.own.tidy import tidy
from veivalg.tables import Sourced
from veivalg.web.kit.assumptions import number_in

MOST = {"s": 60, "a": 12, "t": 300}
"""Rows of sectors, years and measures the form takes."""
TABLES = ("budget_sectors", "budget_cuts", "sector_measures")
_FIELD = re.compile(r"([sat])\.(\d{1,3})\.([a-z]+|\d{1,2})")
FLAT = "70"
LONGEST = 120
"""Characters in a name."""


@dataclass(frozen=True, slots=True)
class SectorText:
    """A sector as written."""

    name: str = ""
    budget: str = ""
    weight: str = "0"

    @property
    def blank(self) -> bool:
        """Say whether the row is not in use."""
        return not self.name and not self.budget and self.weight in ("", "0")


@dataclass(frozen=True, slots=True)
class YearText:
    """A year's cut as written."""

    year: str = ""
    cut: str = ""


@dataclass(frozen=True, slots=True)
class MeasureText:
    """A sector's measure as written; ``amounts`` by the place of the year."""

    sector: str = ""
    name: str = ""
    amounts: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """Say whether the row is not in use."""
        return not (self.sector or self.name or any(self.amounts))


@dataclass(frozen=True, slots=True)
class Frame:
    """The whole form as written.

    ``rounding`` is the row number, from 0, of the sector that takes the rounding, ``flat`` per
    cent, and ``base`` the versions the form began from («3.2.0»).
    """

    sectors: tuple[SectorText, ...]
    years: tuple[YearText, ...]
    measures: tuple[MeasureText, ...] = ()
    rounding: int = 0
    flat: str = FLAT
    base: str = ""
    who: str = ""


@dataclass(slots=True)
class Parsed:
    """The tables of a form, or what is wrong by field name; ``flat`` is a fraction."""

    frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    flat: float = 0.0
    errors: dict[str, str] = field(default_factory=dict)


def form_of(tables: Mapping[str, Sourced | None], today: str, base: str = "") -> Frame:
    """Give the form filled with what there is; blank rows, and the next four years, without."""
    sectors, rounding = [SectorText() for _row in range(6)], 0
    if (found := tables.get("budget_sectors")) is not None:
        rows = found.frame.rows(named=True)
        sectors = [
            SectorText(r["sector"], amount(r["budget"]), amount(r["kostra_weight"])) for r in rows
        ]
        rounding = next((n for n, r in enumerate(rows) if r["takes_rounding"] == "yes"), 0)
    first = int(today[:4]) + 1
    years = [YearText(str(first + n)) for n in range(4)]
    if (found := tables.get("budget_cuts")) is not None:
        years = [
            YearText(str(r["year"]), amount(r["cut"]))
            for r in found.frame.sort("year").iter_rows(named=True)
        ]
    measures: list[MeasureText] = []
    if (found := tables.get("sector_measures")) is not None:
        measures = _measures(found.frame, tuple(y.year for y in years))
    return Frame(tuple(sectors), tuple(years), tuple(measures), rounding, FLAT, base)


def _measures(frame: pl.DataFrame, years: tuple[str, ...]) -> list[MeasureText]:
    by: dict[tuple[str, str], dict[str, str]] = {}
    for row in frame.iter_rows(named=True):
        of = by.setdefault((row["sector"], row["measure"]), {})
        of[str(row["year"])] = amount(row["amount"])
    return [MeasureText(s, m, tuple(of.get(y, "") for y in years)) for (s, m), of in by.items()]


def amount(value: float) -> str:
    """Write kroner for a field, with øre only where there are any."""
    return format_plain(value, 0 if value == int(value) else 2)


def read_form(fields: Mapping[str, str]) -> Frame:
    """Read what was sent; rows above `MOST` are left out."""
    rows: dict[str, dict[int, dict[str, str]]] = {"s": {}, "a": {}, "t": {}}
    for key, text in fields.items():
        match = _FIELD.fullmatch(key)
        if match and int(match[2]) < MOST[match[1]]:
            rows[match[1]].setdefault(int(match[2]), {})[match[3]] = tidy(text)
    years = tuple(YearText(r.get("aar", ""), r.get("kutt", "")) for r in _ordered(rows["a"]))
    marked = fields.get("avrunding", "0")
    return Frame(
        tuple(
            SectorText(r.get("navn", ""), r.get("budsjett", ""), r.get("vekt", ""))
            for r in _ordered(rows["s"])
        ),
        years,
        tuple(
            MeasureText(
                r.get("sektor", ""),
                r.get("tiltak", ""),
                tuple(r.get(str(n), "") for n in range(len(years))),
            )
            for r in _ordered(rows["t"])
        ),
        int(marked) if re.fullmatch("[0-9]{1,3}", marked) else -1,
        fields.get("flat", FLAT).strip()[:12],
        fields.get("base", "")[:40],
        clean(fields.get("hvem", "")),
    )


def _ordered(rows: Mapping[int, dict[str, str]]) -> list[dict[str, str]]:
    return [rows.get(n, {}) for n in range(max(rows, default=-1) + 1)]


def grown(form: Frame, what: str) -> Frame:
    """Give the form with one more row of «sektor», «aar» or «tiltak»."""
    if what == "sektor" and len(form.sectors) < MOST["s"]:
        return replace(form, sectors=(*form.sectors, SectorText()))
    if what == "aar" and len(form.years) < MOST["a"]:
        last = form.years[-1].year if form.years else ""
        following = str(int(last) + 1) if re.fullmatch("[0-9]{4}", last) else ""
        return replace(form, years=(*form.years, YearText(following)))
    if what == "tiltak" and len(form.measures) < MOST["t"]:
        return replace(
            form, measures=(*form.measures, MeasureText(amounts=("",) * len(form.years)))
        )
    return form


def parse(form: Frame) -> Parsed:
    """Make the tables of a form, with everything that is wrong told at its field."""
    made = Parsed(errors=_refused(form))
    if made.errors:
        return made
    made.flat = _share(form.flat, made.errors)
    sectors = _sectors(form, made.errors)
    years, cuts = _years(form, made.errors)
    measures = _measure_rows(form, years, made.errors)
    if not made.errors:
        made.frames = {
            name: own_table(name).validate(pl.DataFrame(rows, schema=_schema(name), orient="row"))
            for name, rows in (
                ("budget_sectors", sectors),
                ("budget_cuts", cuts),
                ("sector_measures", measures),
            )
        }
    return made


def _refused(form: Frame) -> dict[str, str]:
    """Give the fields whose text may not be kept, with why; the text is not repeated."""
    names = {f"s.{n}.navn": s.name for n, s in enumerate(form.sectors)}
    amounts = {f"a.{n}.kutt": y.cut for n, y in enumerate(form.years)}
    for n, s in enumerate(form.sectors):
        amounts |= {f"s.{n}.budsjett": s.budget, f"s.{n}.vekt": s.weight}
    for n, m in enumerate(form.measures):
        names |= {f"t.{n}.sektor": m.sector, f"t.{n}.tiltak": m.name}
        amounts |= {f"t.{n}.{place}": text for place, text in enumerate(m.amounts)}
    errors = {}
    for key, text in names.items():
        try:
            accept(_("Navnet"), text, LONGEST, needed=False)
        except UsageError as error:
            errors[key] = f"{error.message} {error.remedy}"
    for key, text in amounts.items():
        if holds_national_id(text, Strictness.NUMBERS):
            errors[key] = _("Tallet ser ut som et fødselsnummer.")
    return errors


def _schema(name: str) -> dict[str, type[pl.DataType]]:
    return {f.name: f.dtype for f in own_table(name).fields}


def _share(text: str, errors: dict[str, str]) -> float:
    value = number_in(text)
    if value is None or not 0 <= value <= 100:
        errors["flat"] = _("Den flate andelen må være et tall fra 0 til 100 %.")
        return 0.0
    return value / 100


def _number(text: str, key: str, errors: dict[str, str], what: str) -> float:
    value = number_in(text)
    if value is None or value < 0:
        errors[key] = (
            _("{what} må være et tall, 0 eller mer. Det står «{text}».").format(
                what=what, text=text
            )
            if text
            else _("{what} mangler.").format(what=what)
        )
        return 0.0
    return value


def _sectors(form: Frame, errors: dict[str, str]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    seen: set[str] = set()
    for n, s in enumerate(form.sectors):
        if s.blank:
            continue
        where = s.name or _("Sektor {n}").format(n=n + 1)
        if not s.name:
            errors[f"s.{n}.navn"] = _("Sektor {n} mangler navn.").format(n=n + 1)
        elif s.name in seen:
            errors[f"s.{n}.navn"] = _("«{name}» står to ganger.").format(name=s.name)
        seen.add(s.name)
        of = [_("Budsjettet for {name}"), _("KOSTRA-vekten for {name}")]
        budget_of, weight_of = (text.replace("{name}", where) for text in of)
        budget = _number(s.budget, f"s.{n}.budsjett", errors, budget_of)
        weight = _number(s.weight, f"s.{n}.vekt", errors, weight_of)
        rows.append((s.name, budget, weight, "yes" if n == form.rounding else "no"))
    if not rows:
        errors["s.0.navn"] = _("Skriv minst én sektor med budsjett.")
    elif all(row[3] == "no" for row in rows):
        errors["avrunding"] = _("Velg en sektor i bruk som tar avrundingen.")
    return rows


def _years(
    form: Frame, errors: dict[str, str]
) -> tuple[list[int | None], list[tuple[object, ...]]]:
    """Give the year of every column (None for one not in use), and the rows of the cuts."""
    years: list[int | None] = []
    rows: list[tuple[object, ...]] = []
    for n, y in enumerate(form.years):
        if not y.year:
            years.append(None)
            if y.cut:
                errors[f"a.{n}.aar"] = _("Nedtrekk {n} mangler år.").format(n=n + 1)
            continue
        year = int(y.year) if re.fullmatch("[0-9]{4}", y.year) else 0
        if not 2000 <= year <= 2100:
            errors[f"a.{n}.aar"] = _("«{text}» er ikke et år fra 2000 til 2100.").format(
                text=y.year
            )
        elif year in years:
            errors[f"a.{n}.aar"] = _("{year} står to ganger.").format(year=year)
        years.append(year)
        what = _("Nedtrekket i {year}").format(year=y.year)
        rows.append((year, _number(y.cut, f"a.{n}.kutt", errors, what)))
    if not rows:
        errors["a.0.aar"] = _("Skriv minst ett år med nedtrekk.")
    return years, rows


def _measure_rows(
    form: Frame, years: list[int | None], errors: dict[str, str]
) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    seen: set[tuple[str, str]] = set()
    for n, m in enumerate(form.measures):
        if m.blank:
            continue
        for key, text, lacking in (
            ("sektor", m.sector, _("Tiltak {n} mangler sektor.")),
            ("tiltak", m.name, _("Tiltak {n} mangler navn.")),
        ):
            if not text:
                errors[f"t.{n}.{key}"] = lacking.format(n=n + 1)
        if (m.sector, m.name) in seen:
            errors[f"t.{n}.tiltak"] = _("«{name}» står to ganger i sektoren.").format(name=m.name)
        seen.add((m.sector, m.name))
        for place, (year, text) in enumerate(zip(years, m.amounts, strict=False)):
            if not text or year is None:
                continue
            value = number_in(text)
            if value is None:
                errors[f"t.{n}.{place}"] = _("«{text}» er ikke et tall.").format(text=text)
            else:
                rows.append((m.sector, m.name, year, value))
    return rows
