"""`mal`, `importer` and `egne`: the municipality's own figures in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veivalg.cli.parts import (
    CHECK,
    TO_FILE,
    AsJson,
    Commands,
    Data,
    Place,
    TableName,
    Who,
    console,
    print_json,
    write_file,
)
from veivalg.content.numbers import format_exact
from veivalg.foundation.errors import TableError, UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder, today

if TYPE_CHECKING:
    from rich.console import Console

    from veivalg.norway.municipality import Municipality
    from veivalg.own.intake import Intake
    from veivalg.own.tables import OwnTable
    from veivalg.own.versions import OwnStore, Version
    from veivalg.tables.gate import Persons

commands = Commands(order=90)
KINDS = {"import": "lest inn", "undo": "angret", "delete": "slettet", "damaged": "skadet"}
_SHOWN = 40


def _out() -> Console:
    """Give a terminal that breaks no line and reads no markup: file names may hold anything."""
    return console(markup=False, wrap=False)


@commands.command()
def mal(
    tabell: Annotated[
        str | None, typer.Argument(metavar="TABELL", help=N_("Navnet på malen. Uten: list alle."))
    ] = None,
    ut: Annotated[Path | None, TO_FILE(help=N_("Filen malen skrives til."))] = None,
    json: AsJson = False,
) -> None:
    """Lag en Excel-mal for kommunens egne tall, eller list malene."""
    from veivalg.own.intake import find_table, template

    if tabell is None:
        _list_tables(as_json=json)
        return
    table = find_table(tabell)
    path = ut or Path(f"{table.template}.xlsx")
    _check_excel(path)
    write_file(path, template(table))
    print(_("Skrev malen «{title}» til {path}.").format(title=table.title, path=path))


def _check_excel(path: Path) -> None:
    """Refuse to write a workbook under the name of another kind of file."""
    if path.suffix.lower() != ".xlsx":
        raise UsageError(
            _("Malen er en Excel-fil og kan ikke skrives til {path}.").format(path=path),
            _("Velg et navn som slutter på .xlsx."),
        )


def _list_tables(*, as_json: bool) -> None:
    from veivalg.own.tables import own_tables

    tables, out = own_tables().values(), _out()
    if as_json:
        print_json([_described(t) for t in tables])
        return
    for table in sorted(tables, key=lambda t: t.template):
        out.print(f"{table.template}: {table.title}")
        out.print(
            _("    {purpose} Hentes fra: {source_system}.").format(
                purpose=table.purpose, source_system=table.source_system
            )
        )
    out.print(_("\nLast ned en mal med «veivalg mal NAVN --ut FIL.xlsx»."))


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


@commands.command()
def importer(
    fil: Annotated[Path, typer.Argument(metavar="FIL", help=N_("XLSX, XLS, ODS eller CSV."))],
    kommune: Annotated[
        str | None, typer.Option("--kommune", metavar="KOMMUNE", help=N_("Nummer eller navn."))
    ] = None,
    tabell: TableName = None,
    kolonne: Annotated[
        list[str] | None,
        typer.Option(
            "--kolonne",
            metavar="FELT=OVERSKRIFT",
            help=N_("Pek ut en kolonne med en annen overskrift. Huskes. Kan gjentas."),
        ),
    ] = None,
    merket: Annotated[
        Path | None, typer.Option("--merket", metavar="FIL", help=N_("Kopi der feilene er merket."))
    ] = None,
    kontroller: Annotated[bool, CHECK(help="Bare kontroller, lagre ingenting.")] = False,
    hvem: Who = "",
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Les inn kommunens egne tall fra et regneark. Alt er i orden, eller ingenting lagres."""
    from veivalg.norway.register import find
    from veivalg.own.intake import accept, find_table, read_file
    from veivalg.own.versions import OwnStore

    if not kommune:  # never guessed: that could store figures on the wrong one
        raise UsageError(_("Kommunen mangler."), _("Legg til --kommune med nummer eller navn."))
    store, place = OwnStore(data_folder(data)), find(kommune)
    table = find_table(tabell) if tabell else None
    intake = read_file(
        fil,
        fil.name,
        code=place.code,
        store=store,
        who=hvem,
        table=table.name if table is not None else None,
        mapping=_mapping(kolonne or [], table),
    )
    if merket is not None:
        write_file(merket, intake.marked_copy())
    same = _unchanged(store, place.code, intake)
    version = accept(intake, store, who=hvem) if intake.ok and not kontroller else None
    number = version.number if version else None
    if json:
        print_json(_result(intake, number))
    else:
        _tell(intake, place, number, merket, same=same)
    if not intake.ok:
        raise typer.Exit(3)


