"""What `veivalg lokalkunnskap` does: list, add and remove what people know of their own place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from veivalg.desk.local_knowledge import LocalKnowledge
from veivalg.foundation.errors import UsageError
from veivalg.maths.projections.ensemble.override_rules import factors
from veivalg.maths.projections.ensemble.overrides import Kind, Override
from veivalg.norway.register import find

KINDS = {
    "boligfelt": Kind.HOUSING,
    "skole": Kind.SCHOOL_CLOSED,
    "bedrift": Kind.EMPLOYER,
    "flyktninger": Kind.REFUGEES,
    "annet": Kind.OTHER,
}


def list_knowledge(name: str, data: Path, *, everything: bool, as_json: bool) -> None:
    """List what is in force, or the whole history, with what each rests on."""
    municipality, store = find(name), LocalKnowledge(data)
    held = store.history(municipality.code) if everything else store.of(municipality.code)
    if as_json:
        print(json.dumps([_record(o) for o in held], ensure_ascii=False))
        return
    for one in held:
        gone = (
            f" – fjernet {one.removed[:10]} ({one.removed_by}: {one.removed_why})"
            if one.removed
            else ""
        )
        print(f"{one.id}  {one.line()} – netto {one.movers().sum():+.0f} personer{gone}")
        for assumption in one.assumptions():
            if assumption.id in factors(one.kind) or assumption.changed or everything:
                print(f"    {assumption.id} = {assumption.text()}")
    if not held:
        print(f"{municipality.name} har ingen lokalkunnskap lagret.")


def _record(one: Override) -> dict[str, object]:
    return asdict(one) | {
        "netto_personer": float(one.movers().sum()),
        "antakelser": {a.id: a.value for a in one.assumptions()},
    }


def add_knowledge(
    name: str,
    kind: str,
    year: int | None,
    amount: float | None,
    who: str,
    why: str,
    settings: Mapping[str, float],
    data: Path,
) -> None:
    """Keep a piece of knowledge, and say what it means in persons."""
    if kind not in KINDS:
        raise UsageError(f"«{kind}» er ikke en type.", f"Velg blant {', '.join(KINDS)}.")
    if year is None or amount is None:
        missing = "Året" if year is None else "Antallet"
        raise UsageError(f"{missing} mangler.", "Legg til --aar ÅR og --antall TALL.")
    added = LocalKnowledge(data).add(
        find(name).code, KINDS[kind], year, amount, who=who, why=why, settings=settings
    )
    print(f"Lagret {added.id}: {added.line()}, netto {added.movers().sum():+.0f} personer.")


def remove_knowledge(name: str, id: str, who: str, why: str, data: Path) -> None:
    """Take a piece of knowledge out of the projections."""
    removed = LocalKnowledge(data).remove(find(name).code, id, who=who, why=why)
    print(f"Fjernet: {removed.line()}.")
