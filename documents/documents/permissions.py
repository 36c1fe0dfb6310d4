"""Who may do what with documents; each docstring is the rule in words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef
from django.utils.translation import gettext as _

from circles.circles.models import Circle, Membership
from circles.circles.queries.user_roles import roles_of
from circles.invitations.models import Level
from circles.projects.models import Project
from documents.documents.models import Comment, Document, DocumentTemplate, PublicLink, Restriction, Suggestion
from documents.documents.models.document import readable
from foundation.accounts.models import Token, User
from foundation.accounts.scopes import Scope
from foundation.web.exceptions import Refused
from foundation.web.formatting import day


def is_for_sockets(token: Token, document: UUID) -> bool:
    """Through a socket one reads and writes a document, so a token opens one that is for both, in its project."""
    if token.project is None:  # of every project: the document's need not be looked up at each join
        return token.may(Scope.READ) and token.may(Scope.DOCUMENTS)
    project = Document.objects.filter(pk=document).values_list("project", flat=True).first()
    return token.may(Scope.READ, project) and token.may(Scope.DOCUMENTS, project)


class DocumentRestricted(Refused):
    """A document of which the person may know, and whose words are not for them now: 403 with its reason and end."""

    status = 403
    code = "restricted"

    def __init__(self, document: Document, restriction: Restriction) -> None:
        words = {"until": day(restriction.ends_on), "reason": restriction.reason, "name": restriction.started_by.name}
        super().__init__(_("Restricted until %(until)s: “%(reason)s” Ask %(name)s.") % words)
        self.document, self.restriction = document, restriction


def refuse_spreading(document: Document) -> None:
    """Raise Refused where something is made of what is said in a restricted document, for everyone to read."""
    if document.restriction:
        sentence = _("%(document)s is restricted; what is made of its words would be open to everyone in the project.")
        raise Refused(sentence % {"document": document.reference})


def may_write_in(user: User, circle: Circle) -> bool:
    """Everyone in the project may begin a document in any circle that is not closed."""
    return not circle.is_closed and circle.project.has(user)


@dataclass
class Abilities:
    """What one person may do with one document; who could restrict it is found out by a query more."""

    user: User
    document: Document
    reads: bool
    comments: bool
    writes: bool
    is_member: bool

    @property
    def may_read(self) -> bool:
        """Everyone in the project reads all its documents, but of a restricted one those who are named, by themselves
        or by a circle of theirs; a guest reads what they are let into.
        """
        return self.reads

    @property
    def may_comment(self) -> bool:
        """Whoever of the project may read a document may comment on it, and a guest who is let in for that, while it is
        not closed.
        """
        return self.comments and not self.document.is_closed

    @property
    def may_write(self) -> bool:
        """Whoever of the project may read a document may write in it, and a guest who is let in for that; a closed one
        and those of a closed circle are only read.
        """
        return self.writes and not self.document.is_closed

    @property
    def may_arrange(self) -> bool:
        """Whoever of the project reads a document renames, moves and archives it while its circle is open; an archived
        one as well. A guest may not.
        """
        return self.is_member and self.reads and not self.document.circle.is_closed

    @cached_property
    def may_restrict(self) -> bool:
        """Whoever may write in a document restricts it, if they made it, have a voice in its circle, or pilot the
        general circle. What belongs to the whole project stays open: its specification, and amendments.
        """
        return self.document.is_plain and self.may_arrange and self.may_write and self._answers_for_it

    @property
    def may_change_restriction(self) -> bool:
        """Who restricted a document says anew who reads it and until when, or lifts it, and so does whoever may read it
        and could restrict it.
        """
        restriction = self.document.restriction
        if restriction is None or not self.is_member:
            return False
        return restriction.started_by_id == self.user.pk or (self.reads and self._answers_for_it)

    @property
    def may_save_as_template(self) -> bool:
        """Whoever may read a document may offer a copy of its text to the whole project, as anyone can read it there;
        a restricted one is no template.
        """
        return self.is_member and self.reads and self.document.restriction is None

    @cached_property
    def _answers_for_it(self) -> bool:
        if self.document.created_by_id == self.user.pk:
            return True
        standing = roles_of(self.user, self.document.project)
        return standing.has_a_voice_in(self.document.circle) or standing.pilots_project


def abilities(user: User, document: Document) -> Abilities:
    """Find out what a person may do with a document, by the database's clock."""
    row = Document.objects.filter(pk=document.pk)
    if row.wholly_open_to(user).exists():
        return Abilities(user, document, reads=True, comments=True, writes=True, is_member=True)
    can = {f"can_{level}": ExpressionWrapper(readable(user, level), BooleanField()) for level in Level.values}
    member = Exists(Membership.objects.current().filter(user=user, project=OuterRef("project")))
    found = row.annotate(**can, is_member=member).values("can_read", "can_comment", "can_write", "is_member").first()
    known = found or dict.fromkeys(("can_read", "can_comment", "can_write", "is_member"), False)
    return Abilities(user, document, known["can_read"], known["can_comment"], known["can_write"], known["is_member"])


