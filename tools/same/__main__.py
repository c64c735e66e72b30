"""Runs 0.1.0 and this tree, and compares what they say byte for byte. `make same`.

Frozen files are left in ``build/same`` (this tree) and in the cache (0.1.0), so that ``diff -r``
can be used on them.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tools import build_assets
from tools.baseline import (
    ROOT,
    BaselineError,
    baseline_worktree,
    cache_folder,
    commit_of,
    interpreter,
)
from tools.same.compare import Difference, Verdict, alike, differences, judge, read_expected
from tools.same.probe.kinds import COMMON, KINDS
from tools.same.run import HERE, ProbeError, absent, freeze, probe_version

PLACES = ("5503", "1833", "5610", "0301")
NEW = ROOT / "build" / "same"
SHOWN = 25


def main(arguments: Sequence[str] | None = None) -> int:
    """Freeze both trees, compare, and tell; 1 when something differs that should not."""
    asked = _parser().parse_args(arguments)
    kinds, places = asked.only or tuple(KINDS), asked.places or PLACES
    units = [
        f"{kind}/{place}"
        for kind in kinds
        for place in (COMMON, *places)
        if (KINDS[kind].common if place == COMMON else KINDS[kind].places)
    ]
    started = time.monotonic()
    try:
        old = _frozen_baseline(asked.base, units, fresh=asked.fresh)
        if not asked.kept:
            _freeze_this(units)
        elif lacking := absent(NEW, units, fresh=False):
            raise ProbeError(f"The last run did not freeze {', '.join(lacking)}: leave out --kept.")
    except (BaselineError, ProbeError) as error:
        print(error, file=sys.stderr)
        return 2
    compared, found = differences(old, NEW, units)
    expected = read_expected(HERE / "expected.toml")
    whole = set(kinds) == set(KINDS) and set(places) == set(PLACES)
    verdict = judge(compared, found, expected, whole=whole)
    _tell(verdict, everything=asked.all)
    print(f"0.1.0: {old}\nthis tree: {NEW}\n{time.monotonic() - started:.0f} seconds")
    return 0 if verdict.same else 1


def _frozen_baseline(base: Path | None, units: Sequence[str], *, fresh: bool) -> Path:
    """Give the folder of what 0.1.0 says; only what isn't kept already is made."""
    tree = baseline_worktree(base)
    out = cache_folder() / "frozen" / f"{commit_of(tree)[:24]}-{probe_version()}"
    wanted = absent(out, units, fresh=fresh)
    if wanted:
        freeze(tree, interpreter(tree), out, wanted)
    return out


def _freeze_this(units: Sequence[str]) -> None:
    if any(unit.startswith("pages/") for unit in units):
        build_assets.main()
    shutil.rmtree(NEW, ignore_errors=True)
    freeze(ROOT, Path(sys.executable), NEW, units)


def _tell(verdict: Verdict, *, everything: bool) -> None:
    for meant, names in verdict.meant:
        print(f"expected: {meant.pattern} ({len(names)}): {meant.reason}")
    groups = alike(verdict.unexpected)
    shown = groups if everything else groups[:SHOWN]
    for first, *others in shown:
        print(first.shown())
        if others:
            print(f"    and the same in {len(others)} more: {_listed(others, everything)}")
    if left := sum(map(len, groups[len(shown) :])):
        print(f"… and {left} more things that differ (--all shows them)")
    for one in verdict.stale:
        print(f"expected.toml: «{one.pattern}» matches no difference any more: take it out")
    print(f"{verdict.compared} things compared, {len(verdict.unexpected)} differ unexpectedly")


def _listed(found: Sequence[Difference], everything: bool) -> str:
    kept = found if everything else found[:4]
    return ", ".join(one.name for one in kept) + (" …" if len(kept) < len(found) else "")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.same", description=__doc__)
    parser.add_argument("--base", type=Path, metavar="DIR", help="a tree of 0.1.0 that is ready")
    parser.add_argument("--only", type=_kinds, metavar="KINDS", help=",".join(KINDS))
    parser.add_argument("--places", type=_names, metavar="CODES", help=",".join(PLACES))
    parser.add_argument("--fresh", action="store_true", help="freeze 0.1.0 anew too")
    parser.add_argument("--kept", action="store_true", help="compare what the last run froze")
    parser.add_argument("--all", action="store_true", help="show every difference")
    return parser


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _kinds(text: str) -> tuple[str, ...]:
    if unknown := set(_names(text)) - set(KINDS):
        raise argparse.ArgumentTypeError(f"no such kind: {', '.join(sorted(unknown))}")
    return _names(text)


if __name__ == "__main__":
    sys.exit(main())
