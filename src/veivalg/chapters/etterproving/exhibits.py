"""Tables and pictures of the page «etterproving»."""

from collections.abc import Callable
from itertools import pairwise
from operator import attrgetter

from veivalg.chapters.common.exhibits import Exhibits, by_column
from veivalg.chapters.etterproving.model import (
    AGED,
    AHEAD,
    HIGHEST,
    LOWEST,
    METHOD,
    PERIODS,
    RIVAL_NAMES,
    STEADY,
    TOTAL,
    error_formula,
    group_name,
    size_name,
    source_of,
)
from veivalg.content import Chart, Column, Exhibit, Role, Shape, Unit, format_plain
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

Value = Callable[[int, str], float | None]


def _show(result: Result) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    return Exhibits(
        METHOD, {"first": str(result.first), "last": str(result.last)}, (source_of(result),)
    )


def _share(key: str, title: str) -> Column:
    return Column(key, title, Unit.SHARE, 1)


def _methods() -> dict[str, tuple[str, Role]]:
    return {
        "own": (_("Veivalg"), Role.OWN),
        "tuned": (_("Hamilton–Perry, beste av fire"), Role.GROUP),
        "unchanged": (_("Ingen endring"), Role.NORWAY),
        "chance": (_("Bare tilfeldigheter"), Role.PEER),
        "ssb": (_("SSB"), Role.PEER),
    }


def five_years(result: Result) -> Exhibit:
    """Give the error after five years by age, beside simple methods and chance."""
    lines = [(g, s) for g in BACKTEST if (s := result.line(g, AHEAD)) is not None]
    ssb = any(s.ssb is not None for _g, s in lines)
    won = sum(s.own <= min(s.tuned, s.unchanged) for _g, s in lines)
    return _show(result)(
        "fem-ar",
        _("Veivalg er nærmest i {won} av {all} aldersgrupper fem år fram"),
        _("Gjennomsnittlig absolutt feil etter fem år, alle kommuner, startår {first}–{last}"),
        *by_column(
            lines,
            (Column("group", _("Alder")), lambda line: group_name(line[0])),
            (_share("own", _("Veivalg")), lambda line: line[1].own),
            (_share("plain", _("Hamilton–Perry, enkel")), lambda line: line[1].plain),
            (_share("tuned", _("Hamilton–Perry, beste av fire")), lambda line: line[1].tuned),
            (_share("unchanged", _("Ingen endring")), lambda line: line[1].unchanged),
            *(((_share("ssb", _("SSB")), lambda line: line[1].ssb),) if ssb else ()),
            (_share("deaths", _("Bare tilfeldige dødsfall")), lambda line: line[1].deaths),
            (_share("chance", _("Alle tilfeldigheter")), lambda line: line[1].chance),
            (
                Column("bias", _("Skjevhet, Veivalg"), Unit.SHARE, 1, sign=True),
                lambda line: line[1].bias,
            ),
        ),
        won=format_plain(won),
        all=format_plain(len(lines)),
        formula=error_formula(),
        note=_(
            "«Alle tilfeldigheter» er feilen ingen modell kommer under: hvem som dør, fødes og "
            "flytter i en liten kommune. Skjevhet over null betyr at vi framskrev for mange."
        ),
    )


def by_horizon(result: Result, group: str) -> Exhibit:
    """Give the error by years ahead, a line a method."""
    names = _methods()
    lines = [s for h in range(1, 11) if (s := result.line(group, h)) is not None]
    used = [k for k in names if all(getattr(s, k) is not None for s in lines)]
    last = lines[-1] if lines else None
    rising = all(a.own <= b.own for a, b in pairwise(lines))
    title = _("Feilen i {what} øker med årene") if rising else _("Feilen i {what} år for år")
    after = _("Etter {h} år er den {own} prosent for Veivalg.") if last else ""
    return _show(result)(
        f"feil-{'samlet' if group == TOTAL else 'eldre'}",
        title,
        _("Gjennomsnittlig absolutt feil etter antall år fram, alle kommuner"),
        (
            Column("horizon", _("År fram"), Unit.COUNT, 0),
            Column("method", _("Metode")),
            _share("error", _("Feil")),
        ),
        [(float(s.horizon), names[k][0], getattr(s, k)) for k in used for s in lines],
        what=_("samlet folketall") if group == TOTAL else _("80 år og eldre"),
        h=format_plain(last.horizon) if last else "",
        own=format_plain(last.own * 100, 1) if last else "",
        alt=f"{title}. {after}".strip(),
        pivot=("horizon", "method", "error"),
        chart=Chart(
            Shape.LINES,
            "horizon",
            "error",
            "method",
            zero=True,
            x_title=_("År fram"),
            roles={names[k][0]: names[k][1] for k in used},
        ),
        formula=error_formula(),
        note=_(
            "Få startår ligger bak de lengste horisontene: ti år fram er bare målt fra de "
            "tidligste."
        ),
    )


