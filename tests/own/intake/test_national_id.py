"""National identity numbers are found wherever they stand and however they are written."""

from __future__ import annotations

import io
import random
import uuid
from pathlib import Path

import openpyxl
import pytest
from tests.own.intake.broken import PERSON, sheets, text
from tests.tiers import sized

from veivalg.foundation.national_id import Strictness, holds_national_id, is_national_id
from veivalg.own.intake import RefusedFileError, read_file
from veivalg.own.versions import OwnStore

HEAD = ["Skole", "Skoleår", "Trinn", "Elever"]
DATE, REST = PERSON[:6], PERSON[6:]
WIDE, ARABIC, DEVANAGARI = (
    "".join(chr(ord(c) - ord("0") + zero) for c in PERSON) for zero in (0xFF10, 0x0660, 0x0966)
)
GAPS = (
    *"/_,.:;|·•–—−-'*+#~\\",
    *("\u00a0", "\u2009", "\u2002", "\u2007", "\u202f", "\u3000", "\u200b", "\u2060", "\ufeff"),
    *("  ", "     ", " / ", " - ", ", ", "\u200b\u200b", "\u00ad", "\t"),
)
WRITTEN = [
    *(f"{DATE}{gap}{REST}" for gap in GAPS),
    "010100 123 56",
    "010 100 123 56",
    "0101 0012 356",
    "01 01 00 12356",
    "01_01_00_12356",
    "01/01/00/12356",
    "01.01.1900 12356",
    "1.1.1900 12356",
    "01-01-1900-12356",
    "1900-01-01 12356",
    "01011900 12356",
    "0101190012356",
    "0 1 0 1 0 0 1 2 3 5 6",
    "19000101-12356",
    "Nord 010100/12356",
    "Elev nr 7: 010100 12356, 8. trinn",
    "(010100)12356",
    WIDE,
    ARABIC,
    DEVANAGARI,
    f"{WIDE[:6]}／{WIDE[6:]}",
    "4.1010012420E+10",
    "4,1010012420e10",
    "4.101001242E10",
    "41010012420E0",
    "410100.12420",
    "12356 010100",
    "12356-010100",
    "123 56 010100",
    "12356 01.01.1900",
    "12356/01.01.00",
    "12356 01011900",
    "12356 1900-01-01",
    "O10100 12356",
    "o1o1oo 12356",
    "01O10O12356",
    "0l0l00/I2356",
    "OlOlOO-l2356",
    "l2356 O1O1OO",
]
"""Also with the five digits first, and letters for zero and one."""
BORN = [("A", "01.01.1900", "12356"), ("B", "02.02.1950", "12345")]
APART = [
    "født 010100, personnr. 12356",
    "født 01.01.1900, personnummer 123 56",
    "f. 1.1.00 pnr 12356",
    "personnr. 12345 (født 1.1.00)",
    "010100 x 12356",
    "1. januar 1900, 12356",
    "1 jan. 00 nr. 12356",
    "1. januar 1900 (12356)",
    "0101001235 6",
    "12356, født 010100",
    "1.1.00 12356",
    "010100&nbsp;12356",
    "010100&#32;12356",
    "&#48;10100 12356",
    "010100%2012356",
    "010100%3A12356",
    "010100\\u002012356",
    "010100_x0020_12356",
    "001010012356",
    "+4701010012356",
    "+47 010100 12356",
    "004701010012356",
]
"""With words, codes for signs and digits in front between and about its parts."""
TYPED = [
    "15.08.1985 90047",
    "1.587859e10",
    "1,58786E+10",
    "150885/12345",
    "150885  12345",
    "１５０８８５１２３４５",
]
"""A possible date and wrong or lost control digits: refused where texts and codes stand."""


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


@pytest.mark.parametrize("written", WRITTEN)
def test_it_is_known_however_it_is_written_whatever_the_column(written):
    assert all(holds_national_id(written, kind) for kind in (Strictness.TEXT, Strictness.IDS))
    assert holds_national_id(f"Se {written} i mappen")
    assert holds_national_id(written, Strictness.NUMBERS)


@pytest.mark.parametrize("written", TYPED)
def test_one_mistyped_or_rounded_is_known_in_texts_and_not_among_numbers(written):
    assert holds_national_id(written) and holds_national_id(written, Strictness.IDS)
    assert not holds_national_id(written, Strictness.NUMBERS)


@pytest.mark.parametrize("written", APART)
def test_it_is_known_in_texts_with_words_and_codes_about_its_parts(written):
    for said in (written, f"Ola {written}", f"Se {written}."):
        assert holds_national_id(said) and holds_national_id(said, Strictness.IDS)


