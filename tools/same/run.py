"""Runs the probe in a tree and keeps what it froze."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
PROBE = HERE / "probe"


class ProbeError(Exception):
    """The probe did not get through a tree."""


def probe_version() -> str:
    """Give a fingerprint of the probe: another probe, other frozen files."""
    digest = hashlib.sha256()
    for path in sorted((*PROBE.glob("*.py"), *PROBE.glob("*.toml"))):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def freeze(tree: Path, python: Path, out: Path, units: Sequence[str]) -> None:
    """Run the probe in a tree, under its interpreter, in an empty folder.

    Home folder, data folder, time zone, width of the terminal and the order of sets are the same
    for every tree, and all paths are relative, so that none can stand in what is compared.

    Raises
    ------
    ProbeError
        When the probe fails; what it said is the text.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="veivalg-same-") as scratch:
        command = [str(python), "-m", "probe", str(tree), str(out.resolve()), *units]
        done = subprocess.run(
            command,
            cwd=scratch,
            env=_surroundings(tree, scratch),
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    if done.returncode:
        raise ProbeError(f"The probe failed in {tree}:\n{done.stderr.strip()[-3000:]}")


def _surroundings(tree: Path, scratch: str) -> dict[str, str]:
    dropped = ("VEIVALG_", "XDG_", "PYTEST_", "COV_", "LC_", "FORCE_COLOR")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
    return kept | {
        "PYTHONPATH": os.pathsep.join((str(tree / "src"), str(HERE))),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "HOME": scratch,
        "USERPROFILE": scratch,
        "TMPDIR": scratch,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "COLUMNS": "100",
        "TERM": "dumb",
        "NO_COLOR": "1",
    }


def absent(out: Path, units: Sequence[str], *, fresh: bool) -> list[str]:
    """Give the units that are not frozen yet; `fresh` forgets those that are."""
    if fresh:
        shutil.rmtree(out, ignore_errors=True)
    return [unit for unit in units if not (out / unit).is_dir()]
