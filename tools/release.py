"""Make a release in ``dist/``: wheel, what it is made of, checksums, signature: `make release`.

Signed when ``VEIVALG_SIGNERINGSNOKKEL`` names a private SSH key; SECURITY.md tells how it is
checked.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import sbom
from veivalg import __version__

DIST = sbom.ROOT / "dist"
KEY_ENV = "VEIVALG_SIGNERINGSNOKKEL"
NAMESPACE = "veivalg-utgave"
SUMS = "SHA256SUMS"


def checksums(files: Sequence[Path]) -> str:
    """Give checksums as ``sha256sum --check`` reads them."""
    lines = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}" for f in sorted(files)]
    return "\n".join(lines) + "\n"


def sign(file: Path, key: str) -> Path:
    """Sign a file with an SSH key; gives the signature."""
    command = ["ssh-keygen", "-Y", "sign", "-q", "-f", key, "-n", NAMESPACE, str(file)]
    file.with_name(f"{file.name}.sig").unlink(missing_ok=True)
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return file.with_name(f"{file.name}.sig")


def wheel(folder: Path) -> Path:
    """Build the wheel; its times are those of the commit, so that it can be built again alike."""
    uv = str(Path(sys.executable).with_name("uv"))
    when = str(int(sbom.committed().timestamp()))
    subprocess.run(
        [uv, "build", "--wheel", "--out-dir", str(folder)],
        cwd=sbom.ROOT,
        check=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": when},
    )
    return folder / f"veivalg-{__version__}-py3-none-any.whl"


def complete(built: Path, key: str = "") -> list[Path]:
    """Lay beside a wheel what it is made of, the checksums, and a signature when there is a key."""
    parts = built.with_name(f"veivalg-{__version__}.cdx.json")
    parts.write_text(sbom.text() + "\n", encoding="utf-8")
    sums = built.with_name(SUMS)
    sums.write_text(checksums([built, parts]), encoding="utf-8")
    return [built, parts, sums, *([sign(sums, key)] if key else ())]


def main() -> None:
    """Make the release and say what was made."""
    DIST.mkdir(exist_ok=True)
    for old in (*DIST.glob("veivalg-*"), *DIST.glob(f"{SUMS}*")):
        old.unlink()
    key = os.environ.get(KEY_ENV, "")
    for file in complete(wheel(DIST), key):
        print(f"Skrev {file.relative_to(sbom.ROOT)}")
    if not key:
        print(f"Ikke signert: sett {KEY_ENV} til en privat SSH-nøkkel. Se SECURITY.md.")


if __name__ == "__main__":
    main()
