"""What a worker gives up before its first query: the network, other programs, new files, memory without bound.

Two locks on the network, each enough alone: a network namespace of its own that holds no interface (`unshare`, where the
system lets ordinary users make one), and a filter that refuses the system calls by which a connection is made or a program
started (seccomp). Where neither can be had, the worker says so and the service tells it at start and in /healthz.
"""

import ctypes
import os
import platform
import resource
import struct
import sys
from pathlib import Path

__all__ = ["RAN_AWAY", "alone", "filtered", "limited"]

_NEWUSER, _NEWNET = 0x10000000, 0x40000000
_NO_NEW_PRIVS, _PDEATHSIG = 38, 1
_SIGKILL = 9
#: Exit status of a worker whose parent was gone before it could be told.
RAN_AWAY = 3
#: By machine: its mark in a filter, the number of seccomp(2), and of the calls that are refused:
#: socket, socketpair, connect, bind, listen, execve, execveat, ptrace, io_uring_setup, process_vm_writev.
_CALLS = {
    "x86_64": (0xC000003E, 317, (41, 53, 42, 49, 50, 59, 322, 101, 425, 311)),
    "aarch64": (0xC00000B7, 277, (198, 199, 203, 200, 201, 221, 281, 117, 425, 271)),
}
_LD, _JEQ, _JGE, _RET = 0x20, 0x15, 0x35, 0x06
_ALLOW, _EPERM, _DIE = 0x7FFF0000, 0x00050001, 0x80000000
_X32 = 0x40000000


def alone(parent: int) -> bool:
    """Leave the network, and end when the parent does. To be called while the process has one thread."""
    if sys.platform != "linux":
        return False
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_PDEATHSIG, _SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(RAN_AWAY)
    user, group = os.getuid(), os.getgid()
    if system.unshare(_NEWUSER | _NEWNET) != 0:
        return False
    try:
        # Without a mapping the process is nobody, and may not make the file of a long answer.
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    except OSError:
        pass
    return True


def filtered() -> bool:
    """Refuse, in all threads and for good, the calls that make a connection or start a program."""
    known = _CALLS.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    mark, seccomp, refused = known
    code = _filter(mark, refused)
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    set_filter, all_threads = 1, 1
    return bool(system.syscall(seccomp, set_filter, all_threads, ctypes.create_string_buffer(program)) == 0)


def limited(memory: int, file: int) -> None:
    """Bound the address space to what is used now and `memory` more, and a file to `file` bytes; leave no core behind."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file, file))
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        space = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (space, space))


def _filter(mark: int, refused: tuple[int, ...]) -> bytes:
    """Give the filter's program: another machine's calls end the process, those of the x32 kind and the refused fail."""

    def step(code: int, yes: int, no: int, value: int) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    end = len(refused)
    steps = [step(_LD, 0, 0, 4), step(_JEQ, 1, 0, mark), step(_RET, 0, 0, _DIE), step(_LD, 0, 0, 0)]
    steps.append(step(_JGE, end + 1, 0, _X32))
    steps += [step(_JEQ, end - number, 0, call) for number, call in enumerate(refused)]
    return b"".join([*steps, step(_RET, 0, 0, _ALLOW), step(_RET, 0, 0, _EPERM)])