@pytest.mark.parametrize(
    "text",
    [
        "Vedtatt 15.06.2024, rammen er 12 345 og 98 000 kr",
        "født 01.01.1900, bor i 8610 Mo i Rana",
        "1. januar 1900 kom 12 og 34 til",
        "Personnummer blir aldri lagret",
        "100 % av 010100 i 2024",
        "0047 75 14 50 00 og +47 951 23 456",
        "Sak 24/12345 av 2. mars 2024, vedtak 12/24",
        "konto 0047 4920 12 34567",
        "Sak 12345 av 010124, 10l melk og 1OO egg",
        "12345 150885",
    ],
)
def test_ordinary_texts_with_dates_and_figures_are_no_persons(text):
    assert not holds_national_id(text)


def test_a_power_that_has_lost_its_date_is_known_among_codes_only():
    assert holds_national_id("1,5E+10", Strictness.IDS)
    assert not holds_national_id("1,5E+10") and not holds_national_id("9,5E+10", Strictness.IDS)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_every_spelling_in_a_file_is_refused_and_said_nowhere(form, store):
    written = [w for w in (*WRITTEN, *TYPED, *APART) if not {"\t", ";"} & {*w}]
    rows = [HEAD, *[[w, 2025, 1 + i % 10, 30 + i] for i, w in enumerate(written)]]
    read = read_file(
        sheets({"A": rows}) if form == "xlsx" else text(rows), f"a.{form}", code="1833", store=store
    )
    assert read.frame is None
    assert [f.cell for f in read.findings] == [f"A{i}" for i in range(2, len(rows) + 1)]
    book = openpyxl.load_workbook(io.BytesIO(read.marked_copy()))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    said = repr(read) + "".join(f"{c.value} {c.comment and c.comment.text}" for c in cells)
    assert not any(w in said for w in written)
    assert not (store.folder / "1833").exists()


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([HEAD, ["010100", "12356", 1, 30], ["Gruben", 2025, 1, 40]], {"A2", "B2"}),
        ([HEAD, [410100, 12420, 1, 30], ["Gruben", 2025, 1, 40]], {"A2", "B2"}),
        ([HEAD, ["01.01.1900", 12356, 1, 30], ["Gruben", 2025, 1, 40]], {"A2", "B2"}),
        ([HEAD, ["12356", "O10100", 1, 30], ["Gruben", 2025, 1, 40]], {"A2", "B2"}),
        ([[*HEAD, "a", "b", "c", "d"], ["A", 2025, 1, 2, "01", "01", "00", "12356"]], set("EFGH")),
        ([["Elever ved 010100/12356"], HEAD, ["A", 2025, 1, 30]], {"A1"}),
        ([[*HEAD, "010100_12356"], ["A", 2025, 1, 30, "x"]], {"E1"}),
        ([[*HEAD, 41010012420], ["A", 2025, 1, 30, "x"]], {"E1"}),
        ([[*HEAD, "Merknad"], ["A", 2025, 1, 30, 410100.1242], ["B", 2025, 1, 30, "ja"]], {"E2"}),
        (
            [[*HEAD, "Født", "Navn", "x"], *([s, 2025, 1, 9, d, "O", n] for s, d, n in BORN)],
            {"E2", "G2", "E3", "G3"},
        ),
        (
            [[*HEAD, "x", "Navn", "Dato"], *([s, 2025, 1, 9, n, "O", d] for s, d, n in BORN)],
            {"E2", "G2", "E3", "G3"},
        ),
        ([[*HEAD, "Født", "Personnr. (5 siffer)"], ["A", 2025, 1, 9, "1900", 54321]], {"F2"}),
        ([[*HEAD, "Merknad"], ["A", 2025, 1, 30, "mor er 01.01.1900 12356"]], {"E2"}),
    ],
)
def test_it_is_found_across_cells_in_titles_and_headings(rows, places, store):
    read = read_file(sheets({"A": rows}), "a.xlsx", code="1833", store=store)
    said = [f for f in read.findings if "fødselsnummer" in f.wrong]
    assert {f.cell for f in said} == {p if p[1:] else f"{p}2" for p in places}
    assert read.frame is None and not any(
        t in repr(read) for t in ("12356", "12420", "410100", "010100")
    )


def test_names_of_files_and_sheets_are_refused_without_being_repeated(store):
    rows = [HEAD, ["A", 2025, 1, 30]]
    for content, name in (
        (text(rows), "elev_010100_12356.csv"),
        (sheets({"010100 12356": rows}), "a.xlsx"),
        (sheets({"A": rows, "Ola 010100-123.56": [["x"]]}), "a.xlsx"),
    ):
        with pytest.raises(RefusedFileError, match="fødselsnummer") as caught:
            read_file(content, name, code="1833", store=store)
        assert "12356" not in str(caught.value) + caught.value.message + caught.value.remedy


