"""Data folders written by earlier versions, and what those versions saw in them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FOLDERS = {1: "0_1_0"}
"""Layout → the version whose folder stands for it."""


def unpack(version: str, folder: Path) -> Path:
    """Unpack the folder of a version."""
    with zipfile.ZipFile(HERE / f"folder_{version}.zip") as packed:
        packed.extractall(folder)
    return folder


def expected_of(version: str) -> dict[str, Any]:
    """Give what a version saw in its folder."""
    found: dict[str, Any] = json.loads((HERE / f"expected_{version}.json").read_text("utf-8"))
    return found


def tree(folder: Path) -> dict[str, bytes]:
    """Give every file in a folder with what is in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return unpack("0_1_0", tmp_path / "data")


@pytest.fixture(scope="session")
def expected() -> dict[str, Any]:
    return expected_of("0_1_0")
