"""`veivalg rapport 5503` in all five formats, as a whole process, paired with 0.1.0.

Two states of the machine are measured, turn by turn with 0.1.0 in the same run. *Cold* is the first
report after an installation: Python's bytecode is there, but no compiled loops are kept and the
data folder is empty. *Warm* is every later one. Processor time, user and system, is what the ratio
is of, since it is steadier than wall time on a machine that does other things; wall time is told.
``python -m benchmarks.reports``.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tools.baseline import TAG, baseline_worktree, interpreter

from benchmarks.first_page import STARTS
from benchmarks.measure import Row, median

ROUNDS = 3
Tree = tuple[Path, Path, str]
"""An interpreter, a tree, and what starts the command line there."""


def trees() -> tuple[Tree, Tree]:
    """Give this tree and 0.1.0."""
    base = baseline_worktree()
    new = Path(sys.executable), Path(__file__).parents[1], STARTS["new"]
    return new, (interpreter(base), base, STARTS["old"])


def timed(tree: Tree, folder: Path, *formats: str) -> tuple[float, float]:
    """Make the report once; give processor and wall seconds.

    Parameters
    ----------
    formats
        All five when none is given.
    """
    chosen = ["--format", ",".join(formats)] if formats else []
    return command(tree, folder, "rapport", "5503", "--ut", str(folder / "ut"), *chosen)


def command(tree: Tree, folder: Path, *words: str) -> tuple[float, float]:
    """Run a command as a whole process; give processor and wall seconds, of what it starts too.

    Parameters
    ----------
    folder
        Where compiled loops are kept and the data folder lies.
    """
    python, root, start = tree
    given = [*words, "--data", str(folder / "data")]
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    bytecode = Path(tempfile.gettempdir()) / f"veivalg-reports-{os.getuid()}"
    places = {
        "PYTHONPATH": root / "src",
        "PYTHONPYCACHEPREFIX": bytecode,
        "NUMBA_CACHE_DIR": folder / "loops",
    }
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [str(python), "-c", f"import sys; sys.argv[0] = 'veivalg'; {start}", *given],
        cwd=root,
        env={**kept, **{name: str(path) for name, path in places.items()}},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    return used, wall


def paired(cold: bool, rounds: int = ROUNDS) -> tuple[list[tuple[float, float]], ...]:
    """Give the processor and wall seconds of this tree and of 0.1.0, turn by turn.

    The first of each is thrown away: it writes bytecode, and fills the folder of a warm machine.
    """
    both = trees()
    found: tuple[list[tuple[float, float]], ...] = ([], [])
    with tempfile.TemporaryDirectory() as name:
        for turn in range(rounds + 1):
            for n, tree in enumerate(both):
                folder = Path(name) / (f"{n}-{turn}" if cold else f"{n}")
                folder.mkdir(exist_ok=True)
                found[n].append(timed(tree, folder))
    return tuple(seconds[1:] for seconds in found)


def row(
    name: str,
    new: Sequence[tuple[float, float]],
    old: Sequence[tuple[float, float]],
    target: float = 0.5,
) -> Row:
    """Give the ratio of processor time, and the seconds it is of."""
    cpu, wall = ([median([t[n] for t in times]) for times in (new, old)] for n in (0, 1))
    told = f"{cpu[0]:.1f} s mot {cpu[1]:.1f} s prosessortid, {wall[0]:.1f} s mot {wall[1]:.1f} s"
    return Row(name, cpu[0] / cpu[1], f"× {TAG}", target, told.replace(".", ","))


def measure() -> list[Row]:
    """Time the whole report in all formats, paired; and in the two that people print."""
    cold, warm = paired(cold=True), paired(cold=False)
    with tempfile.TemporaryDirectory() as name:
        printed = [timed(trees()[0], Path(name), "docx", "pdf")[1] for _ in range(3)]
    return [
        row("veivalg rapport 5503, fem formater, første gang på maskinen", *cold),
        row("veivalg rapport 5503, fem formater, senere", *warm),
        Row("Fem formater, klokketid", median([t[1] for t in warm[0]]), "s", 6.0),
        Row("Hele rapporten i Word og PDF", median(printed[1:]), "s", 20.0),
    ]


if __name__ == "__main__":
    for found in measure():
        print(" | ".join(found.cells()))
