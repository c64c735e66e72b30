"""A wheel built from the tree holds everything ``veivalg start`` needs; the assets are ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

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
        if path.is_file() and path.suffix not in NOT_PACKED and "__pycache__" not in path.parts
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
        "assert client.get('/kommune/5503/skole').status_code == 200"
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


BARE = {"PATH": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}
"""Neither make nor node nor npm can be found, and nothing of this tree is on Python's path."""


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    """Give a folder whose name has 150 characters, under «Øyvind Å»."""
    folder = tmp_path / "Øyvind Å"
    while len(str(folder)) < 135:
        folder /= "en mappe"
    folder /= "x" * (149 - len(str(folder)))
    folder.mkdir(parents=True)
    assert len(str(folder)) == 150
    return folder


def run_bare(python: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(python), *arguments],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        env={**BARE, "HOME": str(home)},
        timeout=300,
    )


def start_and_read(python: Path, home: Path, *pages: str) -> dict[str, str]:
    """Start as the README says, in a folder with a path of 200 characters, and read pages."""
    data = home / ("d" * (199 - len(str(home))))
    assert len(str(data)) == 200
    command = [python, "-m", "veivalg", "start", "--ingen-nettleser", "--port", "0"]
    with subprocess.Popen(
        [*map(str, command), "--data", str(data)],
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**BARE, "HOME": str(home)},
    ) as server:
        try:
            said = server.stdout.readline()
            assert said.startswith("Veivalg svarer på http"), said + server.stdout.read()
            address, browser = said.split()[-1], build_opener(HTTPCookieProcessor())
            browser.open(address, timeout=120)
            root = address.partition("/?token=")[0]
            read = {p: browser.open(root + p, timeout=120).read().decode() for p in pages}
        finally:
            server.terminate()
    assert (data / "layout.json").exists() and (data / "logg" / "veivalg.log").exists()
    return read


@pytest.mark.skipif(os.name != "posix", reason="the bare environment is made the POSIX way")
def test_the_wheel_runs_in_a_bare_environment_without_make_and_npm(wheel: Path, deep: Path) -> None:
    python = deep / "miljo" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", deep / "miljo"], check=True)
    (packages,) = (deep / "miljo" / "lib").glob("python*/site-packages")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(packages)
    # The packages it needs are lent by the environment of the tests; `make proof` installs them.
    lent = Path(find_spec("polars").origin).parents[1]
    (packages / "lent.pth").write_text(f"{lent}\n")
    where = run_bare(python, "-c", "import veivalg; print(veivalg.__file__)", home=deep)
    assert where.stdout.startswith(str(packages)), where.stderr
    told = run_bare(python, "-m", "veivalg", "--hjelp", home=deep)
    assert told.returncode == 0 and "Kommandoer" in told.stdout, told.stderr
    read = start_and_read(python, deep, "/", "/kommune/5503/ressursbruk")
    assert "Hvor står kommunen" in read["/"]
    assert "Harstad" in read["/kommune/5503/ressursbruk"]


@pytest.mark.proof
@pytest.mark.parametrize("way", ["pip", "uv tool"])
def test_the_wheel_is_installed_as_the_readme_says(way: str, wheel: Path, deep: Path) -> None:
    """The packages come from a registry, through its ordinary client."""
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if way == "pip":
        python = deep / "miljo" / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", deep / "miljo"], check=True)
        command = [str(python), "-m", "pip", "install", "--quiet", str(wheel)]
    elif uv is None:
        pytest.skip("uv is not installed")
    else:
        python = deep / "verktoy" / "veivalg" / "bin" / "python"
        command = [uv, "tool", "install", "--quiet", "--python", sys.executable, str(wheel)]
    places = {"UV_TOOL_DIR": str(deep / "verktoy"), "UV_TOOL_BIN_DIR": str(deep / "bin")}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **places}
    )
    if done.returncode and any(word in done.stderr for word in ("network", "onnect", "resol")):
        pytest.skip(f"the packages can't be fetched here: {done.stderr[-300:]}")
    assert done.returncode == 0, done.stderr[-2000:]
    told = run_bare(python, "-m", "veivalg", "--hjelp", home=deep)
    assert told.returncode == 0 and "Kommandoer" in told.stdout, told.stderr
    if way == "uv tool":
        name = run_bare(deep / "bin" / "veivalg", "versjon", home=deep)
        assert name.returncode == 0, name.stderr
    assert "Hvor står kommunen" in start_and_read(python, deep, "/")["/"]


def test_the_readme_says_how_to_install_on_windows() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for said in ("uv tool install", "py -m pip install", "py -m veivalg start", "ikke prøvd på"):
        assert said in readme


def test_the_lock_has_hashes_and_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = [entry for name, entry in packages.items() if name]
    assert fetched
    for entry in fetched:
        assert entry["integrity"].startswith("sha512-")
        assert "resolved" not in entry


def test_assets_in_place_are_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert build_assets.up_to_date()
    called: list[str] = []
    for step in ("install", "copy"):
        monkeypatch.setattr(build_assets, step, lambda step=step: called.append(step))
    build_assets.main()
    assert not called
    monkeypatch.setattr(build_assets, "up_to_date", lambda: False)
    build_assets.main()
    assert called == ["install", "copy"]


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
