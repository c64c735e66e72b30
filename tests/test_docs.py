"""Documentation that is wrong fails the build."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from tools.docs import ARCHITECTURE, commands, filled, made, rooms
from tools.texts import LOCALES

from tools import house
from veivalg.chapters.common.handbook import method_pages
from veivalg.foundation import i18n

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOP = ("src", "tests", "tools", "docs", "benchmarks")
ROOMS = [room for level in rooms() for room in level]
PATH = re.compile(rf"`({'|'.join([*TOP, *ROOMS])})/([\w/.-]*)`")
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/maler/*.md")]
TEXT = {document: document.read_text(encoding="utf-8") for document in DOCUMENTS}


def test_the_two_commands_of_the_readme_are_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text()
    for target in ("run", "check", "test", "proof", "coverage", "lint", "bench", "clean"):
        assert re.search(rf"^{target}:", makefile, re.M), target
    assert "make run" in README and "make test" in README


def test_every_link_in_the_documents_leads_somewhere():
    for document in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#]+)\)", TEXT[document]):
            if not target.startswith("http"):
                assert (document.parent / target).exists(), f"{document.name}: {target}"


@pytest.mark.parametrize("file", made(), ids=lambda file: file.name)
def test_what_a_document_says_of_the_code_is_what_the_code_says(file):
    assert file.read_text(encoding="utf-8") == made()[file], "kjør «make docs»"


def test_every_path_a_document_names_is_there():
    for document in DOCUMENTS:
        for start, path in PATH.findall(TEXT[document]):
            home = ROOT if start in TOP else house.SOURCE
            there = (home / start / path).exists() or "locale" in path
            assert there, f"{document.name}: {start}/{path}"


def test_every_test_a_document_names_is_there():
    named = [
        found
        for text in TEXT.values()
        for found in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    ]
    assert len(named) >= 19
    for file, test in named:
        assert re.search(rf"^def {test}\(", (ROOT / file).read_text("utf-8"), re.M), (file, test)


def test_every_command_and_target_a_document_names_is_there():
    known, makefile = {name for name, _help in commands()}, (ROOT / "Makefile").read_text()
    for document in DOCUMENTS:
        for name in re.findall(r"[`/ ]veivalg ([a-z][a-z-]+)", TEXT[document]):
            assert name in known, f"{document.name}: veivalg {name}"
        for target in re.findall(r"`make ([a-z]+)", TEXT[document]):
            assert re.search(rf"^{target}:", makefile, re.M), f"{document.name}: make {target}"


def test_no_document_counts_lines_that_nobody_counts_again():
    for document in DOCUMENTS:
        assert not re.search(r"\d[\d ,.]*\s(?:lines|linjer)\b", TEXT[document]), document


def test_the_table_of_what_is_touched_is_what_the_samples_touch():
    rows = dict(re.findall(r"^\| ([a-z][^|]+?) \| (\d [^|]+?) \|", TEXT[ARCHITECTURE], re.M))
    assert rows["add a chapter"] == "1 folder" and entries("chapters") == ["eksempel/"]
    assert rows["add a renderer"] == "1 file" and entries("publish") == ["tekst.py"]
    assert rows["add a source"] == "1 folder" and entries("sources") == ["eksempelkilde/"]
    assert rows["add an own table"] == "1 file and its example"
    assert entries("own/tables") == ["playgrounds.json"]
    assert entries("own/examples") == ["playgrounds.py"]
    assert rows["add a language"] == "0 code files"
    assert house.SOURCE / "foundation" / "locale" == LOCALES == i18n.LOCALES


def entries(folder: str) -> list[str]:
    """Give what a sample puts in a folder."""
    found = sorted((ROOT / "tests" / "samples" / folder).iterdir())
    return [f"{p.name}/" if p.is_dir() else p.name for p in found if p.name != "__pycache__"]


def test_a_document_that_says_something_else_than_the_code_is_seen():
    told = "<!-- made: rooms -->\n| level | room |\n<!-- /made -->"
    assert filled(told) != told
    assert filled(filled(told)) == filled(told)


def test_every_method_page_has_a_title_a_summary_and_says_how_sure_it_is():
    for page in method_pages().values():
        assert page.title and len(page.summary) > 40
        assert "sikker" in page.markdown, page.id


def test_a_method_names_whose_number_it_tells_when_it_is_another_municipality_s():
    """A report for Karasjok tells methods too, and a sum of Harstad's there is no example."""
    named = re.compile(r"kunnskapsgrunnlag|Agenda Kaupang|pilot|trykte|oppgir")
    for page in method_pages().values():
        for line in page.markdown.splitlines():
            if re.search(r"Harstad|Rana|Karasjok|Narvik|Bodø", line):
                assert named.search(line), f"{page.id}: {line}"
        assert not re.search(r"109 millioner|0,1748|0,033976|62 886", page.markdown), page.id


def test_nothing_in_the_project_names_a_machine_or_a_registry():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("ikke en git-utsjekk")
    hosts = ["python" + "hosted", "//py" + "pi.", "registry.np" + "mjs", "deb.de" + "bian"]
    for name in listed.stdout.split():
        content = (ROOT / name).read_bytes()
        assert not any(host.encode() in content for host in hosts), name
