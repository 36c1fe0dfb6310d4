"""The entry points of actions: who gets in by page and API, the list and its filters, what comes from where."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chat.chat.workflows.conversation import post_message
from circles.circles.models import Circle
from circles.projects.models import Link
from decisions.actions.models import Action
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.formatting import day_short
from tests.factories import a_circle, a_person, a_topic, an_action
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


DEEDS = {
    "start": {},
    "blockage": {"waits_for": "Bo"},
    "completion": {"how": "Measured."},
    "dropping": {"reason": "No more."},
    "day": {"due_on": "2026-12-01"},
}


@pytest.mark.both_databases
def test_outsiders_find_no_page_of_an_action(circle: Circle, ada: User) -> None:
    action, client = an_action(circle, by=ada), at_browser(a_person("Eve Martin"))
    slug = circle.project.slug
    pages = [reverse("actions:actions", args=[slug]), reverse("actions:new", args=[slug]), action.get_absolute_url()]
    assert {client.get(page).status_code for page in pages} == {404}
    for change, words in DEEDS.items():
        assert client.post(reverse(f"actions:{change}", args=[slug, action.number]), words).status_code == 404


def test_outsiders_find_no_api_operation(circle: Circle, ada: User) -> None:
    action, client = an_action(circle, by=ada), Client(headers=by_token(a_person("Eve Martin")))
    base = f"/api/v1/projects/{circle.project.slug}/actions"
    assert client.get(base).status_code == client.get(f"{base}/{action.number}").status_code == 404
    assert client.post(base, {"what": "x"}, "application/json").status_code == 404
    assert client.post(f"{base}/{action.number}/completion", {"words": "x"}, "application/json").status_code == 404


@pytest.mark.parametrize("change", DEEDS)
def test_who_has_no_voice_in_the_circle_cannot_act_on_it(circle: Circle, ada: User, change: str) -> None:
    fay = a_person("Fay Lemoine")
    circle.project.circles.general().admit(fay, by=ada)
    action = an_action(circle, by=ada)
    url = reverse(f"actions:{change}", args=[circle.project.slug, action.number])
    assert at_browser(fay).get(action.get_absolute_url()).status_code == 200
    assert at_browser(fay).post(url, DEEDS[change]).status_code == 403
    assert at_browser(ada).post(url, DEEDS[change]).status_code == 302


def test_the_owner_may_finish_it_from_any_circle(circle: Circle, ada: User) -> None:
    fay = a_person("Fay Lemoine")
    circle.project.circles.general().admit(fay, by=ada)
    action = an_action(circle, by=ada, owner=fay)
    path = f"/api/v1/projects/{circle.project.slug}/actions/{action.number}/completion"
    answer = Client(headers=by_token(fay)).post(path, {"words": "Measured."}, "application/json")
    assert (answer.status_code, answer.json()["state"]) == (200, "done")


def test_done_without_words_is_refused_with_a_sentence(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    url = reverse("actions:completion", args=[circle.project.slug, action.number])
    answer = at_browser(ada).post(url, {"how": " "})
    assert answer.status_code == 409
    assert "a link or a sentence" in answer.text


def test_done_can_be_undone_from_the_toast(circle: Circle, ada: User) -> None:
    action, client = an_action(circle, by=ada), at_browser(ada)
    client.post(reverse("actions:completion", args=[circle.project.slug, action.number]), {"how": "Measured."})
    undo = reverse("actions:reopening", args=[circle.project.slug, action.number])
    toast = client.get(action.get_absolute_url()).text.partition('class="toast__words"')[2].partition("</form>")[0]
    assert f'action="{undo}"' in toast
    client.post(undo)
    assert Action.objects.get().is_open


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"])
def test_nobody_is_redirected_to_another_site(circle: Circle, ada: User, back: str) -> None:
    action = an_action(circle, by=ada)
    url = reverse("actions:start", args=[circle.project.slug, action.number])
    assert at_browser(ada).post(url, {"back": back})["Location"] == action.get_absolute_url()


def test_a_message_fills_the_form_and_the_action_links_back_to_it(circle: Circle, ada: User, bo: User) -> None:
    message = post_message(a_topic(circle, by=bo), "Someone must **call** the maker.", by=bo)
    url = f"{reverse('actions:new', args=[circle.project.slug])}?from=message-{message.pk}"
    page = at_browser(ada).get(url)
    form = page.context["form"]
    assert (form["what"].value(), form["circle"].value()) == ("Someone must call the maker.", circle.key)
    said = {
        "what": "Call the maker",
        "owner": bo.pk,
        "circle": circle.key,
        "quote": form["quote"].value(),
        "origin": form["origin"].value(),
    }
    at_browser(ada).post(url, said)
    action = Action.objects.get()
    assert action.owner == bo
    assert Link.objects.into(action).get().source == str(message.pk)
    assert message.get_absolute_url() in at_browser(ada).get(action.get_absolute_url()).text.replace("&amp;", "&")
    assert "A-1 Call the maker" in at_browser(ada).get(message.topic.get_absolute_url()).text


@pytest.mark.parametrize(("what", "sent"), [("handover", {"owner": "nobody"}), ("day", {"due_on": "soon"})])
def test_a_form_that_makes_no_sense_is_answered_with_its_errors(
    circle: Circle, ada: User, what: str, sent: dict[str, str]
) -> None:
    action = an_action(circle, by=ada)
    answer = at_browser(ada).post(f"{action.get_absolute_url()}{what}/", sent)
    assert (answer.status_code, "field__error" in answer.text) == (422, True)
    assert [entry.event for entry in Entry.objects.about("action", str(action.pk))] == ["action.created"]


API = "/api/v1/projects/{}/actions"


def make(entry_point: str, user: User, circle: Circle, **sent: object) -> int:
    """Make an action by hand, by the page or the API; returns the status."""
    slug, body = circle.project.slug, {"what": "Call the maker", "circle": circle.key, "owner": str(user.pk), **sent}
    if entry_point == "api":
        return at_browser(user).post(API.format(slug), body, content_type="application/json").status_code
    return at_browser(user).post(reverse("actions:new", args=[slug]), body).status_code


@pytest.mark.parametrize(("entry_point", "done"), [("page", 302), ("api", 201)])
def test_an_action_made_by_hand_asks_why(circle: Circle, ada: User, entry_point: str, done: int) -> None:
    assert make(entry_point, ada, circle) == 422
    assert make(entry_point, ada, circle, why=" ") == 422
    assert not Action.objects.exists()

    assert make(entry_point, ada, circle, why="It leaks") == done
    assert "It leaks" in at_browser(ada).get(Action.objects.get().get_absolute_url()).text
    assert "Reason given: “It leaks”." in at_browser(ada).get(f"/p/{circle.project.slug}/record/").text

    assert make(entry_point, ada, circle, why="A-1") == done
    assert Link.objects.into(Action.objects.get(number=2)).get().source_words == "A-1 Call the maker"

    none = {"without_why": "on"} if entry_point == "page" else {"why": None}
    assert make(entry_point, ada, circle, **none) == done
    assert Action.objects.get(number=3).why == ""


def test_the_form_of_an_action_does_not_call_its_why_optional(circle: Circle, ada: User) -> None:
    page = at_browser(ada).get(reverse("actions:new", args=[circle.project.slug])).text
    due, why = (page.split(f'for="id_{name}"')[1].split("</label>")[0] for name in ("due_on", "why"))
    assert ("optional" in due, "optional" in why) == (True, False)


def test_a_source_that_is_not_there_is_said(circle: Circle, ada: User) -> None:
    sent = {"what": "Call the maker", "circle": circle.key, "source": "P-99", "why": "It leaks."}
    answer = at_browser(ada).post(API.format(circle.project.slug), sent, content_type="application/json")
    assert (answer.status_code, Action.objects.count()) == (422, 0)
    assert "There is no “P-99” here." in str(answer.json())


def test_an_action_can_come_from_anything_with_a_reference(circle: Circle, ada: User) -> None:
    first = an_action(circle, by=ada)
    body = {"what": "And then", "circle": circle.key, "source": first.reference}
    Client(headers=by_token(ada)).post(f"/api/v1/projects/{circle.project.slug}/actions", body, "application/json")
    assert Link.objects.out_of(first).get().target_words == "A-2 And then"


def test_eve_cannot_make_an_action_from_a_message_she_cannot_read(circle: Circle, ada: User) -> None:
    message, eve = post_message(a_topic(circle, by=ada), "secret", by=ada), a_person("Eve Martin")
    own = a_circle(eve)
    page = at_browser(eve).get(f"{reverse('actions:new', args=[own.project.slug])}?from=message-{message.pk}")
    assert "secret" not in page.text


def test_an_action_is_shown_as_due_from_the_day_before(circle: Circle, ada: User) -> None:
    today = circle.project.day_of(timezone.now())
    shown = []
    for days in (1, 2):
        late = an_action(circle, by=ada, due_on=today - timedelta(days=days))
        shown.append(unescape(at_browser(ada).get(late.get_absolute_url()).text))
    assert "was due yesterday" in shown[0]
    assert f"was due {day_short(today - timedelta(days=2))}" in shown[1]


def test_the_list_is_filtered_by_its_query(circle: Circle, ada: User, bo: User) -> None:
    yesterday = timezone.localdate() - timedelta(days=2)
    an_action(circle, by=ada, what="late", due_on=yesterday)
    an_action(circle, by=bo, what="of bo")
    an_action(circle, by=ada, what="finished").finish(by=ada, how="Measured.")
    an_action(circle.project.circles.general(), by=ada, what="elsewhere").block("Bo", by=ada)
    client, url = at_browser(ada), reverse("actions:actions", args=[circle.project.slug])

    def found(query: str) -> set[str]:
        return {action.what for action in client.get(f"{url}?{query}").context["page"].rows}

    assert found("") == {"late", "of bo", "elsewhere"}
    assert found("mine=1") == {"late", "elsewhere"}
    assert found("overdue=1") == {"late"}
    assert found(f"circle={circle.key}") == {"late", "of bo"}
    assert found("state=blocked") == {"elsewhere"}
    assert found("state=done") == {"finished"}
    assert found("state=objects&after=x|y") == {"late", "of bo", "elsewhere"}


def test_the_pages_of_the_list_skip_and_repeat_nothing(circle: Circle, ada: User) -> None:
    day = timezone.localdate()
    for number in range(60):
        an_action(circle, by=ada, due_on=day + timedelta(days=number % 3) if number % 4 else None)
    client, url = at_browser(ada), reverse("actions:actions", args=[circle.project.slug])
    first = client.get(url).context["page"]
    second = client.get(url, {"after": first.next}).context["page"]
    numbers = [action.number for action in [*first.rows, *second.rows]]
    assert sorted(numbers) == list(range(1, 61))
    assert second.next == ""


def test_the_list_makes_as_many_queries_for_forty_actions_as_for_one(circle: Circle, ada: User) -> None:
    client, url = at_browser(ada), reverse("actions:actions", args=[circle.project.slug])

    def queries() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    an_action(circle, by=ada)
    few = queries()
    for _ in range(40):
        an_action(circle, by=ada)
    assert queries() == few


def test_a_circles_page_shows_its_open_actions(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="Measure the voltage")
    an_action(circle, by=ada, what="Long finished").finish(by=ada, how="Measured.")
    page = at_browser(ada).get(circle.get_absolute_url()).text
    assert "Measure the voltage" in page
    assert "Long finished" not in page
