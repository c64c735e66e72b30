"""The chapter of a town: every sentence, table and picture is there, and its points can be sent."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.maths.optimise.cases import basis

from veivalg.chapters.common.handbook import method_pages
from veivalg.chapters.plan_innenfor_rammene.chapter import chapter
from veivalg.chapters.plan_innenfor_rammene.exhibits import why
from veivalg.chapters.plan_innenfor_rammene.model import uncovered_by_year
from veivalg.chapters.plan_innenfor_rammene.sentences import conflict_words
from veivalg.chapters.plan_innenfor_rammene.sentences.need import why_as_many
from veivalg.cli import plan_within
from veivalg.cli.main import run
from veivalg.content import Chapter
from veivalg.foundation.errors import UsageError
from veivalg.maths.optimise.answer import Answer, answer
from veivalg.maths.optimise.check import Check
from veivalg.maths.optimise.formulate import HOME, INSTITUTION, SHORT, formulate
from veivalg.maths.optimise.means import means, milestones
from veivalg.maths.optimise.plans import front_points
from veivalg.maths.optimise.problem import Step
from veivalg.maths.optimise.send import scenario
from veivalg.maths.scenarios.building import annuity
from veivalg.maths.scenarios.model import BuildingStep, Scenario, from_text, to_text
from veivalg.maths.service_model.sensitivity import Sensitivity, Tried
from veivalg.maths.service_model.services import Driver
from veivalg.publish import render_chapter
from veivalg.publish.document.layout import table_part


@pytest.fixture(scope="module")
def town() -> Answer:
    told: list[tuple[str, int]] = []
    made = answer(basis(), draws=3, progress=lambda text, percent: told.append((text, percent)))
    percents = [percent for _text, percent in told]
    assert percents == sorted(percents)
    assert percents[-1] >= 95
    return made


@pytest.fixture(scope="module")
def page(town: Answer) -> Chapter:
    return chapter(town)


def test_every_part_of_the_answer_is_shown(page: Chapter) -> None:
    assert [e.id for e in page.exhibits()] == [
        "rammene",
        "side-om-side",
        "fordeling",
        "planen",
        "hjemme",
        "vektene",
        "front",
        "folsomhet",
        "verdi",
        "proving",
        "grensene",
    ]
    text = " ".join(f.text() for f in page.statements())
    assert "HiGHS" in text
    assert "bevist" in text
    assert "den beste planen" not in text.lower()
    assert "0,00" not in text
    assert {a.id for a in page.assumptions} == set(means(basis()))


@pytest.mark.parametrize("format", ["md", "json", "xlsx"])
def test_the_chapter_can_be_taken_along(page: Chapter, format: str) -> None:
    assert len(render_chapter(page, format)) > 1000


def test_what_is_built_is_used_and_each_kind_by_those_it_is_meant_for(town: Answer) -> None:
    solution, problem = town.solution, town.problem
    ways = solution.program.ways
    order = [s.id for s in problem.services]
    needs = [n.id for n in problem.needs]
    lent = ways.index(next(w for w in ways if (needs[w[0]], order[w[1]]) == (SHORT, INSTITUTION)))
    in_long_stay = solution.program.blocks_of(solution.x)[:, :, lent]
    used = solution.helped[:, :, order.index(SHORT)]
    assert (np.minimum(in_long_stay, solution.places[SHORT] - used) < 1e-3).all()
    for j, year, _many in solution.opened:
        (service, size), *_rest = problem.steps[j].places.items()
        most = solution.helped[:, problem.years.index(year) :, order.index(service)].max()
        assert most > solution.places[service][-1] - size


def test_the_front_has_at_least_eight_points(town: Answer) -> None:
    assert town.front is not None
    assert len(town.front.points) >= 8
    assert front_points(town)[-1].idle


def test_the_plan_is_tried_on_every_draw(town: Answer) -> None:
    assert town.check is not None
    assert town.check.uncovered.shape[0] == 40
    assert town.solution.problem.draws == 3
    assert town.check.measure == pytest.approx(town.solution.measure, rel=0.2)


def test_a_point_becomes_a_scenario_with_its_buildings(town: Answer) -> None:
    plan = front_points(town)[0].plan
    made = scenario(town, plan, "Punkt 2")
    assert from_text(to_text(made)) == made
    built = sum(n for step in made.steps for n in step.places.values())
    steps = plan.problem.steps
    assert built == sum(many * sum(steps[j].places.values()) for j, _y, many in plan.opened)
    assert 0.02 <= made.settings["coverage_institution"] <= 0.5


def test_contradictory_demands_are_told_by_name() -> None:
    chosen = {"dekning-minst": 0.3, "investering": 0.0}
    made = answer(basis(4), chosen, draws=2)
    assert made.conflict == ("investering", "dekning-minst")
    words = conflict_words(made)
    assert words.startswith("Ingen løsning fordi")
    assert "pengene til bygg" in words
    shown = chapter(made)
    assert [e.id for e in shown.exhibits()] == ["grensene"]
    assert shown.findings[0].text() == words
    assert not shown.findings[0].caution  # it is proved


def test_an_impossible_assumption_is_refused() -> None:
    with pytest.raises(UsageError, match="kan ikke være 3"):
        means(basis(2), {"dekning-minst": 3.0})
    with pytest.raises(UsageError, match="heter"):
        means(basis(2), {"finnes-ikke": 1.0})


def test_means_run_straight_between_their_years() -> None:
    town = basis(2)
    first, *_rest = milestones(town)
    found = means(town, {f"arsverk-{first}": 400, "arsverk-2030": 700})
    staff = formulate(town, found).limits[0].values
    assert staff[:4] == pytest.approx([400, 500, 600, 700])


def test_annuity_pays_the_loan_down() -> None:
    debt = 100.0
    for _year in range(40):
        debt = debt * 1.02 - 100 * annuity(0.02, 40)
    assert debt == pytest.approx(0, abs=1e-9)


def test_the_method_has_its_page() -> None:
    assert "HiGHS" in method_pages()["M21"].markdown


def test_the_command_fails_where_no_plan_keeps_the_demands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = answer(basis(4), {"dekning-minst": 0.3, "investering": 0.0}, draws=2)
    monkeypatch.setattr(plan_within, "_answer", lambda *_asked: (made, ()))
    file = tmp_path / "plan.md"
    arguments = ["--ut", str(file), "--data", str(tmp_path), "--trekk", "2", "--punkter", "8"]
    assert run(["plan-innenfor-rammene", "Harstad", *arguments]) == 4
    assert "Ingen løsning fordi" in file.read_text(encoding="utf-8")


def test_no_plan_that_is_told_is_worse_than_building_nothing(town: Answer) -> None:
    assert town.idle is not None
    *offered, idle = front_points(town)
    assert idle.idle
    assert offered
    for point in offered:
        assert point.lacking <= idle.lacking * (1 + 1e-4)
        assert point.lacking < idle.lacking - 1e-6 or point.cost < idle.cost
    nothing = town.idle
    for plan in town.weighed:
        assert (plan.check.lacking <= nothing.lacking * (1 + 1e-4) + 1e-3).mean() > 0.99
        assert (plan.check.lacking.mean(axis=0) <= nothing.lacking.mean(axis=0) + 1e-3).all()


def test_at_least_five_weights_are_tried_and_the_own_one_is_among_them(town: Answer) -> None:
    tried = [plan.weight for plan in town.weighed]
    assert len(set(tried)) >= 5
    assert town.means["vekt-heldogn"].value in tried
    heavy = [plan.check.uncovered[:, :, :3].sum() for plan in town.weighed]
    assert heavy[-1] < heavy[0]


def test_nothing_is_told_of_empty_places_where_all_are_needed(town: Answer) -> None:
    shown = chapter(town)
    assert "tomme-plasser" not in {s.id for s in shown.findings}
    assert town.idle is not None
    assert all((town.idle.closed(id) < 1e-3).all() for id in (INSTITUTION, SHORT))


def test_places_there_are_stay_in_use_in_every_plan(town: Answer) -> None:
    assert town.idle is not None
    for check in (town.idle, *(plan.check for plan in town.weighed)):
        problem = check.problem
        for need, service in ((0, INSTITUTION), (2, "dwellings")):
            now = problem.service(service).places
            assert now is not None
            least = np.maximum(problem.needs[need].users - now, 0.0)
            assert (check.uncovered[:, :, need] <= least + 1e-4).all()


def test_a_plan_that_follows_the_weight_into_more_uncovered_is_told_and_not_offered(
    town: Answer,
    page: Chapter,
) -> None:
    # A place takes 1.1 årsverk, help at home 0.4: with all weight on places the many at home lose.
    assert town.refused is not None
    assert town.idle is not None
    assert town.refused.lacking[:, -1].mean() > 1.3 * town.idle.lacking[:, -1].mean()
    words = " ".join(s.text() for s in page.findings)
    assert "er ikke foreslått" in words
    assert town.check is not None
    assert town.check.lacking[:, -1].mean() <= town.idle.lacking[:, -1].mean() + 1e-3


def test_the_unit_of_plans_side_by_side_stands_once_at_the_row(page: Chapter) -> None:
    """«231 plasser», «271 plasser», «+40 plasser» didn't fit on a phone, and «mangler» stays."""
    table = {e.id: e for e in page.exhibits()}["side-om-side"].table
    cells = [str(cell) for row in table.rows for cell in row[1:4]]
    assert [c for c in cells if re.search(r"[a-zæøå]", c.replace("mangler", ""))] == []
    units = r"plasser|boliger|brukere|årsverk|mill\. kr"
    assert [row[0] for row in table.rows if not re.search(units, str(row[0]).lower())] == []


