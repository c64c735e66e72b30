"""A planted difference from 0.1.0 is caught, and one that is meant is told and let through."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.same import __main__ as same
from tools.same import run
from tools.same.compare import Difference, Expected, alike, differences, judge, read_expected
from tools.same.probe import doors
from tools.same.probe.kinds import COMMON, KINDS, _commands, _slug

from tools import baseline

UNITS = ("md/5503", "csv/5503")
FILES = {
    "md/5503/demens.md": "# Demens\n\nI 2030 er de 412 personer.\nI 2050 er de 640.\n",
    "md/5503/behov.md": "# Behov\n",
    "csv/5503/demens/tabell.csv": "år;antall\n2030;412\n",
}


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path]:
    """Give two folders of frozen files that are the same."""
    for tree in ("old", "new"):
        for name, text in FILES.items():
            file = tmp_path / tree / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
    return tmp_path / "old", tmp_path / "new"


def judged(trees: tuple[Path, Path], *expected: Expected, whole: bool = True):
    return judge(*differences(*trees, UNITS), expected, whole=whole)


def test_equal_folders_are_the_same(trees):
    verdict = judged(trees)
    assert (verdict.compared, verdict.same) == (3, True)


def test_a_changed_number_is_shown_with_both_values(trees):
    (trees[1] / "md/5503/demens.md").write_text(
        "# Demens\n\nI 2030 er de 413 personer.\nI 2050 er de 640.\n", encoding="utf-8", newline=""
    )
    verdict = judged(trees)
    assert not verdict.same
    (found,) = verdict.unexpected
    assert found.name == "md/5503/demens.md"
    assert found.what == "differs, -1 +1 lines"
    assert "-I 2030 er de 412 personer." in found.shown()
    assert "+I 2030 er de 413 personer." in found.shown()
    assert "640" not in found.shown()


@pytest.mark.parametrize(
    "changed", ["# Behov \n", "# Behov", "# Behov\r\n", "# Behov\n\n", "# Beh\u00f8v\n"]
)
def test_one_byte_is_a_difference(trees, changed):
    (trees[1] / "md/5503/behov.md").write_text(changed, encoding="utf-8", newline="")
    assert [found.name for found in judged(trees).unexpected] == ["md/5503/behov.md"]


def test_bytes_that_are_no_text_are_compared_too(trees):
    (trees[0] / "md/5503/behov.md").write_bytes(b"\xff\xfe")
    (trees[1] / "md/5503/behov.md").write_bytes(b"\xff\xfd")
    (found,) = judged(trees).unexpected
    assert "-\\xff\\xfe" in found.shown()


def test_a_missing_and_an_extra_thing_are_caught(trees):
    (trees[1] / "csv/5503/demens/tabell.csv").unlink()
    (trees[1] / "md/5503/ny.md").write_text("# Ny\n", encoding="utf-8")
    found = {one.name: one.what for one in judged(trees).unexpected}
    assert found == {"csv/5503/demens/tabell.csv": "is gone", "md/5503/ny.md": "is new"}


def test_a_unit_that_froze_nothing_is_all_gone(trees):
    (trees[1] / "csv").rename(trees[1] / "elsewhere")
    assert [one.what for one in judged(trees).unexpected] == ["is gone"]


def test_a_long_drawing_is_cut_between_its_marks(trees):
    marks = [f'<rect x="{n}" y="0" width="10" height="20"/>' for n in range(40)]
    (trees[0] / "md/5503/behov.md").write_text("".join(marks), encoding="utf-8")
    marks[7] = marks[7].replace('height="20"', 'height="21"')
    (trees[1] / "md/5503/behov.md").write_text("".join(marks), encoding="utf-8")
    (found,) = judged(trees).unexpected
    assert found.what == "differs, -1 +1 lines"


def test_what_is_meant_is_told_and_passes_and_nothing_else_does(trees):
    (trees[1] / "md/5503/demens.md").write_text("# Demens\n", encoding="utf-8")
    (trees[1] / "md/5503/behov.md").write_text("# Behovet\n", encoding="utf-8")
    meant = Expected("md/*/demens.md", "kortere")
    verdict = judged(trees, meant)
    assert verdict.meant == ((meant, ("md/5503/demens.md",)),)
    assert [one.name for one in verdict.unexpected] == ["md/5503/behov.md"]
    assert judged(trees, meant, Expected("md/5503/behov.md", "bøyd")).same


def test_a_meant_change_of_some_lines_lets_no_other_line_change(trees):
    meant = Expected("md/*/demens.md", "ny avrunding", (r"^I 2030 ",))
    changed = FILES["md/5503/demens.md"].replace("412", "410")
    (trees[1] / "md/5503/demens.md").write_text(changed, encoding="utf-8", newline="")
    assert judged(trees, meant).same
    changed = changed.replace("640", "650")
    (trees[1] / "md/5503/demens.md").write_text(changed, encoding="utf-8", newline="")
    (found,) = judged(trees, meant).unexpected
    assert found.what == "differs, -1 +1 lines"
    assert "650" in found.shown()
    assert "410" not in found.shown()


def test_a_line_between_two_that_were_meant_is_no_difference_but_another_order_is():
    meant = Expected("a", "ny avrunding", ("^meant",))
    lines = ("@@ -1,3 +1,3 @@", "-meant 1", "-between", "-meant 2")
    same = Difference("a", "differs", (*lines, "+meant 3", "+between", "+meant 4"))
    assert judge(1, [same], [meant], whole=True).same
    lines = ("@@ -1,3 +1,3 @@", "-meant 1", "-one", "-other")
    turned = Difference("a", "differs", (*lines, "+meant 3", "+other", "+one"))
    (left,) = judge(1, [turned], [meant], whole=True).unexpected
    assert left.lines == ("@@ -1,3 +1,3 @@", "-one", "-other", "+other", "+one")


def test_two_meant_changes_share_the_lines_of_a_thing(trees):
    one = Expected("md/*/demens.md", "ny avrunding", (r"^I 2030 ",))
    two = Expected("md/*", "nytt navn", (r"^# ",))
    changed = FILES["md/5503/demens.md"].replace("412", "410").replace("Demens", "Demenssykdom")
    (trees[1] / "md/5503/demens.md").write_text(changed, encoding="utf-8", newline="")
    verdict = judged(trees, one, two)
    assert verdict.same
    assert len(verdict.meant) == 2
    assert not judged(trees, one).same


def test_a_meant_change_of_lines_does_not_excuse_a_thing_that_is_gone(trees):
    (trees[1] / "md/5503/demens.md").unlink()
    assert not judged(trees, Expected("md/*/demens.md", "ny avrunding", ("I 2030",))).same


def test_a_meant_difference_that_no_longer_occurs_fails_when_all_was_compared(trees):
    old = Expected("md/*/helse.md", "er rettet")
    assert judged(trees, old).stale == (old,)
    assert not judged(trees, old).same
    assert judged(trees, old, whole=False).same


def test_the_file_of_what_is_meant_is_read_and_wants_reasons(tmp_path):
    assert read_expected(tmp_path / "none.toml") == ()
    assert isinstance(read_expected(run.HERE / "expected.toml"), tuple)
    file = tmp_path / "expected.toml"
    file.write_text('[[expected]]\npattern = "help/*"\nreason = "flettet"\n', encoding="utf-8")
    assert read_expected(file) == (Expected("help/*", "flettet"),)
    file.write_text('[[expected]]\npattern = "help/*"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="reason"):
        read_expected(file)


def test_the_same_change_in_many_things_is_shown_once():
    one, two = (Difference(name, "differs", (f"@@ {name} @@", "-1", "+2")) for name in "ab")
    other = Difference("c", "differs", ("@@ a @@", "-1", "+3"))
    gone, gone_too = (Difference(name, "is gone") for name in "de")
    assert alike([one, other, two, gone, gone_too]) == [[one, two], [other], [gone, gone_too]]


def test_a_long_difference_is_cut():
    shown = Difference("a", "differs", tuple(f"+{n}" + "x" * 999 for n in range(99))).shown()
    assert "… 85 more lines" in shown
    assert max(map(len, shown.splitlines())) < 200


def test_a_long_line_is_shown_where_it_changed():
    old, new = "x" * 700 + "412" + "y" * 700, "x" * 700 + "413" + "y" * 700
    shown = Difference("a", "differs", ("@@", f"-{old}", f"+{new}")).shown().splitlines()
    assert "xx412yy" in shown[2]
    assert "xx413yy" in shown[3]
    assert all(len(line) < 200 for line in shown)


def test_the_probe_of_another_text_is_another_probe(tmp_path, monkeypatch):
    (tmp_path / "a.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(run, "PROBE", tmp_path)
    before = run.probe_version()
    (tmp_path / "a.py").write_text("2", encoding="utf-8")
    assert run.probe_version() != before


def test_both_trees_have_the_same_surroundings_but_for_where_they_are(tmp_path, monkeypatch):
    monkeypatch.setenv("VEIVALG_DATA", "/somewhere")
    monkeypatch.setenv("PYTHONHASHSEED", "17")
    one, other = (run._surroundings(tmp_path / name, "scratch") for name in ("old", "new"))
    assert {key for key in one if one[key] != other[key]} == {"PYTHONPATH"}
    assert one["PYTHONHASHSEED"] == "0"
    assert "VEIVALG_DATA" not in one


def test_only_what_is_not_frozen_yet_is_asked_for(trees):
    units = (*UNITS, "svg/5503")
    assert run.absent(trees[0], units, fresh=False) == ["svg/5503"]
    assert run.absent(trees[0], units, fresh=True) == list(units)
    assert not trees[0].exists()


def test_every_kind_belongs_somewhere_and_unknown_kinds_are_refused(capsys):
    assert all(kind.places or kind.common for kind in KINDS.values())
    with pytest.raises(SystemExit):
        same.main(["--only", "json,tull"])
    assert "tull" in capsys.readouterr().err


def test_what_the_last_run_did_not_freeze_is_not_compared(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(same, "_frozen_baseline", lambda *_, **__: tmp_path / "old")
    monkeypatch.setattr(same, "NEW", tmp_path / "new")
    (tmp_path / "new" / "json" / "5503").mkdir(parents=True)
    assert same.main(["--kept", "--only", "json,help", "--places", "5503"]) == 2
    assert "help/felles" in capsys.readouterr().err
    assert same.main(["--kept", "--only", "json", "--places", "5503"]) == 0


def test_a_baseline_that_is_not_there_is_told(tmp_path, capsys, monkeypatch):
    assert same.main(["--base", str(tmp_path), "--only", "json"]) == 2
    assert ".venv" in capsys.readouterr().err
    monkeypatch.setattr(baseline, "TAG", "v0.0.0-none")
    assert baseline._known_commit() == baseline.COMMIT
    monkeypatch.setattr(baseline, "COMMIT", "f" * 40)
    with pytest.raises(baseline.BaselineError, match="shallow"):
        baseline._known_commit()


def test_commands_are_read_from_a_help_text():
    options = "─ Valg ─\n│ --hjelp  Vis │\n"
    commands = "─ Kommandoer ─\n│ mal   Lag │\n│       en │\n│ gront-hefte  x │"
    assert _commands(options + commands) == ["mal", "gront-hefte"]
    assert _commands("─ Argumenter ─\n│ *    NAVN  <str>  … │") == []


def test_names_of_frozen_files_hold_nothing_a_file_system_refuses():
    assert _slug("/utforsk?tall=a,b&kommune=5503") == "utforsk-tall-a-b-kommune-5503"
    assert _slug(f"/{COMMON}/x:y") == "felles-x-y"


def test_a_thing_at_no_known_place_is_told_by_name(monkeypatch):
    monkeypatch.setitem(doors.PLACES, "svg", ("veivalg.nowhere:svg", "os:nowhere"))
    with pytest.raises(doors.NoDoorError, match="svg"):
        doors.locate("svg")
