"""`mal` and `importer`: templates and the reading of the municipality's own figures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veivalg.cli.parts import (
    CHECK,
    TO_FILE,
    AsJson,
    Commands,
    Data,
    TableName,
    Units,
    Who,
    check_excel,
    plain,
    print_json,
    write_file,
)
from veivalg.foundation.errors import Exit, UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder

if TYPE_CHECKING:
    from veivalg.norway.municipality import Municipality
    from veivalg.own.intake import Intake, UnknownTableError
    from veivalg.own.intake.questions import Question
    from veivalg.own.tables import OwnTable
    from veivalg.own.versions import OwnStore

commands = Commands(order=90)


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
    check_excel(path)
    write_file(path, template(table))
    print(_("Skrev malen «{title}» til {path}.").format(title=table.title, path=path))


def _list_tables(*, as_json: bool) -> None:
    from veivalg.own.tables import own_tables
    from veivalg.own.tables.areas import by_area, had

    tables, out = own_tables().values(), plain()
    if as_json:
        print_json([_described(t) for t in tables])
        return
    out.print(_("Hva har du?"))
    for _area, called, held in by_area(tables):
        out.print(f"\n{called}")
        for table in held:
            out.print(f"  {had(table)}")
            out.print(f"    {table.template}: {table.title}")
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
        "omraade": table.area,
        "har_du": table.have,
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
    fil: Annotated[Path, typer.Argument(metavar="FIL", help=N_("XLSX, XLSB, XLS, ODS eller CSV."))],
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
    enhet: Units = None,
    svar: Annotated[
        list[str] | None,
        typer.Option("--svar", metavar="SPØRSMÅL=SVAR", help=N_("Svar på et spørsmål om filen.")),
    ] = None,
    merket: Annotated[
        Path | None, typer.Option("--merket", metavar="FIL", help=N_("Kopi der feilene er merket."))
    ] = None,
    kontroller: Annotated[bool, CHECK(help="Bare kontroller, lagre ingenting.")] = False,
    hvem: Who = "",
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Les inn kommunens egne tall fra et regneark. Alt er i orden, eller ingenting lagres.

    Slutter med 0 når alt er lagret, 3 når filen har feil, og 6 når et spørsmål står åpent.
    """
    place = _named(kommune)
    from veivalg.own.intake import UnknownTableError, find_table, read_file
    from veivalg.own.versions import OwnStore

    store = OwnStore(data_folder(data))
    table = find_table(tabell) if tabell else None
    read = partial(
        read_file,
        fil,
        fil.name,
        code=place.code,
        store=store,
        who=hvem,
        table=table.name if table is not None else None,
        mapping=_mapping(kolonne or [], table),
    )
    try:
        answers = _answered(svar or [])
        intake = _settled(read, answers, enhet or [], ask=not json)
    except UnknownTableError as unknown:
        _tell_unknown(unknown, fil.name, place, as_json=json)
        raise
    _all_heard(intake, answers)
    if merket is not None:
        write_file(merket, intake.marked_copy(), private=True)
    _finish(intake, store, place, None if kontroller else hvem, merket, as_json=json)


def _named(said: str | None) -> Municipality:
    """Give the municipality that is named; never guessed, which could store on the wrong one.

    The process that will read its file is started, while the rest is imported.
    """
    from veivalg.norway.register import find
    from veivalg.own.foreign.pool import POOL

    if not said:
        raise UsageError(_("Kommunen mangler."), _("Legg til --kommune med nummer eller navn."))
    place = find(said)
    POOL.ready()
    return place


def _finish(
    intake: Intake,
    store: OwnStore,
    place: Municipality,
    who: str | None,
    marked: Path | None,
    *,
    as_json: bool,
) -> None:
    """Store a file that is in order, unless it was only to be checked, and say how it went."""
    from veivalg.own.intake import accept

    same = _unchanged(store, place.code, intake)
    version = accept(intake, store, who=who) if intake.ok and who is not None else None
    number = version.number if version else None
    if as_json:
        print_json(_result(intake, number))
    else:
        _tell(intake, place, number, marked, same=same)
    if not intake.ok:
        raise typer.Exit(Exit.OPEN if intake.questions and not intake.errors else Exit.TABLE)


def _settled(
    read: Callable[..., Intake], answers: dict[str, str], units: Sequence[str], *, ask: bool
) -> Intake:
    """Read a file with the answers given, and with those of the person at the keyboard."""
    intake = _recognised(read, answers, ask=ask)
    if units:
        answers |= _units(units, intake.table)
        intake = read(answers=answers)
    while ask and intake.questions and not intake.errors and (new := _asked(intake.questions)):
        answers |= new
        intake = _recognised(read, answers, ask=ask)
    return intake


def _recognised(read: Callable[..., Intake], answers: dict[str, str], *, ask: bool) -> Intake:
    """Read a file; where its table is not known, the person at the keyboard says which it is."""
    from veivalg.own.intake import UnknownTableError

    try:
        return read(answers=answers)
    except UnknownTableError as unknown:
        new = _asked([unknown.question]) if ask and unknown.question is not None else {}
        if not new:
            raise
        answers |= new
        return read(answers=answers)


