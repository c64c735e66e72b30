"""Whatever is done to the files of events: the answer is as it was, or the damage is told."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import polars as pl
import pytest
from starlette.testclient import TestClient
from tests.tiers import sized

import veivalg.desk
from veivalg.cli.main import run
from veivalg.desk.choices import Choices
from veivalg.desk.local_knowledge import LocalKnowledge
from veivalg.desk.losses import LOGS, losses
from veivalg.desk.notes import Notes
from veivalg.desk.scenarios import Scenarios
from veivalg.foundation.errors import StoreError, VeivalgError
from veivalg.foundation.events import COUNT, packed
from veivalg.foundation.layout.opening import open_folder
from veivalg.maths.projections.ensemble.override_rules import Kind
from veivalg.own.history import DAMAGED
from veivalg.own.versions import OwnStore
from veivalg.web.app import create_app

CODE = "1833"
SEED = 20_261_129
KINDS = ("merknader", "valg", "scenarier", "lokalkunnskap", "pupils")
CASES = sized(33, 1_650)
"""Attacks on the log of each kind."""
TOLD = "fortalt"


def place_of(folder: Path, kind: str) -> Path:
    return folder / ("egne-tall" if kind == "pupils" else "hendelser") / CODE / kind


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder where the last event of each kind matters: without it the answer is older."""
    folder = tmp_path_factory.mktemp("hel")
    notes = Notes(folder)
    first = notes.add(CODE, "behov", "Plasser", "telles på nytt i juni", who="Kari")
    notes.add(CODE, "skole", "Elever", "Båsmo er med", who="Ola")
    notes.remove(CODE, first.id)
    for peers in (["5503"], ["5503", "1806"], ["5610"]):
        Choices(folder).save(CODE, peers)
    scenarios = Scenarios(folder)
    for places in (70, 80, 90):
        scenarios.save(CODE, {"name": "Flere boliger", "levers": {"x": places}}, who="Kari")
    knowledge = LocalKnowledge(folder)
    knowledge.add(CODE, Kind.HOUSING, 2029, 120, who="Kari", why="vedtatt plan")
    knowledge.add(CODE, Kind.EMPLOYER, 2030, 40, who="Ola", why="meldt av bedriften")
    gone = knowledge.of(CODE)[0]
    knowledge.remove(CODE, gone.id, who="Kari", why="planen er trukket")
    for count in (11, 12, 13):
        frame = pl.DataFrame({"school": ["Båsmo"], "year": [2025], "grade": [1], "pupils": [count]})
        OwnStore(folder).put(CODE, "pupils", frame, file=f"{count}.csv", sha256="x")
    return folder


def answer(folder: Path, kind: str) -> tuple[Any, bool]:
    """Give what stands of a kind in a folder, and whether damage is told beside it."""
    if kind == "pupils":
        store = OwnStore(folder)
        told = any(v.kind == DAMAGED for v in store.versions(CODE, kind))
        try:
            found = store._rows(CODE, kind)
        except StoreError:
            return TOLD, True
        return found and found.frame.rows(), told
    told = bool(losses(folder, CODE))
    if kind == "merknader":
        told = told and any(n.id.startswith("feil-") for n in Notes(folder).of(CODE))
        return [n for n in Notes(folder).of(CODE) if not n.id.startswith("feil-")], told
    if kind == "valg":
        return Choices(folder).peers(CODE), told and bool(Choices(folder).faults(CODE))
    if kind == "scenarier":
        return Scenarios(folder).current(CODE), told and bool(Scenarios(folder).faults(CODE))
    try:
        return LocalKnowledge(folder).of(CODE), told
    except StoreError:
        return TOLD, True


Attack = Callable[[Path, str, random.Random], None]


def events(place: Path) -> list[Path]:
    return sorted(place.glob("*.json"))


def remove_newest(place: Path, _kind: str, chance: random.Random) -> None:
    for path in events(place)[-chance.randint(1, 3) :]:
        path.unlink()


def remove_any(place: Path, _kind: str, chance: random.Random) -> None:
    chance.choice(events(place)).unlink()