def test_printed_rows_add_up_and_plans_subtract(page: Chapter) -> None:
    made = {e.id: e for e in page.exhibits()}["side-om-side"]
    numbers = {str(row[0]): [_number(str(cell)) for cell in row[1:4]] for row in made.table.rows}
    for idle, plan, difference in numbers.values():
        assert plan - idle == pytest.approx(difference)
    unmet, *parts = [v for k, v in numbers.items() if "dekket behov" in k or "mangler" in k]
    assert [sum(p) for p in zip(*parts, strict=True)] == pytest.approx(unmet)
    whole, *parts = [v for k, v in numbers.items() if "utgift når hele" in k or "Av dette" in k]
    assert [sum(p) for p in zip(*parts, strict=True)] == pytest.approx(whole)


def test_staff_for_the_whole_need_is_told_once_and_what_is_printed_adds_up(page: Chapter) -> None:
    """«Hele behovet 877» stood beside 864 and 3.1 in the plan, with no word of what lay between."""
    made = {e.id: e for e in page.exhibits()}
    rows = {str(r[0]): [_number(str(c)) for c in r[1:3]] for r in made["side-om-side"].table.rows}
    today, change, whole, plan, rest = (
        rows[label]
        for label in (
            "Årsverk om alle fikk tilbudet de får i dag",
            "Endring fordi noen får hjelp på annen måte, årsverk",
            "Årsverk når hele behovet dekkes",
            "Årsverk i planen",
            "Årsverk for å dekke resten på annen måte",
        )
    )
    # 700 årsverk grow by 3.2 % a year for fourteen years.
    assert today == [1088, 1088]
    for i in range(2):
        assert today[i] + change[i] == pytest.approx(whole[i])
        assert plan[i] + rest[i] == pytest.approx(whole[i])
    frame = next(" ".join(s.text().split()) for s in page.findings if s.id == "rammene")
    assert "med tilbudene som i dag, krever 1 088 årsverk" in frame
    assert [c.title for c in made["rammene"].table.columns if "behovet" in c.title] == [
        "Årsverk: hele behovet, med tilbud som i dag"
    ]


