"""Restrict a document, change a restriction, lift it; what happens when its day comes.

The access watch, which queries the database, closes the open pages of people who lose access: no message has to arrive.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm

from circles.circles.models import Circle
from circles.invitations.models import Level
from circles.invitations.models.guest import end_of, refuse_day
from circles.projects.models.subject import numbered_values
from documents.documents.event_types import DocumentEvent
from documents.documents.models import Document, Restriction
from documents.documents.models.restriction import FOREWARNED_BY, USUAL_DAYS, RestrictionBegun
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish
from foundation.web.throttling import throttle


@dataclass(frozen=True)
class RestrictionTerms:
    """Why a document is restricted, until which day (None: thirty days), and who reads it."""

    reason: str
    people: Collection[User] = ()
    circles: Collection[Circle] = ()
    ends_on: date | None = None


def usual_day(document: Document, now: datetime) -> date:
    """Return the day on which a restriction ends where nothing is said."""
    days = min(USUAL_DAYS, settings.RESTRICTION_MAX_DAYS)
    return now.astimezone(document.project.zone).date() + timedelta(days=days)


def restrict(
    document: Document, terms: RestrictionTerms, *, by: User, at: datetime | None = None, tells: bool = True
) -> Restriction:
    """Restrict an open document. Who does it reads it in any case; who is named hears of it, if it `tells`.

    :raises Refused: for one that is restricted, or is nobody's alone to close: the specification, an amendment.
    """
    with transaction.atomic():
        document = document.locked()
        if document.genre != Document.Genre.PLAIN:
            raise Refused(_("This text belongs to the whole project; it stays open."))
        for lapsed in document.restrictions.lapsed():
            _write_end(lapsed, document)
        if document.restriction:
            raise Refused(_("This document is restricted already; change who reads it, or until when."))
        restriction = Restriction(document=document, started_by=by, started_at=at or clock.now())
        facts = _write_terms(restriction, document, terms, by)
        named = dict.fromkeys(terms.people if tells else (), Notice.Reason.INVITED)
        document.record_event(
            DocumentEvent.DOCUMENT_RESTRICTED, by=by, at=at, also=["documents"], people=named, **facts
        )
        publish(RestrictionBegun(restriction=restriction))
    return restriction


def renew(document: Document, terms: RestrictionTerms, *, by: User) -> Restriction:
    """Say anew why a document is restricted, until when and who reads it.

    :raises Refused: for one that is open.
    """
    with transaction.atomic():
        document = document.locked()
        restriction = _held(document)
        before = set(_readers(document))
        facts = _write_terms(restriction, document, terms, by)
        new = dict.fromkeys([one for one in terms.people if one not in before], Notice.Reason.INVITED)
        document.record_event(DocumentEvent.RESTRICTION_RENEWED, by=by, also=["documents"], people=new, **facts)
    return restriction


def restrict_like(document: Document, page: Document, *, by: User) -> bool:
    """Restrict an open document as the page that it is below: for the same reason, until the same day, for the same
    people and circles, and for who made it. Nobody is told, as they read the page already. Returns whether it did.
    """
    held = page.restrictions.in_force().first()
    if held is None or document.genre != Document.Genre.PLAIN or document.restrictions.in_force().exists():
        return False
    people = [*_readers(page), *([document.created_by] if document.created_by else [])]
    terms = RestrictionTerms(held.reason, list(dict.fromkeys(people)), list(held.circles.all()), held.ends_on)
    restrict(document, terms, by=by, tells=False)
    return True


def restrict_or_renew(
    document: Document, terms: RestrictionTerms, *, by: User, pages: Collection[Document] = ()
) -> None:
    """Restrict an open document; of a restricted one say anew why, until when and for whom. Those of its `pages` that
    are open are restricted alike.
    """
    with transaction.atomic():
        act = renew if document.restriction else restrict
        act(document, terms, by=by)
        for page in pages:
            restrict_like(page, document, by=by)


def lift(document: Document, *, by: User) -> None:
    """Open a document to its whole project before its day.

    :raises Refused: for one that is open already.
    """
    with transaction.atomic():
        document = document.locked()
        restriction = _held(document)
        restriction.ended_at, restriction.ended_by = clock.now(), by
        people = _write_end(restriction, document)
        document.record_event(DocumentEvent.RESTRICTION_LIFTED, by=by, also=["documents"], people=people)


def let_end(restriction: Restriction) -> int:
    """Write that a restriction ended on its day, and tell who waits for it; it was open from that instant."""
    with transaction.atomic():
        document = restriction.document.locked()
        lapsed = document.restrictions.lapsed().filter(pk=restriction.pk).first()
        if lapsed is None:
            return 0
        people = _write_end(lapsed, document)
        document.record_event(
            DocumentEvent.RESTRICTION_EXPIRED,
            by=None,
            also=["documents"],
            people=people,
            until=lapsed.ends_on.isoformat(),
        )
    return 1


def forewarn(restriction: Restriction) -> int:
    """Tell who restricted a document that it opens within three days."""
    with transaction.atomic():
        document, now = restriction.document.locked(), clock.now()
        found = document.restrictions.to_forewarn(now).filter(pk=restriction.pk).select_related("started_by").first()
        if found is None:
            return 0
        found.forewarned_at = now
        found.save()
        document.record_event(
            DocumentEvent.RESTRICTION_EXPIRY_ANNOUNCED,
            by=None,
            people={found.started_by: Notice.Reason.OWNER},
            until=found.ends_on.isoformat(),
        )
    return 1


def ask_for_access(document: Document, *, by: User) -> None:
    """Ask who restricted a document to be let in.

    :raises Refused: for one that is open.
    :raises Throttled: when they asked within the hour.
    """
    throttle(by.pk, f"access:{document.pk.hex}", most=1, within=timedelta(hours=1))
    with transaction.atomic():
        document = document.locked()
        restriction = _held(document)
        document.record_event(
            DocumentEvent.ACCESS_REQUESTED, by=by, people={restriction.started_by: Notice.Reason.ASKED}
        )


def follow(document: Document, *, by: User) -> None:
    """Remember who wants to be notified when a document opens.

    :raises Refused: for one that is open already.
    """
    with transaction.atomic():
        _held(document.locked()).followers.add(by)


def read_as_administrator(document: Document, *, by: User) -> None:
    """Write into the record that an administrator reads a restricted document that is not for them."""
    with transaction.atomic():
        document = document.locked()
        restriction = _held(document)
        document.record_event(
            DocumentEvent.READ_BY_ADMINISTRATOR, by=by, people={restriction.started_by: Notice.Reason.OWNER}
        )


def _held(document: Document) -> Restriction:
    if document.restriction is None:
        raise Refused(_("This document is open to everyone in the project."))
    return document.restriction


def _write_terms(restriction: Restriction, document: Document, terms: RestrictionTerms, by: User) -> dict[str, Any]:
    """Write the terms of a restriction with its grants, and return them as the record keeps them.

    :raises Refused: without a reason, and for a day that has come or is too far away.
    """
    now = clock.now()
    ends_on = terms.ends_on or usual_day(document, now)
    reason = " ".join(terms.reason.split())
    if not reason:
        raise Refused(_("Say why it is restricted: everyone in the project sees the reason."))
    refuse_day(ends_on, document.project.zone, now, most=settings.RESTRICTION_MAX_DAYS)
    restriction.reason, restriction.ends_on = reason, ends_on
    restriction.ends_at = end_of(ends_on, document.project.zone)
    restriction.forewarned_at = now if restriction.ends_at <= now + FOREWARNED_BY else None
    restriction.save()
    restriction.circles.set(terms.circles)
    people = list(dict.fromkeys([*terms.people, by]))
    _grant(document, people)
    return {
        "reason": reason,
        "until": ends_on.isoformat(),
        "circles": [circle.name for circle in terms.circles],
        "personal": numbered_values("readers", [person.name for person in people]),
    }


def _grant(document: Document, people: Iterable[User]) -> None:
    """Let these members of the project read, and no others; guests keep what they have."""
    document.grants.filter(guest=None).delete()
    if readers := list(people):
        # Who has a row as a guest of this document, and came into the project, reads it by that one.
        assign_perm(f"{Level.READ}_document", readers, document)


def _readers(document: Document) -> list[User]:
    """Return who is named as a reader."""
    return list(User.objects.filter(documentgrant__in=document.grants.filter(guest=None)).distinct())


def _write_end(restriction: Restriction, document: Document) -> dict[User, str]:
    """Write the end of a restriction with its grants; return who hears of it: who restricted it, and who waits."""
    restriction.ended_at = restriction.ended_at or restriction.ends_at
    restriction.save()
    waiting = dict.fromkeys(restriction.followers.all(), Notice.Reason.FOLLOWED)
    document.grants.filter(guest=None).delete()
    vars(document).pop("restriction", None)  # Django keeps it as a property: who asks next reads it anew
    return {**waiting, restriction.started_by: Notice.Reason.OWNER}
