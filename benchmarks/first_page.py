"""From the start of the program to its first pages, paired with 0.1.0 in the same run.

The server is started as a person starts it and asked for the front page until it answers; then for
a municipality: at once, or after the two seconds a person needs to find it. It is measured as after
an install, with nothing compiled; over an empty data folder on a machine where Veivalg has run; and
at the next start over the same folder. Two municipalities, since one of them is made ready in the
background. Code is bytecode before anything is measured. Wall time and the processor time of the
server are both told: the latter is steadier on a machine that does other things.
``python -m benchmarks.first_page``.
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
from veivalg.foundation.platform import user_name

ROUNDS = 5
MADE_READY, OTHER = "5503", "1833"
"""The one whose chapters are made in the background after the front page, and another."""

PENDING = b"data-fyll"
"""Stands in a page whose chapters are still being made."""

THOUGHT = 2.0
"""Seconds from the front page to the municipality: a person writes its name."""

LASTING = Path(tempfile.gettempdir()) / f"veivalg-first-page-{user_name()}"
"""What is compiled from one run to the next: bytecode, and the kernels of both."""

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


@dataclass(frozen=True)
class Tree:
    """A version of the program, and how it is started."""

    python: Path
    tree: Path
    command: str
    options: tuple[str, ...] = ()

    @contextmanager
    def started(self, data: Path, kernel: Path) -> Iterator[tuple[int, int, float]]:
        """Run its server; give the port, the process and when it was started."""
        port = free_port()
        words = ["start", "--port", str(port), "--ingen-nettleser", "--data", str(data)]
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        ours = {
            "PYTHONPATH": str(self.tree / "src"),
            "PYTHONPYCACHEPREFIX": str(LASTING / "bytecode"),
            "NUMBA_CACHE_DIR": str(kernel),
        }
        began = time.perf_counter()
        process = subprocess.Popen(
            [
                str(self.python),
                "-c",
                f"import sys; sys.argv[0] = 'veivalg'; {self.command}",
                *words,
                *self.options,
            ],
            cwd=self.tree,
            env=kept | ours,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield port, process.pid, began
        finally:
            process.terminate()
            process.wait(timeout=20)

    def visit(self, place: str, data: Path, kernel: Path, thought: float) -> Visit:
        """Start the server and go to the front page, and then to a municipality."""
        with self.started(data, kernel) as (port, pid, began):
            body = b""
            while not body:
                try:
                    body = get(port, "/")[1]
                except OSError:
                    time.sleep(0.005)
            front = Moment(time.perf_counter() - began, cpu_seconds(pid))
            time.sleep(thought)
            asked = time.perf_counter()
            body = page(port, place)
            shown = Moment(time.perf_counter() - asked, cpu_seconds(pid))
            while PENDING in body:
                time.sleep(0.1)
                body = page(port, place)
            return Visit(front, shown, Moment(time.perf_counter() - asked, cpu_seconds(pid)))


def page(port: int, place: str) -> bytes:
    """Fetch a municipality's page, unpacked."""
    from gzip import decompress

    status, body = get(port, f"/kommune/{place}")
    if status != 200:
        raise RuntimeError(f"{place} svarte {status}")
    return decompress(body) if body[:2] == b"\x1f\x8b" else body


def cpu_seconds(pid: int) -> float:
    """Give the processor time a process has used, in seconds (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def paired(
    place: str = MADE_READY,
    *,
    thought: float = 0.0,
    compiled: bool = True,
    again: bool = False,
    rounds: int = ROUNDS,
) -> tuple[list[Visit], list[Visit]]:
    """Give visits to this tree and to 0.1.0, turn by turn; the first of each is thrown away.

    Parameters
    ----------
    compiled
        Whether the kernel of the ensemble was compiled at an earlier start.
    again
        Whether the municipality was shown at an earlier start, over the same data folder.
    """
    base = baseline_worktree()
    trees = (
        Tree(Path(sys.executable), Path(__file__).parents[1], STARTS["new"], ("--uten-token",)),
        Tree(interpreter(base), base, STARTS["old"]),
    )
    found: tuple[list[Visit], list[Visit]] = ([], [])
    for number in range(rounds + 1):
        for n, (tree, visits) in enumerate(zip(trees, found, strict=True)):
            with tempfile.TemporaryDirectory() as made:
                data, cold = Path(made) / "data", Path(made) / "kernel"
                kernel = LASTING / f"kernel-{n}" if compiled or not number else cold
                if again:
                    tree.visit(place, data, kernel, 0.0)
                visits.append(tree.visit(place, data, kernel, thought))
    return found[0][1:], found[1][1:]


def row(name: str, new: list[Moment], old: list[Moment], target: float) -> Row:
    """Give the share of the time 0.1.0 takes, with both times and the processor time of both."""
    wall, before, cpu, cpu_before = (
        median(values)
        for values in (
            [m.wall for m in new],
            [m.wall for m in old],
            [m.cpu for m in new],
            [m.cpu for m in old],
        )
    )
    told = f"{wall:.2f} s mot {before:.2f} s, CPU {cpu:.1f} s mot {cpu_before:.1f} s"
    return Row(name, wall / before, f"× {TAG}", target, told.replace(".", ","))


def measure() -> list[Row]:
    """Give the rows of the table."""
    found = {
        "spurt med en gang": paired(OTHER),
        "spurt etter 2 s": paired(OTHER, thought=THOUGHT),
        "rett etter installasjon": paired(OTHER, compiled=False, rounds=2),
        "sett ved en tidligere start": paired(again=True),
    }
    at_once, before = found["spurt med en gang"]
    shown = max(median([v.shown.wall for v in new]) for new, _old in found.values())
    return [
        row("Start til forsiden", [v.front for v in at_once], [v.front for v in before], 0.6),
        Row("Kommunesiden sier hva den gjør", shown, "s", 1.0, "det som tar lengst av de fire"),
        *(
            row(f"Kommunesiden hel, {name}", [v.whole for v in new], [v.whole for v in old], 0.4)
            for name, (new, old) in found.items()
        ),
    ]


if __name__ == "__main__":
    for line in measure():
        print(" | ".join(line.cells()))
