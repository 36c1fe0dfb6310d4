"""Read the words of a Word, Excel, PowerPoint or OpenDocument file, as a program of its own.

`python office_text.py FILE` writes them to its output.

Such a file is a ZIP of XML that a person made: so it runs apart, with little memory and time, as `pdf_text` does. Only
the parts that hold text are opened, each as far as it may be long, and as a stream; a part that unpacks to far more
than it takes is left alone, and no entity is read (expat expands none that it is not given, and a declaration of one
ends the part).
"""

import re
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

MEMORY = 512 * 1024 * 1024
SECONDS = 10
LETTERS = 200_000
PARTS = 400
LARGEST_PART = 48 * 1024 * 1024
"""Bytes, unpacked, that are read of a part; all together of the whole file."""
MOST_PACKED = 200
"""A part that unpacks to more than so many times its size is no text that people wrote."""
SMALL = 1024 * 1024
"""A part that is smaller unpacked may be packed as tight as it will."""
PIECE = 64 * 1024
TEXT_PARTS = (
    re.compile(r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"),
    re.compile(r"xl/(sharedStrings|workbook|comments\d*|worksheets/sheet\d+|drawings/drawing\d+)\.xml"),
    re.compile(r"ppt/(slides/slide\d+|notesSlides/notesSlide\d+|comments/comment\d+)\.xml"),
    re.compile(r"content\.xml"),
)
WORDS_IN = {
    "word": frozenset(("t", "delText")),
    "xl": frozenset(("t",)),
    "ppt": frozenset(("t", "text")),
    "content.xml": None,
}
"""By how a part's name begins, the elements whose letters are words; all letters are of an OpenDocument."""
ENDS = frozenset(("p", "br", "tab", "row", "tr", "tc", "si", "is", "h", "table-cell", "line-break", "s"))
"""Elements after which another word begins."""


class PartTooLarge(Exception):
    """A part that is a bomb rather than a text."""


class PartReader:
    """Gathers the words of one part."""

    def __init__(self, name: str) -> None:
        self.inside = WORDS_IN[name.partition("/")[0]]
        self.depth = 0
        self.found: list[str] = []
        self.letters = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said
        self.parser.EntityDeclHandler = self._refuse
        self.sheet = name == "xl/workbook.xml"

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if self.inside is not None and local in self.inside:
            self.depth += 1
        if self.sheet and local == "sheet" and "name" in attributes:
            self.found.append(f"{attributes['name']}\n")

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if self.inside is not None and local in self.inside:
            self.depth -= 1
        if local in ENDS:
            self.found.append("\n")

    def _said(self, letters: str) -> None:
        if self.inside is None or self.depth:
            self.found.append(letters)
            self.letters += len(letters)

    def _refuse(self, *_declared: object) -> None:
        raise PartTooLarge


def texts_of(file: ZipFile) -> Iterator[str]:
    """Yield the words of each part that has some, in the order in which a reader meets them."""
    left = LARGEST_PART
    for part in sorted(filter(_is_text, file.infolist()), key=_order)[:PARTS]:
        is_bomb = part.file_size > SMALL and part.file_size > MOST_PACKED * max(part.compress_size, 1)
        if is_bomb or part.file_size > left:
            continue
        left -= part.file_size
        reader = PartReader(part.filename)
        try:
            with file.open(part) as opened:
                while (piece := opened.read(PIECE)) and reader.letters < LETTERS:
                    reader.parser.Parse(piece, False)  # noqa: FBT003 expat's
        except (expat.ExpatError, BadZipFile, PartTooLarge, RuntimeError, NotImplementedError):
            pass  # what was read until there counts; the next part may be whole
        yield "".join(reader.found)


def _is_text(part: ZipInfo) -> bool:
    return any(pattern.fullmatch(part.filename) for pattern in TEXT_PARTS)


def _order(part: ZipInfo) -> list[str | int]:
    return [int(piece) if piece.isdigit() else piece for piece in re.split(r"(\d+)", part.filename)]


def main() -> None:
    """Read them, as far as search looks."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    left = LETTERS
    with ZipFile(Path(sys.argv[1])) as file:
        for text in texts_of(file):
            words = re.sub(r"\s*\n\s*", "\n", text)[:left]
            sys.stdout.buffer.write(words.encode("utf-8", "replace") + b"\n")
            left -= len(words)
            if left <= 0:
                break


if __name__ == "__main__":
    main()
