"""Run everything with full budgets, part by part, and write down what came of it. `make proof`.

A part is a folder of tests, found by itself, or one of the runs below that no test makes. What a
part gave is kept in ``build/proof`` with a hash of every module it rests on, so a run that was
stopped goes on where it was, and one that is repeated does only what something has changed for.
``docs/proof/<part>.md`` says what held, on which commit, machine and day.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
STATE = ROOT / "build" / "proof"
REPORTS = ROOT / "docs" / "proof"
TESTS = ROOT / "tests"
PYTEST = (sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "loadscope")


@dataclass(frozen=True)
class Part:
    """A run of its own: its name, what is run and the modules of ours it is about."""

    name: str
    command: tuple[str, ...]
    about: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What a part gave: when and where, on what, and whether it held."""

    name: str
    held: bool
    told: str
    seconds: float
    hash: str
    commit: str
    machine: str
    day: str


def parts() -> list[Part]:
    """Give every part: the folders of tests in order, then the runs that no test makes."""
    folders = sorted({path.parent for path in TESTS.rglob("test_*.py")})
    return [
        *(_tests(folder) for folder in folders),
        Part("plantede-feil", (sys.executable, "-m", "tools.mutants"), ("veivalg.publish",)),
        Part("losere", (sys.executable, "-m", "benchmarks.mix"), ("veivalg.maths.optimise",)),
    ]


def _tests(folder: Path) -> Part:
    inside = folder.relative_to(TESTS)
    name = "-".join(inside.parts) or "huset"
    # A folder of parts has parts of its own, so only its own files are run.
    files = tuple(str(path.relative_to(ROOT)) for path in sorted(folder.glob("test_*.py")))
    package = ".".join(("veivalg", *inside.parts))
    known = (ROOT / "src" / Path(*package.split("."))).is_dir()
    return Part(name, (*PYTEST, *files), (package if known else "veivalg",))


def fingerprint(part: Part, graph: grimp.ImportGraph) -> str:
    """Give a hash of the modules a part is about, all they import, and its tests."""
    about = {m for m in graph.modules if any(f"{m}.".startswith(f"{a}.") for a in part.about)}
    every = about.union(*(graph.find_upstream_modules(module) for module in about))
    digest = hashlib.sha256()
    files = [f for module in sorted(every) for f in _files(module)]
    files += [ROOT / word for word in part.command if word.endswith(".py")]
    for file in files:
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(module: str) -> list[Path]:
    path = ROOT / "src" / Path(*module.split("."))
    return [f for f in (path.with_suffix(".py"), path / "__init__.py") if f.is_file()]


def kept(part: Part) -> Result | None:
    """Give what a part gave last, if it has been run on this machine."""
    file = STATE / f"{part.name}.json"
    return Result(**json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


def run(part: Part, hash: str) -> Result:
    """Run a part with full budgets and keep what it gave."""
    begun = time.monotonic()
    environment = {**os.environ, "VEIVALG_PROOF": "1"}
    done = subprocess.run(
        part.command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    (STATE / f"{part.name}.log").write_text("\n".join(lines), encoding="utf-8")
    result = Result(
        part.name,
        done.returncode == 0,
        re.sub(r"=+", "", lines[-1]).strip() if lines else "",
        round(time.monotonic() - begun, 1),
        hash,
        commit(),
        machine(),
        date.today().isoformat(),
    )
    (STATE / f"{part.name}.json").write_text(json.dumps(asdict(result)), encoding="utf-8")
    return result


def commit() -> str:
    """Give the commit, marked when the tree differs from it."""
    git = ("git", "-C", str(ROOT))
    head = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run(
        [*git, "status", "--porcelain", "--", "src", "tests", "tools"],
        capture_output=True,
        text=True,
        check=False,
    )
    return head.stdout.strip() + (" (med endringer)" if changed.stdout.strip() else "")


def machine() -> str:
    """Say what it ran on: system, kernel of the processor, cores and Python."""
    cores = os.cpu_count()
    python = platform.python_version()
    return f"{platform.system()} {platform.machine()}, {cores} kjerner, Python {python}"


def written(result: Result) -> str:
    """Write what a part gave."""
    return "\n".join(
        [
            f"# {result.name}: {'holdt' if result.held else 'holdt ikke'}",
            "",
            f"- {result.told}",
            f"- Commit: {result.commit}",
            f"- Maskin: {result.machine}",
            f"- Dato: {result.day}",
            f"- Tid: {result.seconds:.0f} sekunder",
            f"- SHA-256 av modulene og testene: `{result.hash}`",
            "",
        ]
    )


def main(arguments: list[str]) -> None:
    """Run the parts that are wanted and not already proved; fail when one did not hold."""
    STATE.mkdir(parents=True, exist_ok=True)
    REPORTS.mkdir(parents=True, exist_ok=True)
    graph = grimp.build_graph("veivalg")
    wanted = [part for part in parts() if not arguments or part.name in arguments]
    failed = []
    for part in wanted:
        hash, last = fingerprint(part, graph), kept(part)
        if last is not None and last.held and last.hash == hash:
            print(f"{part.name}: holdt {last.day}, ingenting er endret")
            continue
        print(f"{part.name} …", flush=True)
        result = run(part, hash)
        (REPORTS / f"{part.name}.md").write_text(written(result), encoding="utf-8")
        print(f"{part.name}: {result.told} ({result.seconds:.0f} s)", flush=True)
        failed += [] if result.held else [part.name]
    if failed:
        sys.exit(f"Holdt ikke: {', '.join(failed)}. Se build/proof/.")


if __name__ == "__main__":
    main(sys.argv[1:])
