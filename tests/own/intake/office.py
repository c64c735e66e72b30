"""LibreOffice as a person uses it: opens what is filled in, and saves it in a format of its own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

KINDS = {"ods": "ods", "xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97"}
"""What LibreOffice calls each format."""
TYPED = "CSV:59,34,76,1,,1044,false,true"
"""Semicolons, UTF-8, and every text understood as when it is typed by a Norwegian."""
PATIENCE = 290
LANGUAGE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>nb-NO</value></prop></item></oor:items>"""


def program() -> str | None:
    """Give LibreOffice's program, or None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def saved(files: Sequence[Path], kind: str, folder: Path) -> dict[str, Path]:
    """Open files and save them in a format, in a folder; give each by its name without ending."""
    user = folder / "profil" / "user"
    if not user.exists():
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(LANGUAGE)
    out = folder / kind
    understood = [f"--infilter={TYPED}"] if files[0].suffix == ".csv" else []
    subprocess.run(
        [
            str(program()),
            f"-env:UserInstallation={user.parent.as_uri()}",
            "--headless",
            "--norestore",
            *understood,
            "--convert-to",
            KINDS[kind],
            "--outdir",
            str(out),
            *map(str, files),
        ],
        timeout=PATIENCE,
        check=True,
        capture_output=True,
    )
    return {file.stem: out / f"{file.stem}.{kind}" for file in files}
