"""What tests do with blocks of the specification: find one by its words, write, make a clause."""

from typing import Any

from circles.circles.models import Circle
from decisions.decisions.models import ClauseTouch, Decision
from decisions.decisions.workflows.proposals import create_proposal
from decisions.specification.models import Clause
from decisions.specification.workflows.clauses import describe, make_clause
from documents.documents.models import Document
from documents.documents.workflows.quiet_text import process_quiet_text
from foundation.accounts.models import User
from tests.factories import a_written, left_there
from tests.support.replayed_factories import replayed


def block(document: Document, words: str) -> str:
    """Return the id of the first block whose words begin so."""
    process_quiet_text(document.pk)
    return next(str(node.attrs["bid"]) for node in document.nodes() if node.text().startswith(words))


@replayed
def a_clause(document: Document, words: str, *circles: Circle, by: User, **said: Any) -> Clause:
    """Make a clause of the block whose words begin so."""
    clause = make_clause(document, block(document, words), by=by)
    describe(clause, by=by, circles=circles or None, **said)
    return fresh(clause)


def fresh(clause: Clause) -> Clause:
    """Read a clause again, with all that lists show of it."""
    return Clause.objects.for_lists().get(pk=clause.pk)


def write(document: Document, markdown: str, *, by: User) -> None:
    """Change a document to this text, and let the server read it."""
    a_written(document, markdown, by=by)
    process_quiet_text(document.pk)


@replayed
def adopted(circle: Circle, *clauses: Clause, by: User, retires: bool = False, **terms: Any) -> Decision:
    """Have these clauses adopted in a circle where nobody else is asked: the circle around it leaves it there."""
    touches = [ClauseTouch(fresh(clause), retires) for clause in clauses]
    proposal = create_proposal(
        circle, by=by, ask=True, tension="It is not agreed.", text="We agree to it.", clauses=touches, **terms
    )
    left_there(proposal)
    return Decision.objects.get(proposal=proposal)
