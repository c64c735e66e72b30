"""Own figures as somebody is writing them: tables not stored yet, in place of those that are."""

import hashlib
from collections.abc import Iterable, Mapping

import polars as pl

from veivalg.content import Source, SourceKind
from veivalg.foundation.i18n import _
from veivalg.foundation.settings import today
from veivalg.gather.evidence import Evidence
from veivalg.gather.own_figures import OwnFigures
from veivalg.norway.municipality import Municipality
from veivalg.own.tables import own_table
from veivalg.own.versions import OwnStore
from veivalg.tables import Sourced


def in_force(store: OwnStore, code: str, names: Iterable[str]) -> dict[str, Sourced | None]:
    """Give own tables as a chapter has them: own rows, else the printed ones."""
    own = OwnFigures(code, store.folder.parent).open()
    return {name: own.get(name) for name in names}


def drafted(
    place: Municipality,
    store: OwnStore,
    frames: Mapping[str, pl.DataFrame],
    overrides: Mapping[str, float],
) -> Evidence:
    """Give what a chapter needs, with some rows in place of those stored.

    A table with the same rows as before keeps its source; an empty one that was not there before
    is left out.
    """
    kept = in_force(store, place.code, frames)
    own = {}
    for name, frame in frames.items():
        before = kept[name]
        if before is not None and same_rows(before.frame, frame, name):
            own[name] = before
        elif not frame.is_empty():
            own[name] = Sourced(frame, {"*": _source(place, name, frame)})
    return Evidence(place, own=own, overrides=overrides, today=today())


def same_rows(first: pl.DataFrame, second: pl.DataFrame, name: str) -> bool:
    """Say whether two own tables hold the same rows, in whatever order."""
    keys = [f.name for f in own_table(name).fields if f.key]
    columns = [f.name for f in own_table(name).fields]
    return first.select(columns).sort(keys).equals(second.select(columns).sort(keys))


def digest(frame: pl.DataFrame) -> str:
    """Give the hash of rows that were never a file."""
    return hashlib.sha256(frame.write_csv().encode()).hexdigest()


def _source(place: Municipality, name: str, frame: pl.DataFrame) -> Source:
    return Source(
        id=f"own-{place.code}-{name}-utkast",
        producer=_("Kommunen selv"),
        title=own_table(name).title,
        query=_("skrevet i nettleseren, ikke lagret"),
        retrieved=today(),
        sha256=digest(frame),
        kind=SourceKind.DOCUMENT,
    )
