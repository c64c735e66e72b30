"""`godta-tap`: what people have kept that is damaged or gone, and that it is lost."""

from __future__ import annotations

from typing import Annotated

from veivalg.cli.parts import SURE, AsJson, Commands, Data, Place, plain, print_json
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder

commands = Commands(order=96)


@commands.command()
def godta_tap(
    kommune: Place,
    ja: Annotated[bool, SURE(help=N_("Godta at det er tapt."))] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Vis lagrede merknader, valg, scenarier og lokalkunnskap som er skadet, og godta tapet."""
    from veivalg.desk.losses import accept_losses, losses
    from veivalg.norway.register import find

    place, folder = find(kommune), data_folder(data)
    found = accept_losses(folder, place.code) if ja else losses(folder, place.code)
    if json:
        print_json([{"fil": str(one.path), "feil": one.wrong(), "godtatt": ja} for one in found])
        return
    for one in found:
        plain().print(one.wrong())
    if not found:
        print(_("Ingenting som er lagret for {name}, er skadet.").format(name=place.name))
    elif not ja:
        raise UsageError(
            _("Det som er lagret i disse filene, er borte til de er hentet tilbake."),
            _("Hent dem fra en sikkerhetskopi, eller legg til --ja for å godta at de er tapt."),
        )
    else:
        print(_("Det er godtatt at dette er tapt. Resten brukes som før."))
