"""Make static Inter fonts for charts, PDF and pages from the variable font on PyPI.

vl-convert and typst take no variable fonts, so three weights are cut out (optical size 14), kept
to Latin letters (with all Sámi ones), punctuation, arrows and mathematics. Run:

    python tools/build_fonts.py

Needs ``fonttools`` and ``fontpkg-inter`` (both in the development group). The licence (OFL 1.1)
goes along; the fonts are renamed in no way, as it allows.
"""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).parents[1] / "src" / "veivalg" / "publish" / "fonts"
OPTICAL_SIZE = 14
CUTS = {
    "Inter-Regular": ("Inter[opsz,wght].ttf", 400, "Regular"),
    "Inter-SemiBold": ("Inter[opsz,wght].ttf", 600, "SemiBold"),
    "Inter-Bold": ("Inter[opsz,wght].ttf", 700, "Bold"),
    "Inter-Italic": ("Inter-Italic[opsz,wght].ttf", 400, "Italic"),
}
LETTERS = [
    *range(0x20, 0x250),  # Basic Latin to Latin Extended-B: bokmål, nynorsk, all Sámi languages
    *range(0x2000, 0x2070),  # thin spaces, dashes, quotation marks
    *range(0x2080, 0x20BF),
    *range(0x2190, 0x2200),
    *range(0x2200, 0x2270),  # true minus, ≤, ×
    *range(0x25A0, 0x2600),
]


def package_folder() -> Path:
    """Give the folder of the installed font package; exits with advice when it is absent."""
    found = find_spec("fontpkg_inter")
    if found is None or found.origin is None:
        sys.exit("Pakken fontpkg-inter mangler. Installer utviklingspakkene først.")
    return Path(found.origin).parent


def cut(source: Path, weight: int, style: str) -> TTFont:
    """Give one static, subsetted font of `weight` from the variable font in `source`."""
    font = TTFont(source)
    options = Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    instantiateVariableFont(
        font, {"wght": weight, "opsz": OPTICAL_SIZE}, inplace=True, updateFontNames=False
    )
    _name(font, weight, style)
    return font


def _name(font: TTFont, weight: int, style: str) -> None:
    for record in list(font["name"].names):
        if record.nameID in (16, 17, 21, 22, 25):
            font["name"].removeNames(nameID=record.nameID)
    linked = style in ("Regular", "Bold", "Italic")
    names = {
        1: "Inter" if linked else f"Inter {style}",
        2: style if linked else "Regular",
        4: f"Inter {style}",
        6: f"Inter-{style}",
    }
    if not linked:
        names |= {16: "Inter", 17: style}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def main() -> None:
    """Write the fonts and their licence, unless they are there already."""
    if "--force" not in sys.argv and all((TARGET / f"{n}.ttf").exists() for n in CUTS):
        return
    package = package_folder()
    TARGET.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package / "LICENSE", TARGET / "OFL.txt")
    for name, (file, weight, style) in CUTS.items():
        cut(package / "files" / file, weight, style).save(TARGET / f"{name}.ttf")
        print(f"{name}.ttf: {(TARGET / f'{name}.ttf').stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
