"""Who may do what with documents; each docstring is the rule in words."""

from accounts.models import User
from circles.models import Circle
from documents.models import Comment, Document


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


def may_change_comment(user: User, comment: Comment) -> bool:
    """Everybody may change and remove their own words, nobody else's, while they may comment at all."""
    return comment.author_id == user.pk and may_comment(user, comment.thread.document)