def test_what_one_more_helps_is_a_finding_with_its_unit_and_an_example(page: Chapter) -> None:
    made = {e.id: e for e in page.exhibits()}["verdi"]
    assert len(made.table.columns) <= 4
    helps = {str(row[0]): float(row[1]) for row in made.table.rows}
    first = next(iter(helps))
    number = f"{helps[first]:.2f}".replace(".", ",")
    assert made.title.startswith(f"{first} mer hvert år hjelper like mye som")
    assert "kan ikke rangeres" in made.note
    assert f"{number} med heldøgns behov" in made.title
    assert f"som om {number} flere med heldøgns behov fikk hjelp" in made.note
    assert min(helps.values()) >= 0.005
    assert "skyggepris" not in " ".join([made.title, made.subtitle, made.note]).lower()


def test_weights_that_give_the_same_answer_stand_on_one_row(town: Answer) -> None:
    own = next(w for w in town.weighed if w.weight == 4)
    twin = [replace(own, weight=w.weight) if w.weight in (2, 7) else w for w in town.weighed]
    table = {e.id: e for e in chapter(replace(town, weighed=tuple(twin))).exhibits()}["vektene"]
    names = [str(row[0]) for row in table.table.rows]
    assert names[0] == "Ingenting bygges eller kjøpes"
    one = next(name for name in names if "(planen)" in name)
    assert {"2", "4", "7"} <= set(re.findall(r"[0-9]+", one))
    numbers = [row[2:] for row in table.table.rows[1:]]
    assert len(set(numbers)) == len(numbers)
    assert "står på én rad" in table.note
    assert table.title.startswith("Vekten flytter")
    same = tuple(replace(own, weight=w.weight) for w in town.weighed)
    alone = {e.id: e for e in chapter(replace(town, weighed=same)).exhibits()}["vektene"]
    assert len(alone.table.rows) == 2
    assert alone.title.startswith("Alle vektene gir samme svar")
    # One that leaves two more uncovered has its own row, though nothing differs in most draws.
    more = own.check.blocks.copy()
    lacking = len(own.check.program.ways)
    more[:3, -1, lacking] += 2 * len(more) / 3
    other = replace(own, weight=10, check=replace(own.check, blocks=more))
    apart = tuple(other if w.weight == 10 else w for w in same)
    rows = {e.id: e for e in chapter(replace(town, weighed=apart)).exhibits()}["vektene"].table.rows
    assert [str(row[0]) for row in rows][1:] == ["Vekt 1, 2, 4 og 7 (planen)", "Vekt 10"]
    assert sorted(int(n) for name in names for n in re.findall(r"[0-9]+", name)) == [1, 2, 4, 7, 10]


