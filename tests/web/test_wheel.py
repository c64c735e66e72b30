"""A wheel built from the tree holds everything ``veivalg start`` needs; the assets are ours."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from tools import build_assets
from veivalg.web.kit.assets import Assets

ROOT = Path(__file__).parents[2]
NOT_PACKED = {".py", ".pyc", ".mo", ".po", ".pot"}


def needed() -> set[str]:
    """Give every file of the package that is not code."""
    package = ROOT / "src" / "veivalg"
    return {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and path.suffix not in NOT_PACKED
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_file_that_is_not_code(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        assert needed() - set(packed.namelist()) == set()


def test_pages_can_be_served_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    program = (
        "from pathlib import Path; from starlette.testclient import TestClient;"
        "import veivalg; from veivalg.web.app import create_app;"
        f"assert veivalg.__file__.startswith({str(tmp_path)!r}), veivalg.__file__;"
        "app = create_app(Path('data')); app.state.site.assets.check();"
        "client = TestClient(app, base_url='http://127.0.0.1');"
        "assert client.get('/').status_code == 200;"
        "assert client.get('/kommune/5503/befolkning').status_code == 200"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_lock_has_hashes_and_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = [entry for name, entry in packages.items() if name]
    assert fetched
    for entry in fetched:
        assert entry["integrity"].startswith("sha512-")
        assert "resolved" not in entry


def test_assets_in_place_are_found_so_in_no_time() -> None:
    assert build_assets.up_to_date()
    begun = time.perf_counter()
    build_assets.main()
    assert time.perf_counter() - begun < 0.2


def test_every_asset_of_the_pages_exists() -> None:
    assets = Assets()
    assets.check()
    for name in (
        "site.css",
        "site.js",
        "ikon.svg",
        "kapittel/chapter.css",
        "vendor/inter/inter-latin-ext-400-normal.woff2",
    ):
        assert assets.url(name).startswith(f"/static/{name}?v=")


def test_without_npm_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_assets, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"Fant ikke npm.*Installer Node\.js"):
        build_assets.install()


def test_missing_stylesheets_are_told(tmp_path: Path) -> None:
    from veivalg.foundation.errors import VeivalgError

    with pytest.raises(VeivalgError, match="make run"):
        Assets([("", tmp_path)]).check()
