"""Who may open a document session, and whether they may write: asked when a person connects, and every second for those
whose access can end by the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef

from circles.circles.models import Membership
from circles.invitations.models import Level
from documents.coediting.owning_app import Admission
from documents.documents.models import Document
from documents.documents.models.document import readable
from foundation.accounts.models import User
from foundation.web.repeated_query import RepeatedQuery

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

CLOSINGS = ("closed_at", "archived_at", "circle__closed_at", "project__archived_at")
"""When a document, its circle or its project was closed to who writes, as `Document.is_closed` asks."""


def let_in(user: User, document: UUID) -> Admission | None:
    """Let a person into a document; None where they may not read it, or there is none. One query, composed once."""
    for is_writer, is_member, *closed in _asked.rows(user=user.pk, document=document):
        return Admission(document, bool(is_writer), any(closed), not is_member)
    return None


def admissions(user: UUID, document: UUID) -> QuerySet[Document, tuple[Any, ...]]:
    """Find a document, if the person may read it: whether they may write, are a member, and when what was closed."""
    person = User(pk=user)
    is_writer = ExpressionWrapper(readable(person, Level.WRITE), BooleanField())
    is_member = Exists(Membership.objects.current().filter(user=person, project=OuterRef("project")))
    found = Document.objects.readable_by(person).filter(pk=document)
    return found.annotate(is_writer=is_writer, is_member=is_member).values_list("is_writer", "is_member", *CLOSINGS)


_asked = RepeatedQuery(admissions, "user", "document")
