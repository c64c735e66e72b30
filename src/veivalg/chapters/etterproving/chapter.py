"""The page «Etterprøving»: how far off the projections have been, losses included."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from veivalg.chapters.etterproving import SPEC
from veivalg.content import (
    Block,
    Chapter,
    Chart,
    Column,
    Exhibit,
    Figure,
    Missing,
    Pivot,
    Role,
    Section,
    Shape,
    Source,
    SourceKind,
    Statement,
    Table,
    Unit,
)
from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.groups import BACKTEST
from veivalg.maths.projections.ensemble.scores import (
    ALL,
    SIZES,
    Result,
    Score,
    lost,
    overall,
    pooled,
)
from veivalg.norway.municipality import NORWAY

AHEAD = 5
LOWEST, HIGHEST = 0.72, 0.88
"""What is accepted of an 80 % interval in one size class and age group."""
STEADY = 0.12
TOTAL, AGED = "alle", "80-"


def group_name(group: str) -> str:
    """Give an age group as it is written."""
    named = {"alle": _("Alle"), "80-": _("80 og eldre"), "90-": _("90 og eldre")}
    return named.get(group, group.replace("-", "–"))


def size_name(size: int) -> str:
    """Give a size class as it is written."""
    if size == ALL:
        return _("Alle kommuner")
    above = [s for s in SIZES if s > size]
    low, high = f"{size:,}".replace(",", " "), f"{above[0]:,}".replace(",", " ") if above else ""
    if not above:
        return _("{low} og flere").format(low=low)
    return (
        _("Under {high}").format(high=high)
        if size == 0
        else _("{low} til {high}").format(low=low, high=high)
    )


def chapter(result: Result) -> Chapter:
    """Tell the back-test as a chapter about Norway."""
    period = _("startår {first}–{last}").format(first=result.first, last=result.last)
    return Chapter(
        id=SPEC.id,
        title=_(SPEC.title),
        municipality=NORWAY,
        period=period,
        lead=_(
            "Vi har framskrevet alle kommuner fra hvert startår med bare de tallene som fantes da, "
            "og sammenliknet med det som skjedde. Tapene er med."
        ),
        findings=tuple(_findings(result, period)),
        sections=(
            Section("feil", _("Hvor store er feilene?"), tuple(_error_blocks(result))),
            Section(
                "intervaller", _("Holder intervallene det de lover?"), tuple(_cover_blocks(result))
            ),
            Section("tap", _("Hvor taper vi?"), tuple(_loss_blocks(result))),
            Section("forbehold", _("Hva etterprøvingen ikke viser"), _caveats()),
        ),
        missing=tuple(_missing(result)),
        terms=_terms(),
        methods=SPEC.methods,
    )


def _source(result: Result) -> Source:
    return Source(
        "veivalg-etterproving",
        "Veivalg",
        _("Etterprøving av framskrivingene"),
        retrieved=result.made,
        licence="CC BY 4.0",
        kind=SourceKind.CALCULATION,
        note=result.source,
    )


def _figure(result: Result, id: str, label: str, value: float | None, formula: str) -> Figure:
    return Figure(
        id,
        label,
        value,
        Unit.SHARE,
        NORWAY,
        f"{result.first}–{result.last}",
        _source(result),
        1,
        formula=formula,
        method="M2",
        reason="" if value is not None else _("ikke beregnet"),
    )


def _error_formula() -> str:
    return _("Snittet over alle kommuner og startår av |framskrevet / faktisk − 1|")


def _findings(result: Result, period: str) -> Iterable[Statement]:
    for id, group, words in (
        ("samlet", TOTAL, _("samlet folketall")),
        ("eldre", AGED, _("80 år og eldre")),
    ):
        s = result.line(group, AHEAD)
        if s is None:
            continue
        values = {
            "own": s.own,
            "plain": s.plain,
            "none": s.unchanged,
            "chance": s.chance,
            "deaths": s.deaths,
        }
        labels = {
            "own": _("Feil, Veivalg"),
            "plain": _("Feil, enkel Hamilton–Perry"),
            "none": _("Feil, ingen endring"),
            "chance": _("Feil av tilfeldigheter alene"),
            "deaths": _("Feil av tilfeldige dødsfall alene"),
        }
        figures = {
            k: _figure(result, f"{id}-{k}", f"{labels[k]}, {words}", v, _error_formula())
            for k, v in values.items()
        }
        text = _(
            "Fem år fram bommet vi i snitt med {own} på {what}. En enkel Hamilton–Perry bommet med "
            "{plain} og «ingen endring» med {none}. Tilfeldigheter alene gir {chance}, dødsfallene "
            "alene {deaths}."
        )
        yield Statement(f"feil-{id}", text.replace("{what}", words), figures)
    yield from _cover_finding(result)


def _cover_finding(result: Result) -> Iterable[Statement]:
    formula = _(
        "Andelen av alle kommuner, startår, år fram og aldersgrupper der det som skjedde "
        "var innenfor intervallet"
    )
    values = {f"d{level}": overall(result.lines, f"inside{level}") for level in (50, 80, 95)}
    if None in values.values():
        return
    figures = {
        k: _figure(
            result,
            f"dekning-{k[1:]}",
            _("Dekning av {level} %-intervallet").format(level=k[1:]),
            v,
            formula,
        )
        for k, v in values.items()
    }
    yield Statement(
        "dekning",
        _(
            "Det som skjedde, var innenfor 80 %-intervallet i {d80} av tilfellene, innenfor "
            "50 %-intervallet i {d50} og innenfor 95 %-intervallet i {d95}."
        ),
        figures,
    )


def _methods() -> dict[str, tuple[str, Role]]:
    return {
        "own": (_("Veivalg"), Role.OWN),
        "plain": (_("Hamilton–Perry"), Role.GROUP),
        "unchanged": (_("Ingen endring"), Role.NORWAY),
        "chance": (_("Bare tilfeldigheter"), Role.PEER),
        "ssb": (_("SSB"), Role.PEER),
    }


def _error_blocks(result: Result) -> Iterable[Block]:
    yield _five_years(result)
    for group in (TOTAL, AGED):
        yield _by_horizon(result, group)
    yield _by_size(result)


def _five_years(result: Result) -> Exhibit:
    lines = [(g, s) for g in BACKTEST if (s := result.line(g, AHEAD)) is not None]
    ssb = any(s.ssb is not None for _g, s in lines)
    rows = tuple(
        (
            group_name(g),
            s.own,
            s.plain,
            s.unchanged,
            *((s.ssb,) if ssb else ()),
            s.deaths,
            s.chance,
            s.bias,
        )
        for g, s in lines
    )
    columns = (
        Column("group", _("Alder")),
        _share("own", _("Veivalg")),
        _share("plain", _("Hamilton–Perry")),
        _share("unchanged", _("Ingen endring")),
        *((_share("ssb", _("SSB")),) if ssb else ()),
        _share("deaths", _("Bare tilfeldige dødsfall")),
        _share("chance", _("Alle tilfeldigheter")),
        Column("bias", _("Skjevhet, Veivalg"), Unit.SHARE, 1, sign=True),
    )
    won = sum(s.own <= min(s.plain, s.unchanged) for _g, s in lines)
    title = _("Veivalg er nærmest i {won} av {all} aldersgrupper fem år fram").format(
        won=won, all=len(lines)
    )
    return Exhibit(
        "fem-ar",
        title,
        _(
            "Gjennomsnittlig absolutt feil etter fem år, alle kommuner, startår {first}–{last}"
        ).format(first=result.first, last=result.last),
        title + ".",
        Table(columns, rows),
        (_source(result),),
        formula=_error_formula(),
        method="M2",
        note=_(
            "«Alle tilfeldigheter» er feilen ingen modell kommer under: hvem som dør, fødes og "
            "flytter i en liten kommune. Skjevhet over null betyr at vi framskrev for mange."
        ),
    )


def _share(key: str, title: str) -> Column:
    return Column(key, title, Unit.SHARE, 1)


def _by_horizon(result: Result, group: str) -> Exhibit:
    names = _methods()
    lines = [s for h in range(1, 11) if (s := result.line(group, h)) is not None]
    used = [k for k in names if all(getattr(s, k) is not None for s in lines)]
    rows = tuple((float(s.horizon), names[k][0], getattr(s, k)) for k in used for s in lines)
    columns = (
        Column("horizon", _("År fram"), Unit.COUNT, 0),
        Column("method", _("Metode")),
        _share("error", _("Feil")),
    )
    what = _("samlet folketall") if group == TOTAL else _("80 år og eldre")
    rising = all(a.own <= b.own for a, b in pairwise(lines))
    title = _("Feilen i {what} øker med årene") if rising else _("Feilen i {what} år for år")
    title = title.format(what=what)
    last = lines[-1] if lines else None
    alt = title + "."
    if last is not None:
        alt += " " + _("Etter {h} år er den {own} prosent for Veivalg.").format(
            h=last.horizon, own=f"{last.own * 100:.1f}".replace(".", ",")
        )
    return Exhibit(
        f"feil-{'samlet' if group == TOTAL else 'eldre'}",
        title,
        _("Gjennomsnittlig absolutt feil etter antall år fram, alle kommuner"),
        alt,
        Table(columns, rows, pivot=Pivot("horizon", "method", "error")),
        (_source(result),),
        Chart(
            Shape.LINES,
            "horizon",
            "error",
            "method",
            zero=True,
            x_title=_("År fram"),
            roles={names[k][0]: names[k][1] for k in used},
        ),
        formula=_error_formula(),
        method="M2",
        note=_(
            "Få startår ligger bak de lengste horisontene: ti år fram er bare målt fra de "
            "tidligste."
        ),
    )


def _by_size(result: Result) -> Exhibit:
    def at(size: int, group: str) -> float | None:
        s = result.line(group, AHEAD, size)
        return None if s is None else s.own

    totals = [at(size, TOTAL) or 0.0 for size in SIZES]
    title = _("Feilen etter kommunestørrelse")
    if totals[0] == max(totals):
        title = _("De minste kommunene er vanskeligst å treffe")
    return Exhibit(
        "feil-storrelse",
        title,
        _("Veivalgs feil fem år fram, etter innbyggere i startåret"),
        title + ".",
        _size_table(at),
        (_source(result),),
        formula=_error_formula(),
        method="M2",
    )


def _size_table(value: Callable[[int, str], float | None]) -> Table:
    rows = tuple(
        (size_name(s), group_name(g), value(s, g)) for s in (ALL, *SIZES) for g in BACKTEST
    )
    columns = (
        Column("size", _("Innbyggere")),
        Column("group", _("Alder")),
        _share("value", _("Andel")),
    )
    return Table(columns, rows, pivot=Pivot("size", "group", "value"))


def _cover_blocks(result: Result) -> Iterable[Block]:
    if overall(result.lines) is None:
        yield Statement(
            "uten-trekk", _("Denne kjøringen ble gjort uten trekk, og har ingen intervaller.")
        )
        return
    cells = [pooled(result.lines, s, g) for s in SIZES for g in BACKTEST]
    known = [c for c in cells if c is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    title = _("Intervallene holder i alle størrelser og aldre")
    if low < LOWEST or high > HIGHEST:
        title = _("Intervallene holder ikke overalt")
    alt = _("{title}. Laveste dekning er {low} prosent og høyeste {high}.").format(
        title=title, low=round(low * 100), high=round(high * 100)
    )
    yield Exhibit(
        "dekning-storrelse",
        title,
        _(
            "Hvor ofte det som skjedde var innenfor 80 %-intervallet, alle år fram, etter "
            "innbyggere i startåret"
        ),
        alt,
        _size_table(lambda size, group: pooled(result.lines, size, group)),
        (_source(result),),
        method="M2",
        note=_(
            "Målet er 80 prosent. Vi godtar 72–88 i hver rute og 77–83 samlet. Størrelsen på "
            "sjokkene er valgt slik at dette holder for startårene under ett; se forbeholdene."
        ),
    )
    rows = tuple(
        (float(h), group_name(g), s.inside80)
        for h in range(1, 11)
        for g in BACKTEST
        if (s := result.line(g, h)) is not None
    )
    columns = (
        Column("horizon", _("År fram"), Unit.COUNT, 0),
        Column("group", _("Alder")),
        _share("value", _("Andel")),
    )
    held = [row[2] for row in rows if row[2] is not None]
    text = _("Dekningen etter antall år fram")
    if held and max(held) - min(held) <= STEADY:
        text = _("Intervallene holder om lag like godt på kort og lang sikt")
    yield Exhibit(
        "dekning-ar",
        text,
        _(
            "Hvor ofte det som skjedde var innenfor 80 %-intervallet, alle "
            "kommuner, etter antall år fram"
        ),
        text + ".",
        Table(columns, rows, pivot=Pivot("horizon", "group", "value")),
        (_source(result),),
        method="M2",
    )


def _loss_blocks(result: Result) -> Iterable[Block]:
    lines = [s for s in lost(result.lines) if s.horizon == AHEAD]
    if not lines:
        yield Statement("ingen-tap", _("Ingen av de enkle metodene var nærmere fem år fram."))
        return
    rows = tuple(_loss(s) for s in lines)
    columns = (
        Column("year", _("Startår")),
        Column("size", _("Innbyggere")),
        Column("group", _("Alder")),
        Column("own", _("Veivalg"), Unit.SHARE, 2),
        Column("plain", _("Hamilton–Perry"), Unit.SHARE, 2),
        Column("unchanged", _("Ingen endring"), Unit.SHARE, 2),
    )
    title = _("Enkle metoder er nærmere i {n} av {all} ruter").format(
        n=len(lines), all=sum(s.horizon == AHEAD for s in result.lines)
    )
    yield Exhibit(
        "tap",
        title,
        _("Feil fem år fram der en enkel metode hadde mindre feil enn Veivalg"),
        title + ".",
        Table(columns, rows),
        (_source(result),),
        formula=_error_formula(),
        method="M2",
    )


def _loss(s: Score) -> tuple[str, str, str, float, float, float]:
    year = _("alle") if s.base_year == ALL else str(s.base_year)
    return year, size_name(s.size), group_name(s.group), s.own, s.plain, s.unchanged


def _caveats() -> tuple[Block, ...]:
    return (
        Statement(
            "konstanter",
            _(
                "Satsene for hvert startår bruker ingen tall fra senere år. Men noen få konstanter "
                "(hvor mange år som brukes, hvor sterkt små kommuner trekkes mot landet, hvor "
                "bredt sjokkene spriker) er valgt én gang med alle startårene for øyet. Velges de "
                "tre viktigste på nytt for hvert startår med bare eldre startår å lære av, blir "
                "feilen litt større; tallene står i dokumentasjonen."
            ),
            caution=True,
        ),
        Statement(
            "boelger",
            _(
                "Startårene deler historie. Flyktningene i 2022 og 2023 rammer alle kommuner i "
                "alle startår fra 2018. Dekningen er derfor målt på få uavhengige nasjonale "
                "bølger, og kan bli en annen neste gang."
            ),
            caution=True,
        ),
        Statement(
            "grenser",
            _(
                "Folketallene gjelder dagens kommuner. Ålesund og Haram er med først fra 2024, "
                "fordi tallene før delingen er fordelt med faste andeler."
            ),
        ),
    )


def _missing(result: Result) -> Iterable[Missing]:
    if all(s.ssb is None for s in result.lines):
        yield Missing(
            _("SSBs egne tidligere framskrivinger"),
            _("Tabellene 11668 og 12882 er ikke hentet, så de kan ikke stå ved siden av våre."),
            _("Oppgi dem i en fil: «veivalg etterprov --ssb-framskriving FIL»."),
            "SSB 11668 og 12882",
        )


def _terms() -> dict[str, str]:
    return {
        "Hamilton–Perry": _(
            "Enkel framskriving der hvert årskull endres like mye som årskullene før det gjorde."
        ),
        "80 %-intervall": _("To tall som det som skjer, skal ligge mellom i åtte av ti tilfeller."),
        "skjevhet": _("Snittet av feilene med fortegn: over null er for mange framskrevet."),
    }
