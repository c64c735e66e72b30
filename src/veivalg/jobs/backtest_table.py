"""The back-test in words and as the tables of docs/etterproving.md."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from veivalg.content.numbers import THIN, format_date, format_plain
from veivalg.foundation.i18n import N_, _
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

LABELS = {"alle": "Alle", "80-": N_("80 og eldre"), "90-": N_("90 og eldre")}
FIVE = 5
LATE, LATE_REACH = (2020, 2025), 6
"""The newest base years, and how far ahead the first of them has come."""
Cell = str


def group_label(group: str) -> str:
    """Give an age group as it is written.

    Examples
    --------
    >>> group_label("0-5"), group_label("80-")
    ('0–5', '80 og eldre')
    """
    return LABELS.get(group, group.replace("-", "–"))


def size_label(size: int) -> str:
    """Give a size class as it is written.

    Examples
    --------
    >>> size_label(0), size_label(50_000)
    ('under 2 000', '50 000 og flere')
    """
    if size == ALL:
        return _("alle kommuner")
    above = [s for s in SIZES if s > size]
    if not above:
        return _("{size} og flere").format(size=_spaced(size))
    return f"under {_spaced(above[0])}" if size == 0 else f"{_spaced(size)}–{_spaced(above[0] - 1)}"


def _spaced(number: int) -> str:
    return format_plain(number).replace(THIN, " ")  # the tables are Markdown, read as they stand


def percent(share: float | None) -> str:
    """Give a fraction as per cent with one decimal, «–» where there is none."""
    return "–" if share is None else format_plain(share * 100, 1)


def summary(result: Result) -> str:
    """Give what a terminal shows: errors five years ahead, and how often the intervals held."""
    lines = [
        _("Startår {first}–{last}, fem år fram, gjennomsnittlig feil i prosent:").format(
            first=result.first, last=result.last
        )
    ]
    for group in BACKTEST:
        s = result.line(group, FIVE)
        if s is not None:
            lines.append(
                _(
                    "  {group:<12} Veivalg {own:>5}   Hamilton–Perry, beste av fire {plain:>5}   "
                    "ingen endring "
                    "{unchanged:>5}   bare tilfeldigheter {chance:>5}"
                ).format(
                    group=group_label(group),
                    own=percent(s.own),
                    plain=percent(s.tuned),
                    unchanged=percent(s.unchanged),
                    chance=percent(s.chance),
                )
            )
    held = [
        f"{level} %: {percent(overall(result.lines, f'inside{level}'))}" for level in (50, 80, 95)
    ]
    return "\n".join(
        [
            *lines,
            _("Utfallet var innenfor intervallet, alle år og grupper: ") + ", ".join(held) + ".",
        ]
    )


def markdown(result: Result) -> str:
    """Give every table as Markdown, losses included."""
    parts = [
        _(
            "Kjørt {made} på {source}. Startår {first}–{last}, {draws} trekk. Feil er "
            "gjennomsnittlig absolutt feil i prosent."
        ).format(
            made=format_date(result.made),
            source=result.source,
            first=result.first,
            last=result.last,
            draws=result.draws,
        ),
        _("### Fem år fram, alle kommuner"),
        _five_years(result),
        _("### Etter startår, fem år fram eller så langt det rekker"),
        _by_base_year(result),
        _("### Startår {first}–{last}: Veivalg / de fire Hamilton–Perry").format(
            first=LATE[0], last=LATE[1]
        ),
        _late(result),
        "### Hvor Veivalg taper",
        losses(result),
        _("### Feil etter antall år fram (Veivalg)"),
        _by(result, "own"),
        _("### Hvor ofte 80 %-intervallet traff, etter antall år fram"),
        _by(result, "inside80"),
        _("### Hvor ofte 80 %-intervallet traff, etter kommunestørrelse (alle år fram)"),
        _by_size(result),
        _("### Feil fem år fram etter kommunestørrelse (Veivalg / beste Hamilton–Perry)"),
        _size_errors(result),
        _("### Alle intervaller, alle år fram"),
        _levels(result),
        _("### 80 %-intervallet fem år fram: dekning, bredde og skåre (Veivalg / Hamilton–Perry)"),
        _widths(result),
    ]
    return "\n\n".join(parts) + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    lines = [heads, ["---", *(["---:"] * (len(heads) - 1))], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _five_years(result: Result) -> str:
    heads = [
        "Alder",
        "Tilfeller",
        "Veivalg",
        "Hamilton–Perry 5/200",
        _("Beste av fire"),
        "Ingen endring",
        "SSB",
        _("Dødsfall"),
        "Tilfeldigheter",
        "Skjevhet",
        "50 %",
        "80 %",
        "95 %",
    ]
    rows = [
        [
            group_label(g),
            str(s.cases),
            percent(s.own),
            percent(s.plain),
            percent(s.tuned),
            percent(s.unchanged),
            percent(s.ssb),
            percent(s.deaths),
            percent(s.chance),
            percent(s.bias),
            percent(s.inside50),
            percent(s.inside80),
            percent(s.inside95),
        ]
        for g in BACKTEST
        if (s := result.line(g, FIVE)) is not None
    ]
    return _table(heads, rows)


def _by_base_year(result: Result) -> str:
    heads = [
        _("Startår"),
        _("År fram"),
        _("Alle: Veivalg / beste Hamilton–Perry / ingen endring"),
        _("80 år og eldre"),
        _("80 %-intervallet traff, alle"),
        _("80 år og eldre"),
        _("alle aldre"),
    ]
    rows = []
    for year in range(result.first, result.last + 1):
        ahead = max(h for h in range(1, FIVE + 1) if result.line("alle", h, base_year=year))
        rows.append(
            [
                str(year),
                str(ahead),
                *(_three(result.line(g, ahead, base_year=year)) for g in ("alle", "80-")),
                *(percent(result.covered(year, g)) for g in ("alle", "80-", None)),
            ]
        )
    return _table(heads, rows)


def _three(s: Score | None) -> str:
    if s is None:
        return "–"
    return f"{percent(s.own)} / {percent(s.tuned)} / {percent(s.unchanged)}"


def _late(result: Result) -> str:
    names = ("own", "plain", "plain_1000", "long_200", "long_1000")

    def cell(group: str, h: int) -> str:
        found = [result.mean(attrgetter(n), *LATE, group, h) for n in names]
        own, *rivals = ["–" if v is None else format_plain(v * 100, 2) for v in found]
        return f"{own} / {' · '.join(rivals)}"

    rows = [[str(h), cell("alle", h), cell("80-", h)] for h in range(1, LATE_REACH + 1)]
    return _table([_("År fram"), "Alle", _("80 år og eldre")], rows)


def losses(result: Result) -> str:
    """Give the losses as a table, or a sentence when there are none."""
    rows = [
        [
            str(s.base_year) if s.base_year != ALL else "alle",
            size_label(s.size),
            group_label(s.group),
            str(s.horizon),
            percent(s.own),
            percent(s.tuned),
            percent(s.unchanged),
        ]
        for s in lost(result.lines)
        if s.size == ALL or s.horizon == FIVE
    ]
    if not rows:
        return "Ingen linje."
    return _table(
        [
            _("Startår"),
            _("Størrelse"),
            "Alder",
            _("År fram"),
            "Veivalg",
            _("Beste Hamilton–Perry"),
            "Ingen endring",
        ],
        rows,
    )


def _grid(
    heads: Sequence[str],
    keys: Sequence[int],
    label: Callable[[int], str],
    cell: Callable[[int, str], str],
) -> str:
    rows = [[label(k), *(cell(k, g) for g in BACKTEST)] for k in keys]
    return _table([*heads, *(group_label(g) for g in BACKTEST)], rows)


def _by(result: Result, what: str) -> str:
    horizons = sorted({s.horizon for s in result.lines})

    def cell(h: int, group: str) -> str:
        s = result.line(group, h)
        return percent(None if s is None else getattr(s, what))

    return _grid([_("År fram")], horizons, str, cell)


def _by_size(result: Result) -> str:
    return _grid(
        ["Innbyggere"],
        (ALL, *SIZES),
        size_label,
        lambda size, group: percent(pooled(result.lines, size, group)),
    )


def _size_errors(result: Result) -> str:
    def cell(size: int, group: str) -> str:
        s = result.line(group, FIVE, size)
        return "–" if s is None else f"{percent(s.own)} / {percent(s.tuned)}"

    return _grid(["Innbyggere"], (ALL, *SIZES), size_label, cell)


def _levels(result: Result) -> str:
    rows = [
        [
            f"{level} %",
            percent(overall(result.lines, f"inside{level}")),
            *(percent(pooled(result.lines, ALL, g, f"inside{level}")) for g in BACKTEST),
        ]
        for level in (50, 80, 95)
    ]
    return _table(["Intervall", "I alt", *(group_label(g) for g in BACKTEST)], rows)


def _widths(result: Result) -> str:
    """Give our intervals beside those of the best Hamilton–Perry, learnt in the same way."""
    rows = [
        [
            group_label(g),
            f"{percent(s.inside80)} / {percent(s.tuned80)}",
            f"{percent(s.width80)} / {percent(s.tuned_width80)}",
            f"{percent(s.score80)} / {percent(s.tuned_score80)}",
        ]
        for g in BACKTEST
        if (s := result.line(g, FIVE)) is not None
    ]
    return _table(["Alder", "Dekning", "Bredde", _("Skåre (lav er best)")], rows)
