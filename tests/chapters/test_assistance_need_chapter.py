import pytest
from care_evidence import known, sound
from indicator_evidence import bare, holding, indicator_table

from veivalg.chapters.bistandsbehov.chapter import chapter as assistance_need
from veivalg.chapters.bistandsbehov.model import EVERY
from veivalg.content import Chapter, SourceKind, Statement
from veivalg.gather.evidence import Evidence
from veivalg.norway.indicators import indicator
from veivalg.norway.register import municipality

GROUP = municipality("5503").kostra_group or ""
SHARES: dict[tuple[str, str], dict[int, float | None]] = {
    ("5503", "need_home_light"): {2022: 0.46, 2023: 0.45},
    ("5503", "need_home_medium"): {2022: 0.34, 2023: 0.35},
    ("5503", "need_home_heavy"): {2022: 0.15, 2023: 0.16},
    ("5503", "need_institution_light"): {2023: 0.02},
    ("5503", "need_institution_medium"): {2023: 0.123},
    ("5503", "need_institution_heavy"): {2022: 0.80, 2023: 0.857},
    ("5503", "need_home_heavy_0_66"): {2023: 0.18},
    ("5503", "need_home_heavy_80"): {2023: 0.16},
    (GROUP, "need_home_heavy"): {2023: 0.17},
    ("0", "need_home_heavy"): {2023: 0.19},
    ("0", "need_institution_heavy"): {2023: 0.79},
}


def harstad(**changed: dict[int, float | None]) -> Evidence:
    values = SHARES | {("5503", id): years for id, years in changed.items()}
    return holding(known("5503"), indicators=indicator_table(values))


def finding(chapter: Chapter, id: str) -> Statement:
    return next(s for s in chapter.statements() if s.id == id)


def test_the_chapter_is_whole_with_every_category() -> None:
    chapter = assistance_need(harstad())
    sound(chapter)
    assert [s.id for s in chapter.findings] == [
        "behov-home",
        "behov-institution",
        "alder",
        "utvikling",
        "sammenlikning",
    ]
    assert [e.id for e in chapter.exhibits()] == [
        "bistandsbehov-kategorier",
        "bistandsbehov-alder",
        "bistandsbehov-utvikling",
    ]


def test_the_printed_shares_of_harstad_are_repeated_and_reproduced_where_published() -> None:
    chapter = assistance_need(harstad())
    assert [f.value for f in finding(chapter, "trykt").figures.values()] == [0.18, 0.15, 0.6, 0.857]
    assert "gjengitt" in finding(chapter, "trykt-long").text()
    assert "gjengitt" in finding(chapter, "trykt-home-0-66").text()


def test_a_printed_share_that_differs_is_a_caution_with_both_numbers() -> None:
    statement = finding(assistance_need(harstad(need_institution_heavy={2023: 0.82})), "trykt-long")
    assert statement.caution
    assert {f.value for f in statement.figures.values()} == {0.82, 0.857}
    kinds = {f.source.kind for f in statement.figures.values()}
    assert SourceKind.DOCUMENT in kinds


def test_what_is_not_stated_is_the_rest_and_only_when_all_three_are_published() -> None:
    def unstated(evidence: Evidence) -> dict[object, object]:
        exhibit = next(iter(assistance_need(evidence).exhibits()))
        return {
            r["service"]: r["share"] for r in exhibit.table.records() if r["size"] == "ikke oppgitt"
        }

    assert unstated(harstad())["Hjemmetjenester"] == pytest.approx(0.04)
    assert "Hjemmetjenester" not in unstated(harstad(need_home_medium={2023: None}))


def test_categories_that_sum_to_more_than_all_are_questioned() -> None:
    def note(evidence: Evidence) -> str:
        return next(iter(assistance_need(evidence).exhibits())).note

    assert "mer enn 100 %" in note(harstad(need_home_light={2023: 0.55}))
    assert "mer enn 100 %" not in note(harstad())


def test_suppressed_shares_are_reported_and_give_no_sentence() -> None:
    hidden = {id: {2022: None, 2023: None} for id in EVERY if "institution" in id}
    chapter = assistance_need(harstad(**hidden))
    sound(chapter)
    assert not any(s.id == "behov-institution" for s in chapter.statements())
    assert sum("skjermet" in m.why for m in chapter.missing) == 3


def test_the_trend_says_the_way_it_went() -> None:
    falling = assistance_need(harstad(need_home_heavy={2020: 0.2, 2023: 0.1}))
    assert "synker fra" in finding(falling, "utvikling").text()
    assert "øker fra" in finding(assistance_need(harstad()), "utvikling").text()


def test_categories_are_read_with_a_caution_about_judgement() -> None:
    assert finding(assistance_need(harstad()), "forbehold").caution


def test_the_codes_by_age_are_the_ones_seen_in_use() -> None:
    cells = indicator("need_home_heavy_0_66").cells
    assert [c.contents for c in cells] == ["KOShjelptkjerne00000", "KOSkjerne066aar0000"]


@pytest.mark.parametrize("code", ["1151", "0301", "5503"])
def test_nothing_known_is_said_as_missing(code: str) -> None:
    chapter = assistance_need(bare(code))
    sound(chapter)
    assert [s.id for s in chapter.findings] == ["mangler"]
    assert {m.table for m in chapter.missing} == {"KOSTRA-nøkkeltall"}
