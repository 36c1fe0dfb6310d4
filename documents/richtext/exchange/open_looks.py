"""Colours and alignment in OpenDocument's own XML, as `word_looks` has them for Word."""

from __future__ import annotations

import re

from documents.richtext.exchange.office_looks import (
    END,
    GROUND,
    INK,
    LINES,
    MARKED,
    WORDS,
    line_sign,
    looks_of,
    replaced,
    without_signs,
)
from documents.richtext.looks import nearest_colour

FILE = "content.xml"
_TEXT = re.compile(r"(?<=>)([^<]+)(?=<)")
_PARAGRAPH = re.compile(
    r'<text:(p|h) ([^>]*?)text:style-name="([^"]+)"([^>]*)>((?:(?!</text:\1>).)*)</text:\1>', re.DOTALL
)
_STYLE_TAG = re.compile(r"<style:(style|text-properties|paragraph-properties) ([^<>]*)>")
_STYLE_NAME = re.compile(r'style:name="([^"]+)"')
_COLOUR = re.compile(r'fo:color="(#[0-9A-Fa-f]{6})"')
_GROUND = re.compile(r'fo:background-color="(#[0-9A-Fa-f]{6})"')
_ALIGN = re.compile(r'fo:text-align="(\w+)"')
_ALIGNMENTS = {"center": "center", "right": "right", "end": "right", "justify": "justify"}
_NAMES = {"center": "center", "right": "end", "justify": "justify"}
_TEXT_TAG = re.compile(r"<(/?)text:(p|h|span)((?:[ /][^<>]*)?)>")
_NAME = re.compile(r'text:style-name="([^"]+)"')
_STYLES_END = "</office:automatic-styles>"


def with_looks(xml: str) -> str:
    """Return a document of pandoc's with formatting in the place of the signs."""
    styles: dict[str, str] = {}
    xml = _PARAGRAPH.sub(lambda found: _aligned(found, styles), xml)
    head, mark, body = xml.partition("<office:body>")
    body = replaced(body, _TEXT, [], lambda words, begun: _span(words, begun, styles))
    xml = without_signs(head + mark + body)
    made = "".join(styles.values())
    if "<office:automatic-styles />" in xml:
        return xml.replace("<office:automatic-styles />", f"<office:automatic-styles>{made}{_STYLES_END}", 1)
    return xml.replace(_STYLES_END, made + _STYLES_END, 1)


def _aligned(found: re.Match[str], styles: dict[str, str]) -> str:
    tag, before, style, after, inside = found.groups()
    alignment = line_sign(inside)
    if not alignment or re.fullmatch(r"P\d+", style):  # a style of pandoc's own has no name that others may build on
        return found[0]
    name = f"{style}_{alignment}"
    styles[name] = (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{style}">'
        f'<style:paragraph-properties fo:text-align="{_NAMES[alignment]}"/></style:style>'
    )
    return f'<text:{tag} {before}text:style-name="{name}"{after}>{inside}</text:{tag}>'


def _span(words: str, begun: list[str], styles: dict[str, str]) -> str:
    looks = looks_of(begun)
    if not words or not looks:
        return words
    name = "_".join(["Look", *(f"{look}{colour.title()}" for look, colour in sorted(looks.items()))])
    ink, ground = looks.get("textColour", ""), looks.get("highlight", "")
    said = f' fo:color="#{INK[ink]}"' if ink else ""
    said += f' fo:background-color="#{GROUND[ground]}"' if ground else ""
    styles[name] = f'<style:style style:name="{name}" style:family="text"><style:text-properties{said}/></style:style>'
    return f'<text:span text:style-name="{name}">{words}</text:span>'


def with_signs(xml: str) -> str:
    """Return a document of others with signs beside its formatting; it is read tag by tag, however one nests them."""
    xml = without_signs(xml)
    looks, lines = _styles_in(xml)
    out: list[str] = []
    begun: list[str] = []
    at = 0
    for tag in _TEXT_TAG.finditer(xml):
        out.append(xml[at : tag.start()])
        at = tag.end()
        name = _NAME.search(tag[3])
        style = name[1] if name else ""
        if tag[1]:
            out.append(END * len(begun.pop() if begun else "") + tag[0])
        elif not tag[3].endswith("/"):
            begun.append(looks.get(style, ""))
            out.append(tag[0] + ("" if tag[2] == "span" else lines.get(style, "")) + begun[-1])
        else:
            out.append(tag[0])
    return "".join([*out, xml[at:]])


def _styles_in(xml: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the signs of each style of the document's own: those of its words, and those of its lines."""
    looks: dict[str, str] = {}
    lines: dict[str, str] = {}
    style = ""
    for tag in _STYLE_TAG.finditer(xml):
        if tag[1] == "style":
            name = _STYLE_NAME.search(tag[2])
            style = name[1] if name else ""
            continue
        colour, ground, align = _COLOUR.search(tag[2]), _GROUND.search(tag[2]), _ALIGN.search(tag[2])
        if tag[1] == "text-properties":
            begun = WORDS.get(nearest_colour(colour[1]), "") if colour else ""
            looks[style] = begun + (MARKED.get(nearest_colour(ground[1], is_ground=True), "") if ground else "")
        elif align:
            lines[style] = LINES.get(_ALIGNMENTS.get(align[1], ""), "")
    return looks, lines
