"""Who may do what with documents; each docstring is the rule in words."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef
from django.utils.translation import gettext as _

from accounts.models import User
from circles.models import Circle, Level, Membership
from circles.queries.user_roles import roles_of
from documents.models import Comment, Document, DocumentQuerySet, DocumentTemplate, Restriction
from documents.models.document import readable
from web.exceptions import Refused
from web.formatting import day


@dataclass(frozen=True)
class Admission:
    """What somebody may do who is let into a document's session."""

    document: UUID
    may_write: bool
    is_guest: bool


def let_in(user: User, found: DocumentQuerySet) -> Admission | None:
    """Let a person into the one document among these that they may read; None where there is none. One query."""
    may_write = ExpressionWrapper(readable(user, Level.WRITE), BooleanField())
    member = Exists(Membership.objects.current().filter(user=user, project=OuterRef("project")))
    open_ones = found.readable_by(user).annotate(may_write=may_write, member=member)
    row = open_ones.values_list("pk", "may_write", "member", "closed_at", "archived_at", "circle__closed_at").first()
    if row is None:
        return None
    pk, is_writer, is_member, *closed = row
    return Admission(pk, is_writer and not any(closed), not is_member)


class DocumentRestricted(Refused):
    """A document of which the person may know, and whose words are not for them now: 403 with its reason and end."""

    status = 403
    code = "restricted"

    def __init__(self, document: Document, restriction: Restriction) -> None:
        words = {"until": day(restriction.ends_on), "reason": restriction.reason, "name": restriction.started_by.name}
        super().__init__(_("Restricted until %(until)s: “%(reason)s” Ask %(name)s.") % words)
        self.document, self.restriction = document, restriction


def require_reading(user: User, document: Document) -> None:
    """Raise `DocumentRestricted` for a document that the person found and may not read."""
    if not may_read(user, document) and document.restriction:
        raise DocumentRestricted(document, document.restriction)


def may_write_in(user: User, circle: Circle) -> bool:
    """Everybody in the project may begin a document in any circle that is not closed."""
    return not circle.is_closed and circle.project.has(user)


def may_read(user: User, document: Document) -> bool:
    """Everybody in the project reads all its documents, but of a restricted one those who are named, by themselves or
    by a circle of theirs; a guest reads what they are let into.
    """
    return _is_open_to(user, document, Level.READ)


def may_comment(user: User, document: Document) -> bool:
    """Whoever of the project may read a document may comment on it, and a guest who is let in for that, while it is not
    closed.
    """
    return not document.is_closed and _is_open_to(user, document, Level.COMMENT)


def may_write(user: User, document: Document) -> bool:
    """Whoever of the project may read a document may write in it, and a guest who is let in for that; a closed one and
    those of a closed circle are only read.
    """
    return not document.is_closed and _is_open_to(user, document, Level.WRITE)


def _is_open_to(user: User, document: Document, level: str) -> bool:
    return Document.objects.open_to(user, level).filter(pk=document.pk).exists()


def may_arrange(user: User, document: Document) -> bool:
    """Whoever of the project reads a document, and may write in its circle, renames, moves and archives it; an archived
    one as well. A guest may not.
    """
    return document.project.has(user) and may_read(user, document) and may_write_in(user, document.circle)


def may_restrict(user: User, document: Document) -> bool:
    """Whoever may write in a document restricts it, if they made it, have a voice in its circle, or pilot the general
    circle. What belongs to the whole project stays open: its specification, and amendments.
    """
    is_theirs = may_arrange(user, document) and may_write(user, document)
    return document.is_plain and is_theirs and _answers_for(user, document)


def may_change_restriction(user: User, document: Document) -> bool:
    """Who restricted a document says anew who reads it and until when, or lifts it, and so does whoever may read it and
    could restrict it.
    """
    restriction = document.restriction
    if restriction is None or not document.project.has(user):
        return False
    return restriction.started_by_id == user.pk or (may_read(user, document) and _answers_for(user, document))


def _answers_for(user: User, document: Document) -> bool:
    standing = roles_of(user, document.project)
    return document.created_by_id == user.pk or standing.has_a_voice_in(document.circle) or standing.pilots_project


def may_change_comment(user: User, comment: Comment) -> bool:
    """Everybody may change and remove their own words, nobody else's, while they may comment at all."""
    return comment.author_id == user.pk and may_comment(user, comment.thread.document)


def may_save_as_template(user: User, document: Document) -> bool:
    """Whoever may read a document may offer a copy of its text to the whole project, as anybody can read it there; a
    restricted one is no template.
    """
    return document.project.has(user) and may_read(user, document) and document.restriction is None


def may_remove_template(user: User, template: DocumentTemplate) -> bool:
    """Everybody in the project may remove a template of it; the record says who did."""
    return template.project.has(user)