def test_places_by_age_say_why_they_are_not_those_of_the_group_of_the_projection(
    page: Chapter,
) -> None:
    """Rana shows 313 places; with SSB's 65–79 for those of 67–79 it is 310."""
    figures = next(s.figures for s in page.findings if s.id == "tre-tall")
    assert "67–79 år følger folk på 67–79 år" in figures["age"].formula
    assert "SSBs gruppe 65–79 år ville gitt et litt annet tall" in figures["age"].formula
    assert "65–79" not in figures["coverage"].formula


def _number(text: str) -> float:
    kept = text.replace("\u2212", "-").replace(",", ".").split("\u202f")
    digits = [part for part in kept if part.lstrip("+-").replace(".", "").isdigit()]
    return float("".join(digits) if digits else text.split()[0])


def test_what_is_left_is_to_be_covered_in_another_way_and_has_a_price(
    town: Answer, page: Chapter
) -> None:
    assert town.check is not None
    lacking = town.check.uncovered[:, -1].mean(axis=0)
    hours = town.means["timer-hjemme"].value * 52
    cost = lacking[:3].sum() * hours * 775 + lacking[3] * 0.4e6
    assert town.check.otherwise("cost")[:, -1].mean() == pytest.approx(cost, rel=1e-6)
    text = " ".join(s.text() for s in page.findings)
    assert "kommunen må dekke behovet på annen måte" in text


