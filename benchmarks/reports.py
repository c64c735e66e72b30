"""`veivalg rapport 5503` in all five formats, as a whole process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

from benchmarks.measure import Row, median


def measure() -> list[Row]:
    """Time the command three times after one warm-up; the median counts."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(4):
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "veivalg.cli", "rapport", "5503", "--ut", folder,
                 "--data", folder],
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            times.append(time.perf_counter() - began)
    return [Row("veivalg rapport 5503, fem formater", median(times[1:]), "s", 6.0)]
