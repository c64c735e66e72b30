"""Write what a release is made of, as CycloneDX: `python -m tools.sbom FILE`.

Three kinds of parts: Python packages of ``requirements/run.txt`` with the hashes of the lock file,
npm packages whose files are copied into the pages, and those files and the fonts themselves.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tools.build_assets import FONT_FOLDER, LOCK, VENDOR
from veivalg import __version__

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / "requirements" / "run.txt"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ;([^\\\n]*))?((?:\s*\\\n\s+--hash=\S+)*)", re.M)
"""A pinned package in a lock file: name, version, marker and hashes."""
NAMESPACE = uuid.UUID("6f0c4b54-2a49-5e1a-9c55-7d0a3f6b8a11")
LICENSES = LicenseFactory()


def python_parts() -> Iterator[Component]:
    """Give the packages of the lock file; those that only set-up needs are excluded."""
    needed = needed_to_run()
    for name, version, marker, hashes in PINNED.findall(PYTHON.read_text("utf-8")):
        plain = canonical(name)
        yield Component(
            name=name,
            version=version,
            bom_ref=f"python:{plain}@{version}",
            purl=PackageURL("pypi", None, plain, version),
            scope=ComponentScope.REQUIRED if plain in needed else ComponentScope.EXCLUDED,
            licenses=[found] if (found := license_of(name)) else (),
            properties=[
                *(
                    Property(name="veivalg:sha256", value=value)
                    for value in re.findall(r"sha256:(\w+)", hashes)
                ),
                *([Property(name="veivalg:marker", value=marker.strip())] if marker else ()),
            ],
        )


def needed_to_run() -> set[str]:
    """Give the packages that the program itself, or one of those it needs, asks for."""
    held: set[str] = set()
    waiting = ["veivalg"]
    while waiting:
        for line in _asked_for(waiting.pop()):
            name = canonical(re.split(r"[^\w.-]", line, maxsplit=1)[0])
            if "extra ==" not in line and name not in held:
                held.add(name)
                waiting.append(name)
    return held


def _asked_for(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []


def canonical(name: str) -> str:
    """Give a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def license_of(name: str) -> License | None:  # type: ignore[valid-type, unused-ignore]
    """Give the licence an installed package states; None when it isn't here or states none."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    text = told.get("License-Expression") or told.get("License") or ""
    if not text or "\n" in text or len(text) > 60:  # a whole text is no name
        listed = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier", ()) if "License" in c]
        text = listed[0] if listed else ""
    return LICENSES.make_from_string(text) if text else None


def web_parts() -> Iterator[Component]:
    """Give the npm packages the pages hold files of."""
    packages: Mapping[str, Mapping[str, str]] = json.loads(LOCK.read_text("utf-8"))["packages"]
    for path, told in packages.items():
        if not path or told.get("dev"):
            continue
        scope, _slash, name = path.removeprefix("node_modules/").rpartition("/")
        digest = base64.b64decode(told["integrity"].removeprefix("sha512-")).hex()
        yield Component(
            name=name,
            group=scope or None,
            version=told["version"],
            bom_ref=f"npm:{scope}/{name}",
            purl=PackageURL("npm", scope or None, name, told["version"]),
            licenses=[LICENSES.make_from_string(told["license"])],
            hashes=[HashType(alg=HashAlgorithm.SHA_512, content=digest)],
        )


def file_parts() -> Iterator[Component]:
    """Give the stylesheets and fonts that are copied or cut, with what they are now."""
    for folder in (VENDOR, FONT_FOLDER):
        for file in sorted(folder.rglob("*")):
            if file.suffix not in (".css", ".ttf", ".woff2"):
                continue
            name = file.relative_to(ROOT / "src").as_posix()
            text = "MIT" if file.suffix == ".css" else "OFL-1.1"
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            yield Component(
                name=name,
                type=ComponentType.FILE,
                bom_ref=f"file:{name}",
                licenses=[LICENSES.make_from_string(text)],
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
            )


def committed() -> datetime:
    """Give when the code was last committed: the same release gives the same file."""
    asked = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    stamp = asked.stdout.strip()
    return datetime.fromtimestamp(int(stamp) if stamp else 0, UTC)


def bom() -> Bom:
    """Give the whole: the release, and every part of it."""
    whole = Component(
        name="veivalg",
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref="veivalg",
        licenses=[LICENSES.make_from_string("MIT")],
    )
    made = Bom(components=[*python_parts(), *web_parts(), *file_parts()])
    made.metadata.component = whole
    made.metadata.timestamp = committed()
    said = "\n".join(sorted(f"{c.bom_ref.value} {c.version}" for c in made.components))
    made.serial_number = uuid.uuid5(NAMESPACE, f"{__version__} {said}")
    needed = [c for c in made.components if c.scope != ComponentScope.EXCLUDED]
    made.register_dependency(whole, needed)
    return made


def text() -> str:
    """Give it as CycloneDX JSON."""
    return JsonV1Dot6(bom()).output_as_string(indent=1)


def main() -> None:
    """Write it to the file that is named."""
    file = Path(sys.argv[1])
    file.write_text(text() + "\n", encoding="utf-8")
    print(f"Skrev {file}")


if __name__ == "__main__":
    main()
