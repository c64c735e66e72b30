"""What is printed of a plan: one number for one thing, and rows that add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.maths.optimise.cases import basis

from veivalg.chapters.plan_innenfor_rammene.chapter import chapter
from veivalg.chapters.plan_innenfor_rammene.exhibits import beside, why, years
from veivalg.chapters.plan_innenfor_rammene.model import printed, rows
from veivalg.chapters.plan_innenfor_rammene.sentences import empty
from veivalg.chapters.plan_innenfor_rammene.sentences.need import why_as_many
from veivalg.chapters.plan_innenfor_rammene.sentences.worth import worth as one_more
from veivalg.content import Exhibit, format_plain
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.check import Check, held_in
from veivalg.maths.optimise.explain import Binding, Held, Resource, Worth
from veivalg.maths.optimise.formulate import DWELLINGS, INSTITUTION, formulate
from veivalg.maths.optimise.front import Front, idle_plan
from veivalg.maths.optimise.means import means
from veivalg.maths.optimise.plans import Point
from veivalg.maths.optimise.solver import proof


@pytest.fixture(scope="module")
def town() -> Answer:
    """Give a town where the plan is twenty places from 2031, nothing searched for."""
    ground = basis(2)
    found = means(ground)
    problem = formulate(ground, found)
    nothing = idle_plan(problem)
    first = np.concatenate([nothing.standing, nothing.units])
    idle = held_in(problem, first)
    built = first.copy()
    built[0, 4:] = 1.0
    return Answer(ground, found, problem, nothing, idle, check=held_in(problem, built))


def test_kroner_for_the_whole_need_have_a_bridge_to_what_the_scenarios_tell(town: Answer) -> None:
    """Harstad's 908 stood beside 989 in the scenarios, with no word of what lay between."""
    rows = {str(r[0]): [_number(str(c)) for c in r[1:4]] for r in _made(beside(town)).table.rows}
    names = (
        "Netto utgift om alle fikk tilbudet de får i dag, mill. kr",
        "Endring i utgift fordi noen får hjelp på annen måte, mill. kr",
        "Netto utgift når hele behovet dekkes, mill. kr",
    )
    first = list(rows).index(names[0])
    assert tuple(list(rows)[first : first + 3]) == names
    today, change, whole = (rows[name] for name in names)
    # 812.3 million grow by 3.2 % a year for fourteen years, to 1262.503.
    assert today == [1263, 1263, 0]
    assert change != [0, 0, 0]
    assert [t + c for t, c in zip(today, change, strict=True)] == whole


@pytest.mark.parametrize("left", [(20.45, 5.35), (1.4, 10.6), (19.6, 6.7), (30.2, 0.4)])
def test_who_is_uncovered_is_one_number_in_both_tables_and_the_title(
    town: Answer, left: tuple[float, float]
) -> None:
    """Rana printed 21 and 5 beside 20 and 6, Karasjok 1 and 11 beside 1 and 12 of 12."""
    assert town.idle is not None
    assert town.check is not None
    made = replace(town, idle=_left(town.idle, 20.4, 5.4), check=_left(town.check, *left))
    told = {str(r[0]): _number(str(r[2])) for r in _made(beside(made)).table.rows}
    heavy, light, total = (
        told[name]
        for name in (
            "Av dem mangler plass eller bolig, brukere",
            "Av dem mangler hjemmetjeneste, brukere",
            "Udekket behov etter dagens praksis, brukere",
        )
    )
    assert heavy + light == total
    assert total == pytest.approx(sum(left), abs=1)
    table, figure = _made(years.home(made)).table, _made(years.mix(made))
    at = [i for i, c in enumerate(table.columns) if c.key.startswith("lacking-")]
    assert [table.rows[-1][i] for i in at] == [heavy, light]
    unmet = [row for row in figure.table.rows if str(row[1]).startswith("Udekket")]
    assert unmet[-1][2] == total
    assert f"behovet til {total:.0f} udekket, og {heavy:.0f} av dem" in figure.title
    for year, parts in zip(unmet, table.rows, strict=True):
        assert year[2] == sum(float(str(parts[i])) for i in at)


