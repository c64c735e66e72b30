"""Run everything with full budgets, part by part, and write down what came of it. `make proof`.

A part is a folder of tests, found by itself, or one of the runs below that no test makes. It is
run a file at a time, and what a file gave is kept in ``build/proof`` at once, with a hash of all
it rests on: a run that was stopped, or had no more time, goes on where it was, and one that is
repeated does only what something has changed for. ``docs/proof/<part>.md`` says what held, on
which commit, machine and day.

``make proof ARGS="--minutter 30 lake tables"`` runs two parts, for half an hour at the most;
``ARGS=--vis`` only says how each part stands.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import grimp

from veivalg.foundation.files import write_atomic

ROOT = Path(__file__).parents[1]
STATE = ROOT / "build" / "proof"
REPORTS = ROOT / "docs" / "proof"
TESTS = ROOT / "tests"
PYTEST = (sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider")
LATE = "rakk ikke ferdig"
SOURCE = ROOT / "src" / "veivalg"


@dataclass(frozen=True)
class Part:
    """A run of its own: its name, its steps with the command of each, and what it is about."""

    name: str
    steps: Mapping[str, tuple[str, ...]]
    about: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What a step gave: when and where, on what, and whether it held; None when time was out."""

    step: str
    held: bool | None
    told: str
    seconds: float
    hash: str
    commit: str
    machine: str
    day: str


def parts() -> list[Part]:
    """Give every part: the folders of tests in order, then the runs that no test makes."""
    folders = sorted({path.parent for path in TESTS.rglob("test_*.py")})
    python = sys.executable
    return [
        *(_tests(folder) for folder in folders),
        Part("plantede-feil", {"mutants": (python, "-m", "tools.mutants")}, ("veivalg.publish",)),
        Part(
            "losere", {"frames": (python, "-m", "benchmarks.frames")}, ("veivalg.maths.optimise",)
        ),
        Part("en-time", {"hour": (python, "-m", "tools.hour")}, ("veivalg.web",)),
    ]


def _tests(folder: Path) -> Part:
    inside = folder.relative_to(TESTS)
    # A folder of parts has parts of its own, so only its own files are run.
    steps: Mapping[str, tuple[str, ...]] = {
        file.stem: (*PYTEST, str(file.relative_to(ROOT))) for file in sorted(folder.glob("test_*"))
    }
    package = ".".join(("veivalg", *inside.parts))
    known = (ROOT / "src" / Path(*package.split("."))).is_dir()
    return Part("-".join(inside.parts) or "huset", steps, (package if known else "veivalg",))


def fingerprint(part: Part, graph: grimp.ImportGraph) -> str:
    """Give a hash of the rooms a part rests on, data and templates too, and of its tests.

    Whole rooms, since chapters, sources, formats and own tables are found by their folder and
    imported by no one; of the maths the parts, which are.
    """
    about = {m for m in graph.modules if any(f"{m}.".startswith(f"{a}.") for a in part.about)}
    every = about.union(*(graph.find_upstream_modules(module) for module in about))
    files = {file for room in map(_room, every) for file in _files(ROOT / "src" / room)}
    # What tests share lies at the root; `tools` and `benchmarks` are used by several.
    shared = [ROOT / "tools", ROOT / "benchmarks", *(_folder(c) for c in part.steps.values())]
    files.update(TESTS.glob("*.*"), *(_files(folder) for folder in shared))
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _room(module: str) -> Path:
    """Give the room of a module: `veivalg/tables`, and of the maths `veivalg/maths/optimise`."""
    names = module.split(".")
    return Path(*names[: 3 if names[1:2] == ["maths"] else 2])


def _folder(command: Sequence[str]) -> Path:
    """Give the folder of the tests in a command, or of our tools when there are none."""
    return (ROOT / command[-1]).parent if command[-1].endswith(".py") else ROOT / "tools"


def _files(folder: Path) -> Iterator[Path]:
    """Give what is written in a room; what is fetched or built into it is not ours."""
    if folder in (SOURCE, SOURCE / "maths"):  # rooms within it are rooms of their own
        return folder.glob("*.py")
    left = {"__pycache__", "vendor", "fonts"}
    whole = folder if folder.is_dir() else folder.with_suffix(".py")
    found = whole.rglob("*") if whole.is_dir() else iter([whole])
    return (f for f in found if f.is_file() and not left.intersection(f.parts))


def kept(part: Part, hash: str) -> dict[str, Result]:
    """Give what the steps of a part gave on what is here now."""
    files = [STATE / part.name / f"{step}.json" for step in part.steps]
    every = [Result(**json.loads(f.read_bytes())) for f in files if f.is_file()]
    return {result.step: result for result in every if result.hash == hash}


Tell = Callable[[Result], None]


