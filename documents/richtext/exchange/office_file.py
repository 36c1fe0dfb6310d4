"""What is put into a Word or OpenDocument file that pandoc wrote: pictures, looks of styles, the languages of code."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from html import escape
from itertools import count
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from documents.richtext.exchange import opendocument
from documents.richtext.exchange.office_paper import styles_for_paper, text_for_paper
from documents.richtext.exchange.office_styles import with_looks

if TYPE_CHECKING:
    from collections.abc import Callable

    from documents.richtext.exchange.html_elements import HtmlElement
    from documents.richtext.exchange.office_pictures import StandIns
    from documents.richtext.exchange.open_remarks import Remarks

_STYLES = {"docx": "word/styles.xml", "odt": "styles.xml"}
_TEXTS = {"docx": "word/document.xml", "odt": "content.xml"}
_CODE = re.compile(r'<w:pStyle w:val="SourceCode" ?/>')
_DESCRIPTION = re.compile(r'(<pic:cNvPr\b[^>]*?) descr="data:[^"]*"')
_PARAGRAPH = re.compile(r"(<w:p>)(<w:pPr>(?:(?!</w:pPr>).)*)</w:pPr>((?:(?!</w:p>|<w:p>).)*)</w:p>", re.DOTALL)
_TRACK = re.compile(r"<w:(ins|del) ([^>]*)>")
_TRACK_WHOLE = re.compile(r"<w:(ins|del) [^>]*>.*?</w:\1>", re.DOTALL)
_TRACKED = re.compile(r'(<w:(?:ins|del) )w:id="\d+"')
_LANGUAGE = re.compile(r"[\w+#.-]{1,40}")


@dataclass
class OfficeFile:
    """What pandoc does not write of a page: the languages of its code and the names of its pictures, in order; to
    OpenDocument, what is tracked and said in it.
    """

    form: str
    pictures: StandIns
    remarks: Remarks | None = None
    languages: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def note(self, element: HtmlElement) -> None:
        """Note what is in a page."""
        for inner in element.elements():
            if inner.tag == "pre":
                said = opendocument.language_of(inner)
                self.languages.append(said if _LANGUAGE.fullmatch(said) else "")
            elif inner.tag == "img":
                self.names.append(inner.attrs.get("alt", ""))
            self.note(inner)

    def completed(self, data: bytes) -> bytes:
        """Return a file of pandoc's with all of it."""
        out = io.BytesIO()
        change: dict[str, Callable[[str], str]] = {_STYLES[self.form]: self._styles, _TEXTS[self.form]: self._text}
        with ZipFile(io.BytesIO(data)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
            for info in given.infolist():  # OpenDocument wants its first file first, and as it is
                content = self.pictures.full(given.read(info))
                if info.filename in change:
                    content = change[info.filename](content.decode()).encode()
                made.writestr(info, content, info.compress_type)
        return out.getvalue()

    def _styles(self, styles: str) -> str:
        looking = with_looks(styles, self.form, sorted({*filter(None, self.languages)}))
        return styles_for_paper(looking, self.form)

    def _text(self, text: str) -> str:
        text = text_for_paper(text, self.form)
        if self.form == "odt":
            return opendocument.completed(self.remarks.completed(text) if self.remarks else text, self.names)
        text = _track_paragraphs(self._with_languages(_DESCRIPTION.sub(r"\1", text)))
        return text.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')

    def _with_languages(self, text: str) -> str:
        if len(_CODE.findall(text)) != len(self.languages):
            return text
        said = iter(self.languages)

        def name(style: re.Match[str]) -> str:
            language = next(said)
            return f'<w:pStyle w:val="SourceCode-{escape(language)}"/>' if language else style[0]

        return _CODE.sub(name, text)


def _track_paragraphs(text: str) -> str:
    """Say of paragraphs all of whose words came or went that they did so themselves, and number all changes."""
    numbers = count(1)

    def paragraph(found: re.Match[str]) -> str:
        tags = {tag for tag, _said in _TRACK.findall(found[3])}
        if len(tags) != 1 or _TRACK_WHOLE.sub("", found[3]).strip():
            return found[0]
        tag, said = _TRACK.findall(found[3])[0]
        return f"{found[1]}{found[2]}<w:rPr><w:{tag} {said}/></w:rPr></w:pPr>{found[3]}</w:p>"

    text = _PARAGRAPH.sub(paragraph, text)
    return _TRACKED.sub(lambda found: f'{found[1]}w:id="{next(numbers)}"', text)