def require_reading(user: User, document: Document) -> Abilities:
    """Return what the person may do with a document that they found; raise `DocumentRestricted` where they may not read
    it.
    """
    may = abilities(user, document)
    if not may.may_read and document.restriction:
        raise DocumentRestricted(document, document.restriction)
    return may


def may_read(user: User, document: Document) -> bool:
    """See `Abilities`, as for all of these."""
    return abilities(user, document).may_read


def may_comment(user: User, document: Document) -> bool:
    """Whether a person may comment on a document."""
    return abilities(user, document).may_comment


def may_write(user: User, document: Document) -> bool:
    """Whether a person may write in a document."""
    return abilities(user, document).may_write


def may_write_listed(document: Document) -> bool:
    """Whether the person for whom a list was read `with_write_access` may write in a document of it."""
    return bool(vars(document)["is_writable"]) and not document.is_closed


def may_arrange(user: User, document: Document) -> bool:
    """Whether a person may rename, move and archive a document."""
    return abilities(user, document).may_arrange


def may_restrict(user: User, document: Document) -> bool:
    """Whether a person may restrict a document."""
    return abilities(user, document).may_restrict


def restricts(user: User) -> Callable[[Document], bool]:
    """Return `may_restrict` for one person, as workflows ask it."""
    return lambda document: may_restrict(user, document)


def may_change_restriction(user: User, document: Document) -> bool:
    """Whether a person may change or lift the restriction of a document."""
    return abilities(user, document).may_change_restriction


def may_restrict_or_renew(user: User, document: Document) -> bool:
    """Whether a person may restrict an open document, or say anew who reads a restricted one."""
    may = abilities(user, document)
    return may.may_change_restriction if document.restriction else may.may_restrict


def may_tag(user: User, project: Project) -> bool:
    """Tags belong to the whole project: whoever is in it renames and removes them."""
    return project.has(user)


def may_share(user: User, document: Document) -> bool:
    """Whoever could restrict a document lets it be read by a public link, where its project allows that, while it is
    neither restricted nor archived; whoever could restrict it ends the link as well.
    """
    return document.project.public_links and settings.PUBLIC_LINKS and answers_for(user, document)


def answers_for(user: User, document: Document) -> bool:
    """Who made a plain document that nothing restricts, has a voice in its circle or pilots the general circle."""
    return document.restriction is None and abilities(user, document).may_restrict


def may_end_public_link(user: User, link: PublicLink) -> bool:
    """Who made a public link ends it, while they are in the project, and so does whoever pilots the general circle or
    could make one there, were it allowed.
    """
    document = link.document
    if link.made_by_id == user.pk or document.project.is_piloted_by(user):
        return document.project.has(user)
    return abilities(user, document).may_restrict


def shows_now(link: PublicLink) -> bool:
    """Whether a public link shows its document at this instant."""
    is_open = PublicLink.objects.open_now().filter(pk=link.pk).exists()
    return is_open and is_upheld(link)


def is_upheld(link: PublicLink) -> bool:
    """A public link shows its document while who made it could make it today."""
    return link.made_by.is_active and may_share(link.made_by, link.document)


def may_save_as_template(user: User, document: Document) -> bool:
    """Whether a person may make a template of a document."""
    return abilities(user, document).may_save_as_template


def may_change_comment(user: User, comment: Comment) -> bool:
    """Everyone may change and remove their own words, nobody else's, while they may comment at all."""
    return comment.author_id == user.pk and may_comment(user, comment.thread.document)


def may_decide(user: User, suggestion: Suggestion) -> bool:
    """Whoever may write in a document accepts or refuses what is suggested there."""
    return may_write(user, suggestion.document)


def may_undo_verdict(user: User, suggestion: Suggestion) -> bool:
    """Whoever may write in a document takes back what was decided there last; a guest only what they decided."""
    last = suggestion.verdicts.in_force().last()
    is_theirs = last is not None and last.decided_by_id == user.pk
    return may_decide(user, suggestion) and (is_theirs or suggestion.document.project.has(user))


def may_withdraw(user: User, suggestion: Suggestion) -> bool:
    """Everyone may withdraw what they suggested, and say why they did, while they may comment at all."""
    return suggestion.author_id == user.pk and may_comment(user, suggestion.document)


def may_remove_template(user: User, template: DocumentTemplate) -> bool:
    """Everyone in the project may remove a template of it; the record says who did."""
    return template.project.has(user)
