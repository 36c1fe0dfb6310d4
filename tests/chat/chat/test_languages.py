"""A French person and an English one read the same conversation, each in their language, whoever wrote."""

import pytest
from django.utils import translation

from chat.chat.broadcasts import in_each_language
from chat.chat.models import Message, Topic
from chat.chat.workflows.conversation import edit_message, post_about, post_message, remove_message
from circles.circles.models import Circle
from circles.projects.models import Link
from documents.documents.models import Document, Suggestion
from documents.documents.workflows.comments import Anchor, begin_thread, remove_comment
from documents.documents.workflows.suggestions import suggest_text
from documents.richtext.markdown_reader import nodes_of, update_of
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from tests.factories import a_topic, an_action
from tests.foundation.files.sending import Sender
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db
each_way = pytest.mark.parametrize(("writes", "reads"), [("fr", "en"), ("en", "fr")])
DOWNLOAD = {"en": "Download pump.txt", "fr": "Télécharger pump.txt"}
REMOVED = {"en": "Ada Mercier deleted this message.", "fr": "Ada Mercier a supprimé ce message."}
REMOVED_COMMENT = {"en": "This comment was removed.", "fr": "Ce commentaire a été supprimé."}
EDITED = {"en": "edited", "fr": "modifié"}
MENTIONED = {"en": "mentioned you", "fr": "vous a mentionné"}


def reader(user: User, language: str) -> User:
    user.language = language
    user.save()
    return user


@pytest.fixture
def topic(circle: Circle, ada: User) -> Topic:
    return a_topic(circle, by=ada, name="Farm 2")


@each_way
def test_a_new_message_arrives_in_the_readers_language(topic: Topic, ada: User, writes: str, reads: str) -> None:
    file = Sender(ada).send("topic", topic.pk, b"What a pump is", "pump.txt")
    with translation.override(writes):
        message = post_message(topic, "Look.", by=ada, files=[file["id"]])
        forms = in_each_language(message)
    assert DOWNLOAD[reads] in forms[reads]
    assert DOWNLOAD[writes] not in forms[reads]
    assert DOWNLOAD[writes] in forms[writes]


@pytest.mark.both_databases
@each_way
def test_what_was_edited_and_removed_is_said_in_the_readers_language(
    topic: Topic, ada: User, bo: User, writes: str, reads: str
) -> None:
    with translation.override(writes):
        message, other = (post_message(topic, words, by=ada) for words in ("48 V", "Never mind"))
        edit_message(message, "54 V", by=ada)
        remove_message(Message.objects.get(pk=other.pk), by=ada)
    page = at_browser(reader(bo, reads)).get(topic.get_absolute_url()).content.decode()
    assert REMOVED[reads] in page
    assert f'<span class="message__edited">{EDITED[reads]}</span>' in page
    assert REMOVED[writes] not in page


@each_way
def test_a_comment_is_told_of_in_the_readers_language(
    circle: Circle, ada: User, bo: User, writes: str, reads: str
) -> None:
    document = Document.create(circle, "Wear test", by=ada, content=update_of("The first ring wears.\n"))
    with translation.override(writes):
        comment = begin_thread(document, Anchor(quote="first ring"), "@Bo Nguyen, look.", by=ada)
        notice = Notice.objects.to(bo).get(event="comment.mentioned")
        remove_comment(comment, by=ada)
    with translation.override(reads):
        assert MENTIONED[reads] in notice.event_label
    page = at_browser(reader(bo, reads)).get(comment.thread.page).content.decode()
    assert REMOVED_COMMENT[reads] in page
    assert REMOVED_COMMENT[writes] not in page


@each_way
def test_a_general_circle_is_named_in_any_language(circle: Circle, ada: User, writes: str, reads: str) -> None:
    names = {"en": "General", "fr": "Général"}
    topic = a_topic(circle.project.circles.general(), by=ada)
    with translation.override(writes):
        message = post_message(topic, f"@{names[reads]}, look.", by=ada)
    assert f"<mark>@{names[reads]}</mark>" in message.html


@pytest.mark.parametrize("writes", ["fr", "en"])
def test_what_is_born_from_a_suggestion_names_it_in_the_projects_language(
    circle: Circle, ada: User, bo: User, writes: str
) -> None:
    circle.project.language = "en"
    circle.project.save()
    document = Document.create(circle, "Wear test", by=ada, content=update_of("The first ring wears.\n"))
    suggestion = Suggestion.objects.get(pk=suggest_text(document, nodes_of("No ring wears."), by=bo).pk)
    with translation.override(writes):
        action = an_action(circle, by=ada)
        link = Link.tie(circle.project, suggestion, action, by=ada)
        topic = post_about(suggestion, "Why?", by=ada).topic
    assert link.source_words == topic.name == "Suggestion of Bo Nguyen for “Wear test”"
    with translation.override("fr"):
        assert suggestion.headline.startswith("Suggéré par Bo Nguyen pour «")
