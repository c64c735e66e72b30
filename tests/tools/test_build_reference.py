"""The reference data are made by the documented command, and only by it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tools.official_names import NORWEGIAN, parallel_names

from veivalg.norway.reference import FOLDER

ROOT = Path(__file__).parents[2]
STATISTICS = Path(os.environ.get("VEIVALG_STATISTICS", ROOT.parent / "shared" / "statistics"))
KLASS = STATISTICS.parent / "pxweb" / "klass_131_codes_2026.json"


@pytest.mark.statistics
def test_the_command_makes_the_same_files_again(tmp_path: Path) -> None:
    if not KLASS.exists():
        pytest.skip("Svaret fra KLASS finnes ikke ved siden av statistikkmappen.")
    command = [
        sys.executable,
        "-m",
        "tools.build_reference",
        "--statistikk",
        str(STATISTICS),
        "--klass",
        str(KLASS),
        "--ut",
        str(tmp_path),
    ]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == ["aga_zones.json", "code_history.json", "counties.json", "municipalities.json"]
    for name in made:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


@pytest.mark.parametrize(
    ("code", "official", "names", "certainty"),
    [
        (
            "5538",
            "Storfjord - Omasvuotna - Omasvuono",
            {"nb": "Storfjord", "se": "Omasvuotna", "fkv": "Omasvuono"},
            "utledet",
        ),
        ("1826", "Aarborte - Hattfjelldal", {"sma": "Aarborte", "nb": "Hattfjelldal"}, "utledet"),
        ("0301", "Oslo - Oslove", {"nb": "Oslo", "sma": "Oslove"}, "funnet i kilde"),
        ("1818", "Herøy (Nordland)", {"nb": "Herøy"}, "funnet i kilde"),
        ("3226", "Aurskog-Høland", {"nb": "Aurskog-Høland"}, "funnet i kilde"),
    ],
)
def test_official_names_are_split_by_language(code, official, names, certainty) -> None:
    assert parallel_names(code, official) == (names, certainty)
    assert list(parallel_names(code, official)[0].values()) == list(names.values())


def test_a_norwegian_name_that_has_changed_is_noticed() -> None:
    with pytest.raises(ValueError, match="5610"):
        parallel_names("5610", "Kárášjohka - Noe annet")
    assert len(NORWEGIAN) == 11