def _unchanged(store: OwnStore, code: str, intake: Intake) -> bool:
    """Say whether a file has the rows that are in force already; never of a table about people."""
    name, frame = intake.table.name, intake.frame
    if frame is None or store.current(code, name) is None:
        return False
    found = store.preview(code, name, frame)
    return found is not None and found.is_empty


def _tell(
    intake: Intake, place: Municipality, number: int | None, marked: Path | None, *, same: bool
) -> None:
    """Say what was wrong with a file, or that it is kept."""
    table, out = intake.table, _out()
    for finding in intake.findings:
        out.print(f"{'Merk' if finding.warning else 'Feil'}: {finding.line()}")
    hidden = intake.errors + intake.warnings - len(intake.findings)
    if hidden:
        out.print(_("… og {hidden} til.").format(hidden=hidden))
    print(intake.summary())
    if same:
        print(
            _("«{title}» er uendret: filen har de samme radene som før.").format(title=table.title)
        )
    if number is not None:
        undo = f"«veivalg egne {place.code} --tabell {table.template} --angre»"
        print(
            _("Lagret for {name} som versjon {number}. Angre med {undo}.").format(
                name=place.name, number=number, undo=undo
            )
        )
    elif not intake.ok:
        _advise(intake, marked)


def _advise(intake: Intake, marked: Path | None) -> None:
    free = [c.heading for c in intake.columns if not c.field or c.how == "near"]
    if intake.missing and free:
        print(_("Kolonner i filen som ikke er brukt: ") + ", ".join(f"«{h}»" for h in free) + ".")
        first = intake.missing[0]
        print(
            _(
                'Pek dem ut slik: --kolonne "{title}={value}" --tabell {template}. Det huskes '
                "til neste gang."
            ).format(title=first.title, value=free[0], template=intake.table.template)
        )
    if marked is not None:
        print(_("Feilene er merket i {marked}.").format(marked=marked))
    elif intake.findings:
        print(_("Legg til --merket FIL.xlsx for å få en kopi der cellene er merket."))


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
        raise UsageError(_("Si hvilken tabell kolonnene hører til."), _("Legg til --tabell NAVN."))
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
                _("«{text}» peker ikke ut en kolonne.").format(text=text),
                _('Skriv for eksempel --kolonne "Beløp=Netto utgift".'),
            )
        found[names[field.casefold()]] = heading
    return found


