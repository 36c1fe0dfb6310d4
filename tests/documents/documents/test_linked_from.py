"""What names a document is listed there, for whom may read it."""

import pytest

from across.search.indexing import reindex
from chat.chat.models import Room
from chat.chat.workflows.conversation import open_topic, post_message, remove_message
from chat.chat.workflows.direct import direct_topic
from circles.circles.models import Circle
from circles.projects.models import Project, WrittenThing
from circles.projects.tasks import follow_thing
from documents.documents.contexts.linked import linked_from
from documents.documents.models import Document, DocumentCitation
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_project, an_action
from tests.support.entry_points import at_browser
from tests.support.replayed_factories import replayed

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


@pytest.fixture
def circle(ada: User, bo: User, project: Project) -> Circle:
    return a_circle(ada, bo, inside=project.circles.general(), name="Hydraulics")


@replayed
def a_text(circle: Circle, title: str, text: str, by: User) -> Document:
    document = Document.create(circle, title, by=by, content=update_of(text))
    process_quiet_text(document.pk)
    return document


def follow_all() -> None:
    for kind, thing in WrittenThing.objects.values_list("kind", "thing").distinct():
        follow_thing(kind, thing)


def seen(document: Document, user: User) -> set[tuple[str, str]]:
    return {(one.kind, one.words) for one in linked_from(document, user)}


@pytest.mark.both_databases
def test_a_document_tells_what_names_it(ada: User, bo: User, project: Project, circle: Circle) -> None:
    pump = a_text(circle, "Pump", "It turns.", ada)
    address = f"/p/{project.slug}/documents/{pump.number}/"
    a_text(circle, "By link", f"See [this]({address}).", ada)
    a_text(circle, "By mention", f"See [{pump.reference}](#thing-{pump.reference}).", ada)
    a_text(circle, "By words", f"See {pump.reference}.", ada)
    a_text(circle, "Another", f"See {pump.reference}0.", ada)
    begin_thread(a_text(circle, "Offer", "14 days", ada), Anchor(quote="14 days"), f"As {pump.reference}", by=bo)
    an_action(circle, by=ada, owner=bo, what=f"Read {pump.reference}")
    post_message(open_topic(Room.of(circle), "Seals", by=bo), f"It is in https://ronde.example{address}", by=bo)
    post_message(direct_topic(project, [ada], by=bo), f"Between us: {pump.reference}", by=bo)
    follow_all()
    everyone = {
        ("document", "By link"),
        ("document", "By mention"),
        ("document", "By words"),
        ("comment", f"As {pump.reference}"),
        ("action", f"Read {pump.reference}"),
        ("message", f"It is in https://ronde.example{address}"),
    }
    pia = a_person("Pia Sand")
    project.circles.general().admit(pia, by=ada)
    assert seen(pump, pia) == everyone
    assert seen(pump, ada) == everyone | {("message", f"Between us: {pump.reference}")}
    page = at_browser(pia).get(f"{pump.get_absolute_url()}links/").text
    assert "By mention" in page
    assert "Between us" not in page


@pytest.mark.both_databases
def test_what_a_person_may_not_read_is_not_told(ada: User, bo: User, project: Project, circle: Circle) -> None:
    pump = a_text(circle, "Pump", "It turns.", ada)
    offer = a_text(circle, "Offer", f"It costs more than {pump.reference}.", ada)
    begin_thread(offer, Anchor(quote="costs"), f"As {pump.reference}", by=ada)
    follow_all()
    assert len(seen(pump, bo)) == 2
    restrict(offer, RestrictionTerms("Our price"), by=ada)
    assert seen(pump, bo) == set()
    assert len(seen(pump, ada)) == 2
    Document.objects.get(pk=offer.pk).archive(by=ada)
    assert ("document", "Offer") not in seen(pump, ada)


def test_it_goes_when_the_words_go_and_comes_again_with_the_index(
    ada: User, bo: User, project: Project, circle: Circle
) -> None:
    pump = a_text(circle, "Pump", "It turns.", ada)
    a_text(circle, "Offer", f"More than {pump.reference}.", ada)
    message = post_message(open_topic(Room.of(circle), "Seals", by=bo), f"See {pump.reference}", by=bo)
    follow_all()
    DocumentCitation.objects.all().delete()
    reindex(project)
    assert {kind for kind, _words in seen(pump, ada)} == {"document", "message"}
    message.refresh_from_db()
    remove_message(message, by=bo)
    follow_all()
    assert {kind for kind, _words in seen(pump, ada)} == {"document"}
