"""Become a program under bounds. Run alone (`python -I -S limited.py MIB SECONDS PROGRAM …`): a server with threads
cannot set bounds between fork and exec without harm.
"""

import contextlib
import os
import resource
import sys

LARGEST_FILE = 256 * 1024 * 1024
OPEN_FILES = 64


def bound(which: int, most: int) -> None:
    """Lower a bound; what is lower already stays."""
    _soft, hard = resource.getrlimit(which)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (most, most))


def main() -> None:
    """Bound memory, processor, files; leave the network behind where the system allows that; become the program."""
    mebibytes, seconds, *command = sys.argv[1:]
    bound(resource.RLIMIT_AS, int(mebibytes) * 1024 * 1024)
    bound(resource.RLIMIT_CPU, int(seconds))
    bound(resource.RLIMIT_FSIZE, LARGEST_FILE)
    bound(resource.RLIMIT_NOFILE, OPEN_FILES)
    bound(resource.RLIMIT_CORE, 0)
    with contextlib.suppress(OSError, AttributeError):  # in a container that forbids it, pandoc's own sandbox stands
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    os.execv(command[0], command)  # noqa: S606  no shell


if __name__ == "__main__":
    main()
