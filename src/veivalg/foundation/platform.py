"""What differs between operating systems, and nothing else knows of it.

Modes, locks, processes, signals, links and the syncing of folders are POSIX. Each function here
says what it does on Windows, where it has not been tried: that branch is tested by simulation only.
A test refuses these calls in any other module.
"""

from __future__ import annotations

import codecs
import contextlib
import ctypes
import errno
import getpass
import importlib
import io
import os
import signal
import socket
import stat
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

_FILE, _FOLDER = 0o600, 0o700
FOR_ALL = 0o644
"""What a file in an archive is let to be that is meant for everybody: a web server reads it."""
_OTHERS_WRITE, _OTHERS = 0o022, 0o077
_SLOTS = 64
"""Bytes of a lock file on Windows: one for each that shares it, all of them to be alone."""
_MANY = 500
_LONG = 120
_PATIENCE = 2.0
"""Seconds Windows is given to let go of a file that something else is reading."""


def is_posix() -> bool:
    """Say whether the system is one of the POSIX family (Linux, macOS)."""
    return os.name == "posix"


def create(path: Path) -> int:
    """Make a new file that its owner alone can read, and give its descriptor.

    On Windows a file takes its access from its folder, which is the user's own.

    Raises
    ------
    OSError
        When it is there already, or can't be made.
    """
    flags = os.O_CREAT | os.O_WRONLY | os.O_EXCL
    return os.open(path, flags | getattr(os, "O_BINARY", 0), _FILE)


def read_plain(path: Path, most: int) -> bytes:
    """Give what stands in a plain file; no link is followed and no pipe is waited for.

    Raises
    ------
    OSError
        When it can't be read, is no plain file, or has more than `most` bytes.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    if path.is_symlink():
        raise OSError(errno.ELOOP, "Is a link", str(path))
    handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        told = os.fstat(handle)
        if not stat.S_ISREG(told.st_mode) or told.st_size > most:
            raise OSError(errno.EINVAL, "No plain file", str(path))
        return file.read()


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner alone.

    Raises
    ------
    OSError
        When it can't be made, or something else lies there.
    """
    missing: list[Path] = []
    while not folder.exists() and folder != folder.parent:
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(_FOLDER, exist_ok=True)
    if not missing and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "Not a directory", str(folder))


def keep_private(path: Path) -> None:
    """Let the owner alone read and write a file or folder; nothing on Windows."""
    if is_posix():
        path.chmod(_FOLDER if path.is_dir() else _FILE)


def is_open_to_others(path: Path) -> bool:
    """Say whether others than the owner can use a file or folder; a link is no door by itself.

    Raises
    ------
    OSError
        When it can't be asked.
    """
    found = path.lstat().st_mode
    return is_posix() and not stat.S_ISLNK(found) and bool(found & _OTHERS)


def is_mine_alone(folder: Path) -> bool:
    """Say whether a folder is the user's, and nobody else can put files in it."""
    if not is_posix():
        return True  # the temporary folder of Windows is the user's own
    found = folder.lstat()
    mine = found.st_uid == os.getuid() and stat.S_ISDIR(found.st_mode)
    return mine and not found.st_mode & _OTHERS_WRITE


def is_mine(client: tuple[str, int], server: tuple[str, int]) -> bool | None:
    """Say whether the other end of a connection within this machine is an account's own program.

    Parameters
    ----------
    client, server
        Address and port of both ends.

    Returns
    -------
        None where it can't be told: on other systems than Linux, and for what is not IPv4.
    """
    try:
        ends = [_as_the_kernel_writes(*end) for end in (client, server)]
        with Path("/proc/net/tcp").open("rb") as lines:
            owner = next((line.split()[7] for line in lines if line.split()[1:3] == ends), None)
    except (OSError, ValueError, TypeError, IndexError):
        return None
    return None if owner is None else int(owner) == os.getuid()


def _as_the_kernel_writes(host: str, port: int) -> bytes:
    number = int.from_bytes(socket.inet_aton(host), sys.byteorder)
    return f"{number:08X}:{port:04X}".encode()


