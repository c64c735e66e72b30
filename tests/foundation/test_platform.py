"""What differs between systems lies in one module; its Windows branch is tested by simulation."""

from __future__ import annotations

import ast
import io
import os
import socket
import stat
import subprocess
import sys
import tokenize
import types
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest

from veivalg.foundation import platform
from veivalg.foundation.errors import StoreError
from veivalg.foundation.files import sweep, write_atomic, write_new
from veivalg.own.waiting import PREFIX
from veivalg.own.waiting import sweep as sweep_room

SOURCE = Path(platform.__file__).parents[1]
MODULES = {"fcntl", "resource", "signal", "msvcrt", "pwd", "grp", "termios", "pty", "winreg"}
CALLS = {
    "os": {
        "name",
        "chmod",
        "lchmod",
        "chown",
        "umask",
        "fork",
        "forkpty",
        "kill",
        "killpg",
        "link",
        "symlink",
        "rename",
        "replace",
        "getuid",
        "geteuid",
        "getgid",
        "setsid",
        "setuid",
        "nice",
        "mkfifo",
        "statvfs",
        "uname",
        "sysconf",
        "getloadavg",
        "sched_getaffinity",
        "O_DIRECTORY",
    },
    "sys": {"platform", "getwindowsversion"},
    "socket": {"SO_REUSEADDR", "SO_REUSEPORT", "AF_UNIX"},
}
METHODS = {"chmod", "lchmod", "hardlink_to", "symlink_to"}
KEYWORDS = {"mode": int, "preexec_fn": object, "start_new_session": object, "dir_fd": object}


def faults(code: str) -> Iterator[str]:
    """Give what in a module belongs in the one module for systems."""
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.NUMBER and token.string[:2].lower() == "0o":
            yield f"{token.start[0]}: {token.string}"
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import(names=names):
                yield from (f"{node.lineno}: {n.name}" for n in names if n.name in MODULES)
            case ast.ImportFrom(module=str(module), names=names):
                if module in MODULES or {n.name for n in names} & CALLS.get(module, set()):
                    yield f"{node.lineno}: from {module}"
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if attr in CALLS.get(name, ()):
                yield f"{node.lineno}: {name}.{attr}"
            case ast.Call(func=ast.Attribute(attr=attr), keywords=keywords):
                if attr in METHODS:
                    yield f"{node.lineno}: .{attr}()"
                for keyword in keywords:
                    given = keyword.value
                    wanted = KEYWORDS.get(keyword.arg or "")
                    if wanted is int and not (
                        isinstance(given, ast.Constant) and isinstance(given.value, int)
                    ):
                        continue
                    if wanted is not None:
                        yield f"{node.lineno}: {keyword.arg}="


def test_what_differs_between_systems_lies_in_one_module() -> None:
    found = {
        f"{path.relative_to(SOURCE)}:{fault}"
        for path in SOURCE.rglob("*.py")
        if path != Path(platform.__file__)
        for fault in faults(path.read_text("utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    "line",
    [
        "import os\nos.chmod('a', 1)",
        "import fcntl",
        "from signal import SIGINT",
        "import resource",
        "from os import kill",
        "import os\nx = os.umask(18)",
        "p.chmod(3)",
        "p.mkdir(mode=448)",
        "os.open('a', 1, 0o600)",
        "import os\nos.fork()",
        "import os\nif os.name == 'nt': pass",
        "subprocess.run([], preexec_fn=f)",
        "import sys\nsys.platform",
    ],
)
def test_the_rule_catches_what_it_is_to_catch(line: str) -> None:
    assert list(faults(line))


def test_the_rule_lets_the_rest_be() -> None:
    assert not list(faults("import os\nos.getpid()\nrun(mode='w')\np.replace(q)\nplan(mode=modus)"))


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[int, set[int]]:
    """Let the module believe it runs on Windows (once a folder is made); give what is locked."""
    locked: dict[int, set[int]] = {}

    def locking(handle: int, mode: int, count: int) -> None:
        file, start = os.fstat(handle).st_ino, os.lseek(handle, 0, os.SEEK_CUR)
        wanted = set(range(start, start + count))
        held = set().union(*(b for h, b in locked.items() if _open(h) == file and h != handle))
        if wanted & held:
            raise PermissionError(13, "Permission denied")
        locked[handle] = wanted

    def _open(handle: int) -> int | None:
        try:
            return os.fstat(handle).st_ino
        except OSError:
            return None

    def refuse(*_: object) -> None:
        raise AssertionError("not on Windows")

    def rename(source: Path, target: Path) -> None:
        if Path(target).exists():
            raise FileExistsError(17, "File exists", str(target))
        Path(source).replace(target)

    monkeypatch.setattr(platform, "is_posix", lambda: False)
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", types.SimpleNamespace(locking=locking, LK_NBLCK=2))
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_KEEPALIVE, raising=False)
    monkeypatch.setattr(os, "rename", rename)
    for name in ("kill", "getuid", "link", "chmod"):
        monkeypatch.setattr(os, name, refuse)
    return locked


def test_files_are_written_and_swept_on_windows(windows: object, tmp_path: Path) -> None:
    write_atomic(tmp_path / "ny" / "a.json", b"1\n2")
    write_atomic(tmp_path / "ny" / "a.json", b"3")
    assert (tmp_path / "ny" / "a.json").read_bytes() == b"3"
    write_new(tmp_path / "ny" / "b.json", b"4")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "ny" / "b.json", b"5")
    assert sorted(p.name for p in (tmp_path / "ny").iterdir()) == ["a.json", "b.json"]
    left = tmp_path / ".999999999.abc.tmp"
    left.touch()
    assert sweep(tmp_path) == 0, "a process can't be asked on Windows: only age counts"
    os.utime(left, (0, 0))
    assert sweep(tmp_path) == 1


