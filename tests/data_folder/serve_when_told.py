"""A server on a data folder that does what it is told: one of several on the same folder.

Arguments: the data folder. Each line read is ``get PATH``, ``post PATH FIELD=VALUE …`` or
``store PUPILS`` (what an import ends in), between tabs; the status and the answer's text are
written as JSON on one line.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import polars as pl
from starlette.testclient import TestClient

import veivalg.chapters
from veivalg.chapters.common import registry
from veivalg.foundation.layout.opening import open_folder
from veivalg.own.versions import OwnStore
from veivalg.web.app import create_app

HOST = "http://127.0.0.1"
DROPPED = Path(__file__).parents[1] / "dropped"


def store(folder: Path, count: str) -> None:
    frame = pl.DataFrame(
        {"school": ["Båsmo"], "year": [2025], "grade": [1], "pupils": [int(count)]}
    )
    OwnStore(folder).put("1833", "pupils", frame, file=f"{count}.csv", sha256="x")


def main(folder: Path) -> None:
    """Serve until nobody asks any more."""
    veivalg.chapters.__path__ = [*veivalg.chapters.__path__, str(DROPPED)]
    registry.search_path = lambda: (str(DROPPED),)
    held = open_folder(folder, make=True)
    app = create_app(folder, source_url=f"{HOST}:9/")
    with TestClient(app, base_url=HOST, headers={"Origin": HOST}) as client:
        print("ready", flush=True)
        for line in sys.stdin:
            what, *words = line.rstrip("\n").split("\t")
            if what == "store":
                store(folder, words[0])
                answer = (0, "")
            elif what == "get":
                got = client.get(words[0])
                answer = (got.status_code, got.text)
            else:
                data = dict(word.split("=", 1) for word in words[1:])
                got = client.post(words[0], data=data, follow_redirects=False)
                answer = (got.status_code, got.text)
            print(json.dumps(answer), flush=True)
    held.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
