"""Two folders of frozen files held against each other, byte for byte."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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

    def changed(self) -> list[str]:
        """Give the lines that came and went, without the signs before them."""
        return [line[1:] for line in self.lines if line[0] in "+-"]

    def shown(self) -> str:
        """Give the difference as a few short lines."""
        kept = list(_shortened(self.lines[:SHOWN_LINES]))
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
        Regular expressions; when there are any, only lines that hold one of them are meant, so that
        other changes of the same thing are still caught. Several expected differences may share
        the lines of a thing.
    """

    pattern: str
    reason: str
    lines: tuple[str, ...] = ()

    def about(self, found: Difference) -> bool:
        """Tell whether a difference is one that was meant, all of it or some."""
        named = fnmatchcase(found.name, self.pattern)
        return named and (not self.lines or any(map(self.covers, found.changed())))

    def covers(self, line: str) -> bool:
        """Tell whether a changed line was meant to change."""
        return not self.lines or any(re.search(pattern, line) for pattern in self.lines)


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
        about = [one for one in expected if one.about(difference)]
        for one in about:
            meant[one].append(difference.name)
        left = _left(difference.lines, about)
        if left or (not difference.lines and not about):
            what = _counted(left) if left else difference.what
            unexpected.append(replace(difference, what=what, lines=left))
    stale = tuple(one for one, names in meant.items() if whole and not names)
    return Verdict(
        compared,
        tuple(unexpected),
        tuple((one, tuple(names)) for one, names in meant.items() if names),
        stale,
    )


def _left(lines: Sequence[str], about: Sequence[Expected]) -> tuple[str, ...]:
    """Give the changed lines that nobody meant, each after the place where it stands."""
    left: list[str] = []
    for place, *hunk in _hunks(lines):
        kept = [line for line in hunk if not any(one.covers(line[1:]) for one in about)]
        gone, come = ([line[1:] for line in kept if line[0] == sign] for sign in "-+")
        if gone != come:  # a line that stands between two that were meant has come and gone alike
            left += [place, *kept]
    return tuple(left)


def _hunks(lines: Sequence[str]) -> list[list[str]]:
    hunks: list[list[str]] = []
    for line in lines:
        if line.startswith("@@"):
            hunks.append([])
        hunks[-1].append(line)
    return hunks


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


def _shortened(lines: Sequence[str]) -> Iterator[str]:
    """Cut long lines to where a removed line and the one in its place part."""
    gone = [line for line in lines if line.startswith("-")]
    come = [line for line in lines if line.startswith("+")]
    partners = dict(zip(gone, come, strict=False)) | dict(zip(come, gone, strict=False))
    for line in lines:
        if len(line) <= SHOWN_WIDTH:
            yield line
            continue
        pairs = zip(line[1:], partners.get(line, "")[1:], strict=False)
        parted = next((n for n, (one, other) in enumerate(pairs, 1) if one != other), len(line))
        start = max(1, min(parted, len(line) - SHOWN_WIDTH // 2) - SHOWN_WIDTH // 2)
        end = start + SHOWN_WIDTH
        before, after = "…" * (start > 1), "…" * (end < len(line))
        yield line[0] + before + line[start:end] + after
