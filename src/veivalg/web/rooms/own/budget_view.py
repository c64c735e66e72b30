"""The budget frame worked out for the form: cells by name, files, and what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from veivalg.chapters.common.printed_tables import is_printed
from veivalg.chapters.rammenedtrekk.chapter import chapter as budget_frame
from veivalg.chapters.rammenedtrekk.model import Model, build
from veivalg.content import Unit, format_number, format_plain, round_half_up
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.gather.draft import digest, drafted, in_force, same_rows
from veivalg.gather.evidence import Evidence
from veivalg.norway.municipality import Municipality
from veivalg.own.tables import own_table
from veivalg.own.versions import OwnStore
from veivalg.publish import render_chapter
from veivalg.web.rooms.own.budget_form import TABLES, Frame, Parsed, parse

ASSUMPTION = "ramme_flat"
FILE = N_("Skrevet på siden «Rediger rammenedtrekk»")


@dataclass(frozen=True, slots=True)
class Sums:
    """What the form comes to: cells by name, faults by field, and a fault of the whole."""

    cells: Mapping[str, str]
    errors: Mapping[str, str]
    fault: str = ""

    @property
    def ok(self) -> bool:
        """Say whether there are sums."""
        return not self.errors and not self.fault


def base_of(store: OwnStore, code: str) -> str:
    """Give the versions in force of the three tables, «3.2.0»."""
    found = (store.current(code, name) for name in TABLES)
    return ".".join(str(v.number if v else 0) for v in found)


def sums(place: Municipality, store: OwnStore, form: Frame) -> Sums:
    """Work out every sum of the form."""
    parsed = parse(form)
    if parsed.errors:
        return Sums({}, parsed.errors)
    try:
        model = build(_evidence(place, store, parsed))
    except UsageError as error:
        return Sums({}, {}, f"{error.message} {error.remedy}".strip())
    return Sums(_cells(form, model), {}) if model is not None else Sums({}, {})


def _evidence(place: Municipality, store: OwnStore, parsed: Parsed) -> Evidence:
    return drafted(place, store, parsed.frames, {ASSUMPTION: parsed.flat})


def file_of(place: Municipality, store: OwnStore, form: Frame, format: str) -> bytes:
    """Give the frame as the chapter's file, in a format of a chapter.

    Raises
    ------
    UsageError
        When something in the form is wrong.
    """
    parsed = _faultless(place, store, form)
    return render_chapter(budget_frame(_evidence(place, store, parsed)), format)


def save(place: Municipality, store: OwnStore, form: Frame) -> tuple[str, ...]:
    """Store every table that has changed as a new version; give the titles of those.

    What the form showed from a document is stored too: it has been seen and saved as the
    municipality's own, and printed tables are never used beside own ones.

    Raises
    ------
    UsageError
        When something is wrong, or others have stored a version since the form was opened.
    """
    parsed = _faultless(place, store, form)
    if form.base != base_of(store, place.code):
        raise UsageError(
            _("Noen har lagret en annen versjon siden du åpnet siden. Ingenting er lagret."),
            _("Se over tallene og lagre én gang til hvis dine skal gjelde."),
        )
    kept = in_force(store, place.code, TABLES)
    changed = set()
    for name, frame in parsed.frames.items():
        before = kept[name]
        old = before.frame if before is not None else own_table(name).empty()
        if not same_rows(old, frame, name):
            changed.add(name)
    if changed:
        changed |= {n for n, t in kept.items() if t is not None and is_printed(t)}
    stored = [name for name in parsed.frames if name in changed]
    for name in stored:
        frame = parsed.frames[name]
        store.put(place.code, name, frame, file=_(FILE), sha256=digest(frame), who=form.who)
    return tuple(own_table(name).title for name in stored)


def _faultless(place: Municipality, store: OwnStore, form: Frame) -> Parsed:
    found = sums(place, store, form)
    if not found.ok:
        raise UsageError(found.fault or _("Noe i skjemaet må rettes før det kan lagres."))
    return parse(form)


def _cells(form: Frame, model: Model) -> dict[str, str]:
    """Name every number as the page does: «r.2.0» is sector 2's cut the first year."""
    made = model.allocation
    years = [int(y.year) if y.year else None for y in form.years]
    column = {n: made.years.index(year) for n, year in enumerate(years) if year is not None}
    cells = {
        "sum.budsjett": _kr(made.sum.budget),
        "sum.vekt": _kr(model.sectors.frame["kostra_weight"].sum()),
    }
    at = {s.name: n for n, s in enumerate(form.sectors) if not s.blank}
    for row, name in [(r, f"r.{at[r.name]}") for r in made.rows] + [(made.sum, "sum")]:
        cells |= {f"{name}.{n}": _kr(row.cuts[y]) for n, y in column.items()}
        for part, share in zip(("flat", "kostra", "alt"), row.shares, strict=True):
            cells[f"{name}.{part}"] = "–" if share is None else format_number(share, Unit.SHARE)
    for sector, (_measures, own) in model.own.items():
        if own.short is None:
            continue
        for n, y in column.items():
            cells[f"m.{at[sector]}.{n}"] = _kr(own.totals[y])
            cells[f"g.{at[sector]}.{n}"] = _gap(own.short[y])
    return cells | {f"ukjent.{n}": s for n, s in enumerate(model.strangers)}


def _kr(value: Any) -> str:
    return format_plain(float(value))


def _gap(short: float) -> str:
    rounded = round_half_up(short)
    if rounded == 0:
        return _("går opp")
    text = _("mangler {kr}") if rounded > 0 else _("{kr} mer enn nok")
    return text.format(kr=format_plain(abs(rounded)))
