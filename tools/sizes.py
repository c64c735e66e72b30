"""Say how much `make run` installs: the files of the packages in ``requirements/run.txt``.

``python -m tools.sizes`` lists them. Each file that a package owns is counted once, byte for byte;
what Python compiles for itself is not. pip and uv, which install, are not in the list.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements" / "run.txt"
MOST = 725
"""Megabytes that may be installed; 20 of them are Pillow, which what writes slides needs."""


def locked(text: str) -> list[str]:
    """Give the names of the packages in a lock file.

    Examples
    --------
    >>> locked("typst==0.15.2 \\\\\\n    --hash=sha256:12\\nnumpy==2.4 ; python_version >= '3.11'")
    ['typst', 'numpy']
    """
    return re.findall(r"^([a-zA-Z0-9][\w.-]*)==", text, re.MULTILINE)


def sizes() -> dict[str, float]:
    """Give megabytes by package, the largest first; one for another system is not installed."""
    found = {}
    for name in locked(LOCK.read_text(encoding="utf-8")):
        try:
            files = distribution(name).files or []
        except PackageNotFoundError:
            continue
        kept = (Path(str(f.locate())) for f in files if f.suffix != ".pyc")
        found[name] = sum(path.stat().st_size for path in kept if path.is_file()) / 1e6
    return dict(sorted(found.items(), key=lambda item: -item[1]))


if __name__ == "__main__":
    counted = sizes()
    for package, megabytes in counted.items():
        print(f"{megabytes:8.1f}  {package}")
    print(f"{sum(counted.values()):8.1f}  of at most {MOST}")