@commands.command()
def egne(
    kommune: Place,
    tabell: TableName = None,
    forskjell: Annotated[
        str | None, typer.Option("--forskjell", metavar="GAMMEL:NY", help="Eller «siste».")
    ] = None,
    angre: Annotated[bool, typer.Option("--angre", help=N_("Gå tilbake en versjon."))] = False,
    slett: Annotated[bool, typer.Option("--slett", help=N_("Slett alle versjoner."))] = False,
    ja: Annotated[bool, typer.Option("--ja", help=N_("Slett uten å spørre."))] = False,
    ut: Annotated[Path | None, TO_FILE(help=N_("Skriv radene til et regneark."))] = None,
    hvem: Who = "",
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Vis kommunens egne tall: tabeller, versjoner og forskjeller. Angre, slett eller skriv ut."""
    from veivalg.norway.register import find
    from veivalg.own.intake import find_table
    from veivalg.own.versions import OwnStore

    store, place = OwnStore(data_folder(data)), find(kommune)
    if tabell is None:
        if angre or slett or ut is not None or forskjell:
            raise UsageError(_("Si hvilken tabell det gjelder."), _("Legg til --tabell NAVN."))
        _show_tables(store, place, as_json=json)
        return
    table = find_table(tabell)
    if forskjell is not None:
        _show_difference(store, place.code, table, forskjell, as_json=json)
    elif angre:
        _undo(store, place.code, table, hvem)
    elif slett:
        _delete(store, place.code, table, hvem, sure=ja)
    elif ut is not None:
        _export(store, place, table, ut)
    else:
        _show_versions(store, place.code, table, as_json=json)


def _show_tables(store: OwnStore, place: Municipality, *, as_json: bool) -> None:
    """List the tables of a municipality."""
    from veivalg.own.tables import own_tables

    held = ((own_tables()[key], store.current(place.code, key)) for key in store.tables(place.code))
    rows = [(table, version) for table, version in held if version is not None]
    if as_json:
        print_json([{"tabell": t.name, "mal": t.template, **_event(t, v)} for t, v in rows])
        return
    for table, version in rows:
        what = (
            _("{rows} fra {file}").format(rows=table.rows_text(version.rows), file=version.file)
            if version.facts
            else "skadet"
        )
        _out().print(
            f"{table.template}: {table.title}, {what}, "
            f"versjon {version.number} ({version.when[:10]})"
        )
    if not rows:
        print(
            _("{name} har ikke lest inn egne tall. Se malene med «veivalg mal».").format(
                name=place.name
            )
        )


def _event(table: type[OwnTable], version: Version) -> dict[str, object]:
    """Give a version for a program; the number of rows is null where it may not be told.

    Of a table about people there are no checksums: hidden counts could be tried against them.
    """
    rows = version.rows if table.tells(version.rows) else None
    unsafe = ("sha256", "facts") if table.guarded() else ()
    told = {name: value for name, value in asdict(version).items() if name not in unsafe}
    return {**told, "rows": rows}


def _show_versions(store: OwnStore, code: str, table: type[OwnTable], *, as_json: bool) -> None:
    history = store.versions(code, table.name)
    if as_json:
        print_json([_event(table, v) for v in history])
        return
    for v in history:
        who = f", {v.who}" if v.who else ""
        file = _(" fra {file}").format(file=v.file) if v.file else ""
        _out().print(
            f"{v.number}: {KINDS[v.kind]} {_moment(v)}{who}, {table.rows_text(v.rows)}{file}"
        )
    if not history:
        print(_("«{title}» er ikke lest inn.").format(title=table.title))


def _show_difference(
    store: OwnStore, code: str, table: type[OwnTable], which: str, *, as_json: bool
) -> None:
    """Show what a version adds, removes and changes; of tables about people only that it is kept.

    For a program every row is written, by the stored names.
    """
    old, new = _two(which, store, code, table)
    found, out = store.difference(code, table.name, old, new), _out()
    rows = found.rows if found else None
    kinds = {"nye": rows.added, "fjernet": rows.removed, "endret": rows.changed} if rows else {}
    if as_json:
        told = {kind: frame.to_dicts() for kind, frame in kinds.items()}
        hidden = {} if kinds else {"skjult": table.hidden_text()}
        print_json({"mal": table.template, "fra": old, "til": new, **told, **hidden})
        return
    print(
        _("Fra versjon {old} til {new} av «{title}»:").format(old=old, new=new, title=table.title)
    )
    if found is None:
        for v in store.versions(code, table.name):
            if v.number in (old, new):
                print(f"{v.number}: {KINDS[v.kind]} {_moment(v)}")
        print(table.hidden_text())
    for label, frame in kinds.items():
        out.print(f"{label.capitalize()}: {table.rows_text(frame.height)}")
        for row in frame.head(_SHOWN).iter_rows(named=True):
            values = (f"{f.title}: {_value(row[f.name])}" for f in table.fields)
            out.print("    " + ", ".join(values))


def _moment(version: Version) -> str:
    return version.when[:16].replace("T", " ")


def _two(which: str, store: OwnStore, code: str, table: type[OwnTable]) -> tuple[int, int]:
    numbers = [v.number for v in store.versions(code, table.name)]
    if which in ("", "siste"):
        if len(numbers) < 2:
            raise UsageError(
                _("«{title}» har ikke to versjoner å sammenlikne.").format(title=table.title)
            )
        return numbers[-2], numbers[-1]
    parts = which.split(":")
    if len(parts) == 2 and all(p in map(str, numbers) for p in parts):
        return int(parts[0]), int(parts[1])
    raise UsageError(
        _("«{which}» er ikke to versjoner av «{title}».").format(which=which, title=table.title),
        _("Skriv «siste», eller to numre med kolon mellom, for eksempel 1:3."),
    )


def _value(value: object) -> str:
    if value is None:
        return "–"
    return format_exact(value) if isinstance(value, float) else str(value)


def _undo(store: OwnStore, code: str, table: type[OwnTable], who: str) -> None:
    version = store.undo(code, table.name, who)
    print(
        _("«{title}» er tilbake til {file} ({rows}).").format(
            title=table.title, file=version.file, rows=table.rows_text(version.rows)
        )
    )


def _delete(store: OwnStore, code: str, table: type[OwnTable], who: str, *, sure: bool) -> None:
    """Remove the rows of every version from the disk."""
    if not store.versions(code, table.name):
        raise UsageError(_("«{title}» er ikke lest inn.").format(title=table.title))
    if not sure:
        raise UsageError(
            _(
                "Alle versjoner av «{title}» blir slettet og kan bare hentes tilbake fra en "
                "sikkerhetskopi."
            ).format(title=table.title),
            _("Legg til --ja for å gjøre det."),
        )
    store.delete(code, table.name, who)
    print(_("Slettet alle rader i «{title}».").format(title=table.title))
    print(_("Sikkerhetskopier du har laget selv, har dem fortsatt."))
    if copies := store.in_copies(code, table.name):
        print(
            _(
                "Det har også disse mappene i datamappen: {copies}. Slett dem om radene skal bort."
            ).format(copies=", ".join(copies))
        )


def _export(store: OwnStore, place: Municipality, table: type[OwnTable], target: Path) -> None:
    """Write the rows in force into the template; of people only the counts that may be shown.

    Raises
    ------
    UsageError
        When nothing is stored.
    """
    from veivalg.own.intake import rows_text, template
    from veivalg.tables import Sourced

    held = store.read(place.code, table.name)
    if held is None and not table.personal:
        raise UsageError(_("«{title}» er ikke lest inn.").format(title=table.title))
    if not isinstance(held, Sourced):
        _export_counts(place, table, held, store.tables(place.code), target)
        return
    _check_excel(target)
    write_file(target, template(table, held.frame))
    print(
        _("Skrev {height} av «{title}» til {target} ({today}).").format(
            height=rows_text(held.frame.height), title=table.title, target=target, today=today()
        )
    )


def _export_counts(
    place: Municipality,
    table: type[OwnTable],
    people: Persons | None,
    held: Sequence[str],
    target: Path,
) -> None:
    """Write the counts of people that may be shown, in the format of the file's name.

    Raises
    ------
    TableError
        When none may be shown.
    UsageError
        When there is no such format.
    """
    from veivalg.chapters.common.brought import brought
    from veivalg.content import Place
    from veivalg.publish import formats, render_chapter
    from veivalg.publish.format import PART

    where = Place(place.code, place.name)
    made = brought(where, table, people, held) if people is not None else None
    if made is None:
        raise TableError(
            _("«{title}» er om enkeltpersoner og kan ikke skrives ut.").format(title=table.title),
            _("Kapitlene og rapporten har summene."),
        )
    known = {f.suffix: f.name for f in formats(PART).values()}
    if target.suffix.lower() not in known:
        raise UsageError(
            _("«{name}» har ikke et kjent format.").format(name=target.name),
            _("Velg blant {names}.").format(names=", ".join(known)),
        )
    write_file(target, render_chapter(made, known[target.suffix.lower()]))
    print(
        _("Skrev tallene i «{title}» som kan vises, til {target} ({today}).").format(
            title=table.title, target=target, today=today()
        )
    )
