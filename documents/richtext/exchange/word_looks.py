"""Colours and alignment in Word's own XML: formatting for the signs of `office_looks`, and signs beside formatting."""

from __future__ import annotations

import re

from documents.richtext.exchange.office_looks import (
    END,
    GROUND,
    INK,
    LINES,
    MARKED,
    SIGNS,
    WORDS,
    line_sign,
    looks_of,
    without_signs,
)
from documents.richtext.looks import USUAL_HIGHLIGHT, nearest_colour

FILE = "word/document.xml"
_RUN = re.compile(r"<w:r(?: [^>]*)?>(?:(?!</w:r>).)*</w:r>", re.DOTALL)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_LOOK = re.compile(r"<w:rPr>(.*?)</w:rPr>", re.DOTALL)
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>(?:(?!</?w:p[ >]).)*</w:p>", re.DOTALL)
_PARTS = re.compile(r"<w:(\w+)(?: [^>]*)?(?:/>|>.*?</w:\1>)", re.DOTALL)
_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "vanish", "color",
    "spacing", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "vertAlign", "rtl", "cs", "lang",
)  # fmt: skip
"""Of what stands in a run's properties, as the format wants it."""
_ALIGNMENTS = {"center": "center", "right": "right", "end": "right", "both": "justify"}
_NAMES = {"center": "center", "right": "right", "justify": "both"}
_TAG = re.compile(r"<(/?)w:(pPr|p|rStyle|r|t|jc|color|highlight|shd)((?:[ /][^<>]*)?)>")
_VALUE = re.compile(r'w:val="(\w+)"')
_FILL = re.compile(r'w:fill="(\w+)"')
_PROPERTIES = re.compile(r"<w:pPr>((?:(?!</w:pPr>).)*)</w:pPr>", re.DOTALL)
_PROPERTIES_END = re.compile(r"<w:(?:rPr|sectPr|pPrChange)[ >/]")


# -- written


def with_looks(xml: str) -> str:
    """Return a document of pandoc's with formatting in the place of the signs."""
    begun: list[str] = []
    xml = _PARAGRAPH.sub(lambda found: _aligned(found[0]), xml)
    xml = _RUN.sub(lambda found: _cut(found[0], begun) if SIGNS.search(found[0]) or begun else found[0], xml)
    return without_signs(xml)


def _aligned(paragraph: str) -> str:
    alignment = line_sign(paragraph)
    if not alignment:
        return paragraph
    jc = f'<w:jc w:val="{_NAMES[alignment]}"/>'
    found = _PROPERTIES.search(paragraph)
    if not found:
        return re.sub(r"(<w:p(?: [^>]*)?>)", rf"\1<w:pPr>{jc}</w:pPr>", paragraph, count=1)
    # Before what ends the properties: those of the paragraph's own mark, and of its section.
    end = _PROPERTIES_END.search(found[1])
    at = end.start() if end else len(found[1])
    said = f"{found[1][:at]}{jc}{found[1][at:]}"
    return paragraph[: found.start()] + f"<w:pPr>{said}</w:pPr>" + paragraph[found.end() :]


def _cut(run: str, begun: list[str]) -> str:
    """Return a run as several, each with its look."""
    look = _LOOK.search(run)
    inner = look[1] if look else ""
    opening = re.match(r"<w:r(?: [^>]*)?>", run)
    body = run[(look.end() if look else opening.end() if opening else 0) : -len("</w:r>")]
    out: list[str] = []
    at = 0
    for text in _TEXT.finditer(body):
        if body[at : text.start()].strip():
            out.append(_run(inner, body[at : text.start()], begun))
        out += _texts(inner, text[1], begun)
        at = text.end()
    if body[at:].strip():
        out.append(_run(inner, body[at:], begun))
    return "".join(out)


def _texts(inner: str, words: str, begun: list[str]) -> list[str]:
    out, at = [], 0
    for sign in [*SIGNS.finditer(words), None]:
        piece = words[at : sign.start() if sign else len(words)]
        if piece:
            out.append(_run(inner, f'<w:t xml:space="preserve">{piece}</w:t>', begun))
        if sign is None:
            break
        at = sign.end()
        if sign[0] == END:
            begun[-1:] = []
        elif looks_of_sign(sign[0]):
            begun.append(sign[0])
    return out


def looks_of_sign(sign: str) -> bool:
    """Return whether a sign begins a colour."""
    return sign in WORDS.values() or sign in MARKED.values()


def _run(inner: str, body: str, begun: list[str]) -> str:
    looks = looks_of(begun)
    parts = [found[0] for found in _PARTS.finditer(inner)]
    if colour := looks.get("textColour"):
        parts.append(f'<w:color w:val="{INK[colour]}"/>')
    if colour := looks.get("highlight"):
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{GROUND[colour]}"/>'
        parts.append('<w:highlight w:val="yellow"/>' if colour == USUAL_HIGHLIGHT else shade)
    parts.sort(key=_place)
    return f"<w:r><w:rPr>{''.join(parts)}</w:rPr>{body}</w:r>" if parts else f"<w:r>{body}</w:r>"


def _place(part: str) -> int:
    name = re.match(r"<w:(\w+)", part)
    return _ORDER.index(name[1]) if name and name[1] in _ORDER else len(_ORDER)


# -- read: tag by tag, however a forged document nests them


def with_signs(xml: str) -> str:
    """Return a document of others with signs beside its formatting."""
    scan, at, xml = _Scan(), 0, without_signs(xml)
    for tag in _TAG.finditer(xml):
        scan.out.append(xml[at : tag.start()])
        at = tag.end()
        scan.read(tag[0], tag[2], tag[3], ends=bool(tag[1]))
    return "".join([*scan.out, xml[at:]])


class _Scan:
    """Remembers the formatting of the paragraph and the run that it is in."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.looks: dict[str, str] = {}
        self.lines = ""
        self.in_properties = False
        self.open = ""

    def read(self, tag: str, name: str, said: str, *, ends: bool) -> None:  # noqa: C901  one branch for each tag
        match name:
            case "p" | "r" if not ends:
                self.looks = {}
                self.lines = "" if name == "p" else self.lines
            case "pPr":
                self.in_properties = not ends and not said.endswith("/")
            case "jc" if self.in_properties and (value := _VALUE.search(said)):
                self.lines = LINES.get(_ALIGNMENTS.get(value[1], ""), "")
            case "rStyle" if "Hyperlink" in said:
                self.looks["link"] = ""
            case "color" | "highlight" | "shd" if not self.in_properties:
                self._colour(name, said)
                tag = "" if name == "highlight" else tag  # pandoc would read it as a mark of no colour
            case "t" if ends:
                tag, self.open = END * len(self.open) + tag, ""
            case "t" if not said.endswith("/"):
                self.open = "" if "link" in self.looks else "".join(self.looks.values())
                tag, self.lines = tag + self.lines + self.open, ""
        self.out.append(tag)

    def _colour(self, name: str, said: str) -> None:
        value = (_FILL if name == "shd" else _VALUE).search(said)
        colour = nearest_colour(value[1], is_ground=name != "color") if value else ""
        if colour:
            self.looks["ink" if name == "color" else "ground"] = (WORDS if name == "color" else MARKED)[colour]
