"""`veivalg` in a terminal: the same rooms as the web page, in Norwegian."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import click
import typer

from veivalg import __version__
from veivalg.cli import ahead as cli_ahead
from veivalg.cli import backtest as cli_backtest
from veivalg.cli import commands, indicator_commands, note_commands
from veivalg.cli import mix as cli_mix
from veivalg.cli import own as cli_own
from veivalg.cli.parts import AsJson, Changes, Command, Data, Peers, Place, SourceUrl, app
from veivalg.foundation.errors import VeivalgError
from veivalg.foundation.settings import data_folder


@app.command(cls=Command, options_metavar="[VALG]")
def start(
    port: Annotated[int, typer.Option(help="Porten nettsiden svarer på.")] = 8765,
    ingen_nettleser: Annotated[
        bool, typer.Option("--ingen-nettleser", help="Ikke åpne nettleseren.")
    ] = False,
    data: Data = None,
    kilde: SourceUrl = None,
) -> None:
    """Start nettsiden på denne maskinen. Den kan ikke nås utenfra."""
    commands.start(data_folder(data), port, open_browser=not ingen_nettleser, url=kilde)


@app.command(cls=Command, options_metavar="[VALG]")
def rapport(
    kommune: Place,
    ut: Annotated[Path, typer.Option("--ut", metavar="MAPPE", help="Mappen filene skrives til.")],
    format: Annotated[
        str, typer.Option("--format", help="Ett eller flere, med komma mellom.")
    ] = "docx,pdf,html,xlsx,json",
    sett: Changes = None,
    sammenlikn: Peers = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Lag hele kunnskapsgrunnlaget for en kommune som filer."""
    commands.report(
        kommune,
        ut,
        format.split(","),
        commands.overrides(sett),
        data_folder(data),
        as_json=json,
        peers=sammenlikn,
    )


@app.command(cls=Command, options_metavar="[VALG]")
def kapittel(
    navn: Annotated[str, typer.Argument(metavar="NAVN", help="befolkning, behov, demens …")],
    kommune: Place,
    format: Annotated[str, typer.Option("--format", help="json, md eller xlsx.")] = "md",
    ut: Annotated[
        Path | None, typer.Option("--ut", metavar="FIL", help="Filen det skrives til.")
    ] = None,
    sett: Changes = None,
    sammenlikn: Peers = None,
    data: Data = None,
) -> None:
    """Lag ett kapittel for en kommune."""
    commands.chapter(
        navn, kommune, format, ut, commands.overrides(sett), data_folder(data), sammenlikn
    )


