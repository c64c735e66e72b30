"""From a file to rows that can be stored: the one way in for command line and web page."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import polars as pl

from veivalg.foundation.errors import TableError, UsageError
from veivalg.foundation.i18n import _
from veivalg.foundation.national_id import holds_national_id
from veivalg.foundation.texts import muted
from veivalg.own.foreign.pool import read_foreign
from veivalg.own.foreign.raw import Grid
from veivalg.own.foreign.safety import check_size
from veivalg.own.foreign.telling import Progress, RefusedFileError
from veivalg.own.history import Version
from veivalg.own.intake import letters, measures, sure
from veivalg.own.intake.asides import elsewhere
from veivalg.own.intake.check import check_match, check_whole
from veivalg.own.intake.choosing import one_amount
from veivalg.own.intake.findings import Collector, shown
from veivalg.own.intake.headings import Assignment, form_of, missing_fields, propose
from veivalg.own.intake.marked import marked_workbook
from veivalg.own.intake.masked import names_persons
from veivalg.own.intake.persons import Cells, find_persons, refuse_named_sheets
from veivalg.own.intake.plausible import known_sizes
from veivalg.own.intake.pseudonyms import pseudonymise, salt
from veivalg.own.intake.qualifiers import one_column
from veivalg.own.intake.questions import TABLE, UNIT, Answers, spread, together
from veivalg.own.intake.recognise import Match, match_table, recognise
from veivalg.own.intake.result import Column, Intake
from veivalg.own.intake.units import form_texts
from veivalg.own.intake.unseen import as_shown, without_columns
from veivalg.own.mappings import Mappings
from veivalg.own.tables import OwnTable, own_table, own_tables
from veivalg.own.versions import OwnStore

_SAMPLES = 3


def read_file(
    content: Path | bytes,
    name: str,
    *,
    code: str,
    store: OwnStore,
    table: str | None = None,
    mapping: Mapping[str, str] | None = None,
    who: str = "",
    progress: Progress | None = None,
    answers: Answers | None = None,
) -> Intake:
    """Read a file, recognise its table, check every cell; nothing is stored.

    Parameters
    ----------
    content
        The file's path, or its bytes.
    name
        The file's name as the person knows it.
    code
        The municipality's number, four digits.
    store
        Where the municipality's own tables are kept; remembered columns and the salt lie beside it.
    table
        Name of the table (`OwnTable.name`), or None to recognise it by its columns.
    mapping
        Field name → heading in the file, for columns a person has pointed out.
    who
        Who brings the file.
    progress
        Told how far it has come.
    answers
        What a person has answered: question → answer. What was answered of the same form before is
        used where nothing is given.

    Raises
    ------
    RefusedFileError
        When the file is unsafe, damaged, locked or no table file at all.
    UnknownTableError
        When the columns fit no table, or two equally well, and none was named.
    """
    tell = progress or _silent
    picked = sure.picked(answers or {})
    named = picked or (own_table(table) if table is not None else None)
    name = Path(name).name
    data = content if isinstance(content, bytes) else _load(content, name)
    tell(0.05, _("Kontrollerer filen"))
    grids, seen = letters.mended(_grids(data, name, tell))
    found = Collector(name)
    tell(0.6, _("Kjenner igjen kolonnene"))
    held = Mappings(store)
    match, used = _matched(grids, named, mapping or {}, held, code, name)
    form = _form(match)
    said, each = spread(answers or {})
    found.given, found.elsewhere = frozenset(said), elsewhere(grids, match, name)
    before = held.answers(code, match.table.name, form)
    again = {f"{UNIT}{name}" for id in each for name in id.removeprefix(UNIT).split("+")}
    found.answers = {id: before[id] for id in before if id not in again} | said
    sure.ask(match, found, named=named is not None, file=name)
    shown_grid = without_columns(match, found)
    if shown_grid is not match.grid:
        grids = tuple(shown_grid if g is match.grid else g for g in grids)
        match, used = _matched(grids, named, mapping or {}, held, code, name)
    dated = measures.with_year(one_amount(one_column(match, found), found), found)
    grids = tuple(dated.grid if g is match.grid else g for g in grids)
    match, removed = dated, find_persons(grids, dated, found)
    letters.tell((match.grid,), seen, found)
    tell(0.65, _("Kontrollerer radene"))
    reading = _Reading(grids, match, found, removed)
    result = reading.result(code, name, hashlib.sha256(data).hexdigest(), used, store)
    tell(1.0, _("Ferdig"))
    likely = () if named is not None else match.likely
    told = sure.sureness(match, named=named is not None)
    unheard = found.given - found.heard - ({TABLE} if picked else set())
    columns, titles = match.assignment.columns, {f.name: f.title for f in match.table.own_fields()}
    held_at = match.assignment.found.items()
    called = {name: (columns[at].heading, titles[name]) for name, at in held_at}
    asked = together(result.questions, called, each)
    return replace(
        result, questions=asked, who=who, form=form, sure=told, likely=likely, unheard=unheard
    )


def accept(intake: Intake, store: OwnStore, *, who: str = "") -> Version:
    """Store the rows of a file without faults as the version in force; remember its columns.

    Raises
    ------
    TableError
        When the file has faults; nothing is stored.
    """
    if intake.frame is None:
        raise TableError(
            intake.summary(),
            _("Rett feilene og prøv igjen."),
            tuple(f.line() for f in intake.findings if not f.warning),
        )
    kept, code, name = Mappings(store), intake.code, intake.table.name
    came = {"file": intake.file, "sha256": intake.sha256, "who": who or intake.who}
    version = store.put(code, name, intake.frame, **came)
    if intake.mapping:
        kept.remember(code, name, intake.mapping)
    if intake.answers:
        kept.remember_answers(code, name, intake.form, intake.answers)
    return version


def _silent(_share: float, _text: str) -> None:
    return


def _load(path: Path, name: str) -> bytes:
    try:
        check_size(path.stat().st_size, name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(
            _("Filen «{file}» finnes ikke.").format(file=muted(str(path))),
            _("Sjekk navnet på filen."),
        ) from error
    except OSError as error:
        raise UsageError(
            _("Filen «{file}» kan ikke åpnes.").format(file=muted(str(path))),
            _("Lukk den i andre programmer, og sjekk at du har tilgang."),
        ) from error


def _grids(data: bytes, name: str, tell: Progress) -> tuple[Grid, ...]:
    if holds_national_id(name):
        raise RefusedFileError(
            _("Filnavnet har et tall som ser ut som et fødselsnummer."),
            _("Gi filen et annet navn."),
        )
    check_size(len(data), name)
    grids = tuple(map(as_shown, read_foreign(data, name, tell)))
    if not grids:
        raise RefusedFileError(
            _("«{file}» har ingen ark med innhold.").format(file=name),
            _("Fyll ut malen og prøv igjen."),
        )
    refuse_named_sheets(grids, name)
    return grids


def _form(match: Match) -> str:
    """Give the key of the sender's form."""
    return form_of(match.table.name, match.grid.row(match.row), form_texts(match))


