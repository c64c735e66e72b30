"""Say which browser the browser tests will use, and fetch Debian's where that can be done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Give the path of a Chromium-like browser on this machine, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Install Debian's Chromium when we are root on a Debian-like machine; else do nothing."""
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    print("Henter Chromium til nettlesertestene …", flush=True)
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        check=False,
        stdout=subprocess.DEVNULL,
    )


def main() -> int:
    """Find a browser, installing one if that is possible."""
    if find() is None:
        install()
    path = find()
    print(
        f"Nettleser til testene: {path}"
        if path
        else "Fant ingen Chromium: nettlesertestene hoppes over."
    )
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
