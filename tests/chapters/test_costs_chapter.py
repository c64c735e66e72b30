"""Chapter «ressursbruk»: switches, references, gaps, and places of every size (M4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest
from chapter_checks import check_chapter, texts
from costs_evidence import cost_evidence, suppress_a_third
from tests.tiers import sized

from veivalg.chapters.common.costs import build
from veivalg.chapters.common.costs.choices import SWITCHES, correction_name
from veivalg.chapters.ressursbruk.chapter import chapter as costs
from veivalg.content import Chapter, SourceKind, Unit, format_number
from veivalg.foundation.errors import UsageError
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.costs import Correction
from veivalg.norway.kostra import functions
from veivalg.publish import render_chapter

ALL_OFF = dict.fromkeys(SWITCHES.values(), 0.0)


def exhibit(chapter: Chapter, id: str) -> list[dict[str, object]]:
    found = {e.id: e for e in chapter.exhibits()}
    return [dict(r) for r in found[id].table.records()]


@pytest.mark.parametrize(
    "code",
    sized(["1833", "1151", "0301"], ["1833", "5503", "5610", "1151", "0301", "1508", "1580"]),
)
def test_the_chapter_works_for_places_of_every_kind(code: str) -> None:
    """Utsira, Oslo, split Ålesund and Haram and the rest get a sound chapter in every format."""
    chapter = costs(cost_evidence(code))
    check_chapter(chapter)
    assert all(f.source.kind is SourceKind.CONSTRUCTED for f in chapter.figures())
    for format in ("md", "json", "xlsx"):
        assert render_chapter(chapter, format)


def test_oslo_is_alone_in_its_group_and_held_against_the_country() -> None:
    """A group without other members is missing, and the country stands in its place."""
    chapter = costs(cost_evidence("0301"))
    assert any("Gruppen har ingen andre kommuner" in m.why for m in chapter.missing)
    assert "Mot landet uten Oslo" in texts(chapter)


def test_with_every_switch_off_raw_is_what_is_compared() -> None:
    """All corrections off: corrected equals raw exactly, and need is not called equal."""
    chapter = costs(cost_evidence("1833", ALL_OFF))
    figures = {f.id: f.value for f in chapter.figures()}
    assert figures["ra-per-innbygger"] == figures["korrigert-per-innbygger"]
    assert "ra-til-korrigert" not in {e.id for e in chapter.exhibits()}
    assert "når behovet er likt" not in texts(chapter)
    assert "uten korreksjon for behov" in texts(chapter)


def test_kroner_are_at_the_own_rate_of_tax_and_those_alike_stand() -> None:
    """Oslo and Bergen pay alike; Rana pays less, so its gap to them grows and its cost stands."""
    alone = {**ALL_OFF, SWITCHES[Correction.EMPLOYER_TAX]: 1.0}
    own, plain = build(cost_evidence("1833", alone)), build(cost_evidence("1833", ALL_OFF))
    assert own is not None and plain is not None
    assert own.steps()[-1].total == plain.steps()[-1].total
    gaps = [m.held[0].comparison.rows.sort("function") for m in (own, plain)]
    assert gaps[0]["own"].equals(gaps[1]["own"])
    # Pay is 60 % of net, 69 % with pension; the group pays between the own rate and the full.
    share = 1 - gaps[0]["reference"] / gaps[1]["reference"]
    assert 0 < share.min() <= share.max() <= 0.6 * 1.15 * 0.09  # type: ignore[operator]
    full = build(cost_evidence("0301", alone, peers=("4601",)))
    assert full is not None
    bergen = next(h for h in full.held if h.id == "4601")
    assert bergen.tax_effect == pytest.approx(0, abs=1)


@pytest.mark.parametrize("correction", [Correction.NEED, Correction.PENSION])
def test_each_switch_shows_its_own_effect(correction: Correction) -> None:
    """One correction alone gives a waterfall of raw, its effect and the sum."""
    chosen = {**ALL_OFF, SWITCHES[correction]: 1.0}
    if correction is Correction.PENSION:  # premiums are alike in the made-up country
        evidence = cost_evidence("1833", chosen, changed=_dear_pension)
    else:
        evidence = cost_evidence("1833", chosen)
    rows = exhibit(costs(evidence), "ra-til-korrigert")
    assert len(rows) == 3
    raw, effect, total = (float(str(r["amount"])) for r in rows)
    assert effect != 0
    assert raw + effect == pytest.approx(total)


def test_a_function_without_a_name_here_is_shown_with_the_name_it_was_fetched_with() -> None:
    unnamed = {f.code for f in functions() if not f.title}
    names = dict.fromkeys(unnamed, "Navn fra SSB")
    chapter = costs(replace(cost_evidence("1833"), function_names=names))
    shown = {str(r["function"]) for r in exhibit(chapter, "innsparing-funksjon-gruppe")}
    assert "256 Navn fra SSB" in shown and "202 Grunnskole" in shown
    assert not shown & unnamed  # nothing is called by its number alone


def test_every_switch_tells_its_effect_also_when_it_is_off() -> None:
    """Beside each switch stands what it does: the step of the waterfall, or what it would be."""
    for chosen in ({}, ALL_OFF):
        switches = {a.id: a for a in costs(cost_evidence("1833", chosen)).assumptions if a.switch}
        assert set(SWITCHES.values()) < set(switches)
        for correction, id in SWITCHES.items():
            on = {**chosen, id: 1.0}
            made = costs(cost_evidence("1833", on))
            drawn = "ra-til-korrigert" in {e.id for e in made.exhibits()}
            steps = exhibit(made, "ra-til-korrigert") if drawn else []
            name = correction_name(correction)
            moved = next((float(str(r["amount"])) for r in steps if r["step"] == name), 0.0)
            if correction is Correction.EMPLOYER_TAX:  # it moves the others, and so the gap
                moved = _tax_moves(on, id)
            told = f"{format_number(moved, Unit.NOK, sign=bool(moved))}/innb."
            assert switches[id].note == f"Virkning: {told}", id


def _tax_moves(on: dict[str, float], id: str) -> float:
    """Give NOK per inhabitant between the gap with the switch and the gap without it."""
    models = [build(cost_evidence("1833", {**on, id: switch})) for switch in (1.0, 0.0)]
    net = [m.held[0].comparison.total().net / m.inhabitants for m in models if m is not None]
    return net[0] - net[1]


def _dear_pension(accounts: pl.DataFrame) -> pl.DataFrame:
    dear = (pl.col("municipality") == "1833") & (pl.col("art") == "090")
    amount = pl.when(dear).then(pl.col("amount") * 1.5).otherwise(pl.col("amount"))
    return accounts.with_columns(amount)


def test_amounts_a_person_gives_are_taken_out() -> None:
    """Ten million of one-offs in care and twenty of host grant lower care by thirty."""
    plain = build(cost_evidence("1833", ALL_OFF))
    changed = build(
        cost_evidence(
            "1833",
            {
                **ALL_OFF,
                "korr-engangsposter": 1.0,
                "korr-vertskommune": 1.0,
                "engangsposter-care": 10e6,
                "vertskommunetilskudd": 20e6,
            },
        )
    )
    assert plain is not None and changed is not None
    assert plain.steps()[-1].total - changed.steps()[-1].total == pytest.approx(30e6)
    with pytest.raises(UsageError, match="kan ikke være 2"):
        build(cost_evidence("1833", {"korr-aga": 2.0}))


def test_private_pupils_of_both_sides_cancel() -> None:
    """With the same share of private pupils everywhere, schools stand as they did."""
    same = {"privatskole-andel": 0.1, "privatskole-andel-andre": 0.1}
    plain, both = build(cost_evidence("1833")), build(cost_evidence("1833", same))
    alone = build(cost_evidence("1833", {"privatskole-andel": 0.1}))
    assert plain is not None and both is not None and alone is not None

    def school(model: object) -> float:
        rows = model.held[0].comparison.sectors().filter(sector="primary_school")  # type: ignore[attr-defined]
        return float(rows["own"].item() / rows["reference"].item())

    assert school(both) > school(plain)  # adult education is not relieved
    assert school(alone) > school(both)


def test_sectors_sum_to_the_total_and_the_matrix_agrees() -> None:
    """The sum row is the sum of the sectors, its parts too, and the matrix repeats it."""
    chapter = costs(cost_evidence("1833", peers=("1804", "5501")))
    rows = exhibit(chapter, "innsparing-gruppe")
    *sectors, total = (float(str(r["savings"])) for r in rows)
    assert sum(sectors) == pytest.approx(total)
    table = {r["sector"]: r for r in exhibit(chapter, "innsparing-alle")}
    assert table["Sum"]["gruppe"] == pytest.approx(total)
    more = table["Sum der kommunen bruker mer"]
    less = table["Sum der kommunen bruker mindre"]
    for id in ("gruppe", "landet", "1804", "5501"):
        parts = float(str(more[id])) + float(str(less[id]))
        assert parts == pytest.approx(float(str(table["Sum"][id])))


def test_functions_are_ranked_from_the_dearest_and_small_ones_are_not() -> None:
    """Numbers fall down the table; a function under a million has no number."""
    chapter = costs(cost_evidence("1833", changed=_tiny_transport))
    rows = exhibit(chapter, "innsparing-funksjon-gruppe")
    ranked = [r for r in rows if str(r["rank"]).isdigit()]
    saved = [float(str(r["savings"])) for r in ranked]
    assert saved == sorted(saved, reverse=True)
    assert next(r for r in rows if "Skoleskyss" in str(r["function"]))["rank"] == "liten"


def _tiny_transport(accounts: pl.DataFrame) -> pl.DataFrame:
    amount = pl.when(pl.col("function") == "223").then(pl.col("amount") / 100)
    return accounts.with_columns(amount.otherwise(pl.col("amount")).alias("amount"))


def test_a_third_suppressed_gives_no_false_rank() -> None:
    """Sectors with a hidden function have no potential, and say «for lite grunnlag»."""
    chapter = costs(cost_evidence("1833", changed=suppress_a_third))
    check_chapter(chapter)
    rows = exhibit(chapter, "innsparing-gruppe")[:-1]
    without = [r for r in rows if r["savings"] is None]
    assert without and all(r["mark"] == "for lite grunnlag" for r in without)
    functions = exhibit(chapter, "innsparing-funksjon-gruppe")
    assert all(not str(r["rank"]).isdigit() for r in functions if r["savings"] is None)
    assert "sektorer har for lite grunnlag" in texts(chapter)


def test_without_need_indices_the_comparison_says_so() -> None:
    """No index: nobody is divided, the note names the sectors and the missing list the remedy."""
    chapter = costs(cost_evidence("1833", without=("need_indices",)))
    check_chapter(chapter)
    assert any("importer-gront-hefte" in m.how_to_get for m in chapter.missing)
    notes = " ".join(e.note for e in chapter.exhibits())
    assert "Ikke behovskorrigert: " in notes
    assert "uten korreksjon for behov" in texts(chapter)


def test_the_waterfall_ends_at_the_level_that_is_compared() -> None:
    """Need known for the municipality but for none of its group corrects neither of them."""
    evidence = cost_evidence("1833")
    needs = evidence.country["need_indices"]
    own = replace(needs, frame=needs.frame.filter(pl.col("municipality") == "1833"))
    evidence = replace(evidence, country={**evidence.country, "need_indices": own})
    for each in (evidence, cost_evidence("1833")):
        model = build(each)
        assert model is not None and model.first is not None
        compared = model.first.comparison.rows["own"].sum()
        assert model.steps()[-1].total / model.inhabitants == pytest.approx(compared)
    chapter = costs(evidence)
    check_chapter(chapter)
    # Nothing else moves the own cost, so that there are no steps to show.
    assert "ra-til-korrigert" not in {e.id for e in chapter.exhibits()}
    assert "uten korreksjon for behov" in texts(chapter)


def test_every_switch_tells_what_it_moves_on_or_off() -> None:
    """With all off the table still stands, and tells what each would do."""
    on = cost_evidence("1833")
    off = cost_evidence("1833", ALL_OFF)
    for evidence, word in ((on, "ja"), (off, "nei")):
        rows = {r["correction"]: r for r in exhibit(costs(evidence), "korreksjoner-virkning")}
        assert len(rows) == len(SWITCHES)
        assert rows["Utgiftsbehov"]["on"] == word
        assert rows["Utgiftsbehov"]["effect"]
        assert rows["Ulik arbeidsgiveravgift"]["effect"] > 0
    lacking = cost_evidence("1833", without=("need_indices",))
    rows = {r["correction"]: r for r in exhibit(costs(lacking), "korreksjoner-virkning")}
    assert rows["Utgiftsbehov"]["effect"] == "mangler tall"
    model = build(on)
    assert model is not None
    moved = {s.correction: s.effect / model.inhabitants for s in model.steps()[1:]}
    assert moved.pop(Correction.EMPLOYER_TAX) == 0
    assert all(model.effects[c] == pytest.approx(e) for c, e in moved.items() if c)


def test_a_group_that_is_hardly_fetched_is_not_called_the_group() -> None:
    """With two of 26 members there is no group level; the missing list says how many."""
    codes = ["1833", "5503", "1804"]
    few = pl.col("municipality").is_in(codes)
    chapter = costs(cost_evidence("1833", changed=lambda a: a.filter(few), peers=("1804",)))
    check_chapter(chapter)
    assert [m.why for m in chapter.missing if "kommuner" in m.why]
    assert "Mot Bodø" in texts(chapter)


def test_nothing_fetched_gives_a_missing_list(
    unknown: Evidence, embedded: Callable[..., Evidence]
) -> None:
    """Without accounts the chapter says what is missing and how to fetch it."""
    for evidence in (unknown, embedded("1833"), embedded("5610")):
        chapter = costs(evidence)
        check_chapter(chapter)
        assert "Hent tall" in chapter.missing[0].how_to_get
        assert chapter.assumptions


def test_numbers_in_sentences_are_those_of_the_tables() -> None:
    """The finding's net is the sum row of the table, and carries accounts and people."""
    chapter = costs(cost_evidence("1833"))
    figure = {f.id: f for f in chapter.figures()}["netto-gruppe"]
    assert figure.value == pytest.approx(exhibit(chapter, "innsparing-gruppe")[-1]["savings"])
    assert {f.id for f in figure.inputs} == {"regnskap-netto", "innbyggere-arets-slutt"}
    assert figure.method == "M4" and figure.formula and figure.assumptions


def test_a_sum_that_is_printed_as_nothing_is_neither_more_nor_less() -> None:
    def title(added: float) -> tuple[str, float]:
        own = (pl.col("municipality") == "1833") & (pl.col("function") == "202")
        own &= pl.col("art") == "sum_net"
        more = pl.col("amount") + pl.when(own).then(added).otherwise(0.0)
        made = costs(cost_evidence("1833", changed=lambda rows: rows.with_columns(amount=more)))
        shown = next(e for e in made.exhibits() if e.id == "innsparing-gruppe")
        return shown.title, float(str(exhibit(made, "innsparing-gruppe")[-1]["savings"]))

    (first, zero), (_second, one) = title(0.0), title(1e7)
    assert "mill. kr mer enn" in first or "mill. kr mindre enn" in first
    even, net = title(1e7 * zero / (zero - one))
    assert abs(net) < 5e4
    assert "bruker like mye som KOSTRA-gruppe 9" in even
