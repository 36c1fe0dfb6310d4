"""Who may do what with clauses; each docstring is the rule in words."""

from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Project
from decisions.specification.models import Clause
from documents.documents import permissions as document_permissions
from documents.documents.models import Document
from foundation.accounts.models import User


def may_make(user: User, document: Document) -> bool:
    """Whoever of the project may write in a document makes clauses of its blocks."""
    return bool(roles_of(user, document.project).seats) and document_permissions.may_write(user, document)


def may_describe(user: User, clause: Clause) -> bool:
    """Whoever of the project may write in its document says what a clause is, whose, and where it comes from; only a
    decision moves what was ratified.
    """
    return may_make(user, clause.document)


def may_look(user: User, clause: Clause) -> bool:
    """Whoever has a voice in a circle of the clause says whether it is still right, and so do its owner and the pilot
    of the general circle.
    """
    standing = roles_of(user, clause.project)
    has_voice = any(standing.has_a_voice_in(circle) for circle in clause.holders)
    return clause.owner_id == user.pk or has_voice or standing.pilots_project


def may_import(user: User, project: Project) -> bool:
    """Whoever pilots the general circle brings a specification in."""
    return roles_of(user, project).pilots_project