def test_a_room_of_a_dead_server_goes_after_a_day_on_windows(
    windows: object, tmp_path: Path
) -> None:
    (tmp_path / f"{PREFIX}999999999-x").mkdir()
    sweep_room(tmp_path)
    assert list(tmp_path.iterdir())
    os.utime(tmp_path / f"{PREFIX}999999999-x", (0, 0))
    sweep_room(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_file_that_another_program_reads_is_waited_for_on_windows(
    windows: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = os.replace, []

    def busy(source: Path, target: Path) -> None:
        asked.append(1)
        if len(asked) < 3:
            raise PermissionError(13, "Permission denied")
        real(source, target)

    monkeypatch.setattr(os, "replace", busy)
    write_atomic(tmp_path / "a", b"1")
    assert len(asked) == 3
    monkeypatch.setattr(platform, "_PATIENCE", 0.1)
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "x")))
    with pytest.raises(StoreError, match="mangler tilgang"):
        write_atomic(tmp_path / "a", b"2")
    assert (tmp_path / "a").read_bytes() == b"1"


def test_the_rest_of_windows_asks_for_nothing_posix(
    windows: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USERNAME", "Øyvind Å")
    monkeypatch.setattr(platform.getpass, "getuser", lambda: os.environ["USERNAME"])
    assert platform.user_name() == "ØyvindÅ"
    assert platform.is_alive(os.getpid()) is None
    assert platform.is_mine_alone(tmp_path)
    platform.keep_private(tmp_path)
    with socket.socket() as made:
        platform.reuse_address(made)
        assert not made.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)


def test_a_path_longer_than_windows_likes_is_written_so_that_it_works(
    windows: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = PureWindowsPath("C:/Users/Øyvind Å") / ("x" * 180)
    monkeypatch.setattr(platform, "Path", PureWindowsPath)
    monkeypatch.setattr(PureWindowsPath, "absolute", lambda self: self, raising=False)
    assert str(platform.reachable(long)) == f"\\\\?\\{long}"
    assert platform.reachable(platform.reachable(long)) == platform.reachable(long)
    short = PureWindowsPath("C:/Users/Øyvind Å/AppData/Local/veivalg")
    assert platform.reachable(short) == short
    monkeypatch.undo()
    assert platform.reachable(Path("/" + "x" * 200)) == Path("/" + "x" * 200)


def test_output_to_a_file_takes_every_letter_whatever_the_encoding_of_the_system() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "veivalg", "kommuner"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )
    assert done.returncode == 0, done.stderr
    assert "Kárášjohka" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("system", ["posix", "windows"])
