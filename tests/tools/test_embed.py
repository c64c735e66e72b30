"""Writing embedded files: small, sourced, and only what was made is replaced."""

import json
from hashlib import sha256
from pathlib import Path

from tools.embed import write
from tools.embed_sources import COPIES

from veivalg.sources.embedded.figures import WIDE, embedded_file, embedded_tables, read_embedded


def test_every_table_comes_back_as_it_was_written(tmp_path: Path) -> None:
    frames = {n: t.frame for n, t in embedded_tables().items() if n != "printed_figures"}
    with_long_series = frames["population"]["municipality"].is_in(["5503", "1833", "5610", "0"])
    frames["population"] = frames["population"].filter(with_long_series)
    write(frames, tmp_path, "2026-03-01", live=True)
    for name, frame in frames.items():
        back = read_embedded(tmp_path / embedded_file(name).name).select(frame.columns)
        assert back.cast(dict(frame.schema)).sort(frame.columns).equals(frame.sort(frame.columns))
    assert set(WIDE) < set(frames)


def test_sources_say_when_and_whether_they_are_copies(tmp_path: Path) -> None:
    hours = {"care_hours": embedded_tables()["care_hours"].frame}
    for live in (False, True):
        write(hours, tmp_path, "2026-03-01", live=live)
        source = json.loads((tmp_path / "sources.json").read_text("utf-8"))["care_hours"]["*"]
        assert (COPIES in source["note"]) is not live
        assert source["retrieved"] == "2026-03-01"
        assert source["sha256"] == sha256((tmp_path / "care_hours.csv").read_bytes()).hexdigest()


def test_a_table_that_is_not_made_keeps_its_description(tmp_path: Path) -> None:
    tables = embedded_tables()
    write({"need_indices": tables["need_indices"].frame}, tmp_path, "2026-01-01", live=False)
    write({"care_hours": tables["care_hours"].frame}, tmp_path, "2026-03-01", live=True)
    described = json.loads((tmp_path / "sources.json").read_text("utf-8"))
    assert described["need_indices"]["*"]["retrieved"] == "2026-01-01"
    assert list(described) == ["need_indices", "care_hours"]
