"""In a language that does not exist, nothing a reader sees is left in Norwegian."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tools.leaks import Data, leaks, seen_on, translated

ROOT = Path(__file__).parents[1]
FRAMES = ("/", "/om", "/ordliste", "/sok?q=heroy", "/sok?q=xyzzyx", "/kommune/Hastad", "/finnes")
SOME = ("/kommune/5503/behov", "/kommune/5503/scenarier", "/metode", "/api/dokumentasjon")
OWN = "/kommune/5503/egne-tall/turnus"


def found(*arguments: str) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tools.leaks", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout))


def test_every_text_and_number_of_the_frame_and_of_some_pages_is_translated():
    assert found(*FRAMES, *SOME, OWN) == {}


@pytest.mark.proof
def test_every_text_number_and_date_on_all_pages_and_in_the_documents_is_translated():
    assert found() == {}


def test_a_text_outside_the_catalogue_and_a_number_written_by_hand_are_seen():
    data = Data(frozenset({"Aldersbæreevne"}), frozenset({"Harstad"}))
    said = translated("Folketallet i {place} er {count}.").format(place="Harstad", count="𝟏𝟐")
    assert list(leaks([said, "Aldersbæreevne", "2026", "SSB, M15"], data)) == []
    assert list(leaks(["Folketallet"], data))
    assert list(leaks([said.replace("𝟏𝟐", "12")], data))


def test_what_is_left_out_is_what_the_head_of_the_tool_says():
    """Run in a process of its own, since the language is put in force before all else."""
    ours = ("Innbyggere", "mill. kr", "år", "Plasser", "tallene", "vedta", "Formel")
    ours += ("ukjent", "12500", "1 250", "253", "253 plasser", "(999)", "team ｏｇ Plasser")
    ours += ("Ikke kjent. Settes av kommunen.", "12345", "9999", "Utgifter per innbygger")
    theirs = ("(253)", "(253+261)", "ｆｕｎｋｓｊｏｎ 258,", "261 Ｌｏｋａｌｅｒ", "0099")
    theirs += ("5503", "12209", "2026", "2025/26", "Harstad", "M15", "https://ssb.no/12345")
    pieces = ("𝟐. Fatte", "Hjelpemiddel-", "tjenesten", "Hjemmetjenesten ｏｇ Digitalt")
    program = f"""
from tools import leaks
leaks.speak()
data = leaks.known_data()
from veivalg.chapters.report import make_chapter
from veivalg.norway.register import municipality
for chapter in ("plasser", "okonomi", "velferdsteknologi"):
    make_chapter(chapter, municipality("5503"))
def seen(text):
    return list(leaks.leaks([text], data))
ours = [t for t in {ours!r} if not seen(t) or not seen(leaks.Drawn(t))]
theirs = [t for t in {theirs!r} if seen(t)]
broken = [t for t in {pieces!r} if seen(leaks.Drawn(t))]
print(ours, theirs, broken)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "[] [] []"


def test_what_a_page_shows_and_says_aloud_is_looked_at():
    page = '<p title="En">To <b>tre</b><script>fire</script><code>fem</code><img alt="seks"></p>'
    assert seen_on(page) == ["En", "To", "tre", "seks"]
