"""Documentation that is wrong fails the build."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from veivalg.chapters.common.handbook import method_pages
from veivalg.chapters.common.registry import all_chapters
from veivalg.cli.main import app
from veivalg.publish import formats

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_two_commands_of_the_readme_are_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text()
    for target in ("run", "test", "lint", "bench", "clean"):
        assert re.search(rf"^{target}:", makefile, re.M), target
    assert "make run" in README and "make test" in README


def test_every_link_in_the_documents_leads_somewhere():
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_promised_chapters_are_there_in_order():
    assert [c.id for c in all_chapters()][:5] == [
        "befolkning",
        "behov",
        "demens",
        "arsverk",
        "plasser",
    ]


@pytest.mark.parametrize(
    "command",
    ["start", "rapport", "kapittel", "hent", "kommuner", "status", "framskriv", "lokalkunnskap"],
)
def test_every_command_has_norwegian_help(command):
    assert get_command(app).commands[command].help


def test_every_format_can_be_reached_from_the_command_line():
    assert set(formats()) >= {"docx", "pdf", "html", "xlsx", "json"}


def test_every_method_page_has_a_title_a_summary_and_says_how_sure_it_is():
    for page in method_pages().values():
        assert page.title and len(page.summary) > 40
        assert "sikker" in page.markdown, page.id


def test_nothing_in_the_project_names_a_machine_or_a_registry():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("ikke en git-utsjekk")
    hosts = ["python" + "hosted", "//py" + "pi.", "registry.np" + "mjs", "deb.de" + "bian"]
    for name in listed.stdout.split():
        content = (ROOT / name).read_bytes()
        assert not any(host.encode() in content for host in hosts), name