def remove_folder(place: Path, _kind: str, _chance: random.Random) -> None:
    shutil.rmtree(place)


def cut(place: Path, _kind: str, chance: random.Random) -> None:
    path = chance.choice(events(place))
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def flip(place: Path, _kind: str, chance: random.Random) -> None:
    path = chance.choice(events(place))
    raw = bytearray(path.read_bytes())
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)


def exchange(place: Path, _kind: str, chance: random.Random) -> None:
    first, second = chance.sample(events(place), 2)
    if chance.random() < 0.5:
        second.write_bytes(first.read_bytes())
    else:
        one, other = first.read_bytes(), second.read_bytes()
        first.write_bytes(other)
        second.write_bytes(one)


def renumber(place: Path, _kind: str, chance: random.Random) -> None:
    path = chance.choice(events(place))
    path.rename(path.with_name(f"{chance.choice((0, 4, 17, 99_999_999)):08d}.json"))


def no_plain_file(place: Path, _kind: str, chance: random.Random) -> None:
    path = chance.choice(events(place))
    match chance.randrange(4):
        case 0:
            path.rename(place.parent / "utenfor")
            path.symlink_to(place.parent / "utenfor")
        case 1:
            path.unlink()
            path.mkdir()
        case 2:
            path.unlink()
            os.mkfifo(path)
        case _:
            path.unlink()
            path.symlink_to("/dev/zero")


def forge(place: Path, kind: str, chance: random.Random) -> None:
    """Write an event with a right hash of itself and a content that can't be meant, in the place
    of one or after them all."""
    at = chance.choice((1, 2, 3, 4, 4, 4))
    source = place / f"{min(at, 3):08d}.json"
    content = orjson.loads(source.read_bytes())["event"]
    belongs = f"{CODE}/{kind}"
    body = packed(belongs, at, spoilt(content, chance))
    if chance.random() < 0.1:  # deeper than any reader goes
        deep = b'{"a":' + b"[" * 5_000 + b"]" * 5_000 + b"}"
        digest = hashlib.sha256(f"{belongs} {at}\n".encode() + deep).hexdigest().encode()
        body = b'{"number":%d,"sha256":"%s","event":%s}' % (at, digest, deep)
    (place / f"{at:08d}.json").write_bytes(body)


NOT_MEANT: dict[str, list[Any]] = {
    "kind": ["importert", "", None, 3, ["import"], "delete\x00"],
    "rows": ["12", -1, 2**63, 1e300, None, True, [1]],
    "facts": ["../../annen.parquet", "/etc/passwd", "a/b.parquet", "..", "x.parquet", None, 4],
    "when": ["i går", "2025-13-45", None, 20_250_101, {"a": 1}],
    "year": ["2029", 10**12, None, True, 2029.5, [2029]],
    "amount": ["120", None, True, {"n": 1}, [120]],
    "municipalities": ["5503", None, {"5503": 1}, [5503]],
    "municipality": ["9999", 1833, None, "../1833"],
    "id": [7, None, "../x", "", ["a"]],
    "name": [7, None, "", ["a"]],
    "event": ["ukjent", None, 1],
    "what": ["tekst", None, {"a": 1}, [1]],
}
"""Field → values that no event of ours has in it."""


