"""Writing rows of a ReqIF file as XML."""

from datetime import datetime
from html.parser import HTMLParser
from xml.etree import ElementTree as Xml

from django.utils.timezone import now

from decisions.specification.frozen import thaw
from decisions.specification.reqif_rows import PARENT, ReqifDocument, ReqifFile, ReqifRelation, ReqifRow
from documents.richtext.html import html_of
from documents.richtext.nodes import Node
from foundation.web.unicode_safety import replace_not_in_xml

NAMESPACE = "http://www.omg.org/spec/ReqIF/20110401/reqif.xsd"
XHTML = "http://www.w3.org/1999/xhtml"
VOID = frozenset(("br", "hr", "img", "col", "input"))
TYPES = {
    "section": ("SECTION", ("ReqIF.ChapterName", "RONDE.Level")),
    "text": ("TEXT", ("ReqIF.Text",)),
    "requirement": (
        "REQUIREMENT",
        (
            "ReqIF.ForeignID",
            "ReqIF.Name",
            "ReqIF.Text",
            "STATUS",
            "RATIONALE",
            "RONDE.Kind",
            "RONDE.Level",
            "RONDE.Elsewhere",
        ),
    ),
}


def written(file: ReqifFile, *, title: str, at: datetime | None = None) -> bytes:
    """Write a file as XML."""
    when = (at or now()).isoformat(timespec="seconds")
    Xml.register_namespace("", NAMESPACE)
    Xml.register_namespace("xhtml", XHTML)
    root = Xml.Element(_tag("REQ-IF"))
    header = _below(_below(root, "THE-HEADER"), "REQ-IF-HEADER", IDENTIFIER="RONDE-HEADER")
    for name, said in (
        ("CREATION-TIME", when),
        ("REQ-IF-TOOL-ID", "ronde"),
        ("REQ-IF-VERSION", "1.0"),
        ("SOURCE-TOOL-ID", "ronde"),
        ("TITLE", title),
    ):
        _below(header, name).text = said
    content = _below(_below(root, "CORE-CONTENT"), "REQ-IF-CONTENT")
    relations = file.all_relations
    kinds = {
        kind: f"TYPE-RELATION-{place}" for place, kind in enumerate(sorted({one.kind for one in relations} - {PARENT}))
    }
    kinds[PARENT] = "TYPE-PARENT"
    _definitions(content, kinds, when)
    objects, tied, hierarchies = (
        _below(content, name) for name in ("SPEC-OBJECTS", "SPEC-RELATIONS", "SPECIFICATIONS")
    )
    for document in file.documents:
        for row in document.rows:
            _object(objects, row, when)
        _hierarchy(hierarchies, document, when)
    for row in file.elsewhere:
        _object(objects, row, when)
    for number, relation in enumerate(relations, start=1):
        _relation(tied, number, relation, kinds[relation.kind], when)
    data: bytes = Xml.tostring(root, encoding="UTF-8", xml_declaration=True)
    return replace_not_in_xml(data.decode()).encode()


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _below(parent: Xml.Element, name: str, **attributes: str) -> Xml.Element:
    return Xml.SubElement(parent, _tag(name), {key.replace("_", "-"): value for key, value in attributes.items()})


def _definitions(content: Xml.Element, relations: dict[str, str], when: str) -> None:
    types = _below(content, "DATATYPES")
    _below(types, "DATATYPE-DEFINITION-STRING", IDENTIFIER="T-STRING", LAST_CHANGE=when, MAX_LENGTH="100000")
    _below(types, "DATATYPE-DEFINITION-XHTML", IDENTIFIER="T-XHTML", LAST_CHANGE=when)
    kinds = _below(content, "SPEC-TYPES")
    for name, attributes in TYPES.values():
        kind = _below(kinds, "SPEC-OBJECT-TYPE", IDENTIFIER=f"TYPE-{name}", LAST_CHANGE=when, LONG_NAME=name)
        inside = _below(kind, "SPEC-ATTRIBUTES")
        for attribute in attributes:
            form = "XHTML" if attribute == "ReqIF.Text" else "STRING"
            identifier = f"{name}-{attribute}"
            one = _below(
                inside,
                f"ATTRIBUTE-DEFINITION-{form}",
                IDENTIFIER=identifier,
                LAST_CHANGE=when,
                LONG_NAME=attribute,
            )
            _below(_below(one, "TYPE"), f"DATATYPE-DEFINITION-{form}-REF").text = f"T-{form}"
    for name, identifier in relations.items():
        _below(kinds, "SPEC-RELATION-TYPE", IDENTIFIER=identifier, LAST_CHANGE=when, LONG_NAME=name)
    _below(kinds, "SPECIFICATION-TYPE", IDENTIFIER="TYPE-SPECIFICATION", LAST_CHANGE=when, LONG_NAME="SPECIFICATION")


