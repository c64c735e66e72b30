"""From the start of the program to its first pages, paired with 0.1.0 in the same run.

The server is started as a person starts it, over an empty data folder, and asked for the front page
until it answers; then for a municipality, at once and after the two seconds a person needs to find
it. Code is compiled to bytecode and the kernel is compiled before anything is measured, as on a
machine where Veivalg has run before. Wall time and the processor time of the server are both told:
the latter is steadier on a machine that does other things. ``python -m benchmarks.first_page``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.baseline import TAG, baseline_worktree, interpreter

from benchmarks.measure import Row, median
from benchmarks.server import free_port, get

ROUNDS = 5
PLACE = "/kommune/5503"
PENDING = b"data-fyll"
"""Stands in a page whose chapters are still being made."""

THOUGHT = 2.0
"""Seconds from the front page to the municipality: a person writes its name."""

STARTS = {
    "new": "from veivalg.cli.main import main; main()",
    "old": "from veivalg.cli import main; main()",
}


@dataclass(frozen=True)
class Moment:
    """Seconds since the question, and the server's processor seconds since its start."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Visit:
    """The front page, the municipality as it is first shown, and with everything in place."""

    front: Moment
    shown: Moment
    whole: Moment


@contextmanager
def started(python: Path, tree: Path, command: str) -> Iterator[tuple[int, int, float]]:
    """Run a server of a tree; give its port, its process and when it was started."""
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        words = ["start", "--port", str(port), "--ingen-nettleser", "--data", data]
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        bytecode = str(Path(tempfile.gettempdir()) / f"veivalg-first-page-{os.getuid()}")
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(python), "-c", f"import sys; sys.argv[0] = 'veivalg'; {command}", *words],
            cwd=tree,
            env={**kept, "PYTHONPATH": str(tree / "src"), "PYTHONPYCACHEPREFIX": bytecode},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield port, process.pid, began
        finally:
            process.terminate()
            process.wait(timeout=20)


def visit(python: Path, tree: Path, command: str, thought: float) -> Visit:
    """Start a server and go to the front page, and then to a municipality."""
    with started(python, tree, command) as (port, pid, began):
        body = b""
        while not body:
            try:
                body = get(port, "/")[1]
            except OSError:
                time.sleep(0.005)
        front = Moment(time.perf_counter() - began, cpu_seconds(pid))
        time.sleep(thought)
        asked = time.perf_counter()
        body = page(port)
        shown = Moment(time.perf_counter() - asked, cpu_seconds(pid))
        while PENDING in body:
            time.sleep(0.25)
            body = page(port)
        return Visit(front, shown, Moment(time.perf_counter() - asked, cpu_seconds(pid)))


def page(port: int) -> bytes:
    """Fetch the municipality's page, unpacked."""
    from gzip import decompress

    status, body = get(port, PLACE)
    if status != 200:
        raise RuntimeError(f"{PLACE} svarte {status}")
    return decompress(body) if body[:2] == b"\x1f\x8b" else body


def cpu_seconds(pid: int) -> float:
    """Give the processor time a process has used, in seconds (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def paired(thought: float, rounds: int = ROUNDS) -> tuple[list[Visit], list[Visit]]:
    """Give visits to this tree and to 0.1.0, turn by turn; the first of each is thrown away."""
    base = baseline_worktree()
    here = Path(__file__).parents[1]
    new: list[Visit] = []
    old: list[Visit] = []
    for _ in range(rounds + 1):
        new.append(visit(Path(sys.executable), here, STARTS["new"], thought))
        old.append(visit(interpreter(base), base, STARTS["old"], thought))
    return new[1:], old[1:]


def measure() -> list[Row]:
    """Give the rows of the table."""
    at_once, before = paired(0.0)
    later, _ = paired(THOUGHT)

    def row(name: str, new: list[Moment], old: list[Moment], target: float | None) -> Row:
        share = median([m.wall for m in new]) / median([m.wall for m in old])
        told = f"{median([m.wall for m in new]):.2f} s mot {median([m.wall for m in old]):.2f} s"
        return Row(name, share, f"× {TAG}", target, told.replace(".", ","))

    whole = [v.whole for v in before]
    return [
        row("Start til forsiden", [v.front for v in at_once], [v.front for v in before], 0.6),
        Row("Kommunesiden vises", median([v.shown.wall for v in at_once]), "s", 1.0, "med en gang"),
        row("Kommunesiden hel, spurt med en gang", [v.whole for v in at_once], whole, None),
        row("Kommunesiden hel, spurt etter 2 s", [v.whole for v in later], whole, 0.4),
    ]


if __name__ == "__main__":
    for found in measure():
        print(" | ".join(found.cells()))
