"""What goes out as ReqIF: documents as they stand, or a baseline as it was agreed, as rows of a file."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.db.models import Count, Q

from circles.projects.models import Project
from decisions.specification.frozen import ClauseExtent, Frozen, extents, freeze, level_of, thaw
from decisions.specification.models import Baseline, BaselineLayout, Clause, ClauseParent, RatifiedText, ReqifOrigin
from decisions.specification.reqif_rows import ReqifDocument, ReqifFile, ReqifRelation, ReqifRow
from documents.documents.models import Document
from documents.richtext.nodes import Node
from foundation.accounts.models import User

CAME_IN = "reqif:"
"""So begins the source of a document that came in."""


def documents_to_exchange(project: Project, user: User) -> list[Document]:
    """Return the documents with clauses, and those that came in as ReqIF, as far as the person may read them, in their
    order, each with its `number_of_clauses`.
    """
    found = Document.objects.in_project(project).readable_by(user).select_related("project", "circle")
    found = found.annotate(number_of_clauses=Count("clauses", Q(clauses__dropped_at=None)))
    return list(found.filter(Q(number_of_clauses__gt=0) | Q(source__startswith=CAME_IN)).order_by("number"))


def file_of_documents(project: Project, documents: Iterable[Document], user: User) -> ReqifFile:
    """Return documents as they stand now, as rows of a file: all that is in them, and what their clauses come from in
    other documents by name, as far as the person may read these.
    """
    chosen = list(documents)
    origins = {one.document_id: one for one in ReqifOrigin.objects.filter(document__in=chosen)}
    clauses = Clause.objects.filter(document__in=chosen).living().only("project", "key", "source")
    used = {clause_identifier(clause) for clause in clauses}
    rows = [_document(one, origins[one.pk].names if one.pk in origins else {}, used) for one in chosen]
    return _related(project, rows, list(origins.values()), user)


def _document(document: Document, names: Mapping[str, str], used: set[str]) -> ReqifDocument:
    nodes = document.nodes()
    clauses = {one.bid: one for one in Clause.objects.filter(document=document).living().select_related("text")}
    rows = list(_rows(document, nodes, clauses, extents(nodes, clauses), names, used))
    return ReqifDocument(document_identifier(document), document.title, rows)


def _rows(
    document: Document,
    nodes: Sequence[Node],
    clauses: Mapping[str, Clause],
    found: Mapping[str, ClauseExtent],
    names: Mapping[str, str],
    used: set[str],
) -> Iterator[ReqifRow]:
    """Yield a row for each section, clause and text; blocks of one text that came in together are one row again. No
    two rows of a file have one name: `used` are those that are taken.
    """
    of_clauses = {place for extent in found.values() for place in extent.places}
    level, text, text_name = 1, list[Node](), ""
    for place, node in enumerate(nodes):
        bid = str(node.attrs.get("bid") or place)
        is_clause, name = bid in found and found[bid].place == place, _came_as(node, names)
        if not is_clause and not name and (place in of_clauses or not node.text().strip()):
            continue
        if text and not (name and name == _came_as(text[0], names)):
            yield _text_row(text_name, text, level)
            text = []
        if is_clause:
            own = [one for one in found[bid].nodes if str(one.attrs.get("bid")) not in names]
            yield row_of(clauses[bid], freeze(own), level)
        elif node.kind == "heading":
            level = level_of(node)
            identifier = _once(name, f"SECTION-{document.pk}-{bid}", used)
            yield ReqifRow("section", identifier, level, " ".join(node.text().split()))
        else:
            text_name = text_name if text else _once(name, f"TEXT-{document.pk}-{bid}", used)
            text.append(node)
    if text:
        yield _text_row(text_name, text, level)


def _came_as(node: Node, names: Mapping[str, str]) -> str:
    """Return the name under which a block came in; none for what was written here, also where it has no id yet."""
    return names.get(str(node.attrs.get("bid") or ""), "")


def _text_row(identifier: str, text: list[Node], level: int) -> ReqifRow:
    is_empty = not any(node.text().strip() or node.kind != "paragraph" for node in text)
    return ReqifRow("text", identifier, level + 1, "", [] if is_empty else freeze(text))


def _once(name: str, instead: str, used: set[str]) -> str:
    """Return the name under which a part came in; where its blocks have been parted since, only the first has it."""
    found = name if name and name not in used else instead
    used.add(found)
    return found


def document_identifier(document: Document) -> str:
    """Return by what other tools know a document: by the name under which it came in, where it did."""
    return document.source.removeprefix(CAME_IN) if document.source.startswith(CAME_IN) else f"DOCUMENT-{document.pk}"


def clause_identifier(clause: Clause) -> str:
    """Return by what other tools know a clause."""
    return clause.source or f"CLAUSE-{clause.project_id}-{clause.key}"


def row_of(clause: Clause, nodes: Frozen, level: int) -> ReqifRow:
    """Return a clause with this text as a row."""
    heading = thaw(nodes[:1])[0] if nodes and nodes[0]["k"] == "heading" else None
    return ReqifRow(
        "requirement",
        clause_identifier(clause),
        level_of(heading) if heading else level + 1,
        " ".join(heading.text().split()) if heading else "",
        nodes[1:] if heading else nodes,
        clause.foreign_key or clause.key,
        clause.foreign_status,
        clause.rationale,
        clause.kind_of,
    )


def _related(
    project: Project, documents: list[ReqifDocument], origins: Collection[ReqifOrigin], user: User
) -> ReqifFile:
    """Add what the rows of documents are related to: clauses that come from each other, and all else that came in."""
    rows = {row.identifier: row for one in documents for row in one.rows}
    ties = ClauseParent.objects.filter(child__project=project).select_related("child", "parent__document")
    pairs = {(clause_identifier(tie.child), clause_identifier(tie.parent)): tie.parent for tie in ties}
    mine = {pair for pair in pairs if pair[0] in rows}
    here = _here([pairs[pair] for pair in mine if pair[1] not in rows], user)
    elsewhere = _waiting(project, origins) | here
    named = {*rows, *elsewhere}
    known = {identifier for identifier, row in rows.items() if row.kind == "requirement"} | here.keys()
    relations = [
        relation
        for origin in origins
        for relation in (ReqifRelation(*one) for one in origin.relations)
        if relation.source in rows
        and relation.target in named
        and (relation.pair in mine or not relation.is_between(known))
    ]
    parents = {pair for pair in mine if pair[1] in named}
    used = {one.target for one in relations} | {parent for _child, parent in parents}
    return ReqifFile(documents, parents, relations, [elsewhere[one] for one in sorted(used & set(elsewhere))])


def _here(parents: list[Clause], user: User) -> dict[str, ReqifRow]:
    """Return by identifier clauses of other documents that the person may read, as these are named."""
    found = Clause.objects.filter(pk__in={one.pk for one in parents}).standing().visible_to(user)
    return {
        clause_identifier(one): replace(
            row_of(one, [], 1), title=one.title, elsewhere=document_identifier(one.document)
        )
        for one in found.select_related("text", "document")
    }


def _waiting(project: Project, origins: Collection[ReqifOrigin]) -> dict[str, ReqifRow]:
    """Return by identifier what files named of other documents, and what has not come in itself."""
    named = {
        identifier: ReqifRow("requirement", identifier, 2, title, [], key, elsewhere=document)
        for origin in origins
        for identifier, key, title, document in origin.elsewhere
    }
    came = set(Clause.objects.in_project(project).filter(source__in=named).values_list("source", flat=True))
    return {name: row for name, row in named.items() if name not in came}


def file_of_baseline(baseline: Baseline, user: User) -> ReqifFile:
    """Return a baseline as rows of a file: the documents that the person may read."""
    ids = baseline.text_ids()
    texts = RatifiedText.objects.select_related("clause").in_bulk(ids.values())
    documents = []
    for layout in BaselineLayout.of(baseline, user):
        rows: list[ReqifRow] = []
        level = 1
        for place, row in enumerate(layout.rows):
            if "words" in row:
                level = row["level"]
                name = f"SECTION-{layout.document_id}-{place}"
                rows.append(ReqifRow("section", name, level, row["words"]))
            elif "text" in row:
                rows.append(ReqifRow("text", f"TEXT-{layout.document_id}-{place}", level + 1, "", row["text"]))
            elif row["clause"] in ids:
                text = texts[ids[row["clause"]]]
                rows.append(row_of(text.clause, text.nodes, level))
        documents.append(ReqifDocument(document_identifier(layout.document), layout.title, rows))
    return _related(baseline.project, documents, [], user)