def _object(objects: Xml.Element, row: ReqifRow, when: str) -> None:
    name, attributes = TYPES[row.kind]
    one = _below(objects, "SPEC-OBJECT", IDENTIFIER=row.identifier, LAST_CHANGE=when)
    values = _below(one, "VALUES")
    said = {
        "ReqIF.ChapterName": row.title,
        "ReqIF.Name": row.title,
        "ReqIF.ForeignID": row.foreign_key,
        "STATUS": row.status,
        "RATIONALE": row.rationale,
        "RONDE.Kind": row.clause_kind,
        "RONDE.Level": str(row.level),
        "RONDE.Elsewhere": row.elsewhere,
    }
    for attribute in attributes:
        reference = f"{name}-{attribute}"
        if attribute == "ReqIF.Text":
            if row.nodes:
                value = _below(values, "ATTRIBUTE-VALUE-XHTML")
                _below(_below(value, "DEFINITION"), "ATTRIBUTE-DEFINITION-XHTML-REF").text = reference
                _below(value, "THE-VALUE").append(xhtml_of(thaw(row.nodes)))
        elif text := said.get(attribute, ""):
            value = _below(values, "ATTRIBUTE-VALUE-STRING", THE_VALUE=text)
            _below(_below(value, "DEFINITION"), "ATTRIBUTE-DEFINITION-STRING-REF").text = reference
    _below(_below(one, "TYPE"), "SPEC-OBJECT-TYPE-REF").text = f"TYPE-{name}"


def _hierarchy(hierarchies: Xml.Element, document: ReqifDocument, when: str) -> None:
    one = _below(
        hierarchies,
        "SPECIFICATION",
        IDENTIFIER=document.identifier,
        LAST_CHANGE=when,
        LONG_NAME=document.title,
    )
    _below(_below(one, "TYPE"), "SPECIFICATION-TYPE-REF").text = "TYPE-SPECIFICATION"
    above: list[tuple[int, Xml.Element]] = [(0, one)]
    for row in document.rows:
        if row.kind == "section":
            while above[-1][0] >= row.level:
                above.pop()
        parent = above[-1][1]
        children = parent.find(_tag("CHILDREN"))
        inside = children if children is not None else _below(parent, "CHILDREN")
        place = _below(inside, "SPEC-HIERARCHY", IDENTIFIER=f"PLACE-{row.identifier}", LAST_CHANGE=when)
        _below(_below(place, "OBJECT"), "SPEC-OBJECT-REF").text = row.identifier
        if row.kind == "section":
            above.append((row.level, place))


def _relation(relations: Xml.Element, number: int, relation: ReqifRelation, kind: str, when: str) -> None:
    one = _below(relations, "SPEC-RELATION", IDENTIFIER=f"RELATION-{number}", LAST_CHANGE=when)
    _below(_below(one, "TYPE"), "SPEC-RELATION-TYPE-REF").text = kind
    _below(_below(one, "SOURCE"), "SPEC-OBJECT-REF").text = relation.source
    _below(_below(one, "TARGET"), "SPEC-OBJECT-REF").text = relation.target


def xhtml_of(nodes: list[Node]) -> Xml.Element:
    """Return nodes as an element of XHTML."""
    writer = _Xhtml()
    writer.feed(html_of(nodes, anchors=False))
    writer.close()
    return writer.root


class _Xhtml(HTMLParser):
    """Builds XML of the HTML that we write ourselves, which is well-formed but for elements without content."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Xml.Element(f"{{{XHTML}}}div")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element; attributes that XHTML lets through."""
        kept = {name: value or "" for name, value in attrs if name in ("href", "src", "alt", "colspan", "rowspan")}
        element = Xml.SubElement(self.open[-1], f"{{{XHTML}}}{tag}", kept)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if tag not in VOID and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Write text where it stands."""
        parent = self.open[-1]
        last = parent[-1] if len(parent) else None
        if last is None:
            parent.text = (parent.text or "") + data
        else:
            last.tail = (last.tail or "") + data