def user_name() -> str:
    """Give a name that tells users of one machine apart, fit for a file name."""
    return str(os.getuid()) if is_posix() else "".join(filter(str.isalnum, getpass.getuser()))


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk.

    Windows can't open a folder; there the file system keeps a journal of names.
    """
    if not is_posix():
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_trees(*folders: Path) -> None:
    """Have everything in folders on the disk: file by file, or at one stroke when it is much."""
    every = (path for folder in folders for path in folder.rglob("*"))
    within = list(islice(every, _MANY + 1))
    if is_posix() and len(within) > _MANY:
        os.sync()
        return
    within += every
    for path in within:
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    for each in (*folders, *(p for p in within if p.is_dir())):
        sync_folder(each)


def link(source: Path, target: Path) -> bool:
    """Give a file another name, so that it need not be copied; say whether it could be done."""
    try:
        os.link(source, target)
    except OSError:
        return False
    return True


def reachable(path: Path) -> Path:
    """Give `path` so that names of more than 260 characters in it work on Windows too."""
    whole = str(path.absolute())
    if is_posix() or len(whole) < _LONG or whole.startswith("\\\\"):
        return path
    return Path(f"\\\\?\\{whole}")


def replace(source: Path, target: Path) -> None:
    """Put `source` in the place of `target`, at one stroke.

    Windows refuses while another program has a file open, so it is asked again for two seconds.
    """
    _patiently(lambda: os.replace(source, target))  # noqa: PTH105 - tests replace os-level calls


def put_new(source: Path, target: Path) -> None:
    """Give `source` the name `target`, at one stroke, unless something is called so.

    Raises
    ------
    FileExistsError
        When something is; `source` is then as it was.
    OSError
        When it can't be done.
    """
    if not is_posix():
        os.rename(source, target)  # noqa: PTH104 - never replaces on Windows
        return
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except (
        OSError
    ):  # a file system without links, as on a memory stick: make the name, then fill it
        os.close(create(target))
        os.replace(source, target)  # noqa: PTH105
        return
    source.unlink()


def _patiently(work: Callable[[], None]) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return work()
        except PermissionError:
            if is_posix() or time.monotonic() > end:
                raise
            time.sleep(0.05)


def is_alive(process: int) -> bool | None:
    """Say whether a process lives; None on Windows, where asking would end it."""
    if not is_posix():
        return None
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def ignore_interrupts() -> None:
    """Let Ctrl-C pass by this process: it goes to every process of a terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def reuse_address(taken: socket.socket) -> None:
    """Let a port be taken again at once after a stop, and by one program at a time.

    The POSIX option for it would on Windows let two programs have one port.
    """
    name = "SO_REUSEADDR" if is_posix() else "SO_EXCLUSIVEADDRUSE"
    taken.setsockopt(socket.SOL_SOCKET, getattr(socket, name), 1)


