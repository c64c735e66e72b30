"""`veivalg` in a terminal: the same rooms as the web page, in Norwegian."""

import pkgutil
import sys
from importlib import import_module
from typing import Annotated, Any

import typer

from veivalg import cli
from veivalg.cli.help import Group
from veivalg.cli.parts import Commands, LogData, console
from veivalg.foundation import log
from veivalg.foundation.errors import Exit, UsageError, VeivalgError
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.platform import write_any_letter
from veivalg.foundation.settings import data_folder

LINES = 40
"""Lines of the log that are shown."""

app = typer.Typer(
    name="veivalg",
    cls=Group,
    options_metavar="[VALG]",
    subcommand_metavar="KOMMANDO …",
    help=N_("Åpen beslutningsstøtte for norske kommuner. Hvor står vi, hva kommer, hva velger vi?"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--hjelp", "--help", "-h"]},
)


def _show_log(context: typer.Context, asked: bool) -> None:
    """Say where the log is and print the end of it, and nothing else."""
    if asked:
        folder = data_folder(context.params.get("data"))
        print(log.log_file(folder))
        for line in log.last_lines(folder, LINES):
            print(line)
        raise typer.Exit


@app.callback()
def _begin(
    logg: Annotated[
        bool,
        typer.Option(
            "--logg",
            help=N_("Vis hvor loggen ligger (i datamappen), og slutten av den."),
            callback=_show_log,
        ),
    ] = False,
    data: LogData = None,
) -> None:
    """Options that stand before a command."""
    if data is not None:
        raise UsageError(
            _("«--data» foran kommandoen gjelder bare «--logg»."),
            _("Skriv «--data MAPPE» etter kommandoen."),
        )


def groups() -> list[Commands]:
    """Give every group of commands: the ``commands`` of each module beside this one, in order."""
    beside = (m.name for m in pkgutil.iter_modules(cli.__path__) if m.name != "main")
    modules = (import_module(f"{cli.__name__}.{name}") for name in beside)
    found = (getattr(module, "commands", None) for module in modules)
    return sorted((c for c in found if isinstance(c, Commands)), key=lambda c: c.order)


for _group in groups():
    app.add_typer(_group)


def _usage_text(error: Any) -> str:
    """Say in Norwegian what was wrong with the command line."""
    name = getattr(error, "param_hint", None) or getattr(error, "option_name", None)
    param = getattr(error, "param", None)
    label = name or getattr(param, "metavar", None) or getattr(param, "name", None) or ""
    match type(error).__name__:
        case "MissingParameter":
            return _("{label} mangler.").format(label=label or _("Et argument"))
        case "NoSuchOption":
            return _("Valget {label} finnes ikke.").format(label=label)
        case "NoSuchCommand":
            return _("Kommandoen finnes ikke.")
        case "BadParameter":
            return _("Verdien for {label} kan ikke brukes.").format(label=label)
        case _:
            unknown = "No such command" in error.message
            return _("Kommandoen finnes ikke.") if unknown else _("Kommandoen kunne ikke forstås.")


def _tell(wrong: str, remedy: str, more: tuple[str, ...] = ()) -> None:
    err = console(stderr=True)
    err.print(f"[bold red]Feil:[/] {_escaped(wrong)}")
    if remedy:
        err.print(_("[bold]Gjør dette:[/] {remedy}").format(remedy=_escaped(remedy)))
    for line in more:
        err.print(f"  – {_escaped(line)}")


def _fail(error: VeivalgError) -> int:
    lists = ("problems", "changes", "suggestions")
    more = tuple(line for name in lists for line in getattr(error, name, ()))
    log.logger.info("refused: %s", type(error).__name__)
    _tell(error.message, error.remedy, more)
    return error.exit_code


def _unexpected(error: Exception) -> int:
    """Say that the fault is ours; the log says where, and can be sent to us."""
    file = log.record_fault(data_folder(), error)
    _tell(
        f"Noe gikk galt i Veivalg ({type(error).__name__}).",
        _("Meld fra, og legg ved {file}.").format(file=file),
    )
    return Exit.FAULT


def _escaped(text: str) -> str:
    return text.replace("[", r"\[")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every error is one Norwegian sentence and one of `Exit`."""
    write_any_letter()
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and give the exit code."""
    try:
        result: Any = app(args=arguments, prog_name="veivalg", standalone_mode=False)
    except VeivalgError as error:
        return _fail(error)
    except KeyboardInterrupt:
        console(stderr=True).print(_("\nStoppet. Det som er ferdig, er tatt vare på."))
        return Exit.STOPPED
    except Exception as error:
        # By name: typer has errors of its own, or click's, by version.
        kinds = {kind.__name__ for kind in type(error).__mro__}
        if "UsageError" in kinds:
            _tell(_usage_text(error), _("Skriv «veivalg --hjelp» for å se hva som finnes."))
            return Exit.USAGE
        return Exit.STOPPED if "Abort" in kinds else _unexpected(error)
    finally:
        log.stop()
    return result if isinstance(result, int) else Exit.DONE


if __name__ == "__main__":
    main()