def by_base(result: Result) -> Exhibit:
    """Give the error and the coverage from every base year, as far ahead as it reaches."""
    rows = []
    for year in range(result.first, result.last + 1):
        ahead = max(h for h in range(1, AHEAD + 1) if result.line(TOTAL, h, base_year=year))
        total, aged = (result.line(g, ahead, base_year=year) for g in (TOTAL, AGED))
        if total is not None and aged is not None:
            errors = (total.own, total.tuned, aged.own, aged.tuned)
            rows.append(
                (
                    str(year),
                    float(ahead),
                    *errors,
                    result.covered(year, TOTAL),
                    result.covered(year),
                )
            )
    return _show(result)(
        "startar",
        _("Hvert startår for seg: feil og dekning"),
        _("Feil etter fem år, eller så langt startåret rekker, og 80 %-intervallets dekning"),
        (
            Column("year", _("Startår")),
            Column("ahead", _("År fram"), Unit.COUNT, 0),
            _share("own", _("Alle, Veivalg")),
            _share("tuned", _("Alle, beste Hamilton–Perry")),
            _share("aged", _("80 år og eldre, Veivalg")),
            _share("aged_tuned", _("80 år og eldre, beste Hamilton–Perry")),
            _share("cover", _("Dekning, samlet folketall")),
            _share("cover_all", _("Dekning, alle aldre")),
        ),
        rows,
        formula=error_formula(),
        note=_(
            "Beste Hamilton–Perry er den av fire (5 eller 8 år, vekt 200 eller 1000) som viste seg "
            "å treffe best i hver rute, valgt etterpå. Dekningen gjelder alle år fram. Bredden "
            "bygger bare på startår med kjent utfall da: vi har ikke gjort den større etterpå."
        ),
    )


def rivals(result: Result, group: str) -> Exhibit | None:
    """Give our error in the newest base years beside all four Hamilton–Perry, by years ahead."""
    first, last = PERIODS[-1]
    if result.last < last:
        return None
    names = {"own": _("Veivalg")} | {key: _(name) for key, name in RIVAL_NAMES.items()}
    rows = [
        (float(h), *(result.mean(attrgetter(n), first, last, group, h) for n in names))
        for h in range(1, 11)
        if result.mean(attrgetter("own"), first, last, group, h) is not None
    ]
    what = _("samlet folketall") if group == TOTAL else _("80 år og eldre")
    return _show(result)(
        f"siste-{'samlet' if group == TOTAL else 'eldre'}",
        _("Ved siden av fire Hamilton–Perry: {what}"),
        _("Feil for startårene {early}–{late} som rekker så langt"),
        (
            Column("horizon", _("År fram"), Unit.COUNT, 0),
            *(Column(key, title, Unit.SHARE, 2) for key, title in names.items()),
        ),
        rows,
        what=what,
        early=str(first),
        late=str(last),
        formula=error_formula(),
    )


def widths(result: Result) -> Exhibit | None:
    """Give width and score of the 80 % intervals beside those of the best Hamilton–Perry."""
    lines = [(g, s) for g in BACKTEST if (s := result.line(g, AHEAD)) is not None]
    if not lines or any(s.width80 is None for _g, s in lines):
        return None
    return _show(result)(
        "bredde",
        _("Hvor brede intervallene er, ved siden av Hamilton–Perry"),
        _("80 %-intervallet etter fem år, alle startår: andel av det som kom"),
        *by_column(
            lines,
            (Column("group", _("Alder")), lambda line: group_name(line[0])),
            (_share("cover", _("Dekning, Veivalg")), lambda line: line[1].inside80),
            (_share("width", _("Bredde, Veivalg")), lambda line: line[1].width80),
            (_share("score", _("Skåre, Veivalg")), lambda line: line[1].score80),
            (_share("rcover", _("Dekning, Hamilton–Perry")), lambda line: line[1].tuned80),
            (_share("rwidth", _("Bredde, Hamilton–Perry")), lambda line: line[1].tuned_width80),
            (_share("rscore", _("Skåre, Hamilton–Perry")), lambda line: line[1].tuned_score80),
        ),
        note=_(
            "Skåren er bredden og ti ganger avstanden til intervallet når det bommer: lavere er "
            "bedre. Hamilton–Perry er den beste av fire, med bredder lært på samme måte."
        ),
    )