def _matched(
    grids: tuple[Grid, ...],
    table: type[OwnTable] | None,
    given: Mapping[str, str],
    held: Mappings,
    code: str,
    file: str,
) -> tuple[Match, dict[str, str]]:
    """Give the table found and the headings to remember when the file is accepted."""
    remembered = cache(lambda name: held.of(code, name))
    if table is None:

        def said(match: Match) -> bool:
            if not held.knows_forms(code, match.table.name):  # its form costs a look at its notes
                return False
            kept = held.answers(code, match.table.name, _form(match))
            return kept.get(TABLE) == sure.YES

        match = recognise(grids, own_tables(), remembered, file, said)
    else:
        unknown = set(given) - {f.name for f in table.fields}
        if unknown:
            raise UsageError(
                _("Tabellen «{title}» har ikke feltet {names}.").format(
                    title=table.title, names=", ".join(sorted(unknown))
                )
            )
        match = match_table(grids, table, given, remembered(table.name), file)
    used = {
        c.field: c.heading for c in match.assignment.columns if c.how in ("given", "remembered")
    }
    return match, used


@dataclass(frozen=True, slots=True)
class _Reading:
    grids: tuple[Grid, ...]
    match: Match
    found: Collector
    removed: Cells

    def result(
        self, code: str, file: str, sha256: str, used: dict[str, str], store: OwnStore
    ) -> Intake:
        match, found = self.match, self.found
        self._tell_of_company()
        missing = missing_fields(match.table, match.assignment)
        checked = check_match(match, found, known_sizes(match, store, code), code)
        frame = checked.frame
        if frame is not None:
            frame = _hide_persons(match.table, frame, code, store)
            check_whole(match, frame, checked.numbers, found)
            clear = not (found.errors or found.questions)
            frame = match.table.validate(frame) if clear else None
        listed = found.listed()
        others = tuple(g.sheet for g in self.grids if g is not match.grid)
        return Intake(
            table=match.table,
            code=code,
            file=file,
            sha256=sha256,
            sheet=match.grid.sheet,
            frame=frame,
            findings=listed,
            errors=found.errors,
            warnings=found.warnings,
            columns=self._columns(),
            missing=missing,
            mapping=used,
            rows=checked.rows,
            other_sheets=others,
            runner_up=match.runner_up,
            questions=tuple(found.questions),
            answers=dict(found.used),
            marked_copy=lambda: marked_workbook(self.grids, listed, self.removed),
        )

    def _tell_of_company(self) -> None:
        match = self.match
        for sheet in match.also:
            text = _("Arket «{sheet}» passer også til tabellen, men er ikke lest.")
            told = text.format(sheet=sheet), _("Lim alle radene inn i ett ark om de skal være med.")
            self.found.cell(match.grid, None, None, *told, warning=True)
        if match.runner_up:
            text = _("Filen er lest som «{title}», men kan også være «{other}».")
            text = text.format(title=match.table.title, other=match.runner_up)
            remedy = _("Velg tabellen selv hvis dette er feil.")
            self.found.cell(match.grid, match.row, None, text, remedy, warning=True)

    def _columns(self) -> tuple[Column, ...]:
        """Give the columns with proposals and samples; no samples where persons are named."""
        proposed: Assignment = propose(self.match.table, self.match.assignment)
        if self.removed or self.match.table.personal:
            return tuple(c for c in proposed.columns if c.heading)
        grid, first = self.match.grid, self.match.row + 1
        rows = range(first, min(first + _SAMPLES, grid.height))
        return tuple(
            c
            if names_persons(c.heading) and not c.field
            else replace(c, sample=tuple(shown(grid.columns[i].cell(r), 30) for r in rows))
            for i, c in enumerate(proposed.columns)
            if c.heading
        )


def _hide_persons(
    table: type[OwnTable], frame: pl.DataFrame, code: str, store: OwnStore
) -> pl.DataFrame:
    names = [f.name for f in table.own_fields() if f.pseudonym]
    if not names:
        return frame
    secret = salt(store.folder)
    return frame.with_columns(pseudonymise(frame[name], code, secret).alias(name) for name in names)
