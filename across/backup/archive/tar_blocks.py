"""The tar that a backup is: plain members with one exact header each, so that any `tar` opens it.

Whatever else a tar may hold (links, devices, long names, owners, times) has no place in it: a header is either the one
we write for that name and size, or the backup is damaged.
"""

import tarfile

from across.backup.archive.contents import MEMBER
from across.backup.archive.refusals import DamagedBackup

BLOCK = tarfile.BLOCKSIZE
END_BLOCKS = bytes(2 * BLOCK)


def header_of(name: str, size: int) -> bytes:
    """Return the one header of a member."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")


def padding_of(size: int) -> bytes:
    """Return the zeros that fill a member's last block."""
    return bytes(-size % BLOCK)


def read_header(block: bytes, place: str) -> tuple[str, int]:
    """Return name and size.

    :raises DamagedBackup: when it is not the header that we write.
    """
    try:
        info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (tarfile.TarError, UnicodeError, ValueError):
        raise DamagedBackup(f"what follows {place} is no member of a backup") from None
    if not MEMBER.fullmatch(info.name) or info.size < 0 or header_of(info.name, info.size) != block:
        raise DamagedBackup(f"what follows {place} is no member of a backup")
    return info.name, info.size