def spoilt(content: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Give an event with one thing in it that can't be meant."""
    inner = next((v for k, v in content.items() if k in ("note", "knowledge")), content)
    names = [name for name in NOT_MEANT if name in inner]
    if inner is not content and "event" in content and chance.random() < 0.2:
        return {**content, "event": chance.choice(NOT_MEANT["event"])}
    match chance.randrange(5):
        case 0:
            inner.pop(chance.choice([name for name in names if name != "event"]))
        case 1:
            inner["ukjent"] = chance.choice([None, 1, "x", []])
            if "content" in inner:  # a scenario's event is read by its fields alone
                inner["id"] = 12
        case _:
            name = chance.choice(names)
            inner[name] = chance.choice(NOT_MEANT[name])
    return content


def lose_the_count(place: Path, _kind: str, chance: random.Random) -> None:
    for path in place.parent.glob(f"{place.name}.*{COUNT}"):
        path.unlink()
        if chance.random() < 0.5:
            path.with_name(f"{place.name}.tull{COUNT}").touch()
    (place / ".DS_Store").touch()
    (place / "٠٠٠٠٠٠٠٩.json").write_text("{}")


ATTACKS: tuple[Attack, ...] = (
    remove_newest,
    remove_any,
    remove_folder,
    cut,
    flip,
    exchange,
    renumber,
    no_plain_file,
    forge,
    forge,
    lose_the_count,
)


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are POSIX")
@pytest.mark.parametrize("kind", KINDS)
def test_any_attack_on_a_log_leaves_the_answer_or_is_told(
    kind: str, sound: Path, tmp_path: Path
) -> None:
    before, told = answer(sound, kind)
    assert before and not told
    chance = random.Random(f"{SEED} {kind}")
    for case in range(CASES):
        folder = tmp_path / str(case)
        shutil.copytree(sound, folder)
        attack = ATTACKS[case % len(ATTACKS)]
        attack(place_of(folder, kind), kind, chance)
        after, told = answer(folder, kind)
        what = f"case {case}: {attack.__name__} on {kind}"
        if attack is not lose_the_count:
            assert told, what
        if kind in ("pupils", "lokalkunnskap"):
            assert after in (before, TOLD), f"{what}: an older answer, {after}"
        if not told:
            assert after == before, what
        shutil.rmtree(folder)


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_with_any_value_that_can_not_be_meant_is_told(
    kind: str, sound: Path, tmp_path: Path
) -> None:
    before, _told = answer(sound, kind)
    folder = shutil.copytree(sound, tmp_path / "d")
    place, tried = place_of(folder, kind), 0
    for source in events(place):
        whole = orjson.loads(source.read_bytes())["event"]
        for name, values in NOT_MEANT.items():
            for value in values:
                content = orjson.loads(orjson.dumps(whole))
                inner = next((v for k, v in content.items() if k in ("note", "knowledge")), content)
                if name not in inner:
                    continue
                inner[name] = value
                (place / "00000004.json").write_bytes(packed(f"{CODE}/{kind}", 4, content))
                after, told = answer(folder, kind)
                assert told and after in (before, TOLD), f"{name}: {value!r}"
                tried += 1
    assert tried >= 9


def test_events_of_an_older_program_are_counted_when_the_folder_is_opened(
    sound: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(sound, tmp_path / "d")
    for path in folder.rglob(f"*{COUNT}"):
        path.unlink()
    open_folder(folder).close()
    assert len(list(folder.rglob(f"*{COUNT}"))) == len(KINDS)
    assert losses(folder, CODE) == ()
    for kind in KINDS:
        before, _told = answer(folder, kind)
        (place_of(folder, kind) / "00000003.json").unlink()
        after, told = answer(folder, kind)
        assert told and after != before, "without the last event it would be an older answer"


def test_every_log_of_the_desk_can_be_accepted_as_lost() -> None:
    desk = Path(veivalg.desk.__file__).parent
    kept = [p.stem for p in desk.glob("*.py") if "= Log(folder, KIND" in p.read_text("utf-8")]
    assert sorted(kept) == sorted(made.__module__.rpartition(".")[2] for made in LOGS)


def test_a_table_of_which_only_damage_is_left_can_be_deleted_on_its_page(
    sound: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(sound, tmp_path / "d")
    for path in events(place_of(folder, "pupils")):
        path.write_bytes(b"")
    with TestClient(create_app(folder), base_url="http://127.0.0.1") as site:
        page = "/kommune/1833/egne-tall/elever"
        assert f'action="{page}/slett"' in site.get(page).text
        headers = {"Origin": "http://127.0.0.1"}
        site.post(f"{page}/slett", data={"sikker": "ja"}, headers=headers)
    assert not list(folder.rglob("*.parquet"))
    assert answer(folder, "pupils") == (None, True)


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_rows_of_an_event_that_is_gone_do_not_give_way_to_older_ones(
    lost: int, sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(sound, tmp_path / "d")
    for number in range(4 - lost, 4):
        (place_of(folder, "pupils") / f"{number:08d}.json").unlink()
    arguments = ["egne", "rana", "--tabell", "elever", "--data", str(folder)]
    assert run(arguments) == 5
    assert f"{4 - lost}: skadet" in capsys.readouterr().out
    with pytest.raises(StoreError, match="er skadet"):
        OwnStore(folder).read(CODE, "pupils")
    frame = pl.DataFrame({"school": ["Båsmo"], "year": [2025], "grade": [1], "pupils": [14]})
    made = OwnStore(folder).put(CODE, "pupils", frame, file="14.csv", sha256="x")
    assert made.number == 4, "the numbers that are gone are not used again"
    assert answer(folder, "pupils") == ([("Båsmo", 2025, 1, 14)], True)


@pytest.mark.parametrize(
    "facts", ["../annen.parquet", "{outside}", "lenke.parquet", "0123456789abcdef.parquet"]
)
def test_rows_are_read_from_their_own_folder_only(facts: str, sound: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(sound, tmp_path / "d")
    place, outside = place_of(folder, "pupils"), tmp_path / "annen.parquet"
    shutil.copy(next(place.glob("*.parquet")), outside)
    shutil.copy(outside, place.parent / "annen.parquet")
    (place / "0123456789abcdef.parquet").symlink_to(outside)
    (place / "lenke.parquet").symlink_to(outside)
    content = {
        "kind": "import",
        "rows": 1,
        "file": "a.csv",
        "sha256": "x",
        "who": "",
        "when": "2026-01-01T00:00:00+00:00",
        "facts": facts.format(outside=outside),
    }
    (place / "00000004.json").write_bytes(packed(f"{CODE}/pupils", 4, content))
    assert answer(folder, "pupils")[0] == TOLD


def test_rows_that_are_no_table_or_another_are_told(sound: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(sound, tmp_path / "d")
    other = tmp_path / "annen.parquet"
    pl.DataFrame({"school": [1], "noe": ["annet"]}).write_parquet(other)
    for raw in (b"ikke parquet", other.read_bytes()):
        name = f"{hashlib.sha256(raw).hexdigest()[:16]}.parquet"
        (place_of(folder, "pupils") / name).write_bytes(raw)
        OwnStore(folder)._event(CODE, "pupils", "import", 1, "a.csv", "x", "", name)
        assert answer(folder, "pupils")[0] == TOLD


def test_what_is_lost_can_be_accepted_and_is_then_told_no_more(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(sound, tmp_path / "d")
    (place_of(folder, "lokalkunnskap") / "00000001.json").unlink()
    path = place_of(folder, "merknader") / "00000003.json"
    path.write_bytes(b"")
    with pytest.raises(StoreError, match=r"00000001\.json mangler.*godta-tap"):
        LocalKnowledge(folder).of(CODE)
    arguments = ["godta-tap", "rana", "--data", str(folder)]
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert "00000003.json er skadet" in said.out and "00000001.json mangler" in said.out
    assert "--ja" in said.err
    assert run([*arguments, "--ja"]) == 0
    assert [o.who for o in LocalKnowledge(folder).of(CODE)] == ["Ola"]
    assert losses(folder, CODE) == () and len(Notes(folder).of(CODE)) == 2
    capsys.readouterr()
    assert run([*arguments, "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out) == []
    place_of(folder, "valg").joinpath("00000003.json").unlink()
    assert len(losses(folder, CODE)) == 1, "what is lost later is told anew"


def test_a_number_no_program_gives_ends_in_a_sentence(sound: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(sound, tmp_path / "d")
    content = {"event": "sammenlikning", "municipalities": ["5503"], "when": "2026-01-01T00:00:00"}
    planted = place_of(folder, "valg") / "99999999.json"
    planted.write_bytes(packed(f"{CODE}/valg", 99_999_999, content))
    (lost,) = losses(folder, CODE)
    assert lost.wrong().endswith("00000004.json til 99999998.json mangler.")
    with pytest.raises(VeivalgError, match="ikke flere numre"):
        Choices(folder).save(CODE, ["1806"])
