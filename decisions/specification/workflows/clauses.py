"""Making clauses of blocks, saying what they are, and looking at those whose parents have changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from decisions.specification.event_types import SpecificationEvent
from decisions.specification.frozen import ClauseExtent, extents
from decisions.specification.models import Chapter, Clause, ClauseLook, ClauseParent, ClauseText
from decisions.specification.states import makes_a_loop
from decisions.specification.workflows.refreshing import refresh, set_text
from documents.documents.models import Document
from documents.documents.workflows.quiet_text import process_quiet_text
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Head
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused

DESCRIBED = ("kind_of", "owner", "rationale")


def make_clause(document: Document, bid: str, *, by: User, at: datetime | None = None) -> Clause:
    """Make a clause of a block, with the next key of its chapter. It belongs to the circles of the clause before it in
    the chapter, else to the document's.

    Records `clause.made`.

    :raises Refused: where the document has no such block (yet), it is one already, or nobody writes in the document.
    """
    process_quiet_text(document.pk, at=at)
    with transaction.atomic():
        Head.lock(document.project_id)
        document = Document.objects.select_related("project", "circle").get(pk=document.pk)
        _refuse_unfit(document)
        if Clause.objects.filter(document=document, bid=bid, dropped_at=None).exists():
            raise Refused(_("This is a clause already."))
        nodes = document.nodes()
        known = {clause.bid for clause in Clause.objects.filter(document=document, dropped_at=None)}
        found = extents(nodes, known | {bid})
        extent = found.get(bid)
        if extent is None or not extent.nodes[0].text().strip():
            raise Refused(_("There is nothing here to make a clause of yet."))
        clause = _write(document, bid, extent, by=by, at=at)
        clause.seat(_circles_before(clause, found) or [document.circle])
        refresh(document, nodes, by=by, at=at)  # a heading may have ended at the block that is a clause now
        clause = clause.locked()
        clause.record_event(SpecificationEvent.CLAUSE_MADE, by=by, at=at)
    return clause


def _refuse_unfit(document: Document) -> None:
    document.refuse_if_closed()
    if document.is_amendment:
        raise Refused(_("The text of a proposal has no clauses."))
    if document.restriction:
        raise Refused(_("This document is restricted, and what is ratified is open to the whole project."))


def _write(document: Document, bid: str, extent: ClauseExtent, *, by: User, at: datetime | None) -> Clause:
    chapter = Chapter.at(document, extent.chapter, extent.ordinal)
    clause = Clause.objects.create(
        project=document.project,
        document=document,
        bid=bid,
        key=chapter.next_key(),
        owner=by,
        created_by=by,
        **({"created_at": at} if at else {}),
    )
    text = ClauseText(clause=clause)
    set_text(text, extent, by=by, at=at or clock.now())
    text.save()
    return clause


def _circles_before(clause: Clause, found: dict[str, ClauseExtent]) -> list[Circle]:
    here = found[clause.bid]
    earlier = {bid: one for bid, one in found.items() if one.chapter == here.chapter and one.place < here.place}
    places = {one.place: bid for bid, one in earlier.items()}
    if not places:
        return []
    before = Clause.objects.get(document=clause.document_id, bid=places[max(places)], dropped_at=None)
    return [circle for circle in before.circles.all() if not circle.is_closed]


def drop(clause: Clause, *, by: User, at: datetime | None = None) -> None:
    """Make a draft plain text again; its key is never given again. Records `clause.dropped`.

    :raises Refused: where a decision has ratified it.
    """
    with transaction.atomic():
        clause = clause.locked()
        clause.refuse_ended()
        clause.refuse_ratified()
        clause.dropped_at = at or clock.now()
        clause.save()
        refresh(clause.document, clause.document.nodes(), by=by, at=at)
        clause.record_event(SpecificationEvent.CLAUSE_DROPPED, by=by, at=at)


def describe(
    clause: Clause,
    *,
    by: User,
    circles: Iterable[Circle] | None = None,
    parents: Iterable[Clause] | None = None,
    at: datetime | None = None,
    **said: Any,
) -> list[str]:
    """Say whose a clause is, of which kind (`kind_of`), from which clauses it comes, whose (`owner`) and why it is
    there (`rationale`); return the names of what differs. What is None stays. Who gets it hears of it.

    Records `clause.described`.

    :raises Refused: for an interface of one circle, a clause without any, or one that would come from itself.
    """
    if unknown := set(said) - set(DESCRIBED):
        raise TypeError(f"a clause has no {', '.join(sorted(unknown))}")
    with transaction.atomic():
        clause = clause.locked()
        clause.refuse_ended()
        changed = [name for name, value in said.items() if getattr(clause, name) != value]
        for name in changed:
            setattr(clause, name, said[name])
        seats = list(circles) if circles is not None else list(clause.circles.all())
        _refuse_seats(clause, seats)
        if {circle.pk for circle in seats} != set(clause.seats.values_list("circle", flat=True)):
            clause.seat(seats)
            changed.append("circles")
        if parents is not None and tie(clause, list(parents)):
            changed.append("parents")
        if not changed:
            return []
        clause.save()
        owner = {clause.owner: Notice.Reason.OWNER} if "owner" in changed and clause.owner else {}
        clause.record_event(
            SpecificationEvent.CLAUSE_DESCRIBED,
            by=by,
            at=at,
            people=owner,
            changed=changed,
        )
    return changed


def _refuse_seats(clause: Clause, circles: list[Circle]) -> None:
    if not circles:
        raise Refused(_("A clause belongs to a circle."))
    if clause.kind_of == Clause.Kind.INTERFACE and len(circles) < 2:
        raise Refused(_("An interface lies between two circles: name the other one."))
    if any(circle.is_closed for circle in circles if not clause.seats.filter(circle=circle).exists()):
        raise Refused(_("This circle is closed."))


def tie(clause: Clause, parents: list[Clause]) -> bool:
    """Let a clause come from these and no others, as they stand now; return whether that differs. The caller holds the
    lock.

    :raises Refused: where it would come from itself.
    """
    wanted = {parent.pk: parent for parent in parents}
    known = set(clause.parent_ties.values_list("parent", flat=True))
    if known == set(wanted):
        return False
    rows = ClauseParent.objects.filter(child__project=clause.project_id).exclude(child=clause)
    above: dict[int, set[int]] = {}
    for child, parent in rows.values_list("child", "parent"):
        above.setdefault(child, set()).add(parent)
    if makes_a_loop(clause.pk, wanted, above):
        raise Refused(_("%(key)s would come from itself.") % {"key": clause.key})
    clause.parent_ties.exclude(parent__in=wanted).delete()
    ClauseParent.objects.bulk_create(
        ClauseParent(child=clause, parent=parent, looked=parent.standing_digest)
        for pk, parent in wanted.items()
        if pk not in known
    )
    return True


def note_look(clause: Clause, word: str, *, by: User, at: datetime | None = None) -> ClauseLook:
    """Say of a suspect clause, having looked at it: still right, changed with its parent, or a tension. It is not
    suspect any more. Records `clause.looked_at`.

    :raises Refused: where no parent of it has changed since a person looked.
    """
    if word not in ClauseLook.Word.values:
        raise Refused(_("Say whether it is still right, changed, or a tension."))
    with transaction.atomic():
        clause = clause.locked()
        clause.refuse_ended()
        if not clause.is_suspect:
            raise Refused(_("Someone has already checked %(key)s.") % {"key": clause.key})
        said = ClauseLook.note(clause, word, by=by, at=at or clock.now())
        clause.record_event(
            SpecificationEvent.CLAUSE_LOOKED_AT,
            by=by,
            at=at,
            look=word,
            parents=", ".join(said.parents),
        )
    return said
