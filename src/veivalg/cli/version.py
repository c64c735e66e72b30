"""`versjon`."""

from veivalg import __version__
from veivalg.cli.parts import Commands

commands = Commands(order=100)


@commands.command()
def versjon() -> None:
    """Vis versjonen."""
    print(__version__)
