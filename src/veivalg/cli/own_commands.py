"""`veivalg mal`, `importer` and `egne`: the municipality's own figures in a terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from veivalg.foundation.errors import TableError, UsageError
from veivalg.foundation.files import reason
from veivalg.foundation.settings import today
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import find
from veivalg.own.intake import Intake, accept, find_table, read_file, rows_text, template
from veivalg.own.tables import Finding, OwnTable, own_tables
from veivalg.own.versions import OwnStore

out = Console(highlight=False, markup=False, soft_wrap=True)
KINDS = {"import": "lest inn", "undo": "angret", "delete": "slettet"}
_SHOWN = 40


def write_template(name: str | None, target: Path | None, *, as_json: bool) -> None:
    """Write the template of a table, or list the tables when none is named."""
    if name is None:
        _list_tables(as_json=as_json)
        return
    table = find_table(name)
    path = target or Path(f"{table.template}.xlsx")
    _write(path, template(table))
    print(f"Skrev malen «{table.title}» til {path}.")


def _list_tables(*, as_json: bool) -> None:
    tables = own_tables().values()
    if as_json:
        print(json.dumps([_described(t) for t in tables], ensure_ascii=False))
        return
    for table in sorted(tables, key=lambda t: t.template):
        out.print(f"{table.template}: {table.title}")
        out.print(f"    {table.purpose} Hentes fra: {table.source_system}.")
    out.print("\nLast ned en mal med «veivalg mal NAVN --ut FIL.xlsx».")


def _described(table: type[OwnTable]) -> dict[str, object]:
    return {
        "mal": table.template,
        "navn": table.name,
        "tittel": table.title,
        "formaal": table.purpose,
        "kilde": table.source_system,
        "kapitler": list(table.chapters),
        "personopplysninger": table.personal,
        "kolonner": [
            {
                "navn": f.name,
                "tittel": f.title,
                "enhet": f.unit,
                "hjelp": f.help,
                "kan_mangle": f.nullable,
                "valg": dict(f.choices),
            }
            for f in table.own_fields()
        ],
    }


def import_file(
    path: Path,
    place: str | None,
    name: str | None,
    columns: Sequence[str],
    who: str,
    data: Path,
    *,
    marked: Path | None,
    only_check: bool,
    as_json: bool,
) -> bool:
    """Read a file in, or tell every fault of it; say whether it was in order."""
    store = OwnStore(data)
    municipality = _municipality(place)
    code = municipality.code
    table = find_table(name) if name else None
    intake = read_file(
        path,
        path.name,
        code=code,
        store=store,
        who=who,
        table=table.name if table is not None else None,
        mapping=_mapping(columns, table),
    )
    if marked is not None:
        _write(marked, intake.marked_copy())
    before = store.read(code, intake.table.name) if intake.ok else None
    version = accept(intake, store, who=who) if intake.ok and not only_check else None
    if as_json:
        print(json.dumps(_result(intake, version.number if version else None), ensure_ascii=False))
        return intake.ok
    for finding in intake.findings:
        _print_finding(finding)
    hidden = intake.errors + intake.warnings - len(intake.findings)
    if hidden:
        out.print(f"… og {hidden} til.")
    print(intake.summary())
    if before is not None and intake.frame is not None and before.frame.equals(intake.frame):
        print(f"«{intake.table.title}» er uendret: filen har de samme radene som før.")
    if version is not None:
        print(
            f"Lagret for {municipality.name} som versjon {version.number}. Angre med "
            f"«veivalg egne {code} --tabell {intake.table.template} --angre»."
        )
    elif not intake.ok:
        _advise(intake, marked)
    return intake.ok


def _print_finding(finding: Finding) -> None:
    mark = "Merk" if finding.warning else "Feil"
    out.print(f"{mark}: {finding.line()}")


def _advise(intake: Intake, marked: Path | None) -> None:
    free = [c.heading for c in intake.columns if not c.field or c.how == "near"]
    if intake.missing and free:
        print("Kolonner i filen som ikke er brukt: " + ", ".join(f"«{h}»" for h in free) + ".")
        first = intake.missing[0]
        print(
            f'Pek dem ut slik: --kolonne "{first.title}={free[0]}" --tabell '
            f"{intake.table.template}. Det huskes til neste gang."
        )
    if marked is not None:
        print(f"Feilene er merket i {marked}.")
    elif intake.findings:
        print("Legg til --merket FIL.xlsx for å få en kopi der cellene er merket.")


def _result(intake: Intake, version: int | None) -> dict[str, object]:
    return {
        "ok": intake.ok,
        "tabell": intake.table.name,
        "mal": intake.table.template,
        "kommune": intake.code,
        "fil": intake.file,
        "ark": intake.sheet,
        "rader": intake.rows,
        "feil": intake.errors,
        "advarsler": intake.warnings,
        "versjon": version,
        "mangler": [f.name for f in intake.missing],
        "funn": [asdict(f) for f in intake.findings],
    }


def _mapping(columns: Sequence[str], table: type[OwnTable] | None) -> dict[str, str]:
    """Read «Felt=Overskrift» pairs; the field by its title, name or alias."""
    if columns and table is None:
        raise UsageError("Si hvilken tabell kolonnene hører til.", "Legg til --tabell NAVN.")
    found = {}
    for text in columns:
        field, mark, heading = (part.strip() for part in text.partition("="))
        names = (
            {}
            if table is None
            else {
                word.casefold(): f.name
                for f in table.own_fields()
                for word in (*f.aliases, f.name, f.title)
            }
        )
        if not mark or not heading or field.casefold() not in names:
            raise UsageError(
                f"«{text}» peker ikke ut en kolonne.",
                'Skriv for eksempel --kolonne "Beløp=Netto utgift".',
            )
        found[names[field.casefold()]] = heading
    return found


def _municipality(place: str | None) -> Municipality:
    """Give the municipality named; never a guess, which could store figures on the wrong one."""
    if place:
        return find(place)
    raise UsageError("Kommunen mangler.", "Legg til --kommune med nummer eller navn.")


def refuse_without_table(asked: bool) -> None:
    """Refuse to undo, delete, compare or export when no table is named."""
    if asked:
        raise UsageError("Si hvilken tabell det gjelder.", "Legg til --tabell NAVN.")


def show_own(place: str, name: str | None, data: Path, *, as_json: bool) -> None:
    """List the tables of a municipality, or the versions of one."""
    municipality, store = find(place), OwnStore(data)
    if name is not None:
        _show_versions(store, municipality.code, find_table(name), as_json=as_json)
        return
    rows = []
    for key in store.tables(municipality.code):
        version = store.current(municipality.code, key)
        if version is not None:
            rows.append((own_tables()[key], version))
    if as_json:
        print(
            json.dumps(
                [{"tabell": t.name, "mal": t.template, **asdict(v)} for t, v in rows],
                ensure_ascii=False,
            )
        )
        return
    for table, version in rows:
        out.print(
            f"{table.template}: {table.title}, {rows_text(version.rows)} fra {version.file}, "
            f"versjon {version.number} ({version.when[:10]})"
        )
    if not rows:
        print(f"{municipality.name} har ikke lest inn egne tall. Se malene med «veivalg mal».")


def _show_versions(store: OwnStore, code: str, table: type[OwnTable], *, as_json: bool) -> None:
    history = store.versions(code, table.name)
    if as_json:
        print(json.dumps([asdict(v) for v in history], ensure_ascii=False))
        return
    for v in history:
        who = f", {v.who}" if v.who else ""
        file = f" fra {v.file}" if v.file else ""
        out.print(
            f"{v.number}: {KINDS[v.kind]} {v.when[:16].replace('T', ' ')}{who}, "
            f"{rows_text(v.rows)}{file}"
        )
    if not history:
        print(f"«{table.title}» er ikke lest inn.")


def show_difference(place: str, name: str, which: str, data: Path) -> None:
    """Show what a version adds, removes and changes; of personal tables only how many rows."""
    store, code, table = OwnStore(data), find(place).code, find_table(name)
    old, new = _two(which, store, code, table)
    found = store.difference(code, table.name, old, new)
    print(f"Fra versjon {old} til {new} av «{table.title}»:")
    for label, frame in (
        ("Nye", found.added),
        ("Fjernet", found.removed),
        ("Endret", found.changed),
    ):
        out.print(f"{label}: {rows_text(frame.height)}")
        if not table.personal:
            for row in frame.head(_SHOWN).iter_rows(named=True):
                out.print(
                    "    " + ", ".join(f"{f.title}: {_value(row[f.name])}" for f in table.fields)
                )


def _two(which: str, store: OwnStore, code: str, table: type[OwnTable]) -> tuple[int, int]:
    numbers = [v.number for v in store.versions(code, table.name)]
    if which in ("", "siste"):
        if len(numbers) < 2:
            raise UsageError(f"«{table.title}» har ikke to versjoner å sammenlikne.")
        return numbers[-2], numbers[-1]
    parts = which.split(":")
    if len(parts) == 2 and all(p.isdigit() and int(p) in numbers for p in parts):
        return int(parts[0]), int(parts[1])
    raise UsageError(
        f"«{which}» er ikke to versjoner av «{table.title}».",
        "Skriv «siste», eller to numre med kolon mellom, for eksempel 1:3.",
    )


def _value(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.15g}".replace(".", ",") if isinstance(value, float) else str(value)


def undo(place: str, name: str, who: str, data: Path) -> None:
    """Put back the version before."""
    table = find_table(name)
    version = OwnStore(data).undo(find(place).code, table.name, who)
    print(f"«{table.title}» er tilbake til {version.file} ({rows_text(version.rows)}).")


def delete(place: str, name: str, who: str, data: Path, *, sure: bool) -> None:
    """Remove the rows of every version from the disk."""
    store, code, table = OwnStore(data), find(place).code, find_table(name)
    if not store.versions(code, table.name):
        raise UsageError(f"«{table.title}» er ikke lest inn.")
    if not sure:
        raise UsageError(
            f"Alle versjoner av «{table.title}» blir slettet og kan ikke hentes tilbake.",
            "Legg til --ja for å gjøre det.",
        )
    store.delete(code, table.name, who)
    print(f"Slettet alle rader i «{table.title}».")


def export(place: str, name: str, target: Path, data: Path) -> None:
    """Write the rows in force into the template; rows about persons stay where they are.

    Raises
    ------
    TableError
        When the table is about persons.
    UsageError
        When nothing is stored.
    """
    code, table = find(place).code, find_table(name)
    if table.personal:
        raise TableError(
            f"«{table.title}» er om enkeltpersoner og kan ikke skrives ut.",
            "Kapitlene og rapporten har summene.",
        )
    held = OwnStore(data).read(code, table.name)
    if held is None:
        raise UsageError(f"«{table.title}» er ikke lest inn.")
    _write(target, template(table, held.frame))
    print(f"Skrev {rows_text(held.frame.height)} av «{table.title}» til {target} ({today()}).")


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(
            f"Kan ikke skrive {path}: {reason(error)}.", "Velg et annet sted, eller lukk filen."
        ) from error
