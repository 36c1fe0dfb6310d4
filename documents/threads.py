"""What people said about a document, for its copies."""

from documents.exchange.commented import Thread
from documents.models import Document


def threads_of(document: Document) -> list[Thread]:
    """Return the threads of comments on a document, in the order in which they were begun.

    There are none yet: comments are not there.
    """
    return []
