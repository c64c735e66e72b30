"""A share times ten, a lost row, a wrong unit or a shifted year in any renderer is caught."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the faults are planted in forked processes")
def test_every_fault_planted_in_a_renderer_is_caught():
    done = subprocess.run(
        [sys.executable, "-m", "tools.mutants", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told, alive = json.loads(done.stdout)
    assert alive == []
    planted = {name: {fault for n, fault, _by in told if n == name} for name, *_ in told}
    assert {"json", "md", "html", "docx", "pdf", "xlsx", "csv", "figurer"} == planted.keys()
    assert all(len(faults) == 4 for faults in planted.values())
