"""A release tells what it is made of and can be checked; an audit never calls the unasked sound."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tools import audit, release, sbom

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def told() -> str:
    return sbom.text()


def test_what_a_release_is_made_of_is_sound_cyclonedx(told: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(told) is None
    assert told == sbom.text(), "the same commit gives the same file"


def test_every_package_that_is_locked_and_every_file_that_is_copied_is_a_part(told: str) -> None:
    parts = json.loads(told)["components"]
    held = {(c["name"].lower().replace("_", "-"), c.get("version")) for c in parts}
    # By another way than the tool's: each line with «==» names a package.
    locked = [
        line.split("==", 1)
        for line in (ROOT / "requirements/run.txt").read_text().split("\n")
        if "==" in line and not line.startswith(" ")
    ]
    assert len(locked) > 40
    for name, rest in locked:
        assert (name.lower().replace("_", "-"), rest.split()[0]) in held, name
    web = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert {(name.rpartition("/")[2], version) for name, version in web.items()} <= held
    assert "axe-core" not in {c["name"] for c in parts}, "only tests use it"
    fonts = [c for c in parts if c["name"].endswith((".ttf", ".woff2"))]
    assert len(fonts) == 10
    for font in fonts:
        whole = (ROOT / "src" / font["name"]).read_bytes()
        assert font["hashes"][0]["content"] == hashlib.sha256(whole).hexdigest()


def test_every_part_that_is_needed_to_run_says_its_licence_or_is_of_another_system(
    told: str,
) -> None:
    parts = json.loads(told)["components"]
    bare = {c["name"] for c in parts if c.get("scope") != "excluded" and not c.get("licenses")}
    assert bare <= {"colorama", "httpx2-jsfetch"}  # Windows, and a browser
    scopes = {c["name"]: c.get("scope") for c in parts}
    assert scopes["polars"] == "required" and scopes["hatchling"] == "excluded"


def test_a_release_is_checked_by_its_checksums_and_its_signature(tmp_path: Path) -> None:
    built = tmp_path / f"veivalg-{release.__version__}-py3-none-any.whl"
    built.write_bytes(b"et hjul")
    key = tmp_path / "nokkel"
    if shutil.which("ssh-keygen") is None:
        pytest.skip("trenger ssh-keygen")
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key), "-C", "prove"]
    subprocess.run(made, check=True)
    files = release.complete(built, str(key))
    assert [f.name for f in files][2:] == ["SHA256SUMS", "SHA256SUMS.sig"]
    for line in files[2].read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    who = tmp_path / "hvem"
    who.write_text("veivalg " + key.with_suffix(".pub").read_text())
    check = ["ssh-keygen", "-Y", "verify", "-f", str(who), "-I", "veivalg"]
    check += ["-n", release.NAMESPACE, "-s", str(files[3])]
    good = subprocess.run(check, input=files[2].read_bytes(), capture_output=True, check=False)
    assert good.returncode == 0
    bad = subprocess.run(check, input=b"noe annet", capture_output=True, check=False)
    assert bad.returncode != 0
    assert " ".join(["ssh-keygen -Y verify", "-f"]) in (ROOT / "SECURITY.md").read_text("utf-8")


SOUND = '{"dependencies": [{"name": "anyio", "version": "4.16.0", "vulns": []}], "fixes": []}'
FAULTY = """{"dependencies": [{"name": "anyio", "version": "4.1", "vulns":
    [{"id": "PYSEC-1", "fix_versions": ["4.2"]}]}]}"""
SKIPPED = '{"dependencies": [{"name": "uv", "skip_reason": "could not be audited"}], "fixes": []}'
WEB = '{"vulnerabilities": {}, "metadata": {"dependencies": {"total": 5}}}'
BARRED = '{"message": "405 Method Not Allowed", "error": {"summary": ""}}'


@pytest.mark.parametrize(
    ("python", "web", "code", "said", "unchecked"),
    [
        (SOUND, WEB, 0, "Python (requirements/run.txt): ingen kjente sårbarheter i 1 pakker.", 0),
        (FAULTY, WEB, 1, "Python (requirements/dev.txt): anyio 4.1: PYSEC-1, rettet i 4.2", 0),
        (FAULTY, BARRED, 1, "Nettsidene (npm): IKKE KONTROLLERT.", 1),
        (SKIPPED, WEB, 0, "Databasen svarte ikke om noen av de 1 pakkene.", 4),
        (
            "",
            "",
            0,
            "Python (requirements/uv.txt): IKKE KONTROLLERT. Ingen sårbarhetsdatabase svarte.",
            5,
        ),
        ("{}", "[]", 0, "Det betyr ikke at det er trygt.", 5),
    ],
)
def test_what_was_not_asked_is_never_called_sound(
    python: str,
    web: str,
    code: int,
    said: str,
    unchecked: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def ask(command: Sequence[str]) -> str:
        return web if command[0] == "npm" else python

    assert audit.main(ask) == code
    told = capsys.readouterr().out
    assert said in told and told.count("IKKE KONTROLLERT") == unchecked
    assert ("txt): ingen kjente" in told) == (python == SOUND)
    assert ("Det betyr ikke at det er trygt" in told) == (unchecked > 0)


def test_every_lock_file_is_asked_about_and_one_bad_among_them_is_found() -> None:
    asked = []

    def ask(command: Sequence[str]) -> str:
        if command[0] == "npm":
            return WEB
        asked.append(command[command.index("-r") + 1])
        return FAULTY if asked[-1].endswith("bench.txt") else SOUND

    outcomes = audit.audited(ask)
    locks = {f"requirements/{name}.txt" for name in ("run", "dev", "uv", "bench")}
    assert set(asked) == locks == set(audit.LOCKS) and len(outcomes) == 5
    assert [o.what for o in outcomes if o.found] == ["Python (requirements/bench.txt)"]
    assert audit.main(ask) == 1


def test_a_tool_that_is_not_there_is_no_finding_and_no_silence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "run", audit.run)
    assert audit.run(["finnes-ikke-som-program"]) == ""
