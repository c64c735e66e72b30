"""What stands open in a topic, and that nothing is lost between it and «Flere figurer»."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from veivalg.content import (
    Chapter,
    Column,
    Exhibit,
    Figure,
    Folded,
    Place,
    Section,
    Source,
    Statement,
    Table,
    Topic,
    Unit,
    folded,
)

PLACE = Place("5503", "Harstad")
SSB = Source("ssb-07459", "SSB", "Folkemengde", table="07459", retrieved="2026-03-01")


def _chapter(id: str, topic: Topic, figures: int, first: tuple[str, ...] = ()) -> Chapter:
    people = Figure(f"{id}-n", "Innbyggere", 10, Unit.PERSONS, PLACE, "2026", SSB)
    said = tuple(Statement(f"{id}-s{n}", "Det bor {n} her.", {"n": people}) for n in range(figures))
    table = Table((Column("x", "x"),), (("a",),))
    shown = tuple(
        Exhibit(
            id=f"{id}-{n}",
            title="Funn",
            subtitle="Hva",
            table=table,
            alt="Et funn.",
            sources=(SSB,),
        )
        for n in range(figures)
    )
    parts = (Section("del", "Del", shown),) if shown else ()
    return Chapter(id, id, PLACE, "2026", "Hva.", said, parts, topic=topic, first=first)


def _ids(found: Folded) -> list[str]:
    return [e.id for _c, e in found.shown]


def test_a_topic_alone_shows_the_figures_it_names_and_those_in_order_where_it_names_none():
    (found,) = folded([_chapter("a", Topic.NEED, 6, ("a-4", "borte", "a-2"))])
    assert _ids(found) == ["a-4", "a-2"]
    assert [e.id for e in found.more(found.chapters[0])] == ["a-0", "a-1", "a-3", "a-5"]
    assert [s.id for _c, s in found.findings] == ["a-s0", "a-s1", "a-s2"]
    assert _ids(folded([_chapter("a", Topic.NEED, 6)])[0]) == ["a-0", "a-1", "a-2", "a-3"]
    either = _chapter("a", Topic.NEED, 6, ("borte|a-5", "a-1|a-2"))
    assert _ids(folded([either])[0]) == ["a-5", "a-1"]


def test_a_sentence_without_a_number_gives_way_to_those_with_one():
    made = _chapter("a", Topic.NEED, 2)
    told = Statement("trykt", "Tallene er trykt i en rapport.", {})
    (found,) = folded([replace(made, findings=(told, *made.findings))])
    assert [s.id for _c, s in found.findings] == ["a-s0", "a-s1"]
    (bare,) = folded([replace(made, findings=(told,))])
    assert [s.id for _c, s in bare.findings] == ["trykt"]


def test_chapters_of_a_topic_take_turns_and_one_without_figures_takes_none():
    made = [
        _chapter("a", Topic.CARE, 5),
        _chapter("b", Topic.CARE, 0),
        _chapter("c", Topic.CARE, 2),
    ]
    (found,) = folded(made)
    assert _ids(found) == ["a-0", "c-0", "a-1", "c-1"]
    assert [s.id for _c, s in found.findings] == ["a-s0", "c-s0", "a-s1"]
    assert not found.empty and folded(made[1:2])[0].empty


def test_topics_stand_in_the_order_of_the_way_to_a_decision():
    made = [
        _chapter("c", Topic.SCENARIOS, 1),
        _chapter("e", Topic.ECONOMY, 1),
        _chapter("p", Topic.POPULATION, 1),
    ]
    assert [f.topic for f in folded(made)] == [Topic.POPULATION, Topic.ECONOMY, Topic.SCENARIOS]


@given(
    st.lists(st.tuples(st.sampled_from(Topic), st.integers(0, 7)), max_size=8), st.integers(1, 6)
)
def test_nothing_is_lost_and_no_topic_shows_more_than_it_may(
    made: list[tuple[Topic, int]], most: int
):
    chapters = [_chapter(f"k{n}", topic, size) for n, (topic, size) in enumerate(made)]
    found = folded(chapters, most)
    kept = {(c.id, e.id) for f in found for c in f.chapters for e in f.more(c)}
    open_ = [(c.id, e.id) for f in found for c, e in f.shown]
    every = {(c.id, e.id) for c in chapters for e in c.exhibits()}
    assert kept | set(open_) == every and not kept & set(open_) and len(set(open_)) == len(open_)
    for one in found:
        several = sum(len(list(c.exhibits())) for c in one.chapters)
        assert len(one.shown) == min(most, several) and len(one.findings) <= 3
