"""Care today, as every chapter and page takes it: one reading of a municipality's tables."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from veivalg.chapters.common.missing import table_name
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.zones import own_contact
from veivalg.content import Missing, Place
from veivalg.foundation.cache import Cache
from veivalg.foundation.i18n import _, language
from veivalg.gather.evidence import Evidence
from veivalg.maths.service_model.age_pattern import Peers
from veivalg.maths.service_model.care import CareToday
from veivalg.maths.service_model.counts import SHOWN
from veivalg.maths.service_model.start import Start, columns, start
from veivalg.maths.service_model.today import READ, care_today, not_counted
from veivalg.tables import Sourced

_made: Cache[CareToday] = Cache()


def care(evidence: Evidence) -> CareToday:
    """Give care in the municipality as it was counted last, with what a person has chosen."""
    return _made.get(language(), lambda: _care(evidence), held=(evidence,))


def one_pool() -> str:
    """Say how short stays are reckoned with, in the same words wherever it is told."""
    return _(
        "Plassene som trengs, gjelder hele institusjonen: korttidsplassene er med i summen og "
        "flyttes med den. Korttidsplassene i køen er en annen regning: hva det ville bli om "
        "korttidsopphold fulgte innbyggerne over 80 år. De er en del av samme sum og legges ikke "
        "til plassene som mangler."
    )


def short_stays_lacking(evidence: Evidence) -> Iterator[Missing]:
    """Say which counts of short stays aren't known, why, and how each is got."""
    place, row = evidence.place, care(evidence).services.get("short_stay")
    for name in ("short_stay", "users_short"):
        if row is not None and getattr(row, SHOWN[name][1]) is None:
            found = not_counted(place, _tables(evidence, place), name)
            if name == "users_short" and found.table in _tables(evidence, place):
                how = _(
                    "Sett inn «Nye brukere av korttidsplass per uke» fra kommunens eget fagsystem."
                )
                found = replace(found, how_to_get=how)
            yield replace(found, table=table_name(found.table))


def standing(evidence: Evidence) -> Start | None:
    """Give care today against today's people; None where nobody is counted."""
    now = care(evidence)
    path = population_path(evidence, evidence.place)
    if path is None:
        return None
    people = {
        name: None if (n := path.group(*ages, now.base_year)) is None else np.full((1, 1), n)
        for name, ages in columns(now).items()
    }
    known = {name: n for name, n in people.items() if n is not None}
    return start(now, known) if len(known) == len(people) else None


def _care(evidence: Evidence) -> CareToday:
    place = evidence.place
    path = population_path(evidence, place)
    contact = own_contact(evidence)
    found = care_today(
        place,
        _tables(evidence, place),
        _nobody if path is None else path.group,
        None if path is None else path.base_year,
        evidence.overrides,
        contact and contact[:2],
        _peers(evidence, evidence.group),
    )
    named = (replace(m, table=table_name(m.table)) for m in found.missing)
    read = (*found.sources, *(contact[2:] if contact else ()))
    return replace(found, missing=tuple(named), sources=read)


def _tables(evidence: Evidence, place: Place) -> dict[str, Sourced]:
    return {name: rows for name in READ if (rows := evidence.rows(name, place)) is not None}


def _nobody(low: int, high: int, year: int) -> float | None:
    """Give that nothing is known of people."""
    return None


def _peers(evidence: Evidence, group: Place | None) -> Peers | None:
    """Give what is known of the KOSTRA group; None where there is none."""
    if group is None:
        return None
    tables = _tables(evidence, group)
    users = tables.get("care_users")
    path = population_path(evidence, group) if users else None
    return Peers(users, path.group if path else _nobody, group.name, tables)