@app.command(cls=Command, options_metavar="[VALG]")
def hent(
    kommune: Annotated[
        list[str] | None, typer.Argument(metavar="KOMMUNE", help="En eller flere kommuner.")
    ] = None,
    alle: Annotated[bool, typer.Option("--alle", help="Alle landets kommuner.")] = False,
    paa_nytt: Annotated[
        bool, typer.Option("--paa-nytt", help="Hent også det som er uendret eller skadet.")
    ] = False,
    grenser: Annotated[
        bool, typer.Option("--grenser", help="Bare kommunegrensene til kartene, fra Kartverket.")
    ] = False,
    kilde: SourceUrl = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Hent offisielle tall fra SSB. Kan avbrytes og tas opp igjen."""
    if grenser:
        commands.fetch_borders(data_folder(data), kilde, as_json=json)
        return
    commands.fetch(
        kommune or [], data_folder(data), everyone=alle, again=paa_nytt, url=kilde, as_json=json
    )


@app.command("importer-gront-hefte", cls=Command, options_metavar="[VALG]")
def importer_gront_hefte(
    fil: Annotated[
        list[Path],
        typer.Argument(metavar="FIL", help="Regneark (ODS eller XLSX) med tabell E-k og A-k."),
    ],
    aar: Annotated[
        int | None, typer.Option("--aar", help="Året, når overskriftene ikke sier det.")
    ] = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Les indekser for utgiftsbehov fra KDDs «Grønt hefte» og kontroller dem."""
    commands.import_green_book(fil, data_folder(data), year=aar, as_json=json)


@app.command(cls=Command, options_metavar="[VALG]")
def kommuner(
    soek: Annotated[
        str | None, typer.Argument(metavar="SØK", help="Del av navn eller nummer.")
    ] = None,
    json: AsJson = False,
) -> None:
    """List kommunene, eller de som passer til et søk."""
    commands.list_municipalities(soek, as_json=json)


@app.command(cls=Command, options_metavar="[VALG]")
def indikatorer(
    soek: Annotated[
        str | None, typer.Argument(metavar="SØK", help="Del av navn, tjeneste eller tabellnummer.")
    ] = None,
    kontroller: Annotated[
        bool, typer.Option("--kontroller", help="Hold registeret opp mot SSBs tabeller nå.")
    ] = False,
    kilde: SourceUrl = None,
    json: AsJson = False,
) -> None:
    """List indikatorene med det de betyr, eller kontroller dem mot kilden."""
    if not kontroller:
        indicator_commands.list_indicators(soek, as_json=json)
    elif not indicator_commands.check_indicators(kilde, as_json=json):
        raise typer.Exit(4)


@app.command(cls=Command, options_metavar="[VALG]")
def status(
    alt: Annotated[bool, typer.Option("--alt", help="Vis hver del som er hentet.")] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Vis hvilke tall som finnes på denne maskinen, og hvor de kommer fra."""
    commands.status(data_folder(data), as_json=json, every=alt)


@app.command(cls=Command, options_metavar="[VALG]")
def merknad(
    kommune: Place,
    tekst: Annotated[str, typer.Option("--tekst", help="Det som skal stå. Uten: vis alle.")] = "",
    om: Annotated[str, typer.Option("--om", help="Tallet eller tabellen det gjelder.")] = "",
    kapittel: Annotated[
        str, typer.Option("--kapittel", metavar="NAVN", help="Kapitlet den står i.")
    ] = "",
    aar: Annotated[str, typer.Option("--aar", metavar="ÅR", help="Året det gjelder.")] = "",
    hvem: Annotated[str, typer.Option("--hvem", metavar="NAVN", help="Hvem som skriver.")] = "",
    fjern: Annotated[str, typer.Option("--fjern", metavar="ID", help="Fjern denne.")] = "",
    alt: Annotated[bool, typer.Option("--alt", help="Vis også de som er fjernet.")] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Vis, skriv eller fjern merknader til enkelttall. De følger med i rapporten."""
    folder = data_folder(data)
    if fjern:
        note_commands.remove_note(kommune, fjern, folder)
    elif tekst:
        note_commands.write_note(kommune, kapittel, om, tekst, aar, hvem, folder)
    else:
        note_commands.list_notes(kommune, folder, everything=alt, as_json=json)


for _ahead in (
    cli_ahead.framskriv,
    cli_ahead.lokalkunnskap,
    cli_backtest.etterprov,
    cli_mix.sammensetning,
    cli_own.mal,
    cli_own.importer,
    cli_own.egne,
):
    app.command(cls=Command, options_metavar="[VALG]")(_ahead)


@app.command(cls=Command, options_metavar="[VALG]")
def versjon() -> None:
    """Vis versjonen."""
    print(__version__)


def _usage_text(error: click.UsageError) -> str:
    """Say in Norwegian what was wrong with the command line."""
    name = getattr(error, "param_hint", None) or getattr(error, "option_name", None)
    param = getattr(error, "param", None)
    label = name or getattr(param, "metavar", None) or getattr(param, "name", None) or ""
    match type(error).__name__:
        case "MissingParameter":
            return f"{label or 'Et argument'} mangler."
        case "NoSuchOption":
            return f"Valget {label} finnes ikke."
        case "NoSuchCommand":
            return "Kommandoen finnes ikke."
        case "BadParameter":
            return f"Verdien for {label} kan ikke brukes."
        case _:
            unknown = "No such command" in error.message
            return "Kommandoen finnes ikke." if unknown else "Kommandoen kunne ikke forstås."


def _console() -> Any:
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def _fail(error: VeivalgError) -> int:
    err = _console()
    err.print(f"[bold red]Feil:[/] {_escaped(error.message)}")
    if error.remedy:
        err.print(f"[bold]Gjør dette:[/] {_escaped(error.remedy)}")
    for line in (*getattr(error, "problems", ()), *getattr(error, "changes", ())):
        err.print(f"  – {_escaped(line)}")
    for name in getattr(error, "suggestions", ()):
        err.print(f"  – {_escaped(name)}")
    return error.exit_code


def _unexpected(error: Exception) -> int:
    """Say that the fault is ours; the details go to a file that can be sent to us."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="veivalg-feil-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write("".join(traceback.format_exception(error)))
    err = _console()
    err.print(f"[bold red]Feil:[/] Noe gikk galt i Veivalg ({type(error).__name__}).")
    err.print(f"[bold]Gjør dette:[/] Meld fra, og legg ved {_escaped(file.name)}.")
    return 70


def _escaped(text: str) -> str:
    return text.replace("[", r"\[")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every error is one Norwegian sentence and an exit code.

    Exit codes: 0 done, 1 other error, 2 wrong use or unknown municipality, 3 a table is wrong,
    4 the source failed, 5 the data folder failed, 70 a fault in Veivalg, 130 stopped by the person.
    """
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and give the exit code."""
    try:
        result: Any = app(args=arguments, prog_name="veivalg", standalone_mode=False)
    except VeivalgError as error:
        return _fail(error)
    except KeyboardInterrupt:
        _console().print("\nStoppet. Det som er ferdig, er tatt vare på.")
        return 130
    except Exception as error:
        if isinstance(error, _usage_errors()):
            err = _console()
            err.print(f"[bold red]Feil:[/] {_escaped(_usage_text(error))}")  # type: ignore[arg-type]
            err.print("[bold]Gjør dette:[/] Skriv «veivalg --hjelp» for å se hva som finnes.")
            return 2
        if type(error).__name__ == "Abort":
            return 130
        return _unexpected(error)
    return result if isinstance(result, int) else 0


def _usage_errors() -> tuple[type[Exception], ...]:
    """Give the usage errors of click and of typer's own copy of it, whichever is in use."""
    found: list[type[Exception]] = [click.UsageError]
    try:
        from typer._click.exceptions import UsageError
    except ImportError:
        return tuple(found)
    return (*found, UsageError)


if __name__ == "__main__":
    main()
