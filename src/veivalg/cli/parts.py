"""What the command line's commands share: Norwegian help, and options several of them take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup


class _NorwegianHelp:
    """Help in Norwegian; what it is drawn with is loaded only when help is asked for."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Draw the help page with Norwegian headings."""
        import typer.rich_utils as texts

        texts.ARGUMENTS_PANEL_TITLE = "Argumenter"
        texts.OPTIONS_PANEL_TITLE = "Valg"
        texts.COMMANDS_PANEL_TITLE = "Kommandoer"
        texts.DEFAULT_STRING = "[standard: {}]"
        texts.REQUIRED_LONG_STRING = "[må oppgis]"
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write «Bruk: …»."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix="Bruk: ")

    def get_help_option(self, ctx: Any) -> Any:
        """Give the help option with a Norwegian text."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Vis denne hjelpen."
        return option


class Command(_NorwegianHelp, TyperCommand):
    """A command with Norwegian help."""


class _Group(_NorwegianHelp, TyperGroup):
    pass


app = typer.Typer(
    name="veivalg",
    cls=_Group,
    options_metavar="[VALG]",
    subcommand_metavar="KOMMANDO …",
    help="Åpen beslutningsstøtte for norske kommuner. Hvor står vi, hva kommer, hva velger vi?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--hjelp", "--help", "-h"]},
)

Place = Annotated[
    str, typer.Argument(metavar="KOMMUNE", help="Nummer (nytt eller gammelt) eller navn.")
]
Data = Annotated[
    Path | None, typer.Option("--data", metavar="MAPPE", help="Datamappen (ellers VEIVALG_DATA).")
]
SourceUrl = Annotated[
    str | None, typer.Option("--kilde", metavar="URL", help="Annen adresse enn SSBs åpne API.")
]
Changes = Annotated[
    list[str] | None,
    typer.Option("--sett", metavar="ID=VERDI", help="Endre en antakelse. Kan gjentas."),
]
Peers = Annotated[
    str | None,
    typer.Option(
        "--sammenlikn",
        metavar="KOMMUNER",
        help="Kommuner å sammenlikne med, komma mellom (ellers de som er lagret).",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Svar som JSON, for programmer.")]
