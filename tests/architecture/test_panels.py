"""What apps add to a circle's page says nothing of what is inside a restricted document to those who cannot read it."""

import pytest

from chat.chat.workflows.conversation import post_about
from decisions.specification.workflows.clauses import describe
from documents.documents.models import Document
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.read_words import read_words
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.documents.workflows.suggestions import suggest_text
from documents.richtext.markdown_reader import nodes_of, update_of
from foundation.accounts.models import User
from tests.decisions.specification.blocks import a_clause, write
from tests.factories import a_circle, a_file, a_project, an_action
from tests.support.entry_points import at_browser

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SECRET = "quince"


def test_no_panel_tells_who_cannot_read_a_document_what_is_inside(ada: User, bo: User) -> None:
    circle = a_circle(ada, bo, inside=a_project(ada).circles.general(), name="Hydraulics")
    text = f"It costs a {SECRET}.\n\nNo stone."
    document = Document.create(circle, "The offer", by=ada, content=update_of(text))
    price, stone = a_clause(document, "It costs", circle, by=ada), a_clause(document, "No stone", by=ada)
    describe(price, by=ada, parents=[stone])
    write(document, text.replace("No stone", "No stone at all"), by=ada)  # so that a circle is told of the other
    begin_thread(document, Anchor(quote="costs", start="AAA=", end="AAA="), f"A whole {SECRET}?", by=ada)
    suggest_text(document, nodes_of(f"It costs two {SECRET}s."), by=ada)
    a_file("document", document.pk, by=ada, name=f"{SECRET}.txt")
    post_about(document, f"Which {SECRET}?", by=ada)
    read_words(document.pk)
    restrict(document, RestrictionTerms("Until the tender ends", people=[ada]), by=ada)
    an_action(circle, by=ada, what="Ask for another offer")
    assert SECRET in at_browser(ada).get(document.get_absolute_url()).text
    shown = at_browser(ada).get(circle.get_absolute_url()).text
    assert f"It costs a {SECRET}." in shown, "its clause"
    assert f"Which {SECRET}?" in shown, "its topic"
    page = at_browser(bo).get(circle.get_absolute_url()).text
    assert "The offer" in page
    assert "Ask for another offer" in page
    assert SECRET not in page
