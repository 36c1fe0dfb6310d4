"""OpenDocument files as pandoc reads and writes them, and what it leaves out: styles, code, what pictures are called.

pandoc reads no styles of OpenDocument. So each paragraph that has one of ours, or is code, is given a sign before its
words (private-use characters, which no text keeps), and what pandoc makes of it gets the style that Word's has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape

from documents.richtext.exchange.bundles import rewritten
from documents.richtext.exchange.html_elements import BLOCKS, HtmlElement
from documents.richtext.exchange.office_callouts import STYLE, TONE_IN_ITEM, TONE_OF_STYLE
from documents.richtext.exchange.office_marks import CONTINUES, MARKS, QUOTES, SUMMARY
from documents.richtext.exchange.office_own import CONTENTS
from documents.richtext.exchange.open_remarks import ReadRemarks
from documents.richtext.exchange.opendocument_tables import tables_apart, tables_into_cells, tables_into_items
from documents.richtext.exchange.xml_elements import begin_of, elements_in, with_elements

CODES = "Source Code"
"""The style of code, in Word too; behind it stands the language."""
PREFORMATTED = "Preformatted Text"
"""What other programs write code with, each line a paragraph."""
QUOTATIONS, CAPTION = "Quotations", "FigureCaption"
_OURS = {
    CONTENTS,
    *TONE_OF_STYLE,
    *TONE_IN_ITEM,
    *MARKS,
    SUMMARY,
    CONTINUES,
    QUOTES,
    QUOTATIONS,
    CAPTION,
    CODES,
    PREFORMATTED,
}
_BEGIN, _END, _BLANK, _TAB, _LINE = "\ue0e0", "\ue0e1", "\ue0e2", "\ue0e3", "\ue0e4"
_SIGNS = re.compile("[\ue0e0-\ue0e6\ue0e8\ue0e9]")
_SIGN = re.compile(rf"\s*{_BEGIN}(\d{{1,9}}){_END}")
_PARAGRAPH, _FRAME, _SAYS = begin_of("text:p"), begin_of("draw:frame"), begin_of("svg:desc", "svg:title")
_PARAGRAPH_ENDS = "</text:p>"
_STYLE_NAME = re.compile(r'\btext:style-name="([^"]*)"')
_AUTOMATIC = re.compile(r"<style:style\s[^<>]*>")
_NAME, _PARENT = re.compile(r'\bstyle:name="([^"]*)"'), re.compile(r'\bstyle:parent-style-name="([^"]*)"')
_CODED = re.compile(r"_([0-9a-f]+)_")
_SPACES, _NUMBER = re.compile(r"<text:s(?=[\s/])[^<>]*/>"), re.compile(r'\btext:c="(\d{1,4})"')
_LINE_BREAK, _TABULATOR = re.compile(r"<text:line-break\b[^<>]*/>"), re.compile(r"<text:tab\b[^<>]*/>")
_TAG = re.compile(r"<[^<>]*>")
_IMAGE = re.compile(r'<draw:image\b[^<>]*\bxlink:href="([^"]*)"')
_STYLED = re.compile(rf'(<text:p text:style-name=")((?:{"|".join(map(re.escape, sorted(_OURS)))})(?: [^"]*)?)"')
_FORMULA = re.compile(r'(<draw:object\b[^<>]*\bxlink:href=")(?:\./)?([^"/]+)/"')


class Signed:
    """A file as pandoc is to read it, and what the signs in it say."""

    def __init__(self, data: bytes) -> None:
        self._styles: list[str] = []
        self._alts: dict[str, list[str]] = {}
        self._remarks: ReadRemarks | None = None
        self.data = rewritten(data, {"content.xml": self._sign})

    def _sign(self, content: str) -> str:
        self._remarks = ReadRemarks(_SIGNS.sub("", content))
        content = self._remarks.content
        content = with_elements(content, _FRAME, self._read_frame)
        return tables_apart(self._sign_paragraphs(content, _parents_in(content)))

    def _read_frame(self, frame: str) -> str:
        image = _IMAGE.search(frame)
        if image:
            said = {
                kind: unescape(_TAG.sub("", frame[begin:end])).strip()
                for kind, _start, begin, end in elements_in(frame, _SAYS)
            }
            self._alts.setdefault(unescape(image[1]).removeprefix("./"), []).append(
                said.get("svg:desc") or said.get("svg:title") or ""
            )
        return _FORMULA.sub(r'\1./\2"', frame)  # pandoc finds no formula whose folder ends in a slash

    def _sign_paragraphs(self, content: str, parents: dict[str, str]) -> str:
        out, reached, last = [], 0, content.rfind(_PARAGRAPH_ENDS)
        for found in _PARAGRAPH.finditer(content):
            named = _STYLE_NAME.search(found[0])
            style = _style_of(named[1], parents) if named else ""
            if found.start() < reached or not style:
                continue
            self._styles.append(style)
            sign = f"{_BEGIN}{len(self._styles) - 1}{_END}"
            out += [content[reached : found.end()], sign]
            reached = found.end()
            if style.startswith((CODES, PREFORMATTED)) and reached < last:
                end = content.index(_PARAGRAPH_ENDS, reached)
                out.append(_spelled(content[reached:end]))
                reached = end
        return "".join([*out, content[reached:]])

    def read(self, root: HtmlElement) -> None:
        """Give what pandoc made of it the styles that the signs tell, its code, and its pictures their names."""
        _name_pictures(root, {name: iter(alts) for name, alts in self._alts.items()})
        self._read(root)
        tables_into_cells(root)
        if self._remarks:
            self._remarks.read(root)

    def _read(self, element: HtmlElement) -> None:
        for inner in element.elements():
            self._read(inner)
        element.children = list(_grouped(element))
        tables_into_items(element)
        out: list[HtmlElement | str] = []
        for child in element.children:
            style = _take_sign(child, self._styles)
            if isinstance(child, HtmlElement) and style:
                _add_styled(out, child, style, within=element.tag)
            elif isinstance(child, HtmlElement) and child.tag == "blockquote":
                out += _without_styled(child)
            else:
                out.append(child)
        element.children = out


def _add_styled(out: list[HtmlElement | str], child: HtmlElement, style: str, *, within: str) -> None:
    if style.startswith((CODES, PREFORMATTED)):
        _add_code(out, child, style)
    elif style == CAPTION and _is_picture(out):
        out[-1] = HtmlElement("figure", {}, [out[-1], HtmlElement("figcaption", {}, child.children)])
    elif style == QUOTATIONS:
        out.append(child if within == "blockquote" else HtmlElement("blockquote", {}, [child]))
    else:
        out.append(HtmlElement("div", {STYLE: style}, [child]))


def _parents_in(content: str) -> dict[str, str]:
    """Return of which style each of a document's own is derived, by their names."""
    tags = (found[0] for found in _AUTOMATIC.finditer(content))
    named = ((_NAME.search(tag), _PARENT.search(tag)) for tag in tags)
    return {name[1]: parent[1] for name, parent in named if name and parent}


