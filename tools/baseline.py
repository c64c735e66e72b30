"""The tree of the version new work is held against: a worktree with an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import platformdirs

ROOT = Path(__file__).parents[1]
TAG = "v0.1.0"
COMMIT = "0ea19efb91d4899071302c74b4b065086ca4e70e"
"""What the tag points at, for clones without tags."""

CACHE_ENV = "VEIVALG_BASELINE"
_READY = ".baseline-ready"


class BaselineError(Exception):
    """The tree to compare with can't be had; the text says what to do."""


def cache_folder() -> Path:
    """Give the folder outside every checkout where the tree and its frozen output are kept."""
    chosen = os.environ.get(CACHE_ENV)
    return Path(chosen) if chosen else platformdirs.user_cache_path("veivalg-baseline", False)


def baseline_worktree(base: Path | None = None) -> Path:
    """Give the tree of 0.1.0, ready to run; it is made at the first call.

    Parameters
    ----------
    base
        A tree that stands ready already; used as it is.

    Raises
    ------
    BaselineError
        When the commit is not in this clone, or the tree can't be made ready.
    """
    if base is not None:
        tree = base.resolve()
        if not interpreter(tree).exists():
            raise BaselineError(f"{tree} has no .venv. Run «make .venv/.dev-ready» in it.")
        return tree
    tree = cache_folder() / COMMIT[:12]
    if not (tree / _READY).exists():
        _make(tree)
    return tree


def interpreter(tree: Path) -> Path:
    """Give the interpreter of a tree's own environment."""
    folder = tree / ".venv"
    windows = folder / "Scripts" / "python.exe"
    return windows if windows.exists() else folder / "bin" / "python"


def commit_of(tree: Path) -> str:
    """Give the commit a tree stands at, with a mark when its files were changed."""
    commit = _git("rev-parse", "HEAD", folder=tree).strip()
    changed = _git("status", "--porcelain", "--untracked-files=no", folder=tree).strip()
    return f"{commit}-changed" if changed else commit


def _make(tree: Path) -> None:
    commit = _known_commit()
    if not (tree / "Makefile").exists():
        tree.parent.mkdir(parents=True, exist_ok=True)
        _git("worktree", "prune", folder=ROOT)
        _git("worktree", "add", "--force", "--detach", str(tree), commit, folder=ROOT)
    print(f"Making {TAG} ready in {tree} (the first time only) …", file=sys.stderr, flush=True)
    _run(["make", "--silent", ".venv/.dev-ready", f"PYTHON={_plain_python()}"], tree)
    _run([str(interpreter(tree)), "-m", "tools.build_assets"], tree)
    (tree / _READY).write_text(f"{commit}\n", encoding="utf-8")


def _known_commit() -> str:
    """Give the commit: the tag's when the clone has it, else the one recorded here."""
    for name in (TAG, COMMIT):
        asked = ["git", "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"]
        found = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.strip()
    raise BaselineError(
        f"Neither {TAG} nor commit {COMMIT[:12]} is in this clone. It is shallow, perhaps: run "
        "«git fetch --unshallow --tags», or give a tree that stands ready with «--base DIR»."
    )


def _plain_python() -> str:
    """Give the interpreter an environment is made with: the one below ours."""
    return getattr(sys, "_base_executable", sys.executable)


def _git(*arguments: str, folder: Path) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BaselineError(f"git {arguments[0]} failed in {folder}: {done.stderr.strip()}")
    return done.stdout


def _run(command: list[str], folder: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "MAKEFLAGS", "MFLAGS")}
    if subprocess.run(command, cwd=folder, env=kept, check=False).returncode:
        raise BaselineError(f"«{' '.join(command)}» failed in {folder}.")
