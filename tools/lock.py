"""Write the lock files: exact versions with hashes, no addresses. `make lock`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMON = [
    "--generate-hashes",
    "--universal",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--python-version",
    "3.11",
    "--quiet",
]


def compile_lock(inputs: list[str], output: str, stdin: str | None = None) -> None:
    """Resolve `inputs` and write `output` under ``requirements/``."""
    uv = Path(sys.executable).with_name("uv")
    command = [str(uv), "pip", "compile", *COMMON, *inputs, "-o", f"requirements/{output}"]
    subprocess.run(command, cwd=ROOT, check=True, input=stdin, text=True)


def main() -> None:
    """Write every lock file anew."""
    compile_lock(["-"], "uv.txt", stdin="uv\n")
    # hatchling is here so that the project itself can be installed without build isolation.
    project = ["pyproject.toml", "requirements/run.in"]
    compile_lock(project, "run.txt")
    compile_lock([*project, "--group", "dev", "-c", "requirements/run.txt"], "dev.txt")
    groups = ["--group", "dev", "--group", "bench"]
    compile_lock([*project, *groups, "-c", "requirements/dev.txt"], "bench.txt")


if __name__ == "__main__":
    main()
