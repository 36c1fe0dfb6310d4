"""What moves to another circle is found there with all that lies with it: comments and files."""

import pytest

from across.search.contexts.hits import results
from across.search.models import Text
from chat.chat.workflows.conversation import post_message
from circles.circles.models import Circle
from circles.restructuring.transfer import transfer_things
from decisions.decisions.workflows.positions import take_position
from decisions.specification.models import Clause
from decisions.specification.workflows.clauses import describe
from documents.documents.models import Document
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.read_words import read_words
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import User
from tests.decisions.specification.blocks import a_clause
from tests.factories import (
    a_circle,
    a_file,
    a_person,
    a_project,
    a_round,
    a_topic,
    an_element,
    valid_objection_tests,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ada() -> User:
    return a_person("Ada Mercier")


@pytest.fixture
def hydraulics(ada: User) -> Circle:
    return a_circle(ada, inside=a_project(ada).circles.general(), name="Hydraulics")


@pytest.fixture
def power(ada: User, hydraulics: Circle) -> Circle:
    return a_circle(ada, inside=hydraulics.project.circles.general(), name="Power")


def found(circle: Circle, user: User, typed: str) -> set[str]:
    """Return the kinds of what is found in a circle; asked of the index, and shown in that circle."""
    hits = results(circle.project, user, typed, chosen={"circle": circle.key}).hits
    assert {hit.circle for hit in hits} <= {circle}
    return {hit.kind for hit in hits}


def test_a_document_moves_with_its_comments_and_files(hydraulics: Circle, power: Circle, ada: User) -> None:
    document = Document.create(hydraulics, "Bus", by=ada, content=update_of("The fuse blows at 60 V."))
    begin_thread(document, Anchor(quote="fuse"), "A slower fuse.", by=ada)
    a_file("document", document.pk, by=ada, name="fuse.txt")
    every = {"document", "comment", "attachment"}
    read_words(document.pk)
    held = Text.objects.filter(kind__in=["comment", "attachment"])
    keys = set(held.values_list("pk", flat=True))
    assert found(hydraulics, ada, "fuse") == every
    document.move_to(power, by=ada)
    assert found(power, ada, "fuse") == every
    assert found(hydraulics, ada, "fuse") == set()
    assert set(held.values_list("pk", flat=True)) == keys  # what was said last is found first, as before


def test_a_clause_is_found_in_its_own_circle(hydraulics: Circle, power: Circle, ada: User) -> None:
    document = Document.create(hydraulics, "Bus", by=ada, content=update_of("The fuse blows at 60 V."))
    a_clause(document, "The fuse", by=ada)
    document.move_to(power, by=ada)
    assert found(hydraulics, ada, "fuse") == {"clause"}
    assert transfer_things(hydraulics, power, by=ada, at=None)["clauses"] == 1
    assert found(power, ada, "fuse") == {"clause"}
    describe(Clause.objects.get(), by=ada, circles=[hydraulics])
    assert found(hydraulics, ada, "fuse") == {"clause"}


def test_a_proposal_moves_with_the_files_of_its_objections(hydraulics: Circle, power: Circle, ada: User) -> None:
    bo = a_person("Bo Nguyen")
    hydraulics.admit(bo, by=ada)
    round_ = a_round(circle=hydraulics, by=ada, title="A fuse")
    element = an_element(hydraulics.project)
    position = take_position(
        round_, "objection", by=bo, words="It shocks.", objection_tests=valid_objection_tests(element)
    )
    a_file("objection", position.objection.pk, by=bo, name="shock.txt")
    assert found(hydraulics, ada, "shock.txt") == {"attachment"}
    round_.proposal.transfer_to(power, by=ada)
    assert found(power, ada, "shock.txt") == {"attachment"}


def test_a_file_in_talk_is_found_in_the_circle_of_its_room(hydraulics: Circle, power: Circle, ada: User) -> None:
    topic = a_topic(hydraulics, by=ada)
    file = a_file("topic", topic.pk, by=ada, name="fuse.txt")
    post_message(topic, "Look.", by=ada, files=[file.pk])
    assert found(hydraulics, ada, "fuse") == {"attachment"}
    assert found(power, ada, "fuse") == set()
