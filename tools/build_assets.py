"""Fetch what the pages look like (Designsystemet, Inter) and put it where we serve it from.

``python -m tools.build_assets`` runs ``npm ci`` when ``node_modules`` is missing or older than the
lock file, copies the few files needed to ``src/veivalg/web/kit/static/vendor`` and does nothing
when they are already there.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
VENDOR = ROOT / "src" / "veivalg" / "web" / "kit" / "static" / "vendor"
FONT_FOLDER = ROOT / "src" / "veivalg" / "publish" / "fonts"
STAMP = VENDOR / "stamp.txt"

DESIGN = "@digdir/designsystemet-css"
THEME = "@digdir/designsystemet-theme"
INTER = "@fontsource/inter"
# Latin-ext holds the Sámi letters (á, č, đ, ŋ, š, ŧ, ž).
FONTS = [
    f"inter-{subset}-{weight}-normal.woff2"
    for subset in ("latin", "latin-ext")
    for weight in (400, 500, 600)
]
FILES = {
    "designsystemet.css": f"{DESIGN}/dist/src/index.css",
    "designsystemet.LICENSE": f"{DESIGN}/LICENSE",
    "theme.css": f"{THEME}/src/themes/designsystemet.css",
    "inter.LICENSE": f"{INTER}/LICENSE",
    **{f"inter/{name}": f"{INTER}/files/{name}" for name in FONTS},
}
WHITE_PAPER = (
    ("@media (prefers-color-scheme: dark)", "@media screen and (prefers-color-scheme: dark)"),
    ("@media (prefers-color-scheme: light)", "@media print, (prefers-color-scheme: light)"),
)
"""What is written instead in the theme, so that paper is white on a machine that is dark."""


def lock_hash() -> str:
    """Give the hash of everything that decides what the assets are."""
    parts = LOCK.read_bytes() + "\n".join([*FILES, *(new for _old, new in WHITE_PAPER)]).encode()
    return hashlib.sha256(parts).hexdigest()


def up_to_date() -> bool:
    """Say whether every file is in place and made from today's lock file."""
    if not STAMP.is_file() or STAMP.read_text() != lock_hash():
        return False
    return all((VENDOR / name).is_file() for name in FILES)


def install() -> None:
    """Run ``npm ci`` unless ``node_modules`` holds what the lock file says.

    Raises
    ------
    SystemExit
        With one Norwegian sentence and what to do, when npm is missing or fails.
    """
    inner = MODULES / ".package-lock.json"
    if inner.is_file() and inner.stat().st_mtime >= LOCK.stat().st_mtime:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(
            "Fant ikke npm, som henter skrifter og stilark. Installer Node.js 18 eller nyere "
            "(nodejs.org eller pakken «npm» i operativsystemet), og kjør samme kommando igjen."
        )
    print("Henter skrifter og stilark (bare første gang) …", flush=True)
    done = subprocess.run([npm, "ci"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(
            "npm klarte ikke å hente skrifter og stilark. Sjekk nettforbindelsen, og kjør samme "
            f"kommando igjen. npm sier:\n{done.stderr.strip()[-2000:]}"
        )


def copy() -> None:
    """Copy the files; the stamp is written last, so that a broken copy is made again."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name, source in FILES.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, target)
    theme = (VENDOR / "theme.css").read_text("utf-8")
    for old, new in WHITE_PAPER:
        theme = theme.replace(old, new)
    (VENDOR / "theme.css").write_text(theme, "utf-8")
    STAMP.write_text(lock_hash())


def fonts() -> None:
    """Make the fonts that Word, PDF and pictures use, when they are missing or old.

    Raises
    ------
    SystemExit
        When the packages the fonts are made from are not installed.
    """
    script = ROOT / "tools" / "build_fonts.py"
    made = [font.stat().st_mtime for font in FONT_FOLDER.glob("*.ttf")]
    if not script.is_file() or (made and min(made) >= script.stat().st_mtime):
        return
    spec = importlib.util.spec_from_file_location("build_fonts", script)
    if spec is None or spec.loader is None:
        raise SystemExit(f"Kan ikke lese {script}.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ModuleNotFoundError as error:
        if made:
            return
        raise SystemExit(
            f"Python-pakken «{error.name}» mangler, og skriftene til dokumentene kan ikke lages. "
            "Kjør «make run», som installerer det som trengs."
        ) from error
    module.main()


def main() -> None:
    """Make everything that is missing."""
    if not up_to_date():
        install()
        copy()
    fonts()


if __name__ == "__main__":
    main()
