"""``python -m tools.standin``: serve until Ctrl-C."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tools.standin.faults import KINDS, Fault
from tools.standin.figures import Figures, fixture_figures, shared_figures
from tools.standin.gate import StandinLimits
from tools.standin.kostra import before_revision
from tools.standin.server import Standin
from tools.standin.tables import cubes

ROOT = Path(__file__).parents[2]


def statistics_folder(chosen: str | None = None) -> Path | None:
    """Find the shared statistics: chosen, by ``VEIVALG_STATISTICS``, or beside the repository."""
    named = chosen or os.environ.get("VEIVALG_STATISTICS")
    folder = Path(named) if named else ROOT.parent / "shared" / "statistics"
    return folder if (folder / "population.parquet").exists() else None


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser("tools.standin", description="Stedfortreder for SSBs API.")
    parser.add_argument("--port", type=int, default=8765, help="port (0 = en ledig)")
    parser.add_argument("--statistikk", help="mappe med statistikk; ellers et lite oppdiktet sett")
    parser.add_argument("--liten", action="store_true", help="bruk det lille oppdiktede settet")
    parser.add_argument("--feil", default="", help=f"kommaskilt: {', '.join(KINDS)}")
    parser.add_argument("--vindu", type=float, default=60.0, help="sekunder for 30 kall")
    parser.add_argument("--forsinkelse", type=float, default=0.0, help="sekunder per kall")
    parser.add_argument("--urevidert", action="store_true", help="KOSTRA slik den er i mars")
    chosen = parser.parse_args()
    folder = None if chosen.liten else statistics_folder(chosen.statistikk)
    figures: Figures = shared_figures(folder) if folder else fixture_figures()
    beside = folder.parent / "pxweb" if folder else None
    register = beside / "klass_131_codes_2026.json" if beside else None
    served = cubes(figures, folder)
    standin = Standin(
        before_revision(served) if chosen.urevidert else served,
        port=chosen.port,
        limits=StandinLimits(window=chosen.vindu),
        faults=tuple(Fault(kind) for kind in chosen.feil.split(",") if kind),
        klass=register.read_bytes() if register and register.exists() else klass_of(figures),
        delay=chosen.forsinkelse,
    )
    print(
        f"SSBs stedfortreder svarer på {standin.url} ({len(figures.names)} kommuner). "
        "Stopp med Ctrl-C.",
        flush=True,
    )
    try:
        standin.serve()
    except KeyboardInterrupt:
        print()


def klass_of(figures: Figures) -> bytes:
    """Write the municipalities served as KLASS does."""
    import orjson

    return orjson.dumps({"codes": [{"code": c, "name": n} for c, n in figures.names.items()]})


if __name__ == "__main__":
    main()