def test_which_frames_hold_the_plan_back_together_is_said_with_what_each_does(
    town: Answer,
) -> None:
    """«Ingen av rammene er alene grunnen» stood beside 33 who lacked a place."""
    assert town.check is not None
    now, (one, other) = town.check.heavy, ("staff", "money")
    left = {(one,): now - 1.0, (other,): now - 5.0, (one, other): 3.0}

    def told(held: Held) -> str:
        return why_as_many(replace(town, held=held)).replace("\u202f", " ")

    row = {r.id: r for r in rows(town)}["tungt"]
    here = printed(town, town.check)["tungt"]
    a, b, n, stands = (
        format_plain(v, row.decimals) for v in (here - 1, here - 5, here + round(3.0 - now), here)
    )
    assert (
        "Årsverkene og pengene til drift holder igjen sammen. Med bare nok årsverk mangler "
        f"{a} plass eller bolig i 2040, med bare nok penger til drift {b}, og med nok av begge "
        f"{n}. I planen er det {stands}. 21 plasser til er tatt ut: de ville senket det "
        "udekkede behovet med under 1,0 %."
    ) in told(Held((one, other), left, 21.0))
    alone = told(Held((one,), {(one,): 3.0}, 0.0))
    assert f"Årsverkene holder igjen: med nok årsverk mangler {n} plass eller bolig" in alone
    assert "tatt ut" not in alone
    gone = {**left, (one, other): now - here}
    assert "og med nok av begge ingen." in told(Held((one, other), gone, 0.0))
    none = told(Held((), left, 0.0))
    assert "Rammene er ikke grunnen: med nok årsverk og penger til drift mangler" in none
    for text in (told(Held((one, other), left, 21.0)), alone, none):
        assert " %" not in text.replace("1,0 %", "").replace("10 %", "")
        assert max(len(sentence.split()) for sentence in text.split(". ")) <= 40


def test_that_no_dwelling_is_free_is_said_where_none_is(town: Answer) -> None:
    """«20 % kan bo i heldøgns bolig» stood where each was taken by whom it is meant for."""
    assert town.check is not None
    full = why_as_many(town)
    assert "Ingen bolig er ledig for dem." in full and "20\u202f%" not in full
    program, blocks = town.check.program, town.check.blocks.copy()
    need, service = (
        [n.id for n in program.problem.needs].index(INSTITUTION),
        [s.id for s in program.problem.services].index(DWELLINGS),
    )
    at = next(i for i, (g, k, _s) in enumerate(program.ways) if (g, k) == (need, service))
    blocks[:, -1, at] = 4.0
    some = why_as_many(replace(town, check=replace(town.check, blocks=blocks)))
    assert "og 4 bor i heldøgns bolig. Høyst 10\u202f% og 20\u202f% av dem kan det." in some


def test_the_demand_of_never_more_uncovered_is_named_where_a_plan_without_it_builds_more(
    town: Answer,
) -> None:
    # The town's plan opens one step of twenty places; one without the demand opens three.
    assert town.check is not None
    first = town.check.first.copy()
    first[0, 4:] = 3.0
    text = why_as_many(replace(town, refused=replace(town.check, first=first)))
    assert "Uten det kravet hadde planen bygd 40 institusjonsplasser til." in text
    same = why_as_many(replace(town, refused=town.check))
    assert "Uten det kravet" not in same


def test_what_one_more_helps_is_told_in_its_order_and_never_ranked(town: Answer) -> None:
    staff, money = Resource("staff"), Resource("money")
    per = town.person_years
    worths = (Worth(staff, 0.3 * per, 0.0), Worth(money, 0.6 * per, 0.0))
    binding = tuple(Binding(resource, np.full(14, 0.5)) for resource in (staff, money))
    made = why.worth(replace(town, worth=worths, binding=binding))
    assert made.title == (
        "Ett årsverk mer hvert år hjelper like mye som hjelp til 0,30 med heldøgns behov"
    )
    assert "mest" not in made.title
    assert "kan ikke rangeres" in made.note


