"""Direct messages: between the few who are in them, and nowhere else."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from across.backup.tables import all_rows, tables_in_backup
from across.search.indexing import index_things
from across.search.models import Text
from across.takeaway.tables import project_tables, rows_of
from chat.chat.contexts.unread import unread_directly
from chat.chat.models import DirectMember, Message, Topic
from chat.chat.takeaway import PART
from chat.chat.workflows.conversation import edit_message, post_message, remove_message
from chat.chat.workflows.direct import MOST_PEOPLE, direct_topic, mute_direct
from chat.chat.workflows.marking import react
from chat.chat.workflows.reading import mark_read
from circles.circles.models import Circle
from circles.circles.takeaway_files import PART as FILES_PART
from circles.circles.takeaway_parts import TakeawayReader
from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept, invite_guest
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.files.models import Attachment, StoredFile
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.factories import a_file, a_person
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
SECRET = "I would rather not say this aloud"


@pytest.fixture
def project(circle: Circle) -> Project:
    return circle.project


@pytest.fixture
def fay(circle: Circle, ada: User) -> User:
    fay = a_person("Fay Lemoine")
    circle.admit(fay, by=ada)
    return fay


@pytest.fixture
def topic(project: Project, ada: User, bo: User) -> Topic:
    topic = direct_topic(project, [bo], by=ada)
    post_message(topic, SECRET, by=ada)
    return topic


@pytest.mark.both_databases
def test_the_same_people_have_one_conversation_whoever_begins(project: Project, ada: User, bo: User, fay: User) -> None:
    first = direct_topic(project, [bo], by=ada)
    assert direct_topic(project, [ada], by=bo) == first
    assert direct_topic(project, [bo, fay], by=ada) != first
    assert direct_topic(project, [ada, fay, bo], by=bo) == direct_topic(project, [bo, fay], by=ada)


def test_nobody_writes_to_themself_to_many_or_to_strangers(project: Project, circle: Circle, ada: User) -> None:
    with pytest.raises(Refused, match="whom"):
        direct_topic(project, [ada], by=ada)
    many = [a_person() for _ in range(MOST_PEOPLE)]
    with pytest.raises(Refused, match="in a room"):
        direct_topic(project, many, by=ada)
    with pytest.raises(Refused, match="You can only write to people"):
        direct_topic(project, [a_person("Eve Martin")], by=ada)


def test_a_guest_neither_writes_nor_is_written_to(project: Project, circle: Circle, ada: User) -> None:
    gil = a_person("Gil Guest")
    invite_guest(circle, str(gil.email), by=ada, level="comment", reason="The laboratory", ends_on=None)
    accept(Guest.objects.get(email=gil.email), by=gil)
    with pytest.raises(Refused, match="You can only write to people"):
        direct_topic(project, [gil], by=ada)
    assert at_browser(gil).get(reverse("chat:direct_list", args=[project.slug])).status_code == 404


def test_its_people_find_it_and_nobody_else_does(topic: Topic, ada: User, bo: User, fay: User) -> None:
    base, message = topic.get_absolute_url(), topic.messages.get()
    slug = topic.project.slug
    assert SECRET in at_browser(bo).get(base).content.decode()
    pilot, eve = topic.project.created_by, a_person("Eve Martin")
    assert pilot
    everywhere = [
        base,
        f"{base}messages/",
        f"{base}pins/",
        message.page,
        reverse("chat:wording", args=[slug, message.pk]),
    ]
    writing = [f"{base}messages/", f"{base}readings/", f"{base}draft/", f"{base}muting/"]
    writing += [
        reverse(f"chat:{name}", args=[slug, message.pk]) for name in ("reactions", "pins", "removal", "wording")
    ]
    for person in (fay, pilot, eve):
        client = at_browser(person)
        assert {client.get(address).status_code for address in everywhere} == {404}
        assert {client.post(address, {"text": "x", "kind": "eye"}).status_code for address in writing} == {404}
    for name in ("topic", "message"):
        asked = topic.pk if name == "topic" else message.pk
        make = reverse("actions:new", args=[slug])
        assert SECRET not in at_browser(bo).get(f"{make}?from={name}-{asked}").content.decode()


def test_no_operation_finds_it_for_others(topic: Topic, bo: User, fay: User) -> None:
    message, base = topic.messages.get(), f"/api/v1/projects/{topic.project.slug}"
    theirs, others = Client(headers=by_token(bo)), Client(headers=by_token(fay))
    assert theirs.get(f"{base}/direct/{topic.pk}/messages").json()["messages"][0]["text"] == SECRET
    assert others.get(f"{base}/direct").json() == []
    for address in (f"direct/{topic.pk}/messages", f"topics/{topic.pk}/messages", f"messages/{message.pk}/reactions"):
        assert others.get(f"{base}/{address}").status_code == 404
    assert theirs.get(f"{base}/topics/{topic.pk}/messages").status_code == 404
    assert others.post(f"{base}/direct/{topic.pk}/messages", {"text": "x"}, "application/json").status_code == 404


def test_who_left_the_project_reads_it_no_more(topic: Topic, circle: Circle, bo: User, ada: User) -> None:
    circle.memberships.get(user=bo).end(by=ada)
    assert at_browser(bo).get(topic.get_absolute_url()).status_code == 404
    assert not Topic.objects.direct_in(topic.project, bo).exists()


def test_it_is_no_entry_of_the_record_and_not_in_the_copy_of_the_project(topic: Topic, ada: User, bo: User) -> None:
    message = topic.messages.get()
    react(message, "eye", by=bo)
    edit_message(message, f"{SECRET}!", by=ada)
    mark_read(topic, 1, by=bo)
    assert not Entry.objects.filter(subject=str(topic.pk)).exists()
    names = {str(topic.pk), topic.pk.hex, str(message.pk), message.pk.hex}
    for model, lookup in project_tables().items():
        for row in rows_of(model, lookup, topic.project).values():
            told = json.dumps(row, default=str)
            assert not [name for name in (SECRET, *names) if name in told], model


def test_a_persons_own_copy_has_their_own_alone(topic: Topic, ada: User, bo: User, fay: User) -> None:
    def copy(user: User | None) -> str:
        files = PART.files(TakeawayReader(topic.project, user))
        return "".join(str(piece) for file in files for piece in file.pieces)

    assert SECRET in copy(bo)
    assert SECRET not in copy(fay)
    assert SECRET not in copy(None)


def test_an_administrator_does_not_read_it(topic: Topic) -> None:
    client = at_browser(User.objects.create_superuser("root@ronde.example", "a-long-passphrase", name="Root"))
    for model in ("message", "topic", "topichead", "readmarker", "directmember"):
        page = client.get(f"/admin/chat/{model}/")
        assert page.status_code == 200
        assert SECRET not in page.content.decode()
    assert client.get(f"/admin/chat/message/{topic.messages.get().pk}/change/").status_code == 302


def test_it_is_unread_for_the_other_until_they_read_it(topic: Topic, ada: User, bo: User, fay: User) -> None:
    assert [unread_directly(topic.project, user) for user in (ada, bo, fay)] == [0, 1, 0]
    mark_read(topic, 1, by=bo)
    assert unread_directly(topic.project, bo) == 0


def test_the_other_hears_of_it_once_and_not_where_it_is_muted(topic: Topic, ada: User, bo: User) -> None:
    post_message(topic, "Are you there?", by=ada)
    notice = Notice.objects.get(event="message.direct")
    assert (notice.user, notice.project, notice.title, notice.kind) == (bo, None, ada.name, "direct")
    assert SECRET not in notice.title
    mute_direct(topic, by=bo, is_muted=True)
    notice.mark_read()
    post_message(topic, "Hello?", by=ada)
    assert Notice.objects.unread().filter(user=bo, event="message.direct").count() == 0


def test_naming_somebody_who_is_not_in_it_tells_them_nothing(topic: Topic, ada: User, fay: User) -> None:
    post_message(topic, f"@{fay.name} does not know, see A-1", by=ada)
    assert not Notice.objects.filter(user=fay, event__startswith="message").exists()


def test_one_begins_by_page_and_goes_on_by_api(project: Project, ada: User, bo: User, fay: User) -> None:
    new = reverse("chat:new_direct", args=[project.slug])
    assert "Choose whom" in at_browser(ada).post(new, {}).content.decode()
    begun = at_browser(ada).post(new, {"people": [bo.pk, fay.pk]})
    topic = Topic.objects.get(room=None)
    assert begun.headers["Location"] == topic.get_absolute_url()
    base = f"/api/v1/projects/{project.slug}/direct"
    client = Client(headers=by_token(bo))
    found = client.post(base, {"people": [str(ada.pk), str(fay.pk)]}, "application/json").json()
    assert found["id"] == str(topic.pk)
    assert client.post(f"{base}/{topic.pk}/messages", {"text": "hello"}, "application/json").status_code == 201
    (listed,) = Client(headers=by_token(ada)).get(base).json()
    assert (listed["messages"], listed["unread"]) == (1, 1)
    page = at_browser(ada).get(topic.get_absolute_url()).content.decode()
    assert "Only the 3 of you can see this. It isn’t part of the project’s record." in page
    side = at_browser(ada).get(reverse("chat:chat", args=[project.slug])).content.decode()
    assert "Bo and Fay" in side


def test_the_list_costs_the_same_however_many_there_are(project: Project, circle: Circle, ada: User, bo: User) -> None:
    def cost() -> int:
        client = at_browser(ada)
        client.get(reverse("chat:direct_list", args=[project.slug]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("chat:direct_list", args=[project.slug]))
        return len(queries)

    post_message(direct_topic(project, [bo], by=ada), "one", by=bo)
    few = cost()
    for _ in range(8):
        other = a_person()
        circle.admit(other, by=ada)
        post_message(direct_topic(project, [other], by=ada), "one", by=other)
    assert cost() == few


def test_a_backup_has_it(topic: Topic) -> None:
    kept = tables_in_backup().values()
    assert {DirectMember, Topic, Message} <= set(kept)
    assert all_rows(Message).filter(pk=topic.messages.get().pk).exists()


def test_one_begins_by_typing_a_name(project: Project, ada: User, bo: User, fay: User) -> None:
    page, new = at_browser(ada), reverse("chat:new_direct", args=[project.slug])
    assert 'type="checkbox"' not in page.get(new).text
    assert reverse("circles:choices", args=[project.slug, "person"]) in page.get(new).text
    begun = page.post(new, {"people": [str(bo.pk), "fay"]})
    topic = Topic.objects.get(room=None)
    assert begun.headers["Location"] == topic.get_absolute_url()
    assert set(topic.members.values_list("user", flat=True)) == {ada.pk, bo.pk, fay.pk}
    assert page.post(new, {"people": [str(bo.pk), "FÄY"]}).headers["Location"] == topic.get_absolute_url()
    again = page.post(new, {"people": [str(bo.pk), "nobody"]})
    assert again.status_code == 422
    assert f'value="{bo.pk}"' in again.text, "who was chosen stays so"


@pytest.fixture
def sent(topic: Topic, ada: User) -> Message:
    file = a_file("topic", topic.pk, by=ada, name="leak.txt", content=b"it weeps at the lower flange")
    return post_message(topic, "look", by=ada, files=[file.pk])


@pytest.mark.both_databases
def test_files_go_to_its_people_and_to_nobody_else(topic: Topic, sent: Message, ada: User, bo: User, fay: User) -> None:
    file = Attachment.objects.select_related("stored").get()
    address = file.address(topic.project.slug)
    assert (file.on_kind, file.on_id, file.project) == ("message", str(sent.pk), topic.pk)
    assert "leak.txt" in at_browser(bo).get(topic.get_absolute_url()).text
    assert at_browser(bo).get(address).status_code == 200
    assert at_browser(fay).get(address).status_code == 404
    assert not Attachment.objects.filter(project=topic.project_id).exists(), "they are no part of the project"
    assert not StoredFile.objects.of_project(topic.project_id).exists()
    root = User.objects.create_superuser("root@ronde.example", "a-long-passphrase", name="Root")
    for model, key in (("attachment", file.pk), ("storedfile", file.stored_id)):
        assert at_browser(root).get(f"/admin/files/{model}/{key}/change/").status_code == 302
        assert "leak.txt" not in at_browser(root).get(f"/admin/files/{model}/").text
    remove_message(sent, by=ada)
    assert at_browser(bo).get(address).status_code == 404


def test_files_go_along_in_a_persons_own_copy_alone(topic: Topic, sent: Message, bo: User, fay: User) -> None:
    def paths(user: User | None) -> list[str]:
        found = [
            *PART.files(TakeawayReader(topic.project, user)),
            *FILES_PART.files(TakeawayReader(topic.project, user)),
        ]
        return [file.path for file in found if "leak" in file.path]

    assert len(paths(bo)) == 1
    assert paths(fay) == paths(None) == []
    assert not [row for model, lookup in project_tables().items() for row in rows_of(model, lookup, topic.project)
                if "leak.txt" in str(vars(row))]  # fmt: skip


def test_no_search_finds_what_they_have_in_them(topic: Topic, sent: Message, fay: User) -> None:
    index_things("attachment", [Attachment.objects.get().pk], topic.project_id)
    assert not Text.objects.of_kind("attachment").exists()


def test_a_token_of_the_project_sends_them_as_well(topic: Topic, bo: User) -> None:
    client = Client(headers=by_token(bo))
    file = a_file("topic", topic.pk, by=bo, name="answer.txt", content=b"replace it")
    said = {"text": "", "files": [str(file.pk)]}
    base = f"/api/v1/projects/{topic.project.slug}/direct/{topic.pk}/messages"
    assert client.post(base, said, "application/json").json()["text"] == "answer.txt"
