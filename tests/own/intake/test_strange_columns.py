"""Columns beside the table's own: known to be harmless, or asked about once a form."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import pytest

from veivalg.own.intake import Intake, accept, read_file
from veivalg.own.versions import OwnStore

TABLES = {
    "accounts": ("Enhet;År;Måned;Beløp", [
        f"{unit};2025;{month};{amount + 1371 * month}"
        for month in (1, 2)
        for unit, amount in (("Oppvekst", 12000371), ("Helse", 13001911), ("Kultur", 3100222),
                             ("Teknisk", 4120444), ("NAV", 2130555), ("Plan", 1140888))
    ]),
    "pupils": ("Skole;Skoleår;Trinn;Elever", [
        "Båsmo;2025;1;33", "Gruben;2025;1;41", "Ytteren;2025;1;27",
        "Båsmo;2025;2;35", "Gruben;2025;2;44", "Ytteren;2025;2;29",
    ]),
    "kindergartens": ("Barnehage;År;Barn 0–2 år;Barn 3–5 år;Årsverk i grunnbemanningen", [
        "Solb;2025;18;36;12,5", "Furua;2025;12;30;10,25", "Lia;2025;9;25;8,75",
    ]),
    "visits": ("Besøk nr.;Bruker-ID;Sone;Dato;Varighet", [
        "1;B1;Nord;23.09.2024;25", "2;B2;Sør;24.09.2024;35", "3;B3;Nord;24.09.2024;15",
        "4;B1;Nord;25.09.2024;25", "5;B2;Sør;25.09.2024;35", "6;B3;Nord;26.09.2024;20",
    ]),
    "budgets": ("Enhet;År;Revidert budsjett;Lederens prognose", [
        "Oppvekst;2025;198000371;201000911", "Helse;2025;213001911;210100222",
        "Kultur;2025;31002223;32100111",
    ]),
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def lines(table: str, **columns: str) -> list[str]:
    heads, rows = TABLES[table]
    values = {h: cycle(v.split("|")) for h, v in columns.items()}
    more = [";".join(next(v) for v in values.values()) for _row in rows]
    return [";".join([heads, *columns]), *(f"{r};{m}" for r, m in zip(rows, more, strict=True))]


def read(store: OwnStore, text: list[str], answers: dict[str, str] | None = None) -> Intake:
    content = "\n".join(text).encode()
    return read_file(content, "tall.csv", code="1833", store=store, answers=answers)


ASKS = [
    ("accounts", "Kode", "K|D"),
    ("accounts", "Slag", "Ordinær|Ekstra"),
    ("accounts", "Regnskapstype", "Drift|Investering"),
    ("accounts", "Føringstype", "Automatisk|Manuell"),
    ("accounts", "Bilagsart", "IN|UT|LØ"),
    ("accounts", "Motpart", "Intern|Ekstern"),
    ("accounts", "Finansiering", "Frie midler|Øremerket"),
    ("accounts", "Mva", "Med|Uten"),
    ("accounts", "Lønnsart", "Fast|Variabel"),
    ("accounts", "Periodisert", "Ja|Nei"),
    ("accounts", "Godkjent", "X|"),
    ("accounts", "Bevilgningstype", "Ramme|Tillegg"),
    ("accounts", "Kontoklasse", "1|3"),
    ("accounts", "Prosjekt", "1001|1002|1001"),
    ("accounts", "Flagg", "0|1"),
    ("accounts", "Nivå", "1|2|2"),
    ("accounts", "Kontogruppe", "10|16"),
    ("accounts", "Dim4", "A1|A2"),
    ("accounts", "Tilstand", "Åpen|Lukket"),
    ("accounts", "Serie", "Virkelig|Simulert"),
    ("accounts", "Målgruppe", "Barn|Voksne"),
    ("accounts", "Merknad", "Foreløpig||"),
    ("accounts", "Kommentar", "Anslag for desember|ok|"),
    ("accounts", "Versjon", "100|200|300|400|500|600"),
    ("accounts", "Selskap", "Kommunen|Parkering KF"),
    ("accounts", "Sektor", "Oppvekst|Budsjett|Oppvekst"),
    ("accounts", "Type", "Refusjoner"),
    ("accounts", "Utvalg", "Lønnsutgifter"),
    ("accounts", "Scenario", "Grunnlinje|Høy|Lav"),
    ("accounts", "Art (T)", "Fastlønn|Vikarlønn"),
    ("pupils", "Elevtype", "Ordinær|Gjesteelev"),
    ("pupils", "Skoleeier", "Kommunal|Privat"),
    ("pupils", "SFO", "Ja|Nei"),
    ("pupils", "Opptelling", "Høst|Vår"),
    ("pupils", "Spesialundervisning", "Med|Uten"),
    ("pupils", "Kilde", "GSI|Prognose"),
    ("pupils", "Bosted", "Egen kommune|Annen kommune"),
    ("kindergartens", "Eierform", "Kommunal|Privat|Privat"),
    ("kindergartens", "Åpen barnehage", "J|N|N"),
    ("kindergartens", "Driftsform", "Ordinær|Familiebarnehage|Ordinær"),
    ("visits", "Tjeneste", "Hjemmesykepleie|Praktisk bistand|BPA"),
    ("visits", "Besøkstype", "Planlagt|Akutt"),
    ("visits", "Betaling", "Fri|Egenandel"),
    ("visits", "Tiltakskode", "12|14|12"),
    ("visits", "Bemanning", "Alene|To"),
    ("budgets", "Vedtak", "KST|FSK|KST"),
    ("budgets", "Ramme", "Netto|Brutto|Netto"),
    ("budgets", "Grunnlag", "Basis|Tiltak|Basis"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "heading", "values"), ASKS)
def test_a_column_nobody_knows_is_asked_about(
    table: str, heading: str, values: str, store: OwnStore
) -> None:
    first = read(store, lines(table, **{heading: values}))
    (question,) = first.questions
    names = [v or "–" for v in dict.fromkeys(values.split("|"))]
    assert question.id == "rows:kind" and not first.errors
    assert all(f"«{name}» (" in question.text for name in names)
    answers = {o.value for o in question.options}
    assert answers - {"uten"} == ({*names, "alle"} if names[1:] else {"alle", "no"})
    every = read(store, lines(table, **{heading: values}), {"rows:kind": "alle"})
    assert every.frame is not None and every.frame.height == len(TABLES[table][1])
    if names[1:]:
        some = read(store, lines(table, **{heading: values}), {"rows:kind": names[0]})
        assert some.frame is not None and 0 < some.frame.height < every.frame.height
    else:
        assert read(store, lines(table, **{heading: values}), {"rows:kind": "no"}).errors


HARMLESS = [
    ("accounts", "Merknad", "ok|sjekket|"),
    ("accounts", "Kommentar", "Høyt sykefravær|Nytt bygg|Se eget notat om vikarer"),
    ("accounts", "Saksbehandler", "Kari|Ola"),
    ("accounts", "Leder", "KN|OH|BB"),
    ("accounts", "Enhetsleder", "Kari Nordmann|Ola Hansen|Berit Berg"),
    ("accounts", "Økonomikontakt", "Kari|Ola"),
    ("accounts", "Utført av", "Kari|Ola|K"),
    ("accounts", "Kommunalområde", "Oppvekst og kultur|Helse og mestring|Oppvekst og kultur"),
    ("accounts", "Sektor", "Levekår|Levekår|Samfunn"),
    ("accounts", "Tjenesteområde", "Barn og unge|Helse|Kultur"),
    ("accounts", "Etat", "OPP|HEL|KUL"),
    ("accounts", "Virksomhetsnavn", "Oppvekst Rana|Helse Rana|Kultur Rana"),
    ("accounts", "Ansvar", "3100|3200|3300"),
    ("accounts", "Enhetsnr", "31|32|33"),
    ("accounts", "Org.nr", "872418032|972418032|972418033"),
    ("accounts", "Funksjon", "202|254|377"),
    ("accounts", "Kommune", "Rana"),
    ("accounts", "Kommunenr", "1833"),
    ("accounts", "Organisasjon", "Rana kommune"),
    ("accounts", "Kilde", "Visma"),
    ("accounts", "Sist endret", "01.02.2026|02.02.2026"),
    ("accounts", "Uttrekksdato", "2026-02-01"),
    ("accounts", "Kvartal", "1"),
    ("accounts", "Tertial", "T1"),
    ("accounts", "Budsjett", "12000000|13000000|3000000"),
    ("accounts", "Avvik", "450000|-450000|450000"),
    ("accounts", "Sum hittil", "450,5|-45,1|450"),
    ("accounts", "Type", "Regnskap"),
    ("accounts", "Valuta", "NOK"),
    ("accounts", "Status", "Bokført"),
    ("accounts", "Antall ansatte", "12|30|8"),
    ("accounts", "Årsverk", "12|30|8"),
    ("accounts", "E-post", "a@rana.no|b@rana.no"),
    ("pupils", "Rektor", "Nes|Lund|Berg"),
    ("pupils", "Adresse", "Skoleveien 1|Storgata 2|Strandgata 3"),
    ("pupils", "Skolens adresse", "Skoleveien 1|Storgata 2|Strandgata 3"),
    ("pupils", "Postnr", "8613|8624|8610"),
    ("pupils", "Poststed", "Mo i Rana"),
    ("pupils", "Telefon", "75123456|75123457|75123458"),
    ("pupils", "Skolekrets", "Vest|Sentrum|Sentrum"),
    ("pupils", "Skoleslag", "Barneskole|Kombinert|Barneskole"),
    ("pupils", "Klasser", "2|2|1"),
    ("pupils", "Lærere", "3|4|2"),
    ("pupils", "Antall gutter", "16|20|14"),
    ("pupils", "Målform", "bokmål"),
    ("kindergartens", "Styrer", "Kari|Ola|Berit"),
    ("kindergartens", "Bydel", "Vest|Øst|Øst"),
    ("kindergartens", "Byggeår", "1975|1982|1975"),
    ("kindergartens", "Avdelinger", "2|3|2"),
    ("visits", "Utført av", "A12|A14"),
    ("visits", "Kjønn", "K|M"),
    ("visits", "Yrkesgruppe", "Sykepleier|Helsefagarbeider"),
    ("accounts", "Firma", "RK"),
    ("accounts", "Ansvarsnavn", "Oppvekst|Helse|Kultur|Teknisk|NAV|Plan"),
    ("pupils", "Gutter", "16|20"),
    ("pupils", "E-post skole", "a@b.no"),
    ("kindergartens", "Type", "Barnehage"),
    ("kindergartens", "Åpningstid", "07.00-17.00|06.30-16.30"),
    ("visits", "Ukedag", "mandag|tirsdag|tirsdag|onsdag|onsdag|torsdag"),
    ("visits", "Distrikt", "Vest|Øst|Vest|Vest|Øst|Vest"),
    ("visits", "Status", "Utført|Godkjent"),
    ("budgets", "Økonomiansvarlig", "Kari|Ola|Berit"),
    ("budgets", "Avvik", "-2|3|-1"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "heading", "values"), HARMLESS)
def test_a_column_known_to_be_harmless_is_not_asked_about(
    table: str, heading: str, values: str, store: OwnStore
) -> None:
    got = read(store, lines(table, **{heading: values}))
    assert not got.questions and got.frame is not None
    assert got.frame.height == len(TABLES[table][1])


def test_the_question_says_what_each_kind_comes_to(store: OwnStore) -> None:
    text = lines("accounts", Type="Fast|Vikar|Fast")
    (question,) = read(store, text).questions
    said = question.text.replace("\u202f", "")
    amounts = [int(row.split(";")[3]) for row in TABLES["accounts"][1]]
    assert f"«Vikar» (4 rader, «Regnskap» {sum(amounts[1::3])})" in said
    assert f"«Fast» (8 rader, «Regnskap» {sum(amounts) - sum(amounts[1::3])})" in said
    assert question.options[0].value == "alle", "each unit has one"
    parted = lines("accounts", Versjon="Regnskap|X|Y|X|Y")
    (question,) = read(store, parted).questions
    assert question.options[0].value == "Regnskap"


def test_a_column_without_a_heading_is_asked_about_too(store: OwnStore) -> None:
    heads, rows = TABLES["accounts"]
    text = [f";{heads}", *(f"{kind};{row}" for kind, row in zip(cycle("RB"), rows, strict=False))]
    (question,) = read(store, text).questions
    assert question.id == "rows:kind" and "kolonne A" in question.text
    some = read(store, text, {"rows:kind": "R"})
    assert some.frame is not None and some.frame.height == len(rows) / 2
    for note, asks in (("sjekket", []), ("Foreløpig", ["rows:kind"])):
        text = [f";{heads}", *(f"{note * (n == 1)};{row}" for n, row in enumerate(rows))]
        assert [q.id for q in read(store, text).questions] == asks


def test_two_columns_that_say_the_same_are_asked_about_once(store: OwnStore) -> None:
    both = {"Art": "10|16", "Art (T)": "Fastlønn|Refusjon"}
    assert len(read(store, lines("accounts", **both)).questions) == 1
    other = {"Art": "10|16", "Flagg": "X|X|Y"}
    assert [q.id for q in read(store, lines("accounts", **other)).questions] == [
        "rows:kind",
        "rows:kind:2",
    ]


def test_many_columns_nobody_knows_are_asked_about_together(store: OwnStore) -> None:
    text = lines("visits", Tiltak="A|B", Prioritet="Høy|Lav|Lav", Betaler="Egen|Egen|Stat")
    (question,) = read(store, text).questions
    assert question.id == "rows:kinds" and [o.value for o in question.options] == ["alle", "hver"]
    assert read(store, text, {"rows:kinds": "alle"}).frame is not None
    each = read(store, text, {"rows:kinds": "hver"})
    assert [q.id for q in each.questions] == ["rows:kind", "rows:kind:2", "rows:kind:3"]


def test_all_rows_are_remembered_of_the_kinds_there_were(store: OwnStore) -> None:
    text = lines("accounts", Type="Fast|Vikar")
    accept(read(store, text, {"rows:kind": "alle"}), store)
    assert read(store, text).frame is not None
    assert read(store, lines("accounts", Type="Vikar")).frame is not None
    more = read(store, lines("accounts", Type="Fast|Vikar|Budsjettert"))
    assert [q.id for q in more.questions] == ["rows:kind"]


@pytest.mark.parametrize(
    ("heading", "values", "asks"),
    [
        ("Organisasjon", "Hemnes kommune", True),
        ("Sted", "Bodø", True),
        ("Enhetskommune", "Bodø|Rana", True),
        ("Komm.navn", "Bodø|Rana", True),
        ("Tilhørighet", "1832 Hemnes|1833 Rana", True),
        ("Gruppe", "Rana|Nesna", True),
        ("Etat", "Rana kommune|Hemnes kommune", True),
        ("Rektor", "Nes|Lund|Os", False),
        ("Skolekrets", "Nes|Hol|Vang", False),
        ("Ansvar", "3103 Oppvekst|3105 Helse|3107 Kultur", False),
    ],
)
def test_another_municipality_is_known_by_what_stands_in_a_column(
    heading: str, values: str, asks: bool, store: OwnStore
) -> None:
    got = read(store, lines("accounts", **{heading: values}))
    assert [q.id for q in got.questions] == ["rows:place"] * asks
    if asks:
        said = read(store, lines("accounts", **{heading: values}), {"rows:place": "alle"})
        assert said.frame is not None and said.frame.height == len(TABLES["accounts"][1])


@pytest.mark.parametrize(
    ("name", "asks"),
    [
        ("Hemnes kommune", True),
        ("1832 Hemnes", True),
        ("Nordland fylkeskommune", True),
        ("Landet", True),
        ("Landet uten Oslo", True),
        ("KOSTRA-gruppe 3", True),
        ("Kostragruppe 11", True),
        ("3103 Oppvekst", False),
        ("Landbruk", False),
        ("Nes", False),
        ("Kommunehelse", False),
    ],
)
def test_a_row_that_is_called_another_place_is_asked_about(
    name: str, asks: bool, store: OwnStore
) -> None:
    text = [*lines("accounts"), f"{name};2025;1;4120777"]
    got = read(store, text)
    assert [q.id for q in got.questions] == ["rows:place"] * asks
    if asks:
        own = read(store, text, {"rows:place": "own"})
        assert own.frame is not None and name not in own.frame["unit"].to_list()


NAMED = [
    ("visits", "Oppgitt", "Kari Olsen|Ola Hansen|Per Lie", "A"),
    ("visits", "Mottaker", "Olsen, Kari|Hansen, Ola", "A"),
    ("visits", "Pårørende", "Olsen, Kari|Hansen, Ola", "A"),
    ("visits", "Tilstand", "KOLS Kari|HIV Olsen", "A"),
    ("visits", "Merknad", "Avlyst Olsen|", "A"),
    ("visits", "Status", "Utført|Avlyst Kari Olsen", "A"),
    ("visits", "Slag", "Avlyst|Olsen|Avlyst|Olsen|Hansen|Lie", "A"),
    ("pupils", "Elevens navn", "Kari Olsen|Ola Hansen", "A"),
    ("pupils", "Mor", "Kari Olsen|Ola Hansen|Sum Hansen", "A"),
]


@pytest.mark.parametrize(("table", "heading", "values", "letter"), NAMED)
@pytest.mark.parametrize("alike", [True, False])
def test_no_question_or_stored_file_has_the_name_of_a_person(
    table: str, heading: str, values: str, letter: str, alike: bool, store: OwnStore,
    tmp_path: Path, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    more = {heading: values} | ({} if alike else {"Rolle": values[:3] + "X|Y", "Slekt": "Z|Å|Z"})
    text = lines(table, **more)
    first = read(store, text, {"table": "yes"})
    assert any(q.id.startswith("rows:kind") and not q.remember for q in first.questions)
    ids = [q.id for q in first.questions]
    clear = {"rows:kind": next(v for v in values.split("|") if "Olsen" in v)}
    given = [clear, dict.fromkeys(ids, "alle")]
    given.append({"rows:kinds": "hver", "rows:kind": letter})
    held = [first]
    for answers in given:
        held.append(read(store, text, {"table": "yes"} | answers))
        if held[-1].frame is not None:
            accept(held[-1], store)
    assert held[1].questions and (not alike or held[2].frame is not None)
    if alike:
        some = held[3].frame
        assert some is not None and 0 < some.height < len(TABLES[table][1])
    told = "".join(f"{i.questions}{i.findings}{i.answers}{i.columns}" for i in held)
    stored = b"".join(f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())
    for name in ("Kari", "Olsen", "Hansen", "Lie", "HIV"):
        assert name not in told and name not in caplog.text and name.encode() not in stored
    assert read(store, text).questions, "and what was answered is not remembered"


MANY = [
    ("visits", "Status", "Utført|Avlyst|Bomtur|Ikke hjemme|Sykehus|Slettet|Avvist|Ferdig", "uten"),
    ("visits", "Tiltakstype", "Hjemmesykepleie|Bistand|Reisetid|Møte|Pause|BPA|Kjøring", "uten"),
    ("visits", "Fraværskode", "|SYK|FER|PERM|EGM|BS|AVSP|KURS", "–"),
    ("visits", "Merknad", "ok|a|b|c|d|e|f|g|h|Bomtur|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y", "annet"),
    ("accounts", "Type", "Regnskap|Budsjett|Prognose|Rev. budsjett|Avvik|Fjorår|Ramme", "Regnskap"),
    ("budgets", "Budsjettversjon", "Vedtatt|Rev 1|Rev 2|Ramme|Opprinnelig|Utkast|Forslag", "Ramme"),
    ("pupils", "Gruppe", "Ordinær|SFO|Søkere|Spesial|Privat|Voksne|Prognose", "uten"),
    ("pupils", "Status", "Aktiv|Søker|Sluttet|Flyttet|Permisjon|Utenlands|Avvist", "Aktiv"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "heading", "values", "answer"), MANY)
def test_a_column_of_many_kinds_is_asked_about_when_some_are_known(
    table: str, heading: str, values: str, answer: str, store: OwnStore
) -> None:
    heads, rows = TABLES[table]
    kinds = values.split("|")
    text = [f"{heads};{heading}"]
    for n, kind in enumerate(kinds * 2):  # each row its own
        first, *more = rows[n % min(len(rows), 6)].split(";")
        text.append(";".join([f"{first}{n}" if table != "visits" else str(n + 1), *more, kind]))
    first = read(store, text)
    assert [q.id for q in first.questions] == ["rows:kind"] and not first.errors
    options = {o.value for o in first.questions[0].options}
    assert {"alle", answer} <= options
    every = read(store, text, {"rows:kind": "alle"})
    some = read(store, text, {"rows:kind": answer})
    assert every.frame is not None and every.frame.height == len(text) - 1
    assert some.frame is not None and 0 < some.frame.height < every.frame.height
    if answer == "uten":
        assert {"Bomtur", "Avlyst", "Reisetid", "Søkere"} & set(kinds)
        assert some.frame.height >= 4


def test_the_largest_of_many_kinds_are_told_of_and_the_rest_counted(store: OwnStore) -> None:
    heads, rows = TABLES["visits"]
    kinds = ["Utført"] * 9 + ["Ferdig"] * 2 + ["Avlyst"] * 4
    kinds += ["Bomtur", "Slettet", "Avvist", "Syk", "Permisjon", "Planlagt", "Reise", "Møte"]
    text = [f"{n + 1};{rows[n % 6].split(';', 1)[1]};{kind}" for n, kind in enumerate(kinds)]
    text.insert(0, f"{heads};Status")
    (question,) = read(store, text).questions
    assert "«Utført» (9 rader), «Ferdig» (2 rader), «Avlyst» (4 rader)" in question.text
    assert "3 andre verdier (3 rader)" in question.text and len(question.options) == 14
    assert [o.value for o in question.options][:2] == ["egne", "uten"]
    for answer, kept in {"egne": 11, "uten": 11, "Avlyst": 4, "alle": len(kinds)}.items():
        got = read(store, text, {"rows:kind": answer})
        assert got.frame is not None and got.frame.height == kept


@pytest.mark.parametrize(
    ("table", "heading", "values", "asks"),
    [
        ("visits", "Merknad", "||Bomtur", True),
        ("visits", "Merknad", "||Var innlagt sykehus||", True),
        ("visits", "Årsak", "||Bom", True),
        ("visits", "Merknad", "ok|a|b|c|d|fin tur med B2", False),
        ("pupils", "Merknad", "|kun gutter|søkere", True),
        ("pupils", "Merknad", "||Privatskole", True),
        ("pupils", "Merknad", "||Ligger ved elva", False),
        ("pupils", "Skoletype", "Kommunal|Kommunal|Privat", True),
        ("pupils", "Skoletype", "Barneskole|Kombinert|Ungdomsskole", False),
        ("pupils", "Skoletype", "Barneskole|Montessori|Barneskole", True),
        ("kindergartens", "Enhetstype", "Barnehage|Åpen barnehage|Barnehage", True),
        ("kindergartens", "Enhetstype", "Ordinær barnehage|Barnehage|Barnehage", True),
    ],
)
def test_words_of_kinds_are_asked_about_also_at_some_rows(
    table: str, heading: str, values: str, asks: bool, store: OwnStore
) -> None:
    got = read(store, lines(table, **{heading: values}))
    assert [q.id for q in got.questions] == ["rows:kind"] * asks and not got.errors


def test_one_row_that_is_left_out_is_told_of_as_one(store: OwnStore) -> None:
    text = lines("visits", Status="Utført|Utført|Utført|Utført|Utført|Bomtur")
    got = read(store, text, {"rows:kind": "Utført"})
    assert [f.wrong for f in got.findings][:1] == [
        "1 rad er ikke tatt med: «Status» er ikke «Utført»."
    ]
