"""Two folders of frozen files held against each other, byte for byte."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from fnmatch import fnmatchcase
from pathlib import Path

SHOWN_LINES = 14
SHOWN_WIDTH = 180


@dataclass(frozen=True)
class Difference:
    """A thing that is not the same in both trees; ``lines`` is a unified diff without its head."""

    name: str
    what: str
    lines: tuple[str, ...] = ()

    def shown(self) -> str:
        """Give the difference as a few short lines."""
        kept = [_short(line) for line in self.lines[:SHOWN_LINES]]
        if len(self.lines) > SHOWN_LINES:
            kept.append(f"… {len(self.lines) - SHOWN_LINES} more lines")
        return "\n".join((f"{self.name}: {self.what}", *(f"    {line}" for line in kept)))


@dataclass(frozen=True)
class Expected:
    """Differences that are meant.

    Parameters
    ----------
    pattern
        Name of the thing as ``md/5503/demens.md``, with ``*`` for any part of it.
    reason
        Why it is so.
    lines
        Regular expressions; when there are any, every changed line must hold one of them, so that
        other changes of the same thing are still caught.
    """

    pattern: str
    reason: str
    lines: tuple[str, ...] = ()

    def covers(self, found: Difference) -> bool:
        """Tell whether all of a difference was meant."""
        if not fnmatchcase(found.name, self.pattern):
            return False
        if not self.lines:
            return True
        changed = [line[1:] for line in found.lines if line[0] in "+-"]
        return bool(changed) and all(
            any(re.search(pattern, line) for pattern in self.lines) for line in changed
        )


@dataclass(frozen=True)
class Verdict:
    """What came out: ``stale`` are expected differences that no longer occur."""

    compared: int
    unexpected: tuple[Difference, ...]
    meant: tuple[tuple[Expected, tuple[str, ...]], ...]
    stale: tuple[Expected, ...]

    @property
    def same(self) -> bool:
        """Tell whether nothing differs but what was meant to."""
        return not self.unexpected and not self.stale


def read_expected(file: Path) -> tuple[Expected, ...]:
    """Read the differences that are meant; an absent file holds none.

    Raises
    ------
    ValueError
        When one has no pattern or no reason.
    """
    if not file.exists():
        return ()
    stated = tomllib.loads(file.read_text(encoding="utf-8")).get("expected", [])
    for row in stated:
        if not row.get("pattern") or not row.get("reason"):
            raise ValueError(f"{file.name}: every [[expected]] needs a pattern and a reason: {row}")
    return tuple(
        Expected(row["pattern"], row["reason"], tuple(row.get("lines", ()))) for row in stated
    )


def differences(old: Path, new: Path, units: Iterable[str]) -> tuple[int, list[Difference]]:
    """Compare the units of two folders; give the number of things and those that differ."""
    compared, found = 0, []
    for unit in units:
        before, after = _files(old, unit), _files(new, unit)
        for name in sorted(before | after):
            compared += 1
            if name not in after:
                found.append(Difference(name, "is gone"))
            elif name not in before:
                found.append(Difference(name, "is new"))
            elif (one := (old / name).read_bytes()) != (other := (new / name).read_bytes()):
                lines = tuple(unified_diff(_lines(one), _lines(other), n=0, lineterm=""))[2:]
                found.append(Difference(name, _counted(lines), lines))
    return compared, found


def alike(found: Iterable[Difference]) -> list[list[Difference]]:
    """Group differences whose changed lines are the same, wherever those stand."""
    groups: dict[tuple[str, ...], list[Difference]] = {}
    for one in found:
        changed = tuple(line for line in one.lines if not line.startswith("@@"))
        groups.setdefault((one.what, *changed), []).append(one)
    return list(groups.values())


def judge(
    compared: int, found: Sequence[Difference], expected: Sequence[Expected], *, whole: bool
) -> Verdict:
    """Part what was meant from what was not.

    Parameters
    ----------
    whole
        Everything was compared: an expected difference that does not occur is then stale.
    """
    meant: dict[Expected, list[str]] = {one: [] for one in expected}
    unexpected = []
    for difference in found:
        covering = [one for one in expected if one.covers(difference)]
        for one in covering:
            meant[one].append(difference.name)
        if not covering:
            unexpected.append(difference)
    stale = tuple(one for one, names in meant.items() if whole and not names)
    return Verdict(
        compared,
        tuple(unexpected),
        tuple((one, tuple(names)) for one, names in meant.items() if names),
        stale,
    )


def _files(folder: Path, unit: str) -> set[str]:
    return {
        path.relative_to(folder).as_posix() for path in (folder / unit).rglob("*") if path.is_file()
    }


def _lines(content: bytes) -> list[str]:
    """Give lines short enough to tell where a difference is; drawings are one line as they come."""
    text = content.decode("utf-8", "backslashreplace")
    cut = (
        re.sub(r"(?<=>)(?=<)", "\n", line) if len(line) > 400 else line for line in text.split("\n")
    )
    return "\n".join(cut).split("\n")


def _counted(lines: Sequence[str]) -> str:
    gone = sum(line.startswith("-") for line in lines)
    come = sum(line.startswith("+") for line in lines)
    return f"differs, -{gone} +{come} lines" if gone or come else "differs in line endings only"


def _short(line: str) -> str:
    return line if len(line) <= SHOWN_WIDTH else line[:SHOWN_WIDTH] + "…"
