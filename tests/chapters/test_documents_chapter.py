"""The chapter «dokumenter»: what is said of each theme, and nobody who could be known."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from veivalg.chapters.dokumenter.chapter import chapter as documents
from veivalg.content import Chapter, Report, Source, SourceKind
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.norway.register import municipality
from veivalg.own.printed import printed_table
from veivalg.own.tables import own_table
from veivalg.own.versions import OwnStore
from veivalg.publish import render
from veivalg.tables import Sourced

SOURCE = {"*": Source("own", "Kommunen selv", "x", kind=SourceKind.DOCUMENT)}
SECRET = "Sjefen svarer aldri"


def _table(name: str, *rows: tuple) -> Sourced:
    schema = own_table(name)
    columns = [f.name for f in schema.fields]
    return Sourced(schema.validate(pl.DataFrame(rows, schema=columns, orient="row")), SOURCE)


def _heard(text: str, quote: str) -> tuple:
    return ("Ansatte", 12, "Ledelse", "strength", text, quote, None, None)


def _says(chapter: Chapter) -> str:
    return " ".join(s.text() for s in chapter.statements()).replace("\u202f", " ")


def _cells(chapter: Chapter) -> str:
    return " | ".join(str(v) for e in chapter.exhibits() for row in e.table.rows for v in row)


@pytest.fixture(scope="module")
def heard() -> Chapter:
    own = {
        "document_statements": _table(
            "document_statements",
            ("Planen", "Ledelse", "challenge", "Uklare roller {som} står der.", "4", None, None),
            ("Planen", "Ledelse", "challenge", "Svake rutiner.", None, None, None),
        ),
        "interview_statements": _table(
            "interview_statements",
            ("Enhetsleder", 2, "Ledelse", "challenge", SECRET, "not_asked", None, None),
            _heard("Vi hjelper hverandre.", "not_asked"),
            _heard("Ikke gjengi dette.", "no"),
        ),
    }
    return documents(Evidence(municipality("5503"), own=own))


@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_the_real_documents_are_read_on_the_first_run(code: str) -> None:
    chapter = documents(gather(municipality(code)))
    assert "dokumenter er lest" in _says(chapter)
    assert not any(s.kind is SourceKind.CONSTRUCTED for e in chapter.exhibits() for s in e.sources)


def test_harstad_and_karasjok_say_what_their_documents_say() -> None:
    assert "250 ekstra årsverk innen 2035" in _cells(documents(gather(municipality("5503"))))
    assert "Høyt sykefravær." in _cells(documents(gather(municipality("5610"))))


def test_a_role_of_two_is_counted_but_never_quoted(heard: Chapter) -> None:
    text = _cells(heard) + _says(heard)
    assert SECRET not in text and "Enhetsleder" not in text and "Ikke gjengi" not in text
    assert "Vi hjelper hverandre." in text
    theme = next(e for e in heard.exhibits() if e.id == "dokumenter-tema-1")
    assert theme.title == "Ledelse: utfordringer i 2 og styrker i 1 av 3 kilder"
    assert "2 utsagn fra intervjuer er talt med, men ikke vist" in theme.note


@pytest.mark.parametrize("format", ["html", "md", "json"])
def test_no_report_holds_what_may_not_be_quoted(heard: Chapter, format: str) -> None:
    report = Report("Prøve", heard.municipality, "2026-01-01", "0", (heard,))
    made = render(report, format).decode()
    assert SECRET not in made
    assert "Uklare roller" in made


def test_a_theme_with_challenges_and_no_measures_is_pointed_out(heard: Chapter) -> None:
    assert "ikke på tiltak, for ledelse" in _says(heard)


def test_a_register_alone_is_shown() -> None:
    own = {"documents": _table("documents", ("Planen", None, "plan", None, None))}
    chapter = documents(Evidence(municipality("5503"), own=own))
    assert [e.id for e in chapter.exhibits()] == ["dokumenter-lover", "dokumenter-register"]
    assert len(chapter.missing) == 3


def test_with_nothing_brought_one_line_says_what_to_do() -> None:
    chapter = documents(Evidence(municipality("0301")))
    assert _says(chapter).startswith("Les inn hva planer, rapporter og intervjuer sier")
    assert len(chapter.findings) == len(chapter.missing) == 1 and not list(chapter.exhibits())


def test_a_chapter_of_the_report_that_repeats_a_plan_is_not_shown_as_the_plans_own() -> None:
    cells = _cells(documents(gather(municipality("5503"))))
    assert "gjengitt i delrapport 1, kap. 3.2" in cells and "| kap. 3.2" not in cells


# What several say of the same, and what they disagree on.

SAID = (
    ("A", "Boliger", "measure", "Bygg sykehjem.", "3", "Det trengs flere sykehjemsplasser", None),
    ("B", "Boliger", "challenge", "Det er kø.", "9", "det trengs flere sykehjemsplasser.", "agree"),
    (
        "C",
        "Boliger",
        "measure",
        "Bygg {boliger}.",
        None,
        "Det trengs flere sykehjemsplasser",
        "disagree",
    ),
    ("A", "Folk", "challenge", "Få søkere.", None, "Det er få søkere", None),
    ("A", "Folk", "challenge", "Få søkere til natt.", None, "Det er få søkere", None),
    ("B", "Folk", "challenge", "Ingen søker.", None, "Det er få søkere", None),
    ("A", "Hjem", "goal", "Bo hjemme.", None, "Flere bor hjemme", None),
    ("C", "Hjem", "goal", "Bo hjemme lenge.", None, "Flere bor hjemme", None),
    ("C", "Folk", "strength", "Stabil bemanning på dag.", None, None, None),
)
ASKED = (
    ("Ansatte", "group", 12, None, "mars", "Samhandling", "Ikke nattevakter."),
    ("Kommunedirektør", "single", 1, None, "april", None, "Kjent for alle"),
    ("Tillitsvalgte", "single", 3, None, None, None, None),
    ("Sykehjemmene", "visit", None, None, None, None, None),
    ("Brukere", "not_heard", None, None, None, None, "Spørres senere."),
)


def _made(*asked: tuple) -> Chapter:
    own = {"document_statements": _table("document_statements", *SAID)}
    own |= {"interviews": _table("interviews", *asked)} if asked else {}
    return documents(Evidence(municipality("5503"), own=own))


def test_what_several_say_is_told_with_how_many_and_each_document_counts_once() -> None:
    assert "De fleste sier det samme: Det er få søkere (2 av 3 kilder)." in _says(_made())


def test_what_they_disagree_on_is_told_with_who_says_what() -> None:
    said = _says(_made())
    assert "Kildene er uenige: Det trengs flere sykehjemsplasser." in said
    assert "Enige: 2 (A og B). Imot: 1 (C)." in said
    assert "samme: Det trengs flere" not in said


def test_what_is_shared_stands_with_a_quotation_and_never_with_a_hidden_one() -> None:
    rows = next(e for e in _made().exhibits() if e.id == "dokumenter-syn").table.records()
    plainly = {row["claim"]: (row["quoted"], row["agree"], row["against"]) for row in rows}
    assert plainly["Det trengs flere sykehjemsplasser"] == ("«Det er kø.»", "A og B", "C")
    hidden = ("Sjef", 1, "Folk", "challenge", SECRET, "no", "Det er få søkere", None)
    own = {"interview_statements": _table("interview_statements", hidden)}
    own["document_statements"] = _table("document_statements", *SAID[:5])
    text = _cells(documents(Evidence(municipality("5503"), own=own)))
    assert SECRET not in text and "Sjef" not in text and "en gruppe som er intervjuet" in text


def test_strengths_and_challenges_of_different_documents_are_said_to_differ() -> None:
    assert "styrker og andre på utfordringer i folk." in _says(_made())


def test_a_goal_that_several_have_is_pointed_out() -> None:
    assert "Ett mål går igjen: Flere bor hjemme (2 av 3 kilder)." in _says(_made())


def test_every_document_stands_with_its_challenges_strengths_and_measures() -> None:
    table = next(e for e in _made().exhibits() if e.id == "dokumenter-hvert").table
    assert table.rows[:4] == (
        ("A", "Utfordringer", "Få søkere. Få søkere til natt."),
        ("A", "Tiltak", "Bygg sykehjem."),
        ("A", "Mål", "Bo hjemme."),
        ("B", "Utfordringer", "Det er kø. Ingen søker."),
    )


def test_what_most_point_at_is_put_together_with_what_several_say_first() -> None:
    harstad = documents(gather(municipality("5503")))
    main = next(e for e in harstad.exhibits() if e.id == "dokumenter-hovedsaker").table.rows
    groups = [row[0] for row in main]
    assert groups == ["Hovedutfordringer"] * 3 + ["Muligheter og løsninger"] * 3 + [
        "Gjennomgående mål"
    ]
    assert main[0][1] == "Ressursbruk (4 av 9 kilder)" and str(main[0][2]).startswith(
        "Harstad bruker mer enn sammenliknbare kommuner (3 kilder). "
    )
    assert main[1] == (
        "Hovedutfordringer",
        "Eldre og demografi (2 av 9 kilder)",
        "Det blir mange flere eldre (2 kilder).",
    )
    assert "Ingen står i flere" in main[-1] and "Strategi for e-helse" in str(main[-1][2])
    goals = [row for row in _main(_made()) if row[0] == "Gjennomgående mål"]
    assert goals == [("Gjennomgående mål", "Flere bor hjemme", "2 av 3 kilder har dette målet.")]


def _main(chapter: Chapter) -> tuple[tuple[object, ...], ...]:
    return next(e for e in chapter.exhibits() if e.id == "dokumenter-hovedsaker").table.rows


def test_interviews_are_told_theme_by_theme_and_who_may_be_known_is_never_named() -> None:
    said = (
        ("Sjef", 1, "Folk", "goal", SECRET, "no", None, None),
        ("Ansatte", 12, "Folk", "strength", "Vi hjelper hverandre.", "yes", None, None),
        ("Ansatte", 12, "Folk", "challenge", "Vi er få", "yes", None, None),
    )
    own = {"interview_statements": _table("interview_statements", *said)}
    made = documents(Evidence(municipality("5503"), own=own))
    told = next(e for e in made.exhibits() if e.id == "dokumenter-intervjuene").table.rows
    assert told == (
        ("Folk", "Styrker", "Vi hjelper hverandre."),
        ("Folk", "Utfordringer", "Vi er få."),
    )
    text = _cells(made) + _says(made)
    assert SECRET not in text and "Sjef" not in text


def test_a_title_tells_the_years_of_a_plan_where_nobody_has_said_when_it_is_from() -> None:
    table = next(
        e
        for e in documents(gather(municipality("5503"))).exhibits()
        if e.id == "dokumenter-register"
    ).table
    years = dict(zip(table.cells("document"), table.cells("year"), strict=True))
    assert years["Strategi for e-helse og velferdsteknologi 2023–2027"] == "2023–2027"
    assert years["Driftsanalyse og omstillingsplan for helse og omsorg"] == "ikke oppgitt"


def test_roles_of_few_are_told_of_together_and_never_named() -> None:
    made = _made(*ASKED)
    text = _says(made) + _cells(made)
    assert "Kommunedirektør" not in text and "Tillitsvalgte" not in text and "Kjent for" not in text
    assert "Minst 12 personer er hørt. Ikke hørt: brukere." in text
    assert "Andre roller, samlet | – | færre enn fem" in text
    more = _made(*ASKED, ("Verneombud", "single", 4, None, None, None, None))
    assert " 20 personer er hørt." in _says(more) and "Andre roller, samlet | – | 8" in _cells(more)


def test_a_number_that_is_printed_as_about_is_told_as_such() -> None:
    harstad = documents(gather(municipality("5503")))
    assert "Mellom 20 og 25 personer er hørt." in _says(harstad)
    assert "brukere og øvrige innbyggere" in _says(harstad)


def test_the_law_stands_with_where_to_read_it() -> None:
    cells = _cells(documents(gather(municipality("5610"))))
    assert "Sameloven" in cells and "https://lovdata.no/lov/2011-06-24-30" in cells


def test_rows_stored_before_a_column_was_asked_for_are_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, store = own_table("documents"), OwnStore(tmp_path)
    with monkeypatch.context() as before:
        before.setattr(table, "fields", table.fields[:-1])
        old = pl.DataFrame(
            [("Planen", None, "plan", None)], schema=table.empty().schema, orient="row"
        )
        store.put("5503", "documents", old, file="a.csv", sha256="0")
    held = store.read("5503", "documents")
    assert isinstance(held, Sourced) and held.frame.row(0) == ("Planen", None, "plan", None, None)


@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_every_statement_that_may_be_shown_stands_under_its_theme(code: str) -> None:
    chapter, cells = documents(gather(municipality(code))), set()
    for exhibit in chapter.exhibits():
        if exhibit.id.startswith("dokumenter-tema-"):
            cells |= {str(row["text"]) for row in exhibit.table.records()}
    said = printed_table(code, "document_statements")
    assert said is not None and set(said.frame["text"]) <= cells