def _style_of(name: str, parents: dict[str, str]) -> str:
    """Return which of the styles that we read a paragraph has, itself or by what it is derived from; or nothing."""
    for _step in range(4):
        shown = _CODED.sub(lambda found: chr(int(found[1], 16) % 0x110000), unescape(name))
        if shown in _OURS or shown.startswith(f"{CODES} "):
            return shown
        if name not in parents:
            return ""
        name = parents[name]
    return ""


def _spelled(code: str) -> str:
    """Return code as text alone, whose blanks, tabs and line ends are signs."""
    code = _LINE_BREAK.sub(_LINE, _TABULATOR.sub(_TAB, _SPACES.sub(_blanks, code)))
    return _TAG.sub("", re.sub(r"\s", _BLANK, code) if "\n" in code else code.replace(" ", _BLANK))


def _blanks(spaces: re.Match[str]) -> str:
    number = _NUMBER.search(spaces[0])
    return _BLANK * min(int(number[1]) if number else 1, 1000)


def _code_in(element: HtmlElement) -> str:
    text = element.text().replace(_BLANK, " ").replace(_TAB, "\t")
    return text.replace(_LINE, "\n")


def _add_code(out: list[HtmlElement | str], paragraph: HtmlElement, style: str) -> None:
    last = next((child for child in reversed(out) if not isinstance(child, str) or child.strip()), None)
    text = _code_in(paragraph)
    if style == PREFORMATTED and isinstance(last, HtmlElement) and last.attrs.get("id") == PREFORMATTED:
        last.children.append(f"\n{text}")
        return
    language = style.removeprefix(CODES).strip() if style != PREFORMATTED else ""
    attrs = {"class": f"language-{language}"} if language else {}
    pre = HtmlElement("pre", {**attrs, **({"id": PREFORMATTED} if style == PREFORMATTED else {})}, ["\n" + text])
    out.append(pre)