def test_the_three_numbers_stand_first_with_the_one_the_plan_follows(
    town: Answer, page: Chapter
) -> None:
    # 230, 250 and 210 places grow by 3.2 % a year for fourteen years.
    first, *rest = page.findings
    assert " ".join(first.text().split()) == (
        "Med dagens bruk i hver aldersgruppe trengs 357 plasser i institusjon i 2040. Skal det "
        "fortsatt være 17 plasser per 100 innbyggere over 80 år, trengs 389 plasser. Faller "
        "bruken i fem år til, slik den har falt de siste fem årene, trengs 326 plasser. "
        "Ingen av tallene er et mål. "
        "Planen følger det første, dagens bruk i hver aldersgruppe."
    )
    other = replace(town, basis=replace(town.basis, driver=Driver.COVERAGE))
    assert chapter(other).findings[0].text().endswith("dagens dekning av dem over 80 år.")
    few = {id: path for id, path in town.basis.main.items() if id != "institution_trend"}
    other = replace(town, basis=replace(town.basis, driver=Driver.TREND, main=few))
    assert (
        chapter(other)
        .findings[0]
        .text()
        .endswith(
            "så få beboere. "
            "Ingen av tallene er et mål. Planen følger det første, dagens bruk i hver aldersgruppe."
        )
    )
    built = " ".join(next(s.text() for s in rest if s.id == "bygg").split())
    assert "færre enn de 127 institusjonsplassene som mangler" in built
    assert "Årsverkene og pengene til drift holder igjen sammen." in built


def test_more_places_than_lack_are_told_with_the_reason(town: Answer) -> None:
    opened = sum(n * s.places[INSTITUTION] for s, n in _opened(town) if INSTITUTION in s.places)
    needed = {**town.basis.main, "institution_needed": np.full(14, 230 + opened - 2)}
    words = why_as_many(replace(town, basis=replace(town.basis, main=needed)))
    assert words.startswith("Det er 2 flere enn de")
    assert "det bygges i hele trinn på 20 plasser" in words
    many = {**needed, "institution_needed": np.full(14, 230 + opened - 25)}
    words = why_as_many(replace(town, basis=replace(town.basis, main=many)))
    assert words.endswith("fordi kravet om plasser per innbygger over 80 år sier det.")
    assert " 0 " not in words


def test_one_place_alone_turns_where_other_chapters_say(town: Answer, page: Chapter) -> None:
    # 1.26 million a year is 31.3 hours a week of 52 weeks at 775 kroner.
    made = {e.id: e for e in page.exhibits()}["folsomhet"]
    told = "Én plass alene koster det samme som hjelp hjemme ved 31 timer i uka"
    assert told in " ".join(made.note.split())


def _opened(town: Answer) -> list[tuple[Step, int]]:
    return [(town.problem.steps[j], many) for j, _year, many in town.solution.opened]


def test_the_most_moving_assumptions_stand_by_the_kroner(town: Answer, page: Chapter) -> None:
    moved = town.sensitivity
    assert moved is not None
    assert len(moved.first) == 3
    kroner = next(s for s in page.findings if s.id == "kroner").text()
    for one in moved.first:
        assert one.label[1:] in kroner
    assert ("usikkert om det" in kroner) == moved.uncertain


@pytest.mark.parametrize("dearer", [True, False])
def test_what_is_in_doubt_follows_the_sign_of_the_difference(town: Answer, *, dearer: bool) -> None:
    """A plan 18 million dearer was «usikkert om det sparer»."""
    assert town.check is not None
    assert town.idle is not None
    cheap, dear = sorted((town.check, town.idle), key=_whole_cost)
    plan, idle = (dear, cheap) if dearer else (cheap, dear)
    ends = (20e6, -5e6) if dearer else (-20e6, 5e6)
    hours = Tried("timer-hjemme", "Timer i uka", "11 timer", "35 timer", *ends, "31 timer")
    moved = Sensitivity(ends[0] / 2, (hours,))
    shown = chapter(replace(town, check=plan, idle=idle, sensitivity=moved))
    kroner = " ".join(next(s.text() for s in shown.findings if s.id == "kroner").split())
    title = {e.id: e for e in shown.exhibits()}["folsomhet"].title
    way, other = ("koster mer", "sparer") if dearer else ("sparer", "koster mer")
    assert f"Det er usikkert om det {way}." in kroner
    assert title == f"Usikkert om det {way}: én av antakelsene kan alene snu fortegnet"
    assert f"usikkert om det {other}" not in kroner + title


