"""Many ways to damage a backup: by accident, and by a person who knows the format."""

import gzip
import json
import random
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace

from across.backup.archive.tar_blocks import BLOCK, END_BLOCKS, header_of
from tests.across.backup.archives import Piece, an_archive, ended, joined, pieces_of, sealed


def is_part(piece: Piece) -> bool:
    return piece.name.startswith("tables/")


def flip_bits(archive: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(archive)
    for _ in range(chance.choice([1, 1, 1, 2, 8])):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut_off(archive: bytes, chance: random.Random) -> bytes:
    return archive[: chance.randrange(len(archive))]


def lengthen(archive: bytes, chance: random.Random) -> bytes:
    return archive + chance.randbytes(chance.choice([1, 512, 1024, 10_240]))


def blank_out(archive: bytes, chance: random.Random) -> bytes:
    """A run of bytes is zeros, as after a disk gave up; some run that was not zeros already."""
    start = chance.randrange(0, len(archive) - len(END_BLOCKS) - BLOCK)
    length = chance.choice([16, 512, 4096])
    return archive[:start] + bytes(len(archive[start : start + length])) + archive[start + length :]


def swap_members(archive: bytes, chance: random.Random) -> bytes:
    pieces = pieces_of(archive)
    one, other = chance.sample(range(len(pieces)), 2)
    pieces[one], pieces[other] = pieces[other], pieces[one]
    return joined(pieces)


def swap_contents(archive: bytes, chance: random.Random) -> bytes:
    """Two members have each other's bytes, under headers that fit."""
    pieces = pieces_of(archive)
    one, other = chance.sample(range(len(pieces)), 2)
    data = pieces[one].data, pieces[other].data
    pieces[one], pieces[other] = replace(pieces[one], data=data[1]), replace(pieces[other], data=data[0])
    return joined(pieces)


def drop_member(archive: bytes, chance: random.Random) -> bytes:
    pieces = pieces_of(archive)
    del pieces[chance.randrange(len(pieces))]
    return joined(pieces)


def double_member(archive: bytes, chance: random.Random) -> bytes:
    pieces = pieces_of(archive)
    pieces.insert(chance.randrange(len(pieces)), chance.choice(pieces))
    return joined(pieces)


def drop_middle_part_and_seal(archive: bytes, chance: random.Random) -> bytes:
    pieces = pieces_of(archive)
    parts = [each for each in pieces if is_part(each) and each.name != "tables/circle/000003.jsonl.gz"]
    pieces.remove(chance.choice([each for each in parts if each.name.endswith(("0.jsonl.gz", "1.jsonl.gz"))]))
    return sealed(pieces)


def reorder_and_seal(archive: bytes, chance: random.Random) -> bytes:
    pieces = pieces_of(archive)
    one, other = chance.sample([place for place, each in enumerate(pieces) if is_part(each)], 2)
    pieces[one], pieces[other] = pieces[other], pieces[one]
    return sealed(pieces)


def add_stranger_and_seal(archive: bytes, chance: random.Random) -> bytes:
    pieces = pieces_of(archive)
    name = chance.choice(["tables/stranger/000000.jsonl.gz", "files/000007", "tables/circle/000099.jsonl.gz"])
    pieces.insert(chance.randrange(1, len(pieces) - 2), Piece(name, gzip.compress(b'[1,"x"]\n')))
    return sealed(pieces)


def bomb(archive: bytes, chance: random.Random) -> bytes:
    """A part inflates a thousandfold: past the limit, past what it says, or to what is no row; all sums fit."""
    pieces = pieces_of(archive)
    place = chance.choice([place for place, each in enumerate(pieces) if is_part(each)])
    data = chance.choice(BOMBS)
    pieces[place] = replace(pieces[place], data=data)
    return sealed(pieces)


def claim_size(archive: bytes, chance: random.Random) -> bytes:
    """A header says that its member has far more bytes than there are."""
    pieces = pieces_of(archive)
    place = chance.randrange(len(pieces))
    size = chance.choice([2**31, 2**40, 2**62])
    pieces[place] = replace(pieces[place], header=header_of(pieces[place].name, size))
    return joined(pieces)


def climb(archive: bytes, chance: random.Random) -> bytes:
    """A file's path leads out of the storage; all sums fit."""
    path = chance.choice(
        ["../x", "a/../../x", "/etc/x", "a//b", "./a", "a/./b", "", ".", "..", "a\\..\\x", "C:x", "a\0b", "a/", "//x"]
    )
    pieces = pieces_of(archive)
    place = next(place for place, each in enumerate(pieces) if each.name == "checksums.json")
    old = b'"path":"two.bin"'
    assert old in pieces[place].data
    text = pieces[place].data.replace(old, b'"path":' + _json(path))
    pieces[place] = replace(pieces[place], data=text)
    return ended(pieces)


def name_twice(archive: bytes, _chance: random.Random) -> bytes:
    pieces = pieces_of(archive)
    place = next(place for place, each in enumerate(pieces) if each.name == "checksums.json")
    pieces[place] = replace(pieces[place], data=pieces[place].data.replace(b'"two.bin"', b'"printouts/one.pdf"'))
    return ended(pieces)


def other_kind_of_member(archive: bytes, chance: random.Random) -> bytes:
    """A member is a link, a device, a folder, has an owner, or a name that is none of ours; all sums fit."""
    pieces = pieces_of(archive)
    place = chance.randrange(len(pieces) - 2)
    piece = pieces[place]
    info = tarfile.TarInfo(piece.name)
    info.size, info.mode = len(piece.data), 0o600
    match chance.randrange(7):
        case 0:
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        case 1:
            info.type, info.linkname = tarfile.LNKTYPE, pieces[-1].name
        case 2:
            info.type = chance.choice([tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
        case 3:
            info.mode = 0o4755
        case 4:
            info.uname = "root"
        case 5:
            info.mtime = 1
        case _:
            info.name = chance.choice([f"../{piece.name}", f"/{piece.name}", f"./{piece.name}", "x" * 150, "files/é"])
    data = info.tobuf(tarfile.GNU_FORMAT)
    pieces[place] = replace(piece, header=data)
    return ended(pieces)


def other_manifest(archive: bytes, chance: random.Random) -> bytes:
    """What describes the backup is not of the shape that it has; all sums fit."""
    pieces = pieces_of(archive)
    old, new = chance.choice(
        [
            (b'"format":1', b'"format":"1"'),
            (b'"tables":[', b'"tables":["circle",'),
            (b'"name":"circle"', b'"name":"../circle"'),
            (b'"name":"circle"', b'"name":"circle; drop table x"'),
            (b'"columns":["id","name"]', b'"columns":[]'),
            (b'"columns":["id","name"]', b'"columns":["id","name","more"]'),
            (b'"last":9', b'"last":-9'),
            (b'"vendor":', b'"vendors":'),
            (b'"made_at":"2026', b'"made_at":"then'),
            (b'{"format"', b"[" * 5000 + b'{"format"'),
        ]
    )
    assert old in pieces[0].data
    pieces[0] = replace(pieces[0], data=pieces[0].data.replace(old, new, 1))
    return sealed(pieces)


def other_rows(archive: bytes, chance: random.Random) -> bytes:
    """A part has rows of another width, no rows, or no JSON; all sums fit."""
    pieces = pieces_of(archive)
    place = chance.choice([place for place, each in enumerate(pieces) if is_part(each)])
    text = chance.choice(
        [b"[1]\n", b"{}\n", b'[1,"x"]', b"", b"\n", b'[1,"x"],[2,"y"]\n', b"[" * 9000 + b"\n", b"\xff\n"]
    )
    pieces[place] = replace(pieces[place], data=gzip.compress(text))
    return sealed(pieces)


def no_backup(archive: bytes, chance: random.Random) -> bytes:
    """Something else altogether, or a backup that was packed once more."""
    return chance.choice(
        [b"", b"\0" * 10_240, b"SQLite format 3\0" + bytes(500), chance.randbytes(3000), gzip.compress(archive), b"{}"]
    )


def _json(text: str) -> bytes:
    return json.dumps(text).encode()


def _bombs() -> Iterator[bytes]:
    zeros = gzip.compress(bytes(80 * 1024 * 1024), 9)
    yield zeros
    yield zeros[:-4] + (64).to_bytes(4, "little")  # says that it is small
    yield gzip.compress(bytes(2 * 1024 * 1024), 9)
    yield gzip.compress(b'[1,"x"]\n' * 700_000, 9)  # more rows than a part may have
    small = gzip.compress(b'[1,"x"]\n')
    yield small + small  # two members of gzip in one
    yield small[:-4] + (2**31).to_bytes(4, "little")


BOMBS = list(_bombs())

type Damage = Callable[[bytes, random.Random], bytes]
DAMAGES: tuple[Damage, ...] = (
    flip_bits, flip_bits, flip_bits, flip_bits, cut_off, cut_off, lengthen, blank_out, swap_members, swap_contents,
    drop_member, double_member, drop_middle_part_and_seal, reorder_and_seal, add_stranger_and_seal, bomb, claim_size,
    climb, name_twice, other_kind_of_member, other_manifest, other_rows, no_backup,
)  # fmt: skip


def damaged_archives(number: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield so many damaged backups, with what was done to each; never the undamaged one."""
    archive = an_archive()
    chance = random.Random(seed)
    while number:
        damage = DAMAGES[number % len(DAMAGES)]
        damaged = damage(archive, chance)
        if damaged != archive:
            number -= 1
            yield f"{damage.__name__} {number}", damaged
