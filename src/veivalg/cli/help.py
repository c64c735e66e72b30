"""Help in Norwegian, drawn quickly."""

from typing import Any

from typer.core import TyperCommand, TyperGroup

from veivalg.foundation.errors import Exit
from veivalg.foundation.i18n import _

FORMATS = "{formats}"
"""Stands in the text of an option where the formats of a chapter are to be named."""


def _format_names() -> str:
    """Name the formats of a chapter; what knows them is loaded only when help is asked for."""
    from veivalg.publish import formats
    from veivalg.publish.format import PART

    return ", ".join(formats(PART))


def _exit_codes() -> Any:
    """Draw how a command can end, from the one list there is."""
    from rich.table import Table

    codes = Table(box=None, show_header=False, expand=True, pad_edge=False)
    codes.add_column(style="bold cyan", no_wrap=True, width=3, justify="right")
    codes.add_column(ratio=10)
    for code in Exit:
        codes.add_row(str(int(code)), _(code.told))
    return codes


class _NorwegianHelp:
    """Help in Norwegian; what it is drawn with is loaded only when help is asked for."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Draw the help page with Norwegian headings."""
        import typer.rich_utils as texts

        texts.ARGUMENTS_PANEL_TITLE = _("Argumenter")
        texts.OPTIONS_PANEL_TITLE = _("Valg")
        texts.COMMANDS_PANEL_TITLE = _("Kommandoer")
        texts.DEFAULT_STRING = _("[standard: {}]")
        texts.REQUIRED_LONG_STRING = _("[må oppgis]")
        for param in self.get_params(ctx):
            if FORMATS in (getattr(param, "help", None) or ""):
                param.help = param.help.replace(FORMATS, _format_names())
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_params(self, ctx: Any) -> Any:
        """Give arguments and options with their texts in the language in use."""
        params = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            param.help = _(param.help) if getattr(param, "help", None) else None
        return params

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write «Bruk: …»."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Bruk: "))

    def get_help_option(self, ctx: Any) -> Any:
        """Give the help option with a Norwegian text."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Vis denne hjelpen.")
        return option


class Command(_NorwegianHelp, TyperCommand):
    """A command with Norwegian help."""


class Group(_NorwegianHelp, TyperGroup):
    """The list of commands.

    It looks as typer draws it, but is drawn here: typer's own drawing loads what reads Markdown and
    colours code, and this is the first thing a person meets.
    """

    def format_help(self, ctx: Any, _formatter: Any) -> None:
        """Draw the list of commands."""
        from rich.console import Console
        from rich.padding import Padding
        from rich.panel import Panel
        from rich.table import Table
        from rich.text import Text

        def panel(title: str, table: Table) -> Panel:
            return Panel(table, title=title, title_align="left", border_style="dim")

        out = Console(highlight=False)
        out.print(Padding(Text(self.get_usage(ctx), style="bold"), 1))
        out.print(Padding(Text(self.help or ""), (0, 1, 1, 1)))
        options = Table(box=None, show_header=False, expand=True, pad_edge=False)
        for ratio in (None,) * 5 + (1,):
            options.add_column(ratio=ratio)
        option: Any
        for option in self.get_params(ctx):
            long = ",".join(name for name in option.opts if name.startswith("--"))
            short = ",".join(name for name in option.opts if not name.startswith("--"))
            kind, told = option.display_type_rich(ctx=ctx), option.help
            options.add_row(
                Text(long, "bold cyan"),
                Text(short, "bold green"),
                "",
                "",
                Text(kind, "yellow"),
                told,
            )
        out.print(panel(_("Valg"), options))
        names = self.list_commands(ctx)
        listed = Table(box=None, show_header=False, expand=True, pad_edge=False)
        listed.add_column(style="bold cyan", no_wrap=True, width=max(map(len, names)))
        listed.add_column(ratio=10)
        for name in names:
            command = self.get_command(ctx, name)
            listed.add_row(name, Text(command.help or "" if command else ""))
        out.print(panel(_("Kommandoer"), listed))
        out.print(panel(_("Avslutningskoder, for skript"), _exit_codes()))
