"""`python -m across.backup.continuous DATABASE FOLDER`: copy until the standard input ends, as it does with the server.

Started by `across.backup.continuous.supervisor`.
"""

import argparse
import os
import select
import signal
import sys
import time
from pathlib import Path

from across.backup.continuous.copier import MIB, Copier, CopyLimits
from across.backup.continuous.copy_folder import CopyFolder, FolderInUse
from across.backup.continuous.file_mirror import forget_files, mirror_files

FILES_EVERY_S = 5


def main() -> None:
    """Copy all along, and once more at the end: a server that was killed leaves nothing behind."""
    parser = argparse.ArgumentParser(description="Copy a SQLite database continuously.")
    parser.add_argument("database", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=Path, required=True)
    parser.add_argument("--every", type=float, default=CopyLimits.every_s)
    parser.add_argument("--log-mib", type=float, default=CopyLimits.log_bytes / MIB)
    parser.add_argument("--segments-mib", type=float, default=CopyLimits.segments_bytes / MIB)
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, with which the input ends
    os.umask(0o077)
    limits = CopyLimits(options.every, int(options.log_mib * MIB), int(options.segments_mib * MIB))
    folder = CopyFolder(options.folder)
    try:
        with folder.held():
            copy_until_the_end(Copier(options.database, folder, limits), options.files)
    except FolderInUse as used:
        sys.exit(str(used))


def copy_until_the_end(copier: Copier, files: Path) -> None:
    """Copy what is due, again and again."""
    mirrored_at, base = 0.0, copier.base
    while True:
        ended = is_ended(copier.limits.every_s)
        copier.copy_log() if ended else copier.step()
        if ended or time.monotonic() - mirrored_at > min(FILES_EVERY_S, 2 * copier.limits.every_s):
            mirror_files(files, copier.folder.files)
            mirrored_at = time.monotonic()
        if copier.base != base:
            forget_files(files, copier.folder.files)
            base = copier.base
        if ended:
            return


def is_ended(seconds: float) -> bool:
    """Wait so long for the end of the standard input; nobody writes to it."""
    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    return bool(ready) and not os.read(sys.stdin.fileno(), 1)


if __name__ == "__main__":
    main()