def test_a_frame_that_holds_back_with_another_is_not_told_to_be_enough(town: Answer) -> None:
    """«Årsverkene og pengene holder igjen sammen» stood over «det er nok av det: én million»."""
    worths = (
        Worth(Resource("staff"), 0.3 * town.person_years, 0.0),
        Worth(Resource("money"), 0, 0),
    )
    both = Held(("staff", "money"), {("staff", "money"): 3.0}, 0.0)
    for held, said in ((both, "binder-sammen"), (replace(both, frames=("staff",)), "binder-ikke")):
        told = {s.id: s.text() for s in one_more(replace(town, worth=worths, held=held))}
        assert set(told) == {"verdi", said}
        assert ("Én million kroner mer hjelper ingen flere alene" in told[said]) == (held is both)


def test_that_buildings_are_the_same_in_every_draw_is_told_once(town: Answer) -> None:
    assert town.check is not None
    blocks = town.check.blocks.copy()
    blocks[:, -1, : len(town.check.program.ways)] = 0.0
    built = empty.built(replace(town, check=replace(town.check, blocks=blocks)))
    assert "flere plasser tomme i 2040 enn når ingenting bygges eller kjøpes" in built
    words = built + " ".join(e.note for e in (years.places(town),) if e)
    assert words.count("Byggene er") == 1


def test_a_plan_that_buys_and_costs_less_than_doing_nothing_says_why(town: Answer) -> None:
    """Harstad's cheapest point built and bought for 847 a year; «ingenting bygges» cost 851."""
    nothing = town.solution
    assert nothing.x is not None
    x = nothing.x.copy()
    nothing.program.units_of(x)[:] = 10.0
    buys = replace(nothing, x=x)
    idle = Point(nothing, 851e6, 67.0, 90.0, 0.0, idle=True)
    told = why._why_cheaper([Point(buys, 847e6, 60.0, 80.0, 0.0), idle])
    assert "Ingenting bygges eller kjøpes" in told
    assert "frigjør arbeidstid" in told
    assert not why._why_cheaper([Point(buys, 860e6, 60.0, 80.0, 0.0), idle])
    assert not why._why_cheaper([Point(nothing, 847e6, 60.0, 80.0, 0.0), idle])


def test_how_far_a_better_plan_may_be_keeps_number_and_sign_on_a_line() -> None:
    assert proof(102.0, 100.0, 0.1).text() == "en bedre plan er bevist høyst 2,0\u202f% unna"


def test_doing_nothing_is_named_as_neither_building_nor_buying(town: Answer) -> None:
    # `idle_plan` buys no equipment; «ingenting bygges» alone told half of it.
    assert not town.solution.units.any()
    made = chapter(replace(town, front=Front((town.solution,), town.solution)))
    texts = [made.lead, *(s.text() for s in made.statements())]
    for e in made.exhibits():
        texts += [e.title, e.subtitle, e.note, *(c.title for c in e.table.columns)]
        texts += [str(cell) for row in e.table.rows for cell in row if isinstance(cell, str)]
    said = " ".join(" ".join(texts).split()).lower()
    assert said.count("ingenting bygges") > 5
    assert said.count("ingenting bygges") == said.count("ingenting bygges eller kjøpes")
    assert "bygges og kjøpes ingenting, er behovet" in said
    assert "heller ikke nytt utstyr" in said


def _made(exhibit: Exhibit | None) -> Exhibit:
    assert exhibit is not None
    return exhibit


def _left(check: Check, heavy: float, light: float) -> Check:
    """Give a plan that leaves these uncovered in every draw of the last year."""
    blocks, ways = check.blocks.copy(), len(check.program.ways)
    blocks[:, -1, ways : ways + 4] = (heavy, 0.0, 0.0, light)
    return replace(check, blocks=blocks)


def _number(text: str) -> float:
    kept = text.replace("\u2212", "-").replace(",", ".").split("\u202f")
    digits = [part for part in kept if part.lstrip("+-").replace(".", "").isdigit()]
    return float("".join(digits))