def _grouped(element: HtmlElement) -> Iterator[HtmlElement | str]:
    """Yield the children of an element; words that stand loose in one behind a sign as a paragraph."""
    loose: list[HtmlElement | str] = []
    for child in element.children:
        if element.tag in ("li", "td", "th") and not (isinstance(child, HtmlElement) and child.tag in BLOCKS):
            loose.append(child)
            continue
        yield from _loose(loose)
        loose = []
        yield child
    yield from _loose(loose)


def _loose(children: list[HtmlElement | str]) -> Iterator[HtmlElement | str]:
    if any(isinstance(child, HtmlElement) or child.strip() for child in children):
        yield HtmlElement("p", {}, children)


def _is_picture(out: list[HtmlElement | str]) -> bool:
    while out and isinstance(out[-1], str) and not out[-1].strip():
        out.pop()
    last = out[-1] if out else None
    return isinstance(last, HtmlElement) and last.first("img") is not None and not last.text().strip()


def _without_styled(quotation: HtmlElement) -> Iterator[HtmlElement | str]:
    """Yield a quotation in pieces, between them what is only indented: for pandoc that is one."""
    piece: list[HtmlElement | str] = []
    for child in quotation.children:
        if isinstance(child, HtmlElement) and (STYLE in child.attrs or child.tag == "pre"):
            if any(isinstance(one, HtmlElement) for one in piece):
                yield HtmlElement("blockquote", {}, piece)
            piece = []
            yield child
        else:
            piece.append(child)
    if any(isinstance(one, HtmlElement) for one in piece):
        yield HtmlElement("blockquote", {}, piece)


def _take_sign(paragraph: HtmlElement | str, styles: list[str]) -> str:
    """Take the sign from a paragraph, and return the style that it tells; or nothing."""
    if not isinstance(paragraph, HtmlElement) or paragraph.tag != "p":
        return ""
    for place, child in enumerate(paragraph.children):
        if isinstance(child, HtmlElement):
            return ""
        found = _SIGN.match(child)
        if found:
            paragraph.children[place] = child[found.end() :]
            return styles[int(found[1])] if int(found[1]) < len(styles) else ""
        if child.strip():
            return ""
    return ""


def _name_pictures(element: HtmlElement, alts: dict[str, Iterator[str]]) -> None:
    for inner in element.elements():
        if inner.tag == "img":
            said = next(alts.get(inner.attrs.get("src", "").removeprefix("./"), iter(())), "")
            inner.attrs["alt"] = said or inner.attrs.get("alt", "")
        _name_pictures(inner, alts)


# -- out


def coded(style: str) -> str:
    """Return a style's name as OpenDocument has it in the file."""
    return "".join(sign if sign.isalnum() or sign in "-." else f"_{ord(sign):x}_" for sign in style)


def as_paragraph(pre: HtmlElement) -> HtmlElement:
    """Return code as one paragraph, whose style says its language. Signs stand for its blanks and the ends of its
    lines until pandoc has written it.
    """
    text = pre.text().removeprefix("\n").removesuffix("\n")
    signs = _SIGNS.sub("", text).replace(" ", _BLANK).replace("\t", _TAB).replace("\n", _LINE)
    return HtmlElement("div", {STYLE: f"{CODES} {language_of(pre)}".strip()}, [HtmlElement("p", {}, [signs])])


def language_of(pre: HtmlElement) -> str:
    """Return the language that code is in, or nothing."""
    inner = pre.first("code")
    return (inner.attrs.get("class", "") if inner else "").removeprefix("language-")


def completed(content: str, alts: Iterable[str]) -> str:
    """Return the content of a file with blanks for the signs, the names of styles as the format wants them, and what
    pictures are called, in their order.
    """
    said = iter(alts)

    def describe(frame: str) -> str:
        alt = next(said, "") if _IMAGE.search(frame) else ""
        return frame.replace("</draw:frame>", f"<svg:desc>{escape(alt)}</svg:desc></draw:frame>") if alt else frame

    content = _STYLED.sub(lambda found: f'{found[1]}{coded(unescape(found[2]))}"', content)
    content = with_elements(content, _FRAME, describe)
    content = re.sub(f"{_BLANK}+", lambda blanks: f'<text:s text:c="{len(blanks[0])}"/>', content)
    return content.replace(_TAB, "<text:tab/>").replace(_LINE, "<text:line-break/>")
