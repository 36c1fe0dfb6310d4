"""A specification as ReqIF (OMG), the format in which tools for requirements exchange, as plain rows.

The library reads; what it gives is checked here. Known by their names, whatever tool wrote them, are the attributes of
the standard (ReqIF.Name, ReqIF.Text, ReqIF.ChapterName, ReqIF.ForeignID) and what tools call status, rationale, notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from reqif.parser import ReqIFParser

from decisions.specification.frozen import freeze
from decisions.specification.reqif_archive import unpacked
from decisions.specification.reqif_rows import PARENT, ReqifDocument, ReqifFile, ReqifRelation, ReqifRow
from documents.richtext.exchange.html_reader import read_html
from documents.richtext.nodes import Node, Run
from foundation.web.exceptions import Refused
from foundation.web.unicode_safety import BOM, replace_nul

MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 20_000
MAX_IDENTIFIER = 200
DEEPEST = 40
ENCODING = re.compile(r"""encoding\s*=\s*["']([^"']*)""")
TEXT = ("reqif.text", "statement", "text", "object text")
NAME = ("reqif.name", "title", "name")
CHAPTER = ("reqif.chaptername", "chapter", "heading")
FOREIGN = ("reqif.foreignid", "uid", "id")
STATUS = ("status",)
RATIONALE = ("rationale", "notes", "comment", "comments")
KIND = ("ronde.kind",)
LEVEL = ("ronde.level",)
ELSEWHERE = ("ronde.elsewhere",)
PLAIN_TYPES = ("text", "information", "info", "note")
KINDS = ("need", "requirement", "constraint", "interface", "test")


def read_reqif(data: bytes) -> ReqifFile:
    """Read a file, or the one that an archive (.reqifz) holds.

    :raises Refused: with a sentence that names what is wrong with it.
    """
    data = unpacked(data, most=MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise Refused(_("This file is larger than 32 MiB."))
    try:
        text = replace_nul(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(_("This is not a ReqIF file: it is not encoded in UTF-8.")) from error
    head = text.lstrip(BOM).partition("?>")[0]
    declared = ENCODING.findall(head) if head.startswith("<?xml") else []
    if any(name.lower() != "utf-8" for name in declared):  # the parser would read something else than is looked at here
        raise Refused(_("This is not a ReqIF file: it is not encoded in UTF-8."))
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused(_("This file declares entities of its own, which a ReqIF file does not need."))
    try:
        bundle = ReqIFParser.parse_from_string(text)
        content = bundle.core_content.req_if_content
    except Exception as error:  # the library raises whatever its own code meets
        raise Refused(_("This is not a ReqIF file: %(reason)s") % {"reason": _short(error)}) from error
    if content is None or not content.specifications:
        raise Refused(_("This ReqIF file holds no specification."))
    tool = str(getattr(bundle.req_if_header, "source_tool_id", "") or "").lower()
    return _ReqifReader(content, breaks=tool == "strictdoc").file()


def _short(error: Exception) -> str:
    return " ".join((str(error) or type(error).__name__).split())[:200]


def _refuse_many(content: Any) -> None:
    """Refuse what would take long to bring in, before any of it is read."""
    for found, sentence in (
        (content.spec_objects, _("This file holds more than 20,000 objects.")),
        (content.spec_relations, _("This file holds more than 20,000 relations.")),
        (content.specifications, _("This file holds more than 20,000 specifications.")),
    ):
        if len(found or ()) > MAX_ROWS:
            raise Refused(sentence)


def _by_identifier(things: list[Any]) -> dict[str, Any]:
    """Return things by identifier, each of which is one that can be kept."""
    found: dict[str, Any] = {}
    for one in things:
        if len(one.identifier or "") > MAX_IDENTIFIER:
            name = f"{one.identifier[:40]}…"
            raise Refused(_("The identifier %(name)s is longer than 200 characters.") % {"name": name})
        if one.identifier in found:
            raise Refused(_("Two objects are called %(name)s.") % {"name": one.identifier})
        found[one.identifier] = one
    return found


class _ReqifReader:
    """Turns what the library read into rows."""

    def __init__(self, content: Any, *, breaks: bool) -> None:
        _refuse_many(content)
        self.content = content
        self.breaks = breaks  # StrictDoc writes a line break in an attribute as a backslash and an n
        types = content.spec_types or []
        self.types = {one.identifier: str(one.long_name or "") for one in types}
        self.names = {
            attribute.identifier: str(attribute.long_name or attribute.identifier).lower()
            for one in types
            for attribute in getattr(one, "attribute_definitions", None) or []
        }
        self.choices = {
            value.identifier: str(getattr(value, "long_name", None) or value.identifier)
            for one in content.data_types or []
            for value in getattr(one, "values", None) or []
        }
        self.objects: dict[str, Any] = _by_identifier(content.spec_objects or [])
        _by_identifier(content.specifications)

    def file(self) -> ReqifFile:
        """Return the whole, with each reference checked."""
        seen: set[str] = set()
        documents = []
        for one in self.content.specifications:
            title = str(one.long_name or one.identifier or "").strip()[:200] or one.identifier
            rows = [self.row(name, level) for name, level in self.walk(one.children or [], seen)]
            documents.append(ReqifDocument(one.identifier, title, [replace(row, elsewhere="") for row in rows]))
        loose = [self.row(name, 1) for name in self.objects if name not in seen]
        if lost := [row for row in loose if not row.elsewhere]:
            documents[-1] = replace(documents[-1], rows=[*documents[-1].rows, *lost])
        elsewhere = [row for row in loose if row.elsewhere]
        relations = self.relations()
        found = ReqifFile(documents, set())
        known = {row.identifier for row in (*found.requirements, *elsewhere)}
        return ReqifFile(documents, {one.pair for one in relations if one.is_between(known)}, relations, elsewhere)

    def walk(self, children: list[Any], seen: set[str], level: int = 1) -> Iterator[tuple[str, int]]:
        """Yield the objects of a hierarchy in their order, each with its depth."""
        if level > DEEPEST:
            raise Refused(_("This file nests its sections too deep."))
        for child in children:
            name = child.spec_object
            if name not in self.objects:
                raise Refused(_("A specification names the object %(name)s, which the file lacks.") % {"name": name})
            if name in seen:
                raise Refused(_("The object %(name)s stands in two places.") % {"name": name})
            seen.add(name)
            yield name, level
            yield from self.walk(child.children or [], seen, level + 1)

    def row(self, name: str, level: int) -> ReqifRow:
        """Return an object as a row."""
        thing = self.objects[name]
        said = {key: value for key, value in map(self.value, thing.attributes) if value}
        chapter = _first(said, CHAPTER)
        level = _level(_first(said, LEVEL), level)
        if chapter:
            return ReqifRow("section", name, level, _one_line(chapter, 200))
        type_name = self.types.get(thing.spec_object_type, "").strip().lower()
        nodes = freeze(self.nodes(thing))
        if type_name in PLAIN_TYPES:
            return ReqifRow("text", name, level, "", nodes)
        kind = _first(said, KIND)
        notes = [said[key] for key in RATIONALE if key in said]
        return ReqifRow(
            "requirement",
            name,
            level,
            _one_line(_first(said, NAME), 200),
            [row for row in nodes if row["k"] != "paragraph" or row["c"]],
            _one_line(_first(said, FOREIGN), 200),
            _one_line(_first(said, STATUS), 200),
            "\n\n".join(notes),
            kind if kind in KINDS else "requirement",
            _first(said, ELSEWHERE),
        )

    def value(self, attribute: Any) -> tuple[str, str]:
        """Return the name of an attribute and what it says, as plain words."""
        name = self.names.get(attribute.definition_ref, str(attribute.definition_ref).lower())
        value = attribute.value
        if isinstance(value, list):
            value = ", ".join(self.choices.get(str(one), str(one)) for one in value)
        if attribute.value_stripped_xhtml:
            value = "\n\n".join(node.text() for node in read_html(attribute.value_stripped_xhtml).nodes)
        return name, self.plain(value).strip()

    def plain(self, value: object) -> str:
        """Return a plain value with its line breaks."""
        words = str(value or "")
        return words.replace("\\n", "\n") if self.breaks else words

    def nodes(self, thing: Any) -> list[Node]:
        """Return the text of an object, formatted where the file says how."""
        by_name = {self.names.get(one.definition_ref, ""): one for one in thing.attributes}
        attribute = next((by_name[name] for name in TEXT if name in by_name), None)
        if attribute is None:
            return []
        if attribute.value_stripped_xhtml:
            return read_html(attribute.value_stripped_xhtml).nodes
        return paragraphs(self.plain(attribute.value))

    def relations(self) -> list[ReqifRelation]:
        """Return which object is related to which."""
        found = []
        for one in self.content.spec_relations or []:
            for name in (one.source, one.target):
                if name not in self.objects:
                    raise Refused(_("A relation names the object %(name)s, which the file lacks.") % {"name": name})
            if one.source == one.target:
                raise Refused(_("%(name)s would come from itself.") % {"name": one.source})
            kind = _one_line(self.types.get(one.relation_type_ref, ""), 200) or PARENT
            found.append(ReqifRelation(kind, one.source, one.target))
        return found


def _first(said: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if name in said), "")


def _one_line(words: str, most: int) -> str:
    return " ".join(words.split())[:most]


def _level(said: str, level: int) -> int:
    return int(said) if said in {"1", "2", "3", "4"} else level


def paragraphs(words: str) -> list[Node]:
    """Return plain words as paragraphs: a blank line parts two, a line break stays one."""
    found = []
    for part in words.replace("\r\n", "\n").split("\n\n"):
        lines = part.strip("\n").split("\n")
        children: list[Node | Run] = []
        for place, line in enumerate(" ".join(line.split()) for line in lines):
            if place:
                children.append(Node("hardBreak"))
            if line:
                children.append(Run(line))
        if any(isinstance(child, Run) and child.text.strip() for child in children):
            found.append(Node("paragraph", {}, children))
    return found
