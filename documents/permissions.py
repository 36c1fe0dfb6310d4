"""Who may do what with documents; each docstring is the rule in words."""

from accounts.models import User
from circles.models import Circle
from documents.models import Document, DocumentTemplate


def may_write_in(user: User, circle: Circle) -> bool:
    """Everybody in the project may begin a document in any circle that is not closed."""
    return not circle.is_closed and circle.project.has(user)


def may_read(user: User, document: Document) -> bool:
    """Everybody in the project may read all its documents."""
    return Document.objects.readable_by(user).filter(pk=document.pk).exists()


def may_comment(user: User, document: Document) -> bool:
    """Whoever may read a document may comment on it, while it is not closed."""
    return not document.is_closed and may_read(user, document)


def may_write(user: User, document: Document) -> bool:
    """Everybody in the project may write in all its documents; a closed one and those of a closed circle are only
    read.
    """
    return not document.is_closed and may_read(user, document)


def may_arrange(user: User, document: Document) -> bool:
    """Whoever may write in a document's circle renames, moves and archives it; an archived one as well."""
    return may_read(user, document) and may_write_in(user, document.circle)


def may_save_as_template(user: User, document: Document) -> bool:
    """Whoever may read a document may offer a copy of its text to the whole project, as anybody can read it there."""
    return document.project.has(user) and may_read(user, document)


def may_remove_template(user: User, template: DocumentTemplate) -> bool:
    """Everybody in the project may remove a template of it; the record says who did."""
    return template.project.has(user)
