"""What is taken from the surroundings: the data folder, the time, how much memory may be used."""

import os
import re
from datetime import date
from pathlib import Path

import platformdirs

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.foundation.platform import reachable

DATA_ENV = "VEIVALG_DATA"
MEMORY_ENV = "VEIVALG_MINNE"
EMBED_ENV = "VEIVALG_INNEBYGGING"
MEMORY = 512
"""Megabytes kept of what was costly to make."""
_SITE = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?")


def data_folder(chosen: Path | None = None) -> Path:
    """Give the data folder: the one chosen, ``VEIVALG_DATA``, or the user's own.

    The folder is not made here; the lake makes it when the first table is stored.
    """
    if chosen is not None:
        return reachable(chosen.expanduser())
    if env := os.environ.get(DATA_ENV):
        return reachable(Path(env).expanduser())
    return reachable(platformdirs.user_data_path("veivalg", appauthor=False))


def cache_megabytes() -> float:
    """Give how many megabytes of results are kept in memory: ``VEIVALG_MINNE``, or our own limit.

    Raises
    ------
    UsageError
        When what is set is no number of megabytes.
    """
    text = os.environ.get(MEMORY_ENV, "").strip()
    try:
        megabytes = float(text.replace(",", ".")) if text else MEMORY
    except ValueError:
        megabytes = -1.0
    if not 0 <= megabytes < float("inf"):
        raise UsageError(
            _("{memory_env} er «{text}», og det er ikke et antall megabyte.").format(
                memory_env=MEMORY_ENV, text=text
            ),
            _("Skriv et tall, for eksempel {memory}, eller ta bort {memory_env}.").format(
                memory=MEMORY, memory_env=MEMORY_ENV
            ),
        )
    return megabytes


def embedders() -> tuple[str, ...]:
    """Give the web sites that may show a figure in a page of theirs: ``VEIVALG_INNEBYGGING``.

    Each is written as it stands first in an address («https://www.harstad.kommune.no»), with
    spaces between them; none when nothing is set.

    Raises
    ------
    UsageError
        When one of them isn't written so, or could be reached by others on the way.
    """
    sites = tuple(dict.fromkeys(os.environ.get(EMBED_ENV, "").split()))
    wrong = next((site for site in sites if not _SITE.fullmatch(site)), None)
    if wrong is not None:
        raise UsageError(
            _("«{site}» i {env} kan ikke brukes.").format(site=wrong[:200], env=EMBED_ENV),
            _("Skriv nettstedet slik: https://www.harstad.kommune.no"),
        )
    return sites


def keep_megabytes(megabytes: float) -> None:
    """Let this process keep so many megabytes of results, whatever ``VEIVALG_MINNE`` says.

    Raises
    ------
    UsageError
        When it is no number of megabytes.
    """
    os.environ[MEMORY_ENV] = format(megabytes, "g")
    cache_megabytes()


def today() -> str:
    """Give today's date as ISO text."""
    return date.today().isoformat()
