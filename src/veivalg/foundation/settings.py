"""Where the data folder is and what time it is: the two things taken from the surroundings."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import platformdirs

DATA_ENV = "VEIVALG_DATA"


def data_folder(chosen: Path | None = None) -> Path:
    """Give the data folder: the one chosen, ``VEIVALG_DATA``, or the user's own.

    The folder is not made here; the lake makes it when the first table is stored.
    """
    if chosen is not None:
        return chosen.expanduser()
    if env := os.environ.get(DATA_ENV):
        return Path(env).expanduser()
    return platformdirs.user_data_path("veivalg", appauthor=False)


def today() -> str:
    """Give today's date as ISO text."""
    return date.today().isoformat()
