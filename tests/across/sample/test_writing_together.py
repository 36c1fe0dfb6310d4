"""What the sample shows of writing together, in each language: files, comments, versions, who may read what."""

import pytest
from django.test import Client
from django.urls import reverse

from chat.chat.models import Message
from circles.invitations.models import Guest
from circles.money.models import Expense
from circles.projects.models import Project
from decisions.actions.models import Action
from decisions.decisions.models import Objection
from documents.documents.models import (
    CommentThread,
    Document,
    DocumentTemplate,
    Favourite,
    Mention,
    Suggestion,
    Version,
    Visit,
)
from documents.richtext.nodes import Node
from foundation.accounts.models import User
from foundation.files.models import Attachment
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


def person(handle: str) -> User:
    return User.objects.get(email=f"{handle}@heliopompe.example")


def kinds_in(nodes: list[Node]) -> set[str]:
    """Return the kinds of blocks and of what stands in them."""
    return {node.kind for node in nodes} | {kind for node in nodes for kind in kinds_in(list(node.nodes()))}


@pytest.mark.both_databases
def test_files_hang_on_things_of_every_kind_and_are_served(project: Project) -> None:
    attached = Attachment.objects.attached().filter(project=project.pk)
    assert {one.on_kind for one in attached} == {"document", "message", "objection", "expense", "action"}
    assert {str(one.stored.kind) for one in attached} == {"image", "pdf"}
    things = {"message": Message, "objection": Objection, "expense": Expense, "action": Action, "document": Document}
    reader = at_browser(person("ines"))
    for one in attached:
        assert things[one.on_kind]._default_manager.filter(pk=one.on_id).exists()
        assert reader.get(one.address(project.slug)).status_code == 200
        assert one.stored.renditions.exists() or one.stored.is_image


def test_documents_use_what_the_editor_has(project: Project) -> None:
    found: set[str] = set()
    for document in Document.objects.in_project(project):
        found |= kinds_in(document.nodes())
    wanted = {"callout", "details", "mathBlock", "mathInline", "codeBlock", "image", "attachment", "mention"}
    assert found >= wanted | {"table", "tableHeader", "taskList"}
    assert {mention.kind for mention in Mention.objects.filter(document__project=project)} == {"person", "thing"}


def test_threads_are_open_or_have_each_outcome(project: Project) -> None:
    threads = CommentThread.objects.filter(document__project=project)
    assert threads.open().count() >= 3
    assert {str(thread.outcome) for thread in threads.resolved()} == set(CommentThread.Outcome.values)
    decided = threads.get(outcome="decided")
    assert decided.result.endswith(f"→ {decided.decision}")
    assert max(thread.comments.count() for thread in threads) == 3


def test_two_people_suggest_other_words_in_one_document(project: Project) -> None:
    found = list(Suggestion.objects.with_place().filter(document__project=project))
    assert {str(one.author) for one in found} == {str(person("sami")), str(person("ines"))}
    assert all(not one.is_ended and one.reason and len(one.changes().changes) == 1 for one in found)
    page = at_browser(person("thea")).get(found[1].page).content.decode()
    assert "14" in page
    assert found[1].reason in page


def test_versions_of_two_documents_have_names_and_reasons_and_differ(project: Project) -> None:
    named = Version.objects.filter(document__project=project).exclude(name="").order_by("number")
    assert len({version.document_id for version in named}) == 2
    for version in named:
        assert version.reason
        assert version.authors.exists()
        assert version.words_added


def test_one_document_is_read_by_some_and_its_reason_by_all(project: Project) -> None:
    (document,) = [one for one in Document.objects.in_project(project) if one.restriction]
    page = at_browser(person("thea")).get(document.get_absolute_url())
    assert page.status_code == 403
    assert document.restriction is not None
    assert document.restriction.reason in page.text
    for handle in ("ada", "paula", "olivier"):
        assert Document.objects.readable_by(person(handle)).contains(document)


def test_a_guest_comments_on_one_document_and_sees_no_other(project: Project, client: Client) -> None:
    guest = Guest.objects.current().get(project=project)
    assert (guest.on_kind, guest.level) == ("document", "comment")
    assert guest.user is not None
    document = Document.objects.get(pk=guest.on_id)
    assert list(Document.objects.readable_by(guest.user)) == [document]
    assert document.threads.filter(comments__author=guest.user).exists()
    assert not project.has(guest.user)
    client.force_login(guest.user)
    assert client.get(document.get_absolute_url()).status_code == 200
    assert client.get(reverse("documents:documents", args=[project.slug])).status_code == 404


def test_people_keep_documents_at_hand_and_one_is_put_away(project: Project) -> None:
    for handle in ("ada", "bo"):
        assert Favourite.objects.filter(user=person(handle), document__project=project).count() == 3
        assert Visit.objects.latest_of(person(handle)).filter(document__project=project).count() >= 3
    assert Document.objects.in_project(project).archived().count() == 1
    assert DocumentTemplate.objects.in_project(project).offered().count() == 1
