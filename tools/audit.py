"""Hold what is locked against databases of known vulnerabilities: `make audit`.

What could not be asked is said to be unchecked, never to be sound: pip-audit and npm both end well
when they have asked about nothing. The exit code is 1 for a finding and for nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = tuple(sorted(f"requirements/{p.name}" for p in (ROOT / "requirements").glob("*.txt")))
"""What is locked: to run, to develop, to measure, and what installs it."""
SERVICES = ("pypi", "osv")
"""Databases pip-audit can ask, until one has answered."""
TIMEOUT = 600
Run = Callable[[Sequence[str]], str]
"""Command → its standard output."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one database said of what one lock file holds.

    Parameters
    ----------
    checked
        Packages that were asked about and answered.
    found
        A line for each vulnerability.
    unchecked
        Why something was not checked; empty when all was.
    """

    what: str
    checked: int = 0
    found: tuple[str, ...] = ()
    unchecked: str = ""

    def lines(self) -> tuple[str, ...]:
        """Say it in Norwegian."""
        told = [f"{self.what}: {line}" for line in self.found]
        if self.checked and not self.found:
            told.append(f"{self.what}: ingen kjente sårbarheter i {self.checked} pakker.")
        if self.unchecked:
            told.append(f"{self.what}: IKKE KONTROLLERT. {self.unchecked}")
        return tuple(told)


def run(command: Sequence[str]) -> str:
    """Run a command in the project and give its standard output, however it ends."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def python_outcome(lock: str, answer: str) -> Outcome:
    """Read what pip-audit says of a lock file, as JSON; a package it skipped is not checked."""
    what = f"Python ({lock})"
    held = _read(answer)
    packages = held.get("dependencies")
    if not isinstance(packages, list) or not packages:
        return Outcome(what, unchecked="Ingen sårbarhetsdatabase svarte.")
    skipped = [str(p["name"]) for p in packages if "skip_reason" in p]
    found = tuple(
        f"{p['name']} {p['version']}: {v['id']}{_mended(v.get('fix_versions', ()))}"
        for p in packages
        for v in p.get("vulns", ())
    )
    why = ""
    if len(skipped) == len(packages):
        why = f"Databasen svarte ikke om noen av de {len(packages)} pakkene."
    elif skipped:
        why = f"Databasen svarte ikke om {', '.join(skipped)}."
    return Outcome(what, len(packages) - len(skipped), found, why)


def web_outcome(answer: str) -> Outcome:
    """Read what npm answers as JSON."""
    held = _read(answer)
    vulnerable = held.get("vulnerabilities")
    if "error" in held or not isinstance(vulnerable, dict):
        return Outcome("Nettsidene (npm)", unchecked="Sårbarhetsdatabasen kan ikke nås.")
    asked = held.get("metadata", {}).get("dependencies", {}).get("total", 0)
    found = tuple(f"{name}: {v.get('severity', 'ukjent')}" for name, v in vulnerable.items())
    why = "" if asked else "Ingen pakker ble spurt om."
    return Outcome("Nettsidene (npm)", int(asked), found, why)


def _read(answer: str) -> dict[str, Any]:
    try:
        held = json.loads(answer)
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def _mended(versions: Sequence[str]) -> str:
    return f", rettet i {', '.join(versions)}" if versions else ""


def audited(ask: Run = run) -> list[Outcome]:
    """Ask about every lock file."""
    tool = str(Path(sys.executable).with_name("pip-audit"))
    options = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "-f", "json"]
    outcomes = []
    for lock in LOCKS:
        for service in SERVICES:
            found = python_outcome(lock, ask([tool, "-r", lock, "-s", service, *options]))
            if found.checked:
                break
        outcomes.append(found)
    web = web_outcome(ask(["npm", "audit", "--json", "--package-lock-only"]))
    return [*outcomes, web]


def main(ask: Run = run) -> int:
    """Say what was found and what was not checked; give the exit code."""
    outcomes = audited(ask)
    for outcome in outcomes:
        print(*outcome.lines(), sep="\n")
    if any(o.unchecked for o in outcomes):
        print(
            "\nNoe er ikke kontrollert. Det betyr ikke at det er trygt. "
            "Kjør «make audit» der en sårbarhetsdatabase kan nås, før dere tar i bruk utgaven."
        )
    return int(any(o.found for o in outcomes))


if __name__ == "__main__":
    sys.exit(main())
