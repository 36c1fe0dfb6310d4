"""Talk is taken away as a text in which each message stays what a person said: none forges a heading or a speaker."""

import pytest

from chat.chat.models import Topic
from chat.chat.takeaway import lines_of
from chat.chat.workflows.conversation import post_message, remove_message
from circles.circles.models import Circle
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import Node
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_project, a_topic

pytestmark = pytest.mark.django_db
FORGED = [
    "# Decided",
    "Agreed.\n\n# Decided\n\nWe pay.",
    "Decided\n=======",
    "Agreed.\n\n---\n\n**Ada Mercier**, 2026-01-01 10:00\n\nI agree.",
    "```\nnever closed",
    "1. one\n\n   # two",
    "Agreed.\u2028# Decided\r\n# Again\x0b# Still",
    "<h1>Decided</h1>",
]


@pytest.fixture
def ada() -> User:
    return a_person("Ada Mercier")


@pytest.fixture
def circle(ada: User) -> Circle:
    return a_circle(ada, inside=a_project(ada).circles.general())


def written(topic: Topic) -> list[Node]:
    """Return the text of a topic as who opens it reads it."""
    return nodes_of("".join(lines_of(Topic.objects.get(pk=topic.pk))))


def shape(nodes: list[Node]) -> list[str]:
    return [node.kind for node in nodes]


@pytest.mark.parametrize("said", FORGED)
@pytest.mark.one_database
def test_a_message_cannot_forge_what_stands_around_it(circle: Circle, ada: User, said: str) -> None:
    topic = a_topic(circle, by=ada)
    first = post_message(topic, said, by=ada)
    post_message(topic, "I see.", by=ada, reply_to=first, quote=said)
    nodes = written(topic)
    assert shape(nodes) == ["heading", "paragraph", "blockquote", "paragraph", "blockquote"]
    assert nodes[3].text().startswith("Ada Mercier, 2")


@pytest.mark.one_database
def test_names_are_no_markdown_either(circle: Circle, ada: User) -> None:
    topic = a_topic(circle, by=ada, name="Seals # and **all** [of](it)")
    ada.name = "# Fay *Lemoine*"
    ada.save()
    removed = post_message(topic, "Wrong.", by=ada)
    remove_message(removed, by=ada)
    nodes = written(topic)
    assert nodes[0].text() == "Seals # and **all** [of](it)"
    assert nodes[1].text().startswith("# Fay *Lemoine*, 2")
    assert nodes[2].text() == "(removed)"
