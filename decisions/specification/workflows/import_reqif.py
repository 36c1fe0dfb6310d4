"""Bringing a specification in: documents with their sections, clauses with the keys that others gave them, and what
each comes from. All is a draft until a decision ratifies it.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.specification.event_types import SpecificationEvent
from decisions.specification.exports.reqif import clause_identifier, document_identifier
from decisions.specification.frozen import extents, thaw
from decisions.specification.models import Chapter, Clause, ClauseCircle, ClauseParent, ClauseText, ReqifOrigin
from decisions.specification.reqif_rows import ReqifDocument, ReqifFile, ReqifRelation, ReqifRow
from decisions.specification.workflows.refreshing import set_text
from documents.document_files.workflows.import_documents import BATCH, NewDocument, create_documents
from documents.documents.models import Document
from documents.richtext.nodes import Node, Run, write_tree
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from foundation.web.import_tally import ImportTally

DEEPEST_HEADING = 4


def import_reqif(file: ReqifFile, circle: Circle, *, by: User | None, origin: str) -> ImportTally:
    """Make a document of each specification of a file that the project does not have yet, in one transaction. Records
    `specification.imported`.

    :raises Refused: where requirements would come from themselves, or a new document holds one that another has here;
        then nothing has come in.
    """
    tally = ImportTally("clauses", "documents", "sections", "relations")
    with transaction.atomic():
        circle = circle.open_or_refuse()
        _refuse_loops(file.parents)
        known = {document_identifier(one) for one in Document.objects.in_project(circle.project)}
        new = [one for one in file.documents if one.identifier not in known]
        rows = sum(row.kind == "requirement" for one in new for row in one.rows)
        tally["documents"], tally.existing = len(new), len(file.requirements) - rows
        if not new:
            return tally
        _refuse_known(circle.project, new)
        nodes = [nodes_of(one) for one in new]
        texts = [_new(one, text) for one, (text, _bids, _names) in zip(new, nodes, strict=True)]
        documents = create_documents(texts, circle, by)
        relations = _by_document(new, file)
        for document, one, (text, bids, names), related in zip(documents, new, nodes, relations, strict=True):
            document.circle = circle
            tally["clauses"] += _write_clauses(document, one, text, bids, circle, by=by)
            tally["sections"] += sum(row.kind == "section" for row in one.rows)
            _remember(document, names, related, file)
        tally["relations"] = _tie(circle.project, file, new, by)
        circle.record_event(
            SpecificationEvent.SPECIFICATION_IMPORTED,
            by=by,
            also=["documents", "clauses"],
            origin=origin,
            clauses=tally["clauses"],
            documents=len(documents),
        )
    return tally


def _new(read: ReqifDocument, nodes: list[Node]) -> NewDocument:
    content = write_tree(nodes)
    return NewDocument(f"reqif:{read.identifier}"[:300], read.title, lambda _one, _all: content)


def _refuse_loops(pairs: Iterable[tuple[str, str]]) -> None:
    """Look through all at once which of each pair comes from the other."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for child, parent in pairs:
        sorter.add(child, parent)
    try:
        sorter.prepare()
    except CycleError as error:
        raise Refused(_("%(name)s would come from itself.") % {"name": min(error.args[1])}) from error


def nodes_of(document: ReqifDocument) -> tuple[list[Node], dict[str, str], dict[str, str]]:
    """Return the text of a document, each block with its id; the block of each requirement; and by block the identifier
    of the section or text that it is of.
    """
    nodes: list[Node] = []
    bids: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in document.rows:
        block = _blocks(row)
        for node in block:
            node.attrs["bid"] = secrets.token_hex(4)
        if row.kind == "requirement":
            bids[row.identifier] = str(block[0].attrs["bid"])
        else:
            names |= {str(node.attrs["bid"]): row.identifier for node in block}
        nodes += block
    return nodes or [Node("paragraph")], bids, names


def _blocks(row: ReqifRow) -> list[Node]:
    level = min(row.level, DEEPEST_HEADING)
    if row.kind == "section":
        return [Node("heading", {"level": level}, [Run(row.title)])]
    nodes = [_no_heading(node) for node in thaw(row.nodes)]
    if row.kind == "text":
        return nodes or [Node("paragraph")]
    title = row.title or (row.foreign_key or row.identifier if len(nodes) != 1 else "")
    head = [Node("heading", {"level": max(level, 2)}, [Run(title)])] if title else []
    return [*head, *nodes]


def _no_heading(node: Node) -> Node:
    """Return a heading within a text as a paragraph: a heading begins a part of its own here."""
    return Node("paragraph", {}, node.children) if node.kind == "heading" else node


def _refuse_known(project: Project, new: Sequence[ReqifDocument]) -> None:
    """Refuse what would be a clause twice: also one that was made plain text again keeps its name."""
    clauses = Clause.objects.in_project(project).only("project", "key", "source")
    known = {clause_identifier(clause) for clause in clauses}
    for row in (row for one in new for row in one.rows if row.kind == "requirement"):
        if row.identifier in known:
            raise Refused(_("%(name)s is a clause of another document here already.") % {"name": row.identifier})
        known.add(row.identifier)