class Runner:
    """Runs steps, as many at a time as it is told, until there is no more time."""

    def __init__(self, minutes: float | None, together: int) -> None:
        """Run for so many minutes (None: until all is done)."""
        self._ends = None if minutes is None else time.monotonic() + 60 * minutes
        self._together = together
        self._running: set[subprocess.Popen[str]] = set()

    def is_over(self) -> bool:
        """Say whether time is out."""
        return self._ends is not None and time.monotonic() >= self._ends

    def run(self, part: Part, steps: Sequence[str], hash: str, tell: Tell) -> None:
        """Run steps of a part, keep what each gives at once and tell it; stop all if stopped."""
        made = commit(), machine(), date.today().isoformat()

        def step(name: str) -> None:
            if self.is_over():
                return
            begun = time.monotonic()
            held, told = self._step(part, name)
            result = Result(name, held, told, round(time.monotonic() - begun, 1), hash, *made)
            if held is not None:
                write_atomic(
                    STATE / part.name / f"{name}.json", json.dumps(asdict(result)).encode()
                )
            tell(result)

        with ThreadPoolExecutor(self._together) as pool:
            try:
                list(pool.map(step, steps))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                for process in self._running:
                    _end(process)
                raise

    def _step(self, part: Part, name: str) -> tuple[bool | None, str]:
        process = subprocess.Popen(
            part.steps[name],
            cwd=ROOT,
            env={**os.environ, "VEIVALG_PROOF": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._running.add(process)
        try:
            left = None if self._ends is None else max(1.0, self._ends - time.monotonic())
            output, _ = process.communicate(timeout=left)
        except subprocess.TimeoutExpired:
            _end(process)
            return None, LATE
        finally:
            self._running.discard(process)
        lines = [line for line in output.splitlines() if line.strip()]
        (STATE / part.name / f"{name}.log").write_text("\n".join(lines), encoding="utf-8")
        last = re.sub(r"=+|in \d.*", "", lines[-1]).strip() if lines else ""
        return process.returncode == 0, last


def _end(process: subprocess.Popen[str]) -> None:
    """End a step and everything it has started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


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


def standing(part: Part, done: dict[str, Result]) -> str:
    """Say in a few words how a part stands."""
    failed = [result.step for result in done.values() if not result.held]
    if failed:
        return f"holdt ikke ({', '.join(failed)})"
    return "holdt" if len(done) == len(part.steps) else f"{len(done)} av {len(part.steps)} kjørt"


def written(part: Part, done: dict[str, Result]) -> str:
    """Write what a part gave, file by file."""
    rows = []
    for step in part.steps:
        result = done.get(step)
        cells = (
            ("ikke kjørt", "", "", "", "")
            if result is None
            else (
                "holdt" if result.held else "**holdt ikke**",
                result.told,
                f"{result.seconds:.0f} s",
                result.day,
                result.commit[:12] + result.commit[40:],
            )
        )
        rows.append(f"| {step} | {' | '.join(cells)} |")
    some = next(iter(done.values()))
    return "\n".join(
        [
            f"# {part.name}: {standing(part, done)}",
            "",
            f"- Maskin: {some.machine}",
            f"- SHA-256 av rommene og testene: `{some.hash}`",
            "",
            "| fil | utfall | | tid | dato | commit |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def wanted(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[Part]]:
    """Read what is asked for: the options, and the parts that are to be run."""
    every = parts()
    parser = argparse.ArgumentParser(prog="make proof", description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", help=", ".join(part.name for part in every))
    parser.add_argument("--minutter", type=float, help="så lenge kjøres det høyst")
    parser.add_argument("--samtidig", type=int, default=os.cpu_count(), help="filer om gangen")
    parser.add_argument("--vis", action="store_true", help="si bare hvordan det står")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.parts) - {part.name for part in every}:
        parser.error(f"ukjent del: {', '.join(sorted(unknown))}")
    named = {part.name: part for part in every}
    return asked, [named[name] for name in dict.fromkeys(asked.parts or named)]


def main(arguments: Sequence[str]) -> None:
    """Run what is wanted and not already proved; fail when something did not hold."""
    asked, chosen = wanted(arguments)
    graph = grimp.build_graph("veivalg")
    runner = Runner(asked.minutter, asked.samtidig)
    stand: dict[str, str] = {}
    for part in chosen:
        hash = fingerprint(part, graph)
        done = kept(part, hash)
        left = [step for step in part.steps if step not in done or not done[step].held]
        if left and not asked.vis and not runner.is_over():
            (STATE / part.name).mkdir(parents=True, exist_ok=True)
            print(f"{part.name}: {len(left)} av {len(part.steps)} igjen", flush=True)
            runner.run(part, left, hash, _tell)
            if done := kept(part, hash):
                REPORTS.mkdir(parents=True, exist_ok=True)
                write_atomic(REPORTS / f"{part.name}.md", written(part, done).encode())
        stand[part.name] = standing(part, done)
    print("\n".join(f"{name}: {how}" for name, how in stand.items()))
    if any("holdt ikke" in how for how in stand.values()):
        sys.exit("Noe holdt ikke. Se build/proof/.")


def _tell(result: Result) -> None:
    how = {True: "holdt", False: "HOLDT IKKE", None: LATE}[result.held]
    print(f"  {result.step}: {how}, {result.told} ({result.seconds:.0f} s)", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
