"""Several actions at once: changed together and taken back, in and out as CSV."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from circles.circles.models import Circle
from decisions.actions.models import Action
from decisions.actions.workflows.labels import set_labels
from foundation.accounts.models import User
from foundation.audit.models import Entry
from tests.factories import a_person, an_action
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


def entries(circle: Circle) -> int:
    return Entry.objects.of_project(circle.project_id).count()


def states() -> list[str]:
    return [action.state for action in Action.objects.order_by("number")]


def api(circle: Circle, user: User, path: str, body: dict[str, object]) -> tuple[int, dict[str, object]]:
    url = f"/api/v1/projects/{circle.project.slug}/actions/{path}"
    answer = at_browser(user).post(url, body, content_type="application/json")
    return answer.status_code, answer.json()


@pytest.mark.both_databases
def test_several_are_changed_at_once_and_taken_back_from_the_toast(circle: Circle, ada: User, bo: User) -> None:
    today = timezone.localdate()
    actions = [an_action(circle, by=ada) for _ in range(3)]
    actions[1].finish(by=ada, how="Long done.")
    client, before = at_browser(ada), entries(circle)
    url, slug = reverse("actions:changes", args=[circle.project.slug]), circle.project.slug
    sent = {"owner": bo.pk, "due_on": str(today), "label": "bench", "circle": "general"}
    assert client.post(url, sent | {"chosen": ["1", "2"]}).status_code == 409
    assert (entries(circle), Action.objects.get(number=1).owner) == (before, ada), "all or none"
    client.post(url, sent | {"chosen": ["1", "3"]})
    assert {(one.owner, one.due_on, one.scope) for one in Action.objects.filter(owner=bo)} == {(bo, today, "general")}
    assert entries(circle) == before + 2 * 4 + 1, "one entry a change, and one for the new label"
    page = client.get(reverse("actions:actions", args=[slug]))
    undo = next(str(one.extra_tags) for one in page.context["messages"])
    Action.objects.get(number=3).reschedule(today + timedelta(days=1), by=bo)
    assert at_browser(bo).post(undo).status_code == 409, "the way back is hers"
    client.post(undo)
    first, third = Action.objects.get(number=1), Action.objects.get(number=3)
    assert (first.owner, first.due_on, first.scope, first.labels.count()) == (ada, None, circle.key, 0)
    assert (third.owner, third.due_on) == (ada, today + timedelta(days=1)), "what was changed since stays"


def test_several_are_done_with_one_sentence_and_opened_again(circle: Circle, ada: User) -> None:
    for _ in range(2):
        an_action(circle, by=ada)
    status, said = api(circle, ada, "changes", {"numbers": [1, 2], "how": "At the workshop."})
    assert (status, said["changed"], states()) == (200, 2, ["done", "done"])
    assert api(circle, ada, "changes/undo", {"undo": said["undo"]})[0] == 200
    assert states() == ["open", "open"]


def test_a_number_that_no_action_can_have_is_refused(circle: Circle, ada: User) -> None:
    assert api(circle, ada, "changes", {"numbers": [2**70], "how": "Done."})[0] == 422


def test_what_is_not_ones_own_is_named_and_stays(circle: Circle, ada: User) -> None:
    fay = a_person("Fay Lemoine")
    circle.project.circles.general().admit(fay, by=ada)
    an_action(circle, by=ada)
    an_action(circle, by=fay, owner=fay)
    url = reverse("actions:changes", args=[circle.project.slug])
    answer = at_browser(fay).post(url, {"chosen": ["1", "2"], "label": "x"})
    assert (answer.status_code, "A-1" in answer.text) == (409, True)
    assert at_browser(fay).post(url, {"chosen": ["1"], "label": "x"}).status_code == 403


def exported(circle: Circle, user: User, query: str = "") -> str:
    answer: Any = at_browser(user).get(reverse("actions:export", args=[circle.project.slug]) + query)
    return b"".join(answer.streaming_content).decode()


def send(circle: Circle, user: User, text: str, **more: str) -> tuple[int, str]:
    file = SimpleUploadedFile("actions.csv", text.encode())
    sent = {"text": text, **more} if more else {"file": file}
    answer = at_browser(user).post(reverse("actions:import", args=[circle.project.slug]), sent)
    return answer.status_code, answer.text


def test_what_was_exported_changes_nothing_when_it_comes_back(circle: Circle, ada: User, bo: User) -> None:
    an_action(circle, by=ada, owner=bo, what="=Measure, “twice”", due_on=timezone.localdate())
    set_labels(Action.objects.get(), ["bench", "tests"], by=ada)
    an_action(circle, by=ada).finish(by=ada, how="Measured.")
    an_action(circle, by=ada).block("Bo", by=ada)
    before = entries(circle)
    for query in ("", "?state=done"):
        assert send(circle, ada, exported(circle, ada, query), confirmed="1")[0] == 302
    assert entries(circle) == before
    assert "Measured." not in exported(circle, ada), "only the list that was asked for"


def test_a_file_makes_and_changes_actions_after_a_look(circle: Circle, ada: User, bo: User) -> None:
    an_action(circle, by=ada, what="Measure")
    text = (
        "reference;what;owner;due_on;circle;labels;state;words\n"
        f"A-1;Measure twice;Bo Nguyen;31/12/2026;{circle.key};bench, tests;;\n"
        ";Call the maker;;2027-01-05;;;done;Called.\n"
    )
    status, page = send(circle, ada, text)
    assert (status, Action.objects.count(), "1 new action" in page) == (200, 1, True)
    assert send(circle, ada, text, confirmed="1")[0] == 302
    first, second = Action.objects.order_by("number")
    assert (first.what, first.owner, str(first.due_on)) == ("Measure twice", bo, "2026-12-31")
    assert (second.what, second.owner, second.state, second.done_how) == ("Call the maker", ada, "done", "Called.")


WRONG = (
    "reference,what,owner,due_on,circle,state\n"
    "A-9,No such,,,,\n"
    ",,,,,\n"
    "A-1,Good,,,,\n"
    "A-1,Twice,,,,\n"
    ',"",Zoe,soon,nowhere,odd\n'
)


def test_each_wrong_line_is_named_and_nothing_is_imported(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="Measure")
    status, page = send(circle, ada, WRONG, confirmed="1")
    assert status == 422
    assert [f"Line {number}" in page for number in (2, 3, 4, 5, 6)] == [True, False, True, True, True]
    for said in ("A-9", "Zoe", "soon", "nowhere", "odd", "Say what needs to be done"):
        assert said in page
    assert [action.what for action in Action.objects.all()] == ["Measure"]
    assert send(circle, ada, "name,day\nx,y\n")[0] == 422
    status, said_too = api(circle, ada, "imports", {"csv": WRONG})
    assert (status, [one["line"] for one in said_too["wrong"]]) == (422, [2, 4, 5, 6])  # type: ignore[attr-defined]


def test_a_file_tells_nobody_whose_an_e_mail_address_is(circle: Circle, ada: User, bo: User, eve: User) -> None:
    for address in (bo.email, eve.email, "nobody@ronde.example"):
        status, page = send(circle, ada, f"what,owner\nMeasure,{address}\n")
        assert (status, f"Nobody here is called “{address}”" in page) == (422, True)


def test_a_line_about_what_is_not_ones_own_is_wrong(circle: Circle, ada: User) -> None:
    fay = a_person("Fay Lemoine")
    circle.project.circles.general().admit(fay, by=ada)
    an_action(circle, by=ada, what="Measure")
    status, said = api(circle, fay, "imports", {"csv": "reference,what\nA-1,Mine now\n"})
    assert (status, said["wrong"]) == (422, [{"line": 2, "errors": ["You may not change A-1."]}])
    assert api(circle, fay, "imports", {"csv": "what\nCall the maker\n"})[1]["made"] == 1
