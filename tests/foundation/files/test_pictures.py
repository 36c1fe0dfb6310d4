"""Pictures are made anew: nothing but what can be seen stays, and none takes the server down."""

import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from foundation.files.byte_ranges import Unsatisfiable, range_in
from foundation.files.file_types import PDF, UNKNOWN, by_first_bytes, served_type, type_of
from foundation.files.pictures import TooManyPixels, read_picture
from tests.foundation.files.sending import a_picture


def located(orientation: int) -> bytes:
    """Return a JPEG that says where and with what it was taken, and how the camera was held."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = orientation, "SpyCam", "Ada Mercier"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    return a_picture(exif=exif, comment=b"secret comment", xmp=b"<x:xmpmeta>secret</x:xmpmeta>")


def test_a_picture_says_no_more_where_and_by_whom_it_was_taken() -> None:
    sent = located(1)
    assert b"SpyCam" in sent
    assert b"secret" in sent
    picture = read_picture(BytesIO(sent))
    assert picture is not None
    for data in (picture.data, *(one.data for one in picture.sizes)):
        opened = Image.open(BytesIO(data))
        assert (dict(opened.getexif()), b"SpyCam" in data, b"secret" in data, b"Mercier" in data) == ({}, *[False] * 3)


def test_a_picture_is_turned_as_the_camera_was_held() -> None:
    picture = read_picture(BytesIO(located(6)))
    assert picture is not None
    assert (picture.width, picture.height) == (400, 800)
    red, _green, blue = Image.open(BytesIO(picture.data)).getpixel((200, 100))  # type: ignore[misc] # of RGB
    assert red > 200 > 60 > blue, "the left half is above now"


@pytest.mark.parametrize(
    ("kind", "kept"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("GIF", "image/png")]
)
def test_pictures_are_kept_in_a_format_that_browsers_show(kind: str, kept: str) -> None:
    picture = read_picture(BytesIO(a_picture(kind, (3000, 100))))
    assert picture is not None
    assert (picture.type, picture.width, [one.width for one in picture.sizes]) == (kept, 2560, [320, 640, 1280])
    small = read_picture(BytesIO(a_picture(kind, (100, 50))))
    assert small is not None
    assert [(one.width, one.height) for one in small.sizes] == [(100, 50)]


def a_bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it has so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(100_000, 100_000), (9_000, 9_000), (31_000, 1), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_take_all_memory_is_not_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(TooManyPixels):
        read_picture(BytesIO(a_bomb(*size)))


@given(st.binary(max_size=200), st.sampled_from([a_picture(kind, (40, 20)) for kind in ("JPEG", "PNG", "GIF", "WEBP")]))
@settings(max_examples=150)
def test_no_damaged_picture_breaks_more_than_itself(noise: bytes, whole: bytes) -> None:
    for data in (noise, whole[: len(noise)], whole[:30] + noise, noise + whole):
        with suppress(TooManyPixels):
            found = read_picture(BytesIO(data))
            assert found is None or Image.open(BytesIO(found.data)).size == (found.width, found.height)


@given(st.text(max_size=30) | st.from_regex(r"bytes=\d{0,4}-\d{0,4}", fullmatch=True), st.integers(1, 200))
def test_a_range_lies_inside_the_file(header: str, size: int) -> None:
    try:
        found = range_in(header, size)
    except Unsatisfiable:
        return
    assert found is None or 0 <= found[0] <= found[1] < size


@pytest.mark.parametrize("tell", [type_of, lambda first, _name: by_first_bytes(first)], ids=["libmagic", "without"])
def test_a_type_is_told_by_bytes_and_not_by_name(tell) -> None:  # type: ignore[no-untyped-def]
    assert tell(b"%PDF-1.7 ...", "x.html") == PDF
    assert tell(b"\x00\x01\x02\x03", "x.html") == UNKNOWN
    assert tell("Où ça ? 3 €".encode(), "x.pdf") == "text/plain"
    assert {served_type(kind) for kind in ("text/html", "image/svg+xml", "text/javascript")} == {UNKNOWN}
    assert type_of(b"PK\x03\x04" + bytes(60), "Plan.docx").endswith("wordprocessingml.document")
