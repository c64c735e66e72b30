"""A chapter's notes come from the tables it rests on, documented ones first."""

from __future__ import annotations

import polars as pl

from veivalg.chapters.common.value_notes import MOST, value_notes
from veivalg.chapters.okonomi.chapter import chapter as finances
from veivalg.content import NoteKind, Source
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.norway.register import municipalities, municipality
from veivalg.tables import Sourced

SOURCE = Source("ssb", "SSB", "KOSTRA", "12134")
DEBT = "net_debt"
GROUP = [m.code for m in municipalities() if m.kostra_group == municipality("5503").kostra_group]


def evidence(rows: list[tuple[str, int, str, float | None, float | None, str | None]]) -> Evidence:
    frame = pl.DataFrame(
        [(code, year, id, value, None, n, reason) for code, year, id, value, n, reason in rows],
        schema=["municipality", "year", "indicator", "value", "numerator", "denominator", "reason"],
        orient="row",
    )
    table = Sourced(frame, {"*": SOURCE})
    return Evidence(municipality("5503"), {"indicators": table}, country={"indicators": table})


def line(code: str, jump: float = 0.0, hidden: int = 0) -> list:  # type: ignore[type-arg]
    return [
        (
            code,
            y,
            DEBT,
            None if y == hidden else 0.9 + 0.01 * (y % 2) + (jump if y >= 2023 else 0),
            None,
            "skjermet" if y == hidden else None,
        )
        for y in range(2012, 2025)
    ]


def test_nothing_known_gives_only_what_is_documented() -> None:
    empty = Evidence(municipality("5503"))
    assert value_notes(empty, [DEBT]) == ()
    (note,) = value_notes(empty, [DEBT], ["241"])
    assert note.kind is NoteKind.BOOKED


def test_a_jump_of_our_own_is_marked_and_one_the_group_shares_is_said_to_be_so() -> None:
    others = [row for code in GROUP[:8] if code != "5503" for row in line(code)]
    (alone,) = value_notes(evidence(line("5503", 0.3) + others), [DEBT])
    assert alone.kind is NoteKind.BREAK
    assert "Sammenliknbare" not in alone.text
    moving = [row for code in GROUP[:8] if code != "5503" for row in line(code, 0.3)]
    (shared,) = value_notes(evidence(line("5503", 0.3) + moving), [DEBT])
    assert "Sammenliknbare kommuner endrer seg like mye" in shared.text


def test_a_suppressed_value_is_told_with_its_reason_and_an_old_one_is_not() -> None:
    (note,) = value_notes(evidence(line("5503", hidden=2023)), [DEBT])
    assert (note.kind, note.period) == (NoteKind.ABSENT, "2023")
    assert "skjermet" in note.text
    assert value_notes(evidence(line("5503", hidden=2013)), [DEBT]) == ()


def test_a_value_on_too_few_is_said_to_rest_on_too_little() -> None:
    rows = [(*row[:4], 12.0 if row[1] == 2024 else 400.0, None) for row in line("5503")]
    (note,) = value_notes(evidence(rows), [DEBT])
    assert "for lite grunnlag" in note.text


def test_there_are_never_more_notes_than_a_page_can_bear() -> None:
    from veivalg.norway.indicators import indicators

    rows = [("5503", 2024, i.id, None, None, "skjermet") for i in indicators()]
    assert len(value_notes(evidence(rows), [i.id for i in indicators()])) == MOST


def test_a_known_difference_is_told_in_the_year_it_is_about_and_not_in_others() -> None:
    empty = Evidence(municipality("5503"))
    assert value_notes(empty, functions=["241"], years=[2023])
    assert value_notes(empty, functions=["241"], years=[2024]) == ()


def test_the_places_chapter_says_that_ranas_dwellings_jump() -> None:
    from veivalg.chapters.report import make_chapter

    notes = make_chapter("plasser", municipality("1833")).notes
    assert [n.kind for n in notes] == [NoteKind.BREAK]
    assert "101" in notes[0].text
    assert make_chapter("plasser", municipality("5503")).notes == ()


def test_years_before_a_split_are_no_hole_of_each_indicator() -> None:
    gone = "kommunen er delt siden"
    rows = [
        (
            "1580",
            year,
            DEBT,
            0.9 if year > 2023 else None,
            None,
            None,
            None if year > 2023 else gone,
        )
        for year in range(2020, 2026)
    ]
    frame = pl.DataFrame(
        rows,
        schema=["municipality", "year", "indicator", "value", "numerator", "denominator", "reason"],
        orient="row",
    )
    table = Sourced(frame, {"*": SOURCE})
    haram = Evidence(municipality("1580"), {"indicators": table}, country={"indicators": table})
    assert value_notes(haram, [DEBT]) == ()


def test_a_short_series_is_held_against_others_alone() -> None:
    """One with a new number has two years; its own habit isn't known, but others' change is."""
    few = [(c, y, v, n, r, x) for c, y, v, n, r, x in line("5503") if y >= 2023]

    def two_years(jump: float) -> list:  # type: ignore[type-arg]
        return [
            (c, y, i, v + (jump if y == 2024 else 0.0), n, r)
            for c, y, i, v, n, r in few
            if v is not None
        ]

    others = [row for code in GROUP[:8] if code != "5503" for row in line(code)]
    (note,) = value_notes(evidence(two_years(0.5) + others), [DEBT])
    assert note.kind is NoteKind.BREAK and note.period == "2024"
    assert "på ett år, mye mer enn i andre kommuner" in note.text
    assert "vanlig i serien" not in note.text
    assert value_notes(evidence(two_years(0.01) + others), [DEBT]) == ()
    moving = [row for code in GROUP[:8] if code != "5503" for row in line(code)]
    moving = [(c, y, i, v + 0.5 * (y == 2024), n, r) for c, y, i, v, n, r in moving]
    assert value_notes(evidence(two_years(0.5) + moving), [DEBT]) == ()


def test_a_short_series_is_held_against_everybody_and_not_its_group_alone() -> None:
    elsewhere = [m.code for m in municipalities() if m.code not in GROUP][:9]
    others = [row for code in elsewhere for row in line(code)]
    few = [row for row in line("5503", 0.5) if row[1] in (2022, 2023)]
    (note,) = value_notes(evidence(few + others), [DEBT])
    assert note.period == "2023"
    assert value_notes(evidence(few), [DEBT]) == ()


def test_the_debt_of_karasjok_is_marked_where_it_is_told() -> None:
    """119.5 to 177.9 per cent in a year: SSB 12134 for 2024 and 12137 for 2025, by hand."""
    (note,) = [n for n in finances(gather(municipality("5610"))).notes if "lånegjeld" in n.about]
    said = note.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert said.startswith("Går fra 119,5 % til 177,9 % på ett år")