def write_any_letter() -> None:
    """Let standard output and standard error take every letter.

    A file or a pipe has the old encoding of the system on Windows, which lacks Sami letters and
    thin spaces; it gets UTF-8. A terminal keeps its encoding, with «?» for what it lacks.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and codecs.lookup(stream.encoding).name != "utf-8":
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


class Hold:
    """A lock that is held until `close`, or until the process ends however it ends.

    Parameters
    ----------
    sure
        Whether the file system has locks; else everyone gets one.
    """

    def __init__(self, handle: int | None, *, sure: bool = True) -> None:
        self._handle = handle
        self.sure = sure

    def __enter__(self) -> Hold:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Let go."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def hold(path: Path, *, alone: bool, patience: float = 0.0) -> Hold | None:
    """Lock `path` (made when missing), shared or alone; give None when others hold it.

    On a file system without locks the lock is given to everyone.

    Parameters
    ----------
    patience
        Seconds to wait for others.

    Raises
    ------
    OSError
        When the file can't be made.
    """
    handle = os.open(path, os.O_CREAT | os.O_RDWR, _FILE)
    end = time.monotonic() + patience
    take = _flock if is_posix() else _lock_bytes
    while True:
        try:
            take(handle, alone)
        except (BlockingIOError, PermissionError):
            if time.monotonic() >= end:
                os.close(handle)
                return None
            time.sleep(0.02)
        except OSError:  # no locks here
            return Hold(handle, sure=False)
        else:
            return Hold(handle)


def _flock(handle: int, alone: bool) -> None:
    fcntl: Any = importlib.import_module("fcntl")
    fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)


def _lock_bytes(handle: int, alone: bool) -> None:
    """Lock every byte to be alone, or the first free one: Windows has no shared lock."""
    msvcrt: Any = importlib.import_module("msvcrt")
    for slot in range(1 if alone else _SLOTS):
        os.lseek(handle, slot, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, _SLOTS if alone else 1)
        except PermissionError:
            if alone or slot == _SLOTS - 1:
                raise
        else:
            return


def limit_process(memory: int) -> None:
    """Give this process no more than `memory` bytes of addresses, and no dump when it falls.

    Windows has no such limit and macOS does not keep it: there `memory_of` is what tells.
    """
    if is_posix():
        resource: Any = importlib.import_module("resource")
        for name, most in (("RLIMIT_CORE", 0), ("RLIMIT_AS", memory)):
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(getattr(resource, name), (most, most))


def give_back_memory() -> bool:
    """Let what many threads free go back to the system; say whether this one can be told to.

    Where the library of C is GNU's, each thread gets a heap of its own that keeps what was freed,
    and after the first large array so do arrays up to 32 MB: a server that answers 20 grows by
    hundreds of MB that nothing uses. Two heaps are shared instead, and large arrays are lent.
    """
    try:
        setting = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # another library of C, or Windows
        return False
    heaps, lent_from = -8, -3  # M_ARENA_MAX, M_MMAP_THRESHOLD
    return bool(setting(heaps, 2) and setting(lent_from, 1 << 20))


def trim_memory() -> bool:
    """Give whole pages that nothing uses back to the system; say whether any were."""
    try:
        return bool(ctypes.CDLL(None).malloc_trim(0))
    except (AttributeError, OSError, TypeError):  # another library of C, or Windows
        return False


def grant_time(seconds: float) -> None:
    """Let this process use the processor for so many seconds more, then end it; POSIX only."""
    if is_posix():
        resource: Any = importlib.import_module("resource")
        _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        most = int(time.process_time() + seconds) + 1
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def what_ended(code: int) -> str:
    """Say what ended a process: ``time`` it was granted, ``memory`` it asked for, or neither.

    A reader that gets no memory aborts; so it is told on Windows too, by other codes.
    """
    if is_posix() and code == -signal.SIGXCPU:
        return "time"
    return "memory" if code in (-signal.SIGABRT, 3, 0xC0000409) else ""


def memory_of(process: int) -> int | None:
    """Give how many bytes a process of ours has in memory; None when it can't be told."""
    if not is_posix():
        return _windows_memory(process)
    try:
        pages = Path(f"/proc/{process}/statm").read_bytes().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except FileNotFoundError:
        return _mac_memory(process)
    except (OSError, IndexError):
        return None


def _mac_memory(process: int) -> int | None:
    try:
        told = ctypes.create_string_buffer(96)  # proc_taskinfo: the second of its numbers
        size = ctypes.CDLL("/usr/lib/libproc.dylib").proc_pidinfo(
            process, 4, ctypes.c_uint64(0), told, 96
        )
    except (OSError, AttributeError):
        return None
    return int.from_bytes(told.raw[8:16], "little") if size == 96 else None


def _windows_memory(process: int) -> int | None:
    libraries: Any = getattr(ctypes, "WinDLL", None)
    if libraries is None:
        return None
    kernel = libraries("kernel32")
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(kernel.OpenProcess(0x1000 | 0x0010, False, process))
    told = ctypes.create_string_buffer(72)  # PROCESS_MEMORY_COUNTERS: its fourth number
    told.raw = (72).to_bytes(4, "little") + bytes(68)
    try:
        good = kernel.K32GetProcessMemoryInfo(handle, told, 72)
    finally:
        kernel.CloseHandle(handle)
    return int.from_bytes(told.raw[16:24], "little") if good else None
