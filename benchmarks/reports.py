"""`veivalg rapport 5503` in all five formats, as a whole process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

from benchmarks.measure import Row, median


def timed(folder: str, *formats: str) -> float:
    """Time the command with these formats (all when none) after one warm-up; median of three."""
    times = []
    chosen = ["--format", ",".join(formats)] if formats else []
    for _ in range(4):
        began = time.perf_counter()
        subprocess.run(
            [
                sys.executable,
                "-m",
                "veivalg",
                "rapport",
                "5503",
                "--ut",
                folder,
                "--data",
                folder,
                *chosen,
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        times.append(time.perf_counter() - began)
    return median(times[1:])


def measure() -> list[Row]:
    """Time the whole report in all formats, and in the two that people print."""
    from veivalg.chapters.common.registry import all_chapters

    told = f"{len(all_chapters())} kapitler; målet ble satt for fem"
    with tempfile.TemporaryDirectory() as folder:
        return [
            Row("veivalg rapport 5503, fem formater", timed(folder), "s", 6.0, told),
            Row("Hele rapporten i Word og PDF", timed(folder, "docx", "pdf"), "s", 20.0),
        ]
