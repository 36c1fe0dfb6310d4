"""Files that were made to do harm: each is read, or refused with a sentence, in a time that grows with its length."""

import time
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from documents.richtext.exchange import word_blanks
from documents.richtext.exchange.bundles import rewritten
from documents.richtext.exchange.file_reader import read_file
from documents.richtext.exchange.opendocument import Signed
from foundation.web.exceptions import Refused

WORD, OPEN = "word/document.xml", "content.xml"


def holding(path: str, text: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        made.writestr(path, text)
    return out.getvalue()


def in_code(text: str) -> str:
    return f'<text:p text:style-name="Source Code">{text}</text:p>'


FORGED: list[tuple[Callable[[bytes], object], str, str]] = [
    (word_blanks.with_signs, WORD, '<w:ins a="b">' * 200_000),
    (word_blanks.with_signs, WORD, "<w:del " * 200_000),
    (word_blanks.with_signs, WORD, f'<w:ins a="b"><w:t>x{" " * 300_000}x</w:t></w:ins>'),
    (word_blanks.with_signs, WORD, f'<w:ins a="b">{"<w:t " * 200_000}</w:ins>'),
    (Signed, OPEN, "<draw:frame>" * 200_000),
    (Signed, OPEN, f"<draw:frame>{'<svg:desc>' * 200_000}</draw:frame>"),
    (Signed, OPEN, f"<draw:frame>{'<draw:image ' * 200_000}</draw:frame>"),
    (Signed, OPEN, "<text:p " * 200_000),
    (Signed, OPEN, "<text:p " + ' text:style-name=""' * 100_000),
    (Signed, OPEN, '<text:p text:style-name="Source Code">' * 100_000),
    (Signed, OPEN, in_code("<text:s " * 200_000)),
    (Signed, OPEN, in_code("<text:s" + ' text:c="1"' * 100_000)),
    (Signed, OPEN, "<style:style " * 200_000),
    (Signed, OPEN, "<style:style" + ' style:name=""' * 100_000),
    (Signed, OPEN, "<table:table " * 200_000),
    (Signed, OPEN, "<text:list>" * 200_000),
]


@pytest.mark.parametrize(("read", "path", "text"), FORGED, ids=[text[:60] for _read, _path, text in FORGED])
def test_a_forged_office_file_is_read_in_the_time_of_its_length(
    read: Callable[[bytes], object], path: str, text: str
) -> None:
    data, began = holding(path, text), time.process_time()
    read(data)
    assert time.process_time() - began < 10, "a forged file keeps a server busy"


def test_a_damaged_office_file_is_refused() -> None:
    data = bytearray(holding(WORD, "<w:t>The seal leaks</w:t>"))
    data[len(WORD) + 35] ^= 255
    with pytest.raises(Refused, match="damaged"):
        rewritten(bytes(data), {})


@pytest.mark.parametrize("charset", ["idna", "undefined", "unicode_escape", "zip"])
def test_a_page_in_an_encoding_of_no_page_is_refused(charset: str) -> None:
    with pytest.raises(Refused, match="UTF-8"):
        read_file("page.html", f"<meta charset={charset}>".encode() + b"<p>\\ud800 \xff</p>")