def _tell_unknown(
    unknown: UnknownTableError, file: str, place: Municipality, *, as_json: bool
) -> None:
    """Say how the table is told where nobody is asked; a program gets the question."""
    if unknown.question is None:
        return
    unknown.remedy = _(
        "Si hvilken tabell det er med --svar {id}=NAVN. Det huskes. «veivalg mal» lister alle."
    ).format(id=unknown.question.id)
    if as_json:
        print_json(
            {
                "ok": False,
                "kommune": place.code,
                "fil": file,
                "kan_være": list(unknown.candidates),
                "spørsmål": [asdict(unknown.question)],
            }
        )


def _answered(pairs: Sequence[str]) -> dict[str, str]:
    """Read «spørsmål=svar» pairs."""
    found = {}
    for text in pairs:
        id, mark, answer = (part.strip() for part in text.partition("="))
        if not (id and mark and answer):
            raise UsageError(
                _("«{text}» er ikke et svar.").format(text=text),
                _("Skriv for eksempel --svar unit:amount=1000."),
            )
        found[id] = answer
    return found


def _all_heard(intake: Intake, answers: Mapping[str, str]) -> None:
    """Raise ``UsageError`` for an answer that is none, to a question asked or to no question."""
    asked = {q.id: ", ".join(o.value for o in q.options) for q in intake.questions}
    for id in sorted(intake.unheard & answers.keys()):
        wrong = _("Svaret {id}={value} passer ikke til noe spørsmål om filen.")
        remedy = _("Ta det bort.") if id not in asked else _("Velg blant {names}.")
        names = asked.get(id, "")
        raise UsageError(wrong.format(id=id, value=answers[id]), remedy.format(names=names))


def _units(pairs: Sequence[str], table: type[OwnTable]) -> dict[str, str]:
    """Read «[felt=]enhet» as answers; without a field it is for every amount of kroner."""
    from veivalg.own.intake.units import factor_in, family

    found = {}
    for text in pairs:
        name, mark, unit = (part.strip() for part in text.rpartition("="))
        named = {
            word.casefold(): f for f in table.own_fields() for word in (*f.aliases, f.name, f.title)
        }
        kroner = next((f for f in table.own_fields() if family(f) == "kr"), None)
        field = named.get(name.casefold()) if mark else kroner
        ways = (unit, unit.removeprefix("1").strip())  # «1 kr» is kroner
        held = [factor_in(f"({way})", field, doubtful=True) for way in ways] if field else []
        factor = 1.0 if unit == "1" else next((f for f in held if f is not None), None)
        if field is None or factor is None:
            raise UsageError(
                _("«{text}» er ikke en enhet i «{title}».").format(text=text, title=table.title),
                _('Skriv for eksempel --enhet "1000 kr", eller --enhet "Varighet=timer".'),
            )
        found[f"unit:{field.name}" if mark else "unit:*"] = format(factor, ".12g")
    return found


def _asked(questions: Iterable[Question]) -> dict[str, str]:
    """Ask the person at the keyboard; nothing where there is nobody."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return {}
    found, out = {}, plain()
    for question in questions:
        out.print(question.text)
        for n, option in enumerate(question.options, 1):
            out.print(f"  {n}: {option.text}")
        n = 0
        while not 1 <= n <= len(question.options):
            n = typer.prompt(_("Svar (1–{n})").format(n=len(question.options)), type=int)
        found[question.id] = question.options[n - 1].value
    return found


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
    from veivalg.own.intake.questions import TABLE, UNIT

    table, out = intake.table, plain()
    for finding in intake.findings:
        out.print(f"{'Merk' if finding.warning else 'Feil'}: {finding.line()}")
    for question in intake.questions:
        first, *answers = question.lines()
        out.print(_("Spørsmål: ") + first)
        for answer in answers:
            out.print(answer)
    titles = {f"{UNIT}{f.name}": f.title for f in table.own_fields()}
    if of := [titles.get(q.id.partition("+")[0]) for q in intake.questions if q.id[:5] == UNIT]:
        told = _('Enheten kan også sies med --enhet "{title}=ENHET"')
        whole = _(", eller --enhet ENHET for alle beløp.")
        money = any(f.title in of and f.unit.startswith("kr") for f in table.own_fields())
        out.print(told.format(title=of[0]) + (whole if money else "."))
    hidden = intake.errors + intake.warnings - len(intake.findings)
    if hidden:
        out.print(_("… og {hidden} til.").format(hidden=hidden))
    if not intake.missing:
        out.print(
            _("Lest som «{title}» fra arket «{sheet}» ({sure}).").format(
                title=table.title, sheet=intake.sheet, sure=intake.recognition()
            )
        )
    asked = any(q.id == TABLE for q in intake.questions)  # and then says what is not used
    if intake.unused and not intake.missing and not asked:
        left = ", ".join(f"«{heading}»" for heading in intake.unused)
        out.print(_("Kolonner som ikke er tatt inn: {left}.").format(left=left))
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
    if intake.missing and intake.likely[1:]:
        print(_("Filen kan også være en av disse (--svar table=NAVN):"))
        for one in intake.likely[1:]:
            print(f"  {one.table.template}: {one.told}")
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
        "sikkerhet": intake.sure,
        "kolonner_brukt": intake.used,
        "kolonner_ikke_brukt": list(intake.unused),
        "kan_være": [
            {"mal": one.table.template, "kolonner_brukt": one.used, "kolonner": one.columns}
            for one in intake.likely
        ],
        "mangler": [f.name for f in intake.missing],
        "spørsmål": [asdict(q) for q in intake.questions],
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