@pytest.mark.parametrize(
    "rows",
    [
        "Skole;Skoleår;Trinn;Elever\nA;2025;1;513\nB;2025;1;614\nSum @;2025;1;1127\n",
        "Skole;Skoleår;Trinn;Elever;@;b;c;d;e;f;g;h\nA;2025;1;513;1;1;1;1;1;1;1;1\n",
        "Skole;Skoleår;Trinn;Elever\nSÃ¸r @;2025;1;20\nB;2025;1;30\n",
        "Skole;Skoleår;Trinn;Elever\n@;2025;1;20\n@;2025;1;x\n",
        "Tall @ i 1000 kr\nSektor;Budsjett;KOSTRA-vekt;Tar avrundingen\n@ A;1500000;2;nei\n",
    ],
)
def test_no_question_and_no_warning_repeats_it(rows, store):
    content = rows.replace("@", "010100/12356").encode()
    read = read_file(content, "a.csv", code="1833", store=store)
    assert read.frame is None and "12356" not in repr(read) + read.summary()


def _figures(rng: random.Random) -> list[str]:
    """Give what stands in columns of numbers and is no person, each as it is written."""
    amount = rng.randrange(10 ** rng.randrange(1, 11))
    grouped = f"{amount:,}"
    account = f"{rng.randrange(10**11):011d}"
    org = f"{rng.randrange(8 * 10**8, 10**9)}"
    phone = f"{rng.randrange(2 * 10**7, 10**8)}"
    day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(1990, 2060)
    clock = f"{rng.randrange(24):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}"
    ore = f"{rng.randrange(100):02d}"
    return [
        str(amount),
        f"-{amount},{ore}",
        f"{amount}.{ore}",
        f"kr {grouped.replace(',', ' ')},{ore}",
        f"{grouped.replace(',', '.')},{ore}",
        f"{grouped}.{ore}",
        f"{grouped.replace(',', chr(0xA0))} kr",
        f"{rng.random():.11f}",
        f"{rng.random():.15f}",
        f"{amount:.5e}",
        org,
        f"NO {org[:3]} {org[3:6]} {org[6:]} MVA",
        f"{account[:4]}.{account[4:6]}.{account[6:]}",
        f"{account[:4]} {account[4:6]} {account[6:]}",
        f"+47 {phone[:3]} {phone[3:5]} {phone[5:]}",
        f"{phone[:2]} {phone[2:4]} {phone[4:6]} {phone[6:]}",
        str(uuid.UUID(int=rng.getrandbits(128))),
        f"{rng.getrandbits(128):032x}",
        f"{rng.randrange(100, 400)}-{rng.randrange(10, 900):03d}",
        f"{day:02d}.{month:02d}.{year}",
        f"{year}-{month:02d}-{day:02d} {clock}.123",
        f"{day:02d}.{month:02d}.{year} {clock}",
        f"{day}.{month}.{year}–{day}.{month}.{year + 1}",
    ]


def test_figures_are_never_taken_for_persons():
    rng = random.Random(11)
    for _row in range(sized(450, 10_000)):
        for written in _figures(rng):
            assert not holds_national_id(written, Strictness.NUMBERS), written


def test_figures_side_by_side_are_never_taken_for_persons(store):
    rng = random.Random(7)
    rows = [
        [f"Skole {i}", 2025, 1, 30, *(rng.randrange(10**5, 10**6), rng.randrange(10**4, 10**5)) * 2]
        for i in range(sized(3_000, 10_000))
    ]
    chance = [r for r in rows if is_national_id(f"{r[4]}{r[5]}")]
    assert chance  # by chance some are, and no reader could tell
    read = read_file(text([[*HEAD, *"abcd"], *rows]), "a.csv", code="1833", store=store)
    assert read.errors == 0 and read.rows == len(rows)


@pytest.mark.parametrize(
    ("written", "value"), [("３３", 33), ("٣٣", 33), ("३३", 33), ("１ ２３４", 1234)]
)
def test_digits_of_other_scripts_are_read_as_numbers(written, value, store):
    read = read_file(text([HEAD, ["A", 2025, 1, written]]), "a.csv", code="1833", store=store)
    assert read.ok and read.frame["pupils"].to_list() == [value]


@pytest.mark.parametrize("written", ["3²", "²", "③", "Ⅷ", "½", "三", "3３x"])
def test_signs_that_are_no_decimal_digits_are_a_finding(written, store):
    read = read_file(text([HEAD, ["A", 2025, 1, written]]), "a.csv", code="1833", store=store)
    assert [f.cell for f in read.findings] == ["D2"] and "ikke et tall" in read.findings[0].wrong