def test_many_share_a_lock_and_one_has_it_alone(
    system: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if system == "windows":
        request.getfixturevalue("windows")
    path = tmp_path / "laas"
    first, second = (platform.hold(path, alone=False) for _ in range(2))
    assert first and second
    assert platform.hold(path, alone=True) is None
    first.close()
    assert platform.hold(path, alone=True, patience=0.05) is None
    second.close()
    with platform.hold(path, alone=True) or pytest.fail("nobody has it"):
        assert platform.hold(path, alone=False) is None
        assert platform.hold(path, alone=True) is None
    with platform.hold(path, alone=False) or pytest.fail("it was let go"):
        pass


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "laas"
    program = (
        "import sys, pathlib; from veivalg.foundation import platform;"
        "held = platform.hold(pathlib.Path(sys.argv[1]), alone=True);"
        "print(held is not None, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout.readline() == "True\n"
        assert platform.hold(path, alone=False) is None
        other.kill()
        other.wait()
        with platform.hold(path, alone=True, patience=5) or pytest.fail("it was held by a dead"):
            pass


def test_a_file_system_without_locks_or_links_is_used_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(platform, "_flock", refuse)
    assert platform.hold(tmp_path / "laas", alone=True)
    monkeypatch.setattr(os, "link", refuse)
    write_new(tmp_path / "a", b"1")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a", b"2")
    assert (tmp_path / "a").read_bytes() == b"1"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "laas"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_what_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a" / "b" / "c", b"1")
    modes = [stat.S_IMODE((tmp_path / p).stat().st_mode) for p in ("a", "a/b", "a/b/c")]
    assert modes == [0o700, 0o700, 0o600]
    assert platform.is_mine_alone(tmp_path / "a")
    (tmp_path / "a").chmod(0o777)
    assert not platform.is_mine_alone(tmp_path / "a")
    platform.keep_private(tmp_path / "a")
    assert platform.is_mine_alone(tmp_path / "a")


@pytest.mark.skipif(os.name != "posix", reason="what the system tells of memory is POSIX here")
def test_memory_and_endings_of_processes_are_told(monkeypatch):
    held = bytearray(64 * 2**20)
    mine = platform.memory_of(os.getpid())
    assert mine is not None and len(held) < mine < 2**40
    assert platform.memory_of(2**22 + 1) is None  # no process has that number
    assert [platform.what_ended(code) for code in (0, 1, -9, -6, -24)] == [
        "",
        "",
        "",
        "memory",
        "time",
    ]
    monkeypatch.setattr(platform, "is_posix", lambda: False)
    assert platform.memory_of(os.getpid()) is None
    assert platform.what_ended(0xC0000409) == "memory"
    platform.limit_process(1)  # does nothing there, or this line would be the last
    platform.grant_time(0)


GROWN = """
import os, sys, threading
import numpy as np
from veivalg.foundation import platform
if sys.argv[1] == "gives back":
    assert platform.give_back_memory()
done, over = threading.Barrier(9), threading.Event()
def work(seed):
    rng = np.random.default_rng(seed)
    for _round in range(5):
        held = [rng.random(int(rng.integers(20_000, 2_000_000))) for _ in range(4)]
        small = [bytes(3_000) for _ in range(2_000)]
    held, small = held[:0], small[:0]
    done.wait()
    over.wait()
for seed in range(8):
    threading.Thread(target=work, args=(seed,), daemon=True).start()
done.wait()
print(platform.memory_of(os.getpid()) >> 20)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="heaps of GNU's library of C")
def test_what_many_threads_free_is_given_back() -> None:
    grown = {
        how: int(
            subprocess.run(
                [sys.executable, "-c", GROWN, how], capture_output=True, text=True, check=True
            ).stdout
        )
        for how in ("as it was", "gives back")
    }
    assert grown["gives back"] < 0.6 * grown["as it was"], grown


HOLES = """
import os
from veivalg.foundation import platform
assert platform.give_back_memory()
held = [bytes(9_000) for _ in range(20_000)]
held = held[::40]  # what is left keeps the end of the heap in use
before = platform.memory_of(os.getpid())
assert platform.trim_memory()
print((before - platform.memory_of(os.getpid())) >> 20)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="heaps of GNU's library of C")
def test_pages_that_lie_free_among_those_in_use_are_given_back() -> None:
    ran = subprocess.run([sys.executable, "-c", HOLES], capture_output=True, text=True, check=True)
    assert int(ran.stdout) > 0.8 * 20_000 * 9_000 / 2**20
