"""Reading what documents say of clauses, whenever one has changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from circles.projects.domain_events import ContentWritten
from decisions.specification.event_types import ClauseNotice
from decisions.specification.frozen import ClauseExtent, digest_of, extents, freeze, shortened, title_of, words_in
from decisions.specification.models import Chapter, Clause, ClauseParent, ClauseText
from decisions.specification.models.clause import clause_keys
from decisions.specification.states import GONE
from documents.documents.models import Document, DocumentTextChanged
from documents.richtext.nodes import Node
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.broadcasts import broadcast, group_of
from foundation.web.extension_registry import publish


def reread_clauses(event: DocumentTextChanged) -> None:
    """Read the clauses of a document that has changed. Takes no lock of the project: who decides waits for nobody who
    types.
    """
    if Clause.objects.filter(document=event.document, dropped_at=None).exists():
        refresh(event.document, event.nodes, by=event.by, at=event.at)


def refresh(document: Document, nodes: Sequence[Node], *, by: User | None, at: datetime | None = None) -> list[Clause]:
    """Bring what is known of a document's clauses up to what it says; return those whose text changed. Owners of
    clauses that come from these, and were sure until now, find it in the inbox.
    """
    clauses = Clause.objects.filter(document=document, dropped_at=None).select_related("text")
    known = {clause.bid: clause for clause in clauses}
    found = extents(nodes, known)
    now = at or clock.now()
    changed, moved = [], []
    for bid, clause in known.items():
        text, extent = clause.text, found.get(bid)
        place = extent.place if extent else text.place
        digest = digest_of(freeze(extent.nodes)) if extent else GONE
        if digest != text.digest:
            set_text(text, extent, by=by, at=now)
            changed.append(clause)
        elif place != text.place:
            text.place = place
            moved.append(clause)
    _refresh_chapters(document, nodes)
    sure = sure_children(changed)
    ClauseText.objects.bulk_update([clause.text for clause in changed], list(ClauseText.READ), batch_size=200)
    ClauseText.objects.bulk_update([clause.text for clause in moved], ["place"], batch_size=500)
    if changed:
        publish(ContentWritten(things=changed))
    if changed or moved:
        tell_owners(sure, by, now)
        _tell_pages(document)
    return changed


def _refresh_chapters(document: Document, nodes: Sequence[Node]) -> None:
    found = {str(node.attrs.get("bid") or ""): (place, node) for place, node in enumerate(nodes)}
    for chapter in Chapter.objects.filter(document=document).exclude(bid=""):
        if chapter.bid not in found:
            continue
        place, node = found[chapter.bid]
        title = shortened(" ".join(node.text().split()))
        if (chapter.title, chapter.place) != (title, place):
            chapter.title, chapter.place = title, place
            chapter.save(update_fields=["title", "place"])


def _tell_pages(document: Document) -> None:
    """Tell open pages, after commit, that clauses of a document have another text; no entry of the record does."""
    notification = {"what": clause_keys(document.pk)}
    transaction.on_commit(lambda: broadcast(group_of(document.project_id), notification), robust=True)


def set_text(text: ClauseText, extent: ClauseExtent | None, *, by: User | None, at: datetime) -> None:
    """Take over what a document says, or that it says nothing any more."""
    text.changed_at, text.changed_by = at, by
    if extent is None:
        text.digest = GONE
        return
    text.nodes = freeze(extent.nodes)
    text.digest = digest_of(text.nodes)
    text.title, text.words = title_of(extent.nodes), words_in(extent.nodes)
    text.place = extent.place


def sure_children(changed: Sequence[Clause]) -> Mapping[int, Clause]:
    """Return the children of these that no change of a parent has made suspect yet."""
    if not changed:
        return {}
    from_these = ClauseParent.objects.filter(child=OuterRef("pk"), parent__in=[clause.pk for clause in changed])
    children = Clause.objects.living().filter(Exists(from_these)).exclude(owner=None)
    suspects = set(children.suspect().values_list("pk", flat=True))
    found = children.select_related("owner", "project", "text", "ratified")
    return {child.pk: child for child in found if child.pk not in suspects}


def tell_owners(sure: Mapping[int, Clause], by: User | None, at: datetime) -> None:
    """Tell the owners of those among these clauses, which were sure, that are suspect now, as far as they may read
    them.
    """
    suspects = Clause.objects.filter(pk__in=sure).suspect().order_by("pk")
    owners = {clause.owner for clause in sure.values() if clause.owner and clause.owner != by}
    for owner in owners:
        theirs = suspects.filter(owner=owner).visible_to(owner).values_list("pk", flat=True)
        for clause in [sure[pk] for pk in theirs]:
            Notice.post(
                {owner: Notice.Reason.OWNER},
                project=clause.project_id,
                event=ClauseNotice.SUSPECT,
                by=by,
                reference=clause.key,
                title=clause.title[:300],
                address=clause.get_absolute_url(),
                at=at,
            )