def _whole_cost(check: Check) -> float:
    """Give kroner of the last year, what is left covered too, by adding up."""
    return float((check.money + check.otherwise("cost"))[:, -1].mean())


def test_a_scenario_stands_beside_on_the_same_rows() -> None:
    step = BuildingStep("Ytteren", 2030, {"institution": 40.0, "dwellings_24h": 47.0}, 2e8)
    made = answer(basis(10), draws=2, points=3, scenario=Scenario("Ytteren", steps=(step,)))
    assert made.scenario is not None
    assert made.idle is not None
    table = {e.id: e for e in chapter(made).exhibits()}["side-om-side"].table
    assert table.columns[-1].title == "Scenariet «Ytteren»"
    assert made.scenario.problem.users.tolist() == made.idle.problem.users.tolist()
    places = made.scenario.problem.service(INSTITUTION).places
    assert places is not None
    assert places[:4].tolist() == [200, 200, 200, 240]
    assert "mangler" not in [row[-1] for row in table.rows]
    free = replace(made, chosen=Scenario("Ytteren", steps=(replace(step, cost=0.0),)))
    table = {e.id: e for e in chapter(free).exhibits()}["side-om-side"].table
    unknown = [row[0] for row in table.rows if row[-1] == "mangler"]
    assert unknown == [
        "Endring i utgift fordi noen får hjelp på annen måte, mill. kr",
        "Netto utgift når hele behovet dekkes, mill. kr",
        "Av dette i planen, renter og avdrag med, mill. kr",
    ]
    told = next(s for s in chapter(free).findings if s.id == "scenariet").text()
    assert "Byggekostnaden mangler for «Ytteren»" in told
    assert "mill. kr" not in told and "47" not in told  # the reader's own, in no other chapter
    plan = replace(step, source="Rana kommune")
    planned = replace(made, chosen=Scenario("Ytteren", steps=(plan,)))
    told = next(s for s in chapter(planned).findings if s.id == "scenariet").text()
    assert "De 47 boligene i det er de samme som i kapitlene om plasser og scenarier" in told


@pytest.mark.parametrize("format", ["md", "json"])
def test_nothing_is_called_the_best_and_nobody_is_without_help(page: Chapter, format: str) -> None:
    text = render_chapter(page, format).decode("utf-8")
    method = text.split("## Metode")[0]
    assert not re.search(r"\bbeste\b|uten hjelp|uten plass|uten den hjelpen", method, re.IGNORECASE)
    assert "udekket behov etter dagens praksis" in text.lower()


def test_without_accounts_there_are_no_kroner_anywhere() -> None:
    made = answer(basis(10, priced=False), draws=2, points=3)
    assert "penger-2030" not in made.means
    shown = chapter(made)
    text = render_chapter(shown, "md").decode("utf-8")
    assert not re.search(r"\d[\s\u202f](mill\. |mrd\. )?kr\b", text)
    assert "Kroner vises når regnskapet er hentet" in text
    assert not {"i-alt", "kroner"} & {s.id for s in shown.statements()}


def test_titles_tell_persons_and_both_costs_and_money_to_build_once(
    town: Answer, page: Chapter
) -> None:
    """«2 % av behovet» hid that nearly all of them lacked a place or dwelling."""
    made = {e.id: e for e in page.exhibits()}
    rows = {str(r[0]): str(r[2]).split("\u202f")[0] for r in made["side-om-side"].table.rows}
    title = " ".join(made["fordeling"].title.split())
    assert f"behovet til {rows['Udekket behov etter dagens praksis, brukere']} udekket" in title
    assert f"{rows['Av dem mangler plass eller bolig, brukere']} av dem mangler plass" in title
    *_offered, idle = front_points(town)
    assert " ".join(made["front"].title.split()).endswith(f" for {idle.cost / 1e6:.0f}")
    limits = {str(row[1]) for row in made["grensene"].table.rows}
    assert "Pengene til bygg (mill. kr, alle år til sammen)" in limits