def _by_document(documents: Sequence[ReqifDocument], file: ReqifFile) -> list[list[ReqifRelation]]:
    """Return for each document the relations of what is in it."""
    places = {row.identifier: place for place, one in enumerate(documents) for row in one.rows}
    found: list[list[ReqifRelation]] = [[] for _one in documents]
    for relation in file.relations:
        if relation.source in places:
            found[places[relation.source]].append(relation)
    return found


def _remember(document: Document, names: dict[str, str], relations: list[ReqifRelation], file: ReqifFile) -> None:
    """Keep what the file says of a document that has no other place here."""
    named = dict.fromkeys(one.target for one in relations)
    rows = [file.elsewhere_by_name[name] for name in named if name in file.elsewhere_by_name]
    elsewhere = [[row.identifier, row.foreign_key, row.title, row.elsewhere] for row in rows]
    kept = [[one.kind, one.source, one.target] for one in relations]
    ReqifOrigin.objects.create(document=document, names=names, relations=kept, elsewhere=elsewhere)


def _write_clauses(
    document: Document, read: ReqifDocument, nodes: list[Node], bids: dict[str, str], circle: Circle, *, by: User | None
) -> int:
    found = extents(nodes, set(bids.values()))
    now = clock.now()
    chapters: dict[str, Chapter] = {}
    rows = [row for row in read.rows if row.kind == "requirement"]
    clauses, texts = [], []
    titles = {str(node.attrs.get("bid")): (place, node.text()) for place, node in enumerate(nodes)}
    for row in rows:
        extent = found[bids[row.identifier]]
        if extent.chapter not in chapters:
            chapter = Chapter(document=document, bid=extent.chapter, number=extent.ordinal)
            chapter.place, title = titles.get(extent.chapter, (0, ""))
            chapter.title = " ".join(title.split())[:160]
            chapters[extent.chapter] = chapter
        clause = Clause(
            project=document.project,
            document=document,
            bid=bids[row.identifier],
            key=chapters[extent.chapter].following_key(),
            kind_of=row.clause_kind,
            foreign_key=row.foreign_key,
            foreign_status=row.status,
            rationale=row.rationale,
            source=row.identifier,
            created_by=by,
        )
        clauses.append(clause)
        text = ClauseText(clause=clause)
        set_text(text, extent, by=by, at=now)
        texts.append(text)
    Chapter.objects.bulk_create(chapters.values(), batch_size=BATCH)
    _save(document, circle, clauses, texts, by=by)
    return len(clauses)


def _save(
    document: Document, circle: Circle, clauses: list[Clause], texts: Sequence[ClauseText], *, by: User | None
) -> None:
    bulk_create_with_history(clauses, Clause, batch_size=BATCH, default_user=by)
    known = dict(Clause.objects.filter(document=document).values_list("key", "pk"))
    for clause, text in zip(clauses, texts, strict=True):
        text.clause_id = known[clause.key]
    ClauseText.objects.bulk_create(texts, batch_size=BATCH)
    ClauseCircle.objects.bulk_create(
        [ClauseCircle(clause_id=pk, circle=circle) for pk in known.values()], batch_size=BATCH
    )


def _tie(project: Project, file: ReqifFile, new: list[ReqifDocument], by: User | None) -> int:
    """Let clauses come from each other as the file says of those that came in with it, and as files before it said of
    those that came in with them: no file says what a clause that was here before comes from. A parent is one that `by`
    may read (None: each).
    """
    came = {row.identifier for one in new for row in one.rows}
    clauses = Clause.objects.in_project(project).filter(dropped_at=None).select_related("text")
    known = {clause_identifier(clause): clause for clause in clauses}
    readable = set((clauses if by is None else clauses.visible_to(by)).values_list("pk", flat=True))
    said = {pair for pair in file.parents if pair[0] in came} | _waiting(project, known, came)
    rows = ClauseParent.objects.filter(child__project=project).values_list("child", "parent")
    tied = set(rows)
    ties = []
    for names in sorted(said):
        child, parent = known.get(names[0]), known.get(names[1])
        if child is None or parent is None or parent.pk not in readable:
            continue
        if (child.pk, parent.pk) not in tied:
            tied.add((child.pk, parent.pk))
            ties.append(ClauseParent(child=child, parent=parent, looked=parent.standing_digest))
    called = {clause.pk: name for name, clause in known.items()}
    _refuse_loops((called[child], called[parent]) for child, parent in tied if child in called and parent in called)
    ClauseParent.objects.bulk_create(ties, batch_size=BATCH)
    return len(ties)


def _waiting(project: Project, known: Mapping[str, Clause], came: Collection[str]) -> set[tuple[str, str]]:
    """Return what files before said that clauses of theirs come from, where that has come in only now."""
    before = ReqifOrigin.objects.filter(document__project=project).values_list("document", "relations")
    return {
        (source, target)
        for document, rows in before
        for _kind, source, target in rows
        if target in came
        if source in known and known[source].document_id == document and not known[source].retired_at
    }