def by_size(result: Result) -> Exhibit:
    """Give the error after five years by the size of the municipality."""

    def at(size: int, group: str) -> float | None:
        s = result.line(group, AHEAD, size)
        return None if s is None else s.own

    totals = [at(size, TOTAL) or 0.0 for size in SIZES]
    return _show(result)(
        "feil-storrelse",
        _("De minste kommunene er vanskeligst å treffe")
        if totals[0] == max(totals)
        else _("Feilen etter kommunestørrelse"),
        _("Veivalgs feil fem år fram, etter innbyggere i startåret"),
        *_size_table(at),
        pivot=("size", "group", "value"),
        formula=error_formula(),
    )


def _size_table(value: Value) -> tuple[tuple[Column, ...], list[tuple[str, str, float | None]]]:
    columns = (
        Column("size", _("Innbyggere")),
        Column("group", _("Alder")),
        _share("value", _("Andel")),
    )
    cells = ((s, g) for s in (ALL, *SIZES) for g in BACKTEST)
    return columns, [(size_name(s), group_name(g), value(s, g)) for s, g in cells]


def cover_by_size(result: Result) -> Exhibit | None:
    """Give how often what came was inside the 80 % interval, by size; None without intervals."""
    if overall(result.lines) is None:
        return None
    cells = [pooled(result.lines, s, g) for s in SIZES for g in BACKTEST]
    known = [c for c in cells if c is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    title = (
        _("Intervallene holder ikke overalt")
        if low < LOWEST or high > HIGHEST
        else _("Intervallene holder i alle størrelser og aldre")
    )
    return _show(result)(
        "dekning-storrelse",
        title,
        _(
            "Hvor ofte det som skjedde var innenfor 80 %-intervallet, alle år fram, etter "
            "innbyggere i startåret"
        ),
        *_size_table(lambda size, group: pooled(result.lines, size, group)),
        words={"title": title},
        low=format_plain(low * 100),
        high=format_plain(high * 100),
        alt=_("{title}. Laveste dekning er {low} prosent og høyeste {high}."),
        pivot=("size", "group", "value"),
        note=_(
            "Målet er 80 prosent. Vi godtar 72–88 i hver rute og 77–83 samlet. Bredden for hvert "
            "startår er lært av tidligere startår alene."
        ),
    )


def cover_by_horizon(result: Result) -> Exhibit | None:
    """Give how often what came was inside the 80 % interval, by years ahead."""
    if overall(result.lines) is None:
        return None
    rows = [
        (float(h), group_name(g), s.inside80)
        for h in range(1, 11)
        for g in BACKTEST
        if (s := result.line(g, h)) is not None
    ]
    held = [inside for _h, _g, inside in rows if inside is not None]
    return _show(result)(
        "dekning-ar",
        _("Intervallene holder om lag like godt på kort og lang sikt")
        if held and max(held) - min(held) <= STEADY
        else _("Dekningen etter antall år fram"),
        _(
            "Hvor ofte det som skjedde var innenfor 80 %-intervallet, alle "
            "kommuner, etter antall år fram"
        ),
        (
            Column("horizon", _("År fram"), Unit.COUNT, 0),
            Column("group", _("Alder")),
            _share("value", _("Andel")),
        ),
        rows,
        pivot=("horizon", "group", "value"),
    )


def losses(result: Result) -> Exhibit | None:
    """List where a simple method was closer; None where none was."""
    lines = [s for s in lost(result.lines) if s.horizon == AHEAD]
    if not lines:
        return None
    return _show(result)(
        "tap",
        _("Enkle metoder er nærmere i {n} av {all} ruter"),
        _("Feil fem år fram der en enkel metode hadde mindre feil enn Veivalg"),
        *by_column(
            lines,
            (Column("year", _("Startår")), _start),
            (Column("size", _("Innbyggere")), lambda s: size_name(s.size)),
            (Column("group", _("Alder")), lambda s: group_name(s.group)),
            (Column("own", _("Veivalg"), Unit.SHARE, 2), lambda s: s.own),
            (Column("tuned", _("Hamilton–Perry, beste av fire"), Unit.SHARE, 2), lambda s: s.tuned),
            (Column("unchanged", _("Ingen endring"), Unit.SHARE, 2), lambda s: s.unchanged),
        ),
        n=format_plain(len(lines)),
        all=format_plain(sum(s.horizon == AHEAD for s in result.lines)),
        formula=error_formula(),
    )


def _start(score: Score) -> str:
    return _("alle") if score.base_year == ALL else str(score.base_year)
