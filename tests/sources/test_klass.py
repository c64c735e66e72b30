"""KLASS: does today's list of municipalities differ from the program's?"""

from __future__ import annotations

from datetime import date

import orjson
import pytest
from tools.standin.__main__ import statistics_folder

from veivalg.foundation.errors import SourceError
from veivalg.norway.register import municipalities
from veivalg.sources.http.client import Client
from veivalg.sources.klass.codes import changes, codes_at, compare

TODAY = date(2026, 3, 1)


def answer(**changed: str) -> bytes:
    names = {m.code: m.official_name for m in municipalities()} | changed
    codes = [{"code": c, "name": n} for c, n in names.items() if n]
    return orjson.dumps({"codes": [*codes, {"code": "9999", "name": "Uoppgitt"}]})


@pytest.fixture
def client(standin, fast):
    with Client(standin.url, fast) as client:
        yield client


def test_the_same_list_gives_no_lines(standin, client):
    standin.klass = answer()
    assert compare(client, TODAY).same
    assert compare(client, TODAY).lines() == ()


def test_new_gone_and_renamed_municipalities_are_named_in_norwegian(standin, client):
    standin.klass = answer(**{"9901": "Nykommune", "1151": "", "5503": "Harstadt"})
    lines = compare(client, TODAY).lines()
    assert lines[0] == "Ny kommune i KLASS: 9901 Nykommune."
    assert lines[1].startswith("Kommunen finnes ikke lenger i KLASS: 1151 Utsira")
    assert "5503 heter «Harstadt» i KLASS" in lines[2]
    assert "nyere versjon" in lines[-1]


def test_names_in_another_order_or_with_another_dash_are_the_same(standin, client):
    own = next(m.official_name for m in municipalities() if m.code == "5503")
    standin.klass = answer(**{"5503": " – ".join(reversed(own.replace("–", "-").split(" - ")))})
    assert compare(client, TODAY).same


def test_a_county_beside_the_name_and_another_spelling_of_the_same_letters_are_the_same(
    standin, client
):
    standin.klass = answer(
        **{
            "3114": "Våler (Østfold)",
            "1818": "Herøy (Nordland)",
            "5622": "Porsanger - Porsángu - Porsanki",
        }
    )
    assert compare(client, TODAY).lines() == ()


def test_no_changes_is_an_empty_list(client):
    assert changes(client, date(2026, 1, 1), TODAY) == ()


@pytest.mark.parametrize("content", [b"{}", b'{"codes":[{}]}', b"[]", b"<html>"])
def test_an_answer_that_is_no_list_is_refused_in_one_sentence(standin, client, content):
    standin.klass = content
    with pytest.raises(SourceError, match="ikke slik det skal være"):
        codes_at(client, TODAY)


@pytest.mark.statistics
def test_the_register_agrees_with_the_real_answer_of_2026(standin, client):
    folder = statistics_folder()
    if folder is None:
        pytest.skip("the shared statistics are not here")
    standin.klass = (folder.parent / "pxweb" / "klass_131_codes_2026.json").read_bytes()
    found = compare(client, TODAY)
    assert not found.new
    assert not found.gone
    assert found.lines() == ()
