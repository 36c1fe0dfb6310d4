"""Files on messages, actions, expenses and objections: sent before the thing is there, and seen by who sees it."""

import json
from typing import Any

import pytest
from django.test import Client

from chat.chat.models import Message
from circles.circles.models import Circle
from circles.money.models import Expense
from decisions.decisions.models import Objection
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.files.models import Attachment
from tests.factories import a_circle, a_file, a_person, a_round, a_topic, an_action, an_element, valid_objection_tests
from tests.foundation.files.sending import Sender, a_picture, body_of
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
PAPER = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>endobj
trailer<</Root 1 0 R>>"""


def message_with(circle: Circle, author: User, *files: Any, text: str = "") -> Any:
    topic = a_topic(circle, by=author)
    address = f"/p/{circle.project.slug}/chat/{circle.key}/{topic.pk}/messages/"
    return at_browser(author).post(address, {"text": text, "files": [str(one) for one in files]})


@pytest.mark.both_databases
def test_a_picture_sent_for_a_message_is_seen_by_nobody_else_until_it_is_posted(
    circle: Circle, ada: User, bo: User
) -> None:
    file = Sender(ada).send("project", circle.project_id, a_picture(), "leak.jpg")
    assert (file["waiting"], at_browser(bo).get(file["url"]).status_code) == (True, 404)
    assert message_with(circle, ada, file["id"]).status_code == 302
    message = Message.objects.get()
    assert (message.text, message.html) == ("leak.jpg", "")
    page = at_browser(bo).get(message.get_absolute_url()).content.decode()
    assert f"{file['url']}?size=640" in page
    assert at_browser(bo).get(file["url"]).status_code == 200
    assert not Entry.objects.filter(event="file.attached").exists(), "talk is not in the record"


def test_a_removed_message_takes_its_files_along(circle: Circle, ada: User, bo: User) -> None:
    file = Sender(ada).send("project", circle.project_id, b"words")
    message_with(circle, ada, file["id"], text="Look")
    message = Message.objects.get()
    at_browser(ada).post(f"/p/{circle.project.slug}/messages/{message.pk}/removal/")
    assert at_browser(bo).get(file["url"]).status_code == 404


def test_nobody_posts_what_another_sent_nor_what_hangs_elsewhere(circle: Circle, ada: User, bo: User) -> None:
    anothers = Sender(ada).send("project", circle.project_id, b"for ada")
    elsewhere = a_file("action", an_action(circle, by=bo).pk, by=bo)
    other = a_circle(bo)
    of_another_project = Sender(bo).send("project", other.project_id, b"for the other project")
    message_with(circle, bo, anothers["id"], elsewhere.pk, of_another_project["id"], "x", text="Look")
    assert not Attachment.objects.filter(on_kind="message").exists()
    message_with(circle, bo, anothers["id"])
    assert Message.objects.count() == 1, "there was nothing in the second"


def test_a_program_posts_a_message_with_a_file(circle: Circle, ada: User) -> None:
    topic, sender = a_topic(circle, by=ada), Sender(ada)
    file = sender.send("topic", topic.pk, b"words")
    sent = json.dumps({"files": [file["id"]]})
    address = f"/api/v1/projects/{circle.project.slug}/topics/{topic.pk}/messages"
    posted = Client(headers=by_token(ada)).post(address, sent, "application/json")
    assert (posted.status_code, posted.json()["text"]) == (201, "pump.txt")
    assert sender.get(f"/api/v1/files?kind=message&id={posted.json()['id']}").json()[0]["id"] == file["id"]


def test_an_action_is_made_with_files_and_takes_more_from_who_may_act_on_it(
    circle: Circle, ada: User, bo: User
) -> None:
    slug = circle.project.slug
    waiting = a_file("project", circle.project_id, by=ada)
    sent = {"what": "Measure", "circle": circle.key, "owner": str(bo.pk), "why": "It leaks", "files": [str(waiting.pk)]}
    made = at_browser(ada).post(f"/p/{slug}/actions/new/", sent)
    page = at_browser(bo).get(made["Location"]).content.decode()
    assert "leak.txt" in page
    assert 'data-kind="action"' in page
    action = circle.project.action_set.get()
    outside = a_circle(inside=circle.project.circles.general())
    zoe = a_person_in(outside)
    assert "leak.txt" in at_browser(zoe).get(made["Location"]).content.decode()
    assert Sender(zoe).begin("action", action.pk, 9).status_code == 403


def a_person_in(circle: Circle) -> User:
    person = a_person()
    circle.admit(person, by=circle.project.created_by or person)
    return person


def test_an_expense_has_its_receipt_as_a_file(ada: User, bo: User) -> None:
    circle = a_circle(ada, bo, money=100)
    receipt = a_file("project", circle.project_id, by=ada, name="Reçu.pdf", content=PAPER)
    address = f"/p/{circle.project.slug}/circles/{circle.key}/"
    at_browser(ada).post(f"{address}expenses/", {"amount": "5", "what": "Glue", "files": [str(receipt.pk)]})
    expense = Expense.objects.get()
    assert "Reçu.pdf" in at_browser(bo).get(f"{address}money/").content.decode()
    assert Sender(bo).begin("expense", expense.pk, 9).status_code == 403
    assert Sender(ada).begin("expense", expense.pk, 9).status_code == 201
    page = at_browser(bo).get(receipt.address(circle.project.slug, size=320))
    assert body_of(page)[8:12] == b"WEBP", "the first page of a PDF is drawn"


def test_what_an_objection_rests_on_goes_with_it(circle: Circle, ada: User, bo: User) -> None:
    round_, element = a_round(circle=circle, by=ada), an_element(circle.project)
    evidence = a_file("project", circle.project_id, by=bo, name="measured.csv")
    answers = valid_objection_tests(element) | {"element": element.pk, "files": [str(evidence.pk)]}
    address = f"/p/{circle.project.slug}/proposals/1/rounds/{round_.number}/objections/"
    assert at_browser(bo).post(address, answers).status_code == 302
    objection = Objection.objects.get()
    assert "measured.csv" in at_browser(ada).get(f"/p/{circle.project.slug}/proposals/1/").content.decode()
    assert "measured.csv" in at_browser(ada).get(objection.integration_url).content.decode()
    assert Sender(ada).begin("objection", objection.pk, 9).status_code == 403
    assert Sender(bo).begin("objection", objection.pk, 9).status_code == 201