def test_new_places_that_stand_empty_are_told_where_they_are_built(town: Answer) -> None:
    assert town.check is not None
    assert town.idle is not None
    words = " ".join(next(s.text() for s in chapter(town).findings if s.id == "bygg").split())
    beds = town.check.places(INSTITUTION)[-1] + town.check.places(SHORT)[-1]
    used = (town.check.used(INSTITUTION) + town.check.used(SHORT))[:, -1]
    more = float((beds - used).mean())
    if more >= 1:
        assert f"{more:.0f} flere plasser tomme i 2040" in words
    else:
        assert "flere plasser tomme" not in words
    full = replace(town, check=town.idle)
    assert "flere plasser tomme" not in next(
        s.text() for s in chapter(full).findings if s.id == "bygg"
    )


def test_the_front_adds_up_as_printed_and_tells_what_its_plans_are_found_by(
    town: Answer, page: Chapter
) -> None:
    """Rana printed 805 + 10 = 816, and said nothing of the weight of 4 behind its lines."""
    front = {e.id: e for e in page.exhibits()}["front"]
    rows = [list(map(_number, (r[0], r[4], r[5]))) for r in table_part(front, 1).rows]
    assert rows
    assert all(cost + rest == total for cost, rest, total in rows)
    raw = [(p.cost / 1e6, p.otherwise / 1e6) for p in front_points(town)]
    alone = [round(cost + rest) != round(cost) + round(rest) for cost, rest in raw]
    assert any(alone), "or the sums would add up by luck"
    assert [town.means[id].value for id in ("vekt-heldogn", "vekt-korttid")] == [4, 2]
    told = front.note.replace("\u202f", " ")
    assert "mangler heldøgns tilbud, teller som 4 som mangler hjemmetjeneste" in told
    assert "mangler korttidsplass, som 2. 50 % av vekten ligger på den verste" in told


@pytest.mark.parametrize(("worst", "said"), [((40, 30), True), ((30, 40), False)])
def test_a_cheaper_point_with_fewer_at_the_worst_is_explained_only_where_there_is_one(
    town: Answer, worst: tuple[float, float], *, said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    dear, *_between, idle = front_points(town)
    cheap = replace(dear, cost=dear.cost * 0.9, lacking=dear.lacking + 1, chosen=False)
    points = [replace(p, worst=w) for p, w in zip((dear, cheap), worst, strict=True)]
    monkeypatch.setattr(why, "front_points", lambda _answer: [*points, idle])
    shown = why.front(town)
    assert shown is not None
    assert ("Et billigere punkt kan derfor ha færre udekket i den verste" in shown.note) == said


def test_nobody_is_minus_one_uncovered_in_any_year(town: Answer) -> None:
    """Harstad printed 3 who lack a place and −1 who lack home care, of 2 in 2027.

    12.4 who are uncovered are 12, and 0.4 more is none more. 12.2 of them who lack a place are 12,
    and 0.5 more is one more.
    """
    assert town.check is not None
    assert town.idle is not None
    idle, plan = _lacking(town.idle, 12.2, 0.2), _lacking(town.check, 12.7, 0.1)
    for year in uncovered_by_year(replace(town, idle=idle, check=plan), plan):
        assert year == {"udekket": 12, "tungt": 12, "lett": 0}


def _lacking(check: Check, places: float, home: float) -> Check:
    """Give the same with as many uncovered in every draw and year."""
    blocks, first = check.blocks.copy(), len(check.program.ways)
    for n, need in enumerate(check.problem.needs):
        blocks[:, :, first + n] = {INSTITUTION: places, HOME: home}.get(need.id, 0.0)
    return replace(check, blocks=blocks)
