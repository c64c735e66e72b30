"""Own and printed figures: whatever a municipality brings, no chapter mixes them."""

from __future__ import annotations

import csv

import pytest

from veivalg.chapters.brukergrupper.chapter import chapter as user_groups
from veivalg.chapters.dokumenter.chapter import chapter as documents
from veivalg.chapters.hjemmetjeneste.chapter import chapter as home_care
from veivalg.chapters.rammenedtrekk.chapter import chapter as budget_frame
from veivalg.content import SourceKind
from veivalg.gather.gather import gather
from veivalg.gather.own_figures import ALONE, REFERENCES, OwnFigures
from veivalg.lake.lake import Lake
from veivalg.norway.register import municipality
from veivalg.own.examples import example_names, example_table
from veivalg.own.intake import accept, read_file
from veivalg.own.printed import printed_names
from veivalg.own.tables import own_tables
from veivalg.own.versions import OwnStore
from veivalg.web.kit.own_status import statuses

# What makes the single example row of a template a whole table.
WHOLE = {("budget_sectors", "Tar avrundingen"): "ja", ("monthly_accounts", "Måned"): 1}


def _bring(folder, code: str, name: str, users: int = 1) -> None:
    """Store the example rows of the table's template as the municipality's own.

    With more `users`, each row is there once for each, numbered from 1.
    """
    schema, path = own_tables()[name], folder / "egne.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([f.title for f in schema.own_fields()])
        for row in schema.examples():
            whole = {
                f.name: WHOLE.get((name, f.title), row.get(f.name)) for f in schema.own_fields()
            }
            writer.writerow(whole.values())
            for number in range(2, users + 1):
                writer.writerow((whole | {"visit": number, "user": f"B{number}"}).values())
    store = OwnStore(folder)
    read = read_file(path, path.name, code=code, store=store, table=name)
    if read.questions:  # an example row of another size than the municipality is asked about
        said = {q.id: q.options[0].value for q in read.questions}
        read = read_file(path, path.name, code=code, store=store, table=name, answers=said)
    accept(read, store)


def _printed(own: OwnFigures, chapter: str) -> set[str]:
    return {
        n
        for n in own
        if chapter in own_tables()[n].chapters and own[n].source().id.startswith("trykt-")
    }


@pytest.mark.parametrize("name", sorted(set(own_tables()) - ALONE))
@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_an_own_table_leaves_nothing_printed_in_its_chapter(name, code, tmp_path) -> None:
    _bring(tmp_path, code, name)
    own = OwnFigures(code, tmp_path)
    for chapter in own_tables()[name].chapters:
        left = _printed(own, chapter)
        assert left <= REFERENCES
        assert all(own[n].source().kind is SourceKind.DOCUMENT for n in left)
    assert all(own.get(n) is not None for n in own) and name in own


def test_other_chapters_keep_what_is_printed_and_an_undone_table_gives_it_back(tmp_path) -> None:
    _bring(tmp_path, "5503", "home_care_visits")
    own = OwnFigures("5503", tmp_path)
    assert "home_care_staff" not in own and "home_care_references" in own
    assert "technologies" in own and "monthly_accounts" not in own
    OwnStore(tmp_path).delete("5503", "home_care_visits")
    assert set(OwnFigures("5503", tmp_path)) == set(printed_names("5503"))


def test_eksempelkommunen_has_every_table_that_is_made_up_and_nothing_that_is_brought(tmp_path):
    empty = own_tables()["documents"].empty()
    OwnStore(tmp_path).put("0099", "documents", empty, file="a", sha256="0", who="")
    own = OwnFigures("0099", tmp_path)
    assert set(own) == set(example_names()) and set(own_tables()) - set(own) <= {
        "home_care_totals",
        "iplos_scores",
    }
    for name in own:
        assert own[name].source().kind is SourceKind.CONSTRUCTED
    assert len(example_table("documents").frame) == len(own["documents"].frame) > 0


@pytest.mark.parametrize("code", ["5503", "1833", "5610", "0301", "1151"])
def test_a_real_municipality_has_nothing_made_up(code) -> None:
    own = OwnFigures(code, None)
    assert all(own[name].source().kind is SourceKind.DOCUMENT for name in own)


def test_own_kindergartens_leave_the_schools_as_they_are(tmp_path) -> None:
    _bring(tmp_path, "1833", "kindergartens")
    assert {"pupils", "kindergartens"} <= set(OwnFigures("1833", tmp_path))


def test_own_visits_give_no_share_of_made_up_staff(tmp_path) -> None:
    _bring(tmp_path, "5503", "home_care_visits", users=6)
    chapter = home_care(gather(municipality("5503"), Lake(tmp_path)))
    # What the review prints of the zones is told as printed, whatever is brought.
    own = [s for s in chapter.statements() if not s.text().startswith("Trykt i")]
    said = " ".join(s.text() for s in own)
    assert "Årsverk mangler" in said and "av arbeidstiden" not in said
    assert "Eksempel" not in said
    assert [m.what for m in chapter.missing] == ["Årsverk i hjemmetjenesten"]


def test_own_documents_are_not_counted_together_with_the_printed_ones(tmp_path) -> None:
    _bring(tmp_path, "5610", "interview_statements")
    chapter = documents(gather(municipality("5610"), Lake(tmp_path)))
    sources = {s.id for e in chapter.exhibits() for s in e.sources}
    assert sources and not any(s.startswith("trykt-") for s in sources)


def test_the_list_of_own_tables_tells_nothing_printed_that_is_not_used(tmp_path) -> None:
    _bring(tmp_path, "5503", "home_care_visits")
    states = {s.table.name: s.state for s in statuses(OwnStore(tmp_path), "5503")}
    assert states["home_care_visits"] == "egne" and states["home_care_staff"] == "mangler"
    assert states["home_care_references"] == "trykt" and states["staff_plan"] == "mangler"


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("budget_sectors", "Nedtrekk i alt per år"),
        ("budget_cuts", "Sektorer og budsjettrammer"),
    ],
)
def test_a_chapter_names_the_table_that_is_lacking_not_the_one_just_read_in(
    name, lacking, tmp_path
) -> None:
    _bring(tmp_path, "1833", name)
    chapter = budget_frame(gather(municipality("1833"), Lake(tmp_path)))
    said = " ".join(s.text() for s in chapter.findings)
    assert f"har ikke lest inn «{lacking}»" in said and "er tomt" not in said


def test_own_costs_beside_printed_references_are_not_called_printed(tmp_path) -> None:
    _bring(tmp_path, "5503", "care_costs")
    chapter = user_groups(gather(municipality("5503"), Lake(tmp_path)))
    assert not any("er trykt i" in s.text() for s in chapter.findings)
