"""Chapter «arbeidsgiveravgift»: Rana's printed table, zones of every kind, and our own table."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from chapter_checks import check_chapter, texts
from costs_evidence import PAY, PENSION_SHARE, cost_evidence, suppress_a_third
from tests.reports import report_of

from veivalg.chapters.arbeidsgiveravgift.chapter import chapter as employer_tax
from veivalg.chapters.arbeidsgiveravgift.exhibits import effects
from veivalg.chapters.common.costs import build
from veivalg.content import Chapter
from veivalg.gather.evidence import Evidence
from veivalg.publish import render_chapter


def records(chapter: Chapter, id: str) -> list[dict[str, object]]:
    found = {e.id: e for e in chapter.exhibits()}
    return [dict(r) for r in found[id].table.records()]


def test_ranas_printed_table_is_reproduced(embedded: Callable[..., Evidence]) -> None:
    """Difference plus effect for all 17 services; the columns sum to 43.3 and 108.2 million."""
    rows = records(employer_tax(embedded("1833")), "aga-trykt")
    by = {str(r["service"]): r for r in rows}
    golden = {
        "Grunnskole": -2.4,
        "Barnehage": -13.5,
        "Barnevern": -4.2,
        "Voksenopplæring": 2.6,
        "Pleie og omsorg": 79.0,
        "Kommunehelse": 0.5,
        "Kultur og idrett": 24.5,
    }
    for service, value in golden.items():
        assert float(str(by[service]["corrected"])) / 1e6 == pytest.approx(value, abs=0.05)
    total = rows[-1]
    assert len(rows) == 18
    assert float(str(total["difference"])) / 1e6 == pytest.approx(43.3)
    assert float(str(total["effect"])) / 1e6 == pytest.approx(108.2)


def test_ranas_misprints_are_told(embedded: Callable[..., Evidence]) -> None:
    """The text's 23.5 against the table's 24.5, and 43.2 against 43.3, are pointed out."""
    chapter = employer_tax(embedded("1833"))
    check_chapter(chapter)
    cautions = [s.text().replace("\u202f", " ") for s in chapter.statements() if s.deviation]
    assert len(cautions) == 2
    assert "23,5 mill. kr for kultur og idrett" in cautions[0] and "24,5 mill. kr" in cautions[0]
    assert "43,2 mill. kr" in cautions[1] and "43,3 mill. kr" in cautions[1]


def test_zone_iv_costs_8_6_per_cent_more_at_the_full_rate(
    embedded: Callable[..., Evidence],
) -> None:
    """Adjustment factor 1.08563 for pure pay in zone IV."""
    figures = {f.id: f for f in employer_tax(embedded("5503")).figures()}
    assert figures["lonnsfaktor"].value == pytest.approx(0.08563, abs=5e-6)
    assert figures["egen-sats"].value == 0.051


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("0301", "betalte full sats"),
        ("1151", "sone Ia"),
        ("5610", "sone V og betaler 0,0 %"),
        ("1508", "deler i flere soner"),
        ("5501", "sone IVa og betaler 7,9 %"),
    ],
)
def test_every_kind_of_zone_is_explained(code: str, says: str) -> None:
    """Full rate, allowance, zone V, several zones and the city zone each have their sentence."""
    chapter = employer_tax(cost_evidence(code))
    check_chapter(chapter)
    assert says in texts(chapter)
    for format in ("md", "json", "xlsx"):
        assert render_chapter(chapter, format)


def test_the_zone_is_of_one_year_whether_the_accounts_are_there_or_not() -> None:
    """Harstad's was of 2025 and Karasjok's of 2026, by a list that was checked for 2025."""
    for code in ("5503", "1833", "5610", "1151", "5501"):
        chapter = next(c for c in report_of(code).chapters if c.id == "arbeidsgiveravgift")
        told = next(s.text() for s in chapter.statements() if s.id == "sone")
        assert re.findall(r"20\d\d", told) == ["2025"], told


def test_the_effect_is_nine_per_cent_of_the_pay_in_zone_iv() -> None:
    """Effect by sector = pay with pension × (14.1 − 5.1 %), and the sectors sum to the total."""
    model = build(cost_evidence("1833"))
    assert model is not None
    by = effects(model)
    net = model.own.filter(sector="care")["net"].sum()
    assert by["care"] == pytest.approx(net * PAY * (1 + PENSION_SHARE) * 0.09)
    rows = records(employer_tax(cost_evidence("1833")), "aga-verdi")
    assert sum(by.values()) == pytest.approx(float(str(rows[-1]["effect"])))


def test_a_zone_v_municipality_has_the_largest_effect() -> None:
    """Karasjok pays nothing: its pay comes from the arts, and the effect is 14.1 % of it."""
    model = build(cost_evidence("5610"))
    assert model is not None
    net = model.own.filter(sector="care")["net"].sum()
    assert effects(model)["care"] == pytest.approx(net * PAY * (1 + PENSION_SHARE) * 0.141)


def test_full_rate_places_have_no_effect_and_still_a_comparison() -> None:
    """Oslo gains nothing from the scheme; nothing is shown as worth 0."""
    chapter = employer_tax(cost_evidence("0301"))
    assert "aga-verdi" not in {e.id for e in chapter.exhibits()}
    assert "sparte" not in texts(chapter)


def test_the_comparison_before_and_after_is_the_same_table_with_the_switch() -> None:
    """«After» is the potential of «ressursbruk» with the switch on, «before» with it off."""
    rows = records(employer_tax(cost_evidence("1833")), "aga-avvik-gruppe")
    on, off = build(cost_evidence("1833")), build(cost_evidence("1833", {"korr-aga": 0.0}))
    assert on is not None and off is not None
    for column, model in (("after", on), ("before", off)):
        total = model.held[0].comparison.total().net
        assert float(str(rows[-1][column])) == pytest.approx(total)


def test_suppressed_and_missing_accounts_are_said(
    unknown: Evidence, embedded: Callable[..., Evidence]
) -> None:
    """With a third hidden or nothing fetched there is a missing list and no false number."""
    hidden = employer_tax(cost_evidence("1833", changed=suppress_a_third))
    check_chapter(hidden)
    assert any("Virkningen" in m.what for m in hidden.missing)
    for evidence in (unknown, embedded("5610")):
        chapter = employer_tax(evidence)
        check_chapter(chapter)
        assert chapter.missing and chapter.findings
