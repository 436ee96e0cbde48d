"""A process that has only what it holds: once confined it opens no file and no connection, and starts no program.

It is for decoders that are large, and that read what strangers wrote: whoever takes one over finds nothing to read, and
nobody to tell. The kernel keeps it so (seccomp, `man 2 seccomp`): what is not on the list below is refused, whatever it
is, for as long as the process lives.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys

_NO_NEW_PRIVILEGES, _SECCOMP, _BY_FILTER = 38, 22, 2
_ALLOW, _REFUSE, _END = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
#: Instructions of the kernel's packet filter: load a word, go on if it is equal, return.
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER_AT, _MACHINE_AT, _FIRST_AT = 0, 4, 16

#: Of each machine its mark in the kernel, and the numbers of what stays allowed: reading and writing what is open,
#: memory, clocks, signals to itself, limits of its own, and ending (from the kernel's tables of calls).
_X86_64 = (
    "read 0, write 1, close 3, fstat 5, lseek 8, mmap 9, mprotect 10, munmap 11, brk 12, rt_sigaction 13,"
    " rt_sigprocmask 14, rt_sigreturn 15, readv 19, writev 20, sched_yield 24, mremap 25, madvise 28, dup 32,"
    " nanosleep 35, getpid 39, exit 60, getrlimit 97, getrusage 98, sigaltstack 131, setrlimit 160, gettid 186,"
    " futex 202, sched_getaffinity 204, clock_gettime 228, clock_nanosleep 230, exit_group 231,"
    " getrandom 318, rseq 334"
)
_AARCH64 = (
    "dup 23, close 57, lseek 62, read 63, write 64, readv 65, writev 66, fstat 80, exit 93, exit_group 94,"
    " futex 98, nanosleep 101, clock_gettime 113, clock_nanosleep 115, sched_getaffinity 123, sched_yield 124,"
    " sigaltstack 132, rt_sigaction 134, rt_sigprocmask 135, rt_sigreturn 139, getrlimit 163, setrlimit 164,"
    " getrusage 165, getpid 172, gettid 178, brk 214, munmap 215, mremap 216, mmap 222, mprotect 226, madvise 233,"
    " getrandom 278, rseq 293"
)
#: By machine: its mark, the number of prlimit64, which is allowed for the process itself alone, and the list.
_MACHINES = {"x86_64": (0xC000003E, 302, _X86_64), "aarch64": (0xC00000B7, 261, _AARCH64)}


class Unconfined(Exception):
    """This system can't confine a process so; `str()` says why."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def confine() -> None:
    """Confine this process for the rest of its life: what it will import must be imported by now.

    Unconfined where the system is not Linux, the machine is another one, or the kernel refuses.
    """
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        raise Unconfined(f"no list of calls for {platform.machine()} on {sys.platform}")
    mark, limits, calls = _MACHINES[platform.machine()]
    numbers = [int(call.split()[1]) for call in calls.split(",")]
    steps = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_IF_EQUAL, 1, 0, mark),
        (_RETURN, 0, 0, _END),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_EQUAL, 0, 4, limits),
        (_LOAD, 0, 0, _FIRST_AT),
        (_IF_EQUAL, 0, len(numbers) + 2, 0),
        (_LOAD, 0, 0, _FIRST_AT + 4),
        (_IF_EQUAL, len(numbers) + 1, len(numbers), 0),
        *((_IF_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    packed = b"".join(struct.pack("=HBBI", *step) for step in steps)
    held = ctypes.create_string_buffer(packed, len(packed))
    program = _Program(len(steps), ctypes.addressof(held))
    control = ctypes.CDLL(None, use_errno=True).prctl
    if control(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or control(_SECCOMP, _BY_FILTER, ctypes.byref(program), 0, 0):
        raise Unconfined(f"the kernel refused: {errno.errorcode.get(ctypes.get_errno(), 'unknown')}")
