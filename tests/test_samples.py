"""The samples of CONTRIBUTING are put into a copy of the package, and nothing else is touched.

A chapter is a folder, a renderer a file, a source a folder, an own table a file and its example.
Every test that holds for what is there must hold for them too, without being told of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.tiers import sized

from tools import house

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "samples"
CONTRACT = (
    "tests/publish/test_contract.py",
    "tests/publish/test_measured.py",
    "tests/own/intake/test_intake.py",
    *sized((), ("tests/gather/test_recording.py", "tests/web/test_real_chapters.py")),
)
ONLY = sized(("-k", "eksempel or playgrounds or (measured and txt) or (prove and txt)"), ())


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    """Give a copy of the package with the samples dropped in."""
    copy = tmp_path_factory.mktemp("prove") / "src" / "veivalg"
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(house.SOURCE, copy, ignore=leave)
    for sample in (path for kind in ("*.py", "*.json") for path in SAMPLES.rglob(kind)):
        target = copy / sample.relative_to(SAMPLES)
        assert not target.exists(), f"{target} is already there"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(sample, target)
    return copy


def run(package: Path, *words: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(package.parent)}
    environment |= {"VEIVALG_DATA": str(data)} if data else {}
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_samples_keep_the_rules_of_the_house():
    assert {rule: check(SAMPLES) for rule, check in house.RULES.items() if check(SAMPLES)} == {}


def test_the_whole_contract_holds_for_the_samples_with_nothing_else_touched(package):
    done = run(package, "pytest", "-v", "-n0", "-p", "no:cacheprovider", *ONLY, *CONTRACT)
    assert done.returncode == 0, done.stdout[-4000:]
    ran = [line for line in done.stdout.splitlines() if "PASSED" in line]
    for sample in ("5503-eksempel", "[playgrounds]", "[txt-"):
        assert any(sample in line for line in ran), sample


def test_the_sample_chapter_is_had_from_the_command_line(package, tmp_path):
    done = run(package, "veivalg", "kapittel", "eksempel", "Harstad", data=tmp_path)
    assert "barn under seks år i kommunen" in done.stdout, done.stderr


@pytest.mark.proof
def test_the_report_is_had_in_the_sample_format_with_the_sample_chapter(package, tmp_path):
    report = ("veivalg", "rapport", "0099", "--format", "txt", "--ut", str(tmp_path / "ut"))
    done = run(package, *report, data=tmp_path)
    assert done.returncode == 0, done.stderr
    (written,) = (tmp_path / "ut").glob("*.txt")
    assert "De har 2 lekeplasser." in written.read_text(encoding="utf-8")


def test_the_sample_source_fills_the_lake(package, tmp_path):
    file = tmp_path / "tall.csv"
    file.write_text("kommune;år;kjønn;alder;personer\n5503;2026;female;3;12\n", encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from veivalg.lake.lake import Lake;"
        "from veivalg.sources import find_source; from veivalg.sources.protocol import Asked;"
        "lake = Lake(Path(sys.argv[1]) / 'data'); file = Path(sys.argv[1]) / 'tall.csv';"
        "find_source('eksempelkilde').fetch(['5503'], lake, Asked(files=[file]));"
        "print(lake.read('population', ['5503']).frame['persons'].to_list())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "[12]", done.stderr
