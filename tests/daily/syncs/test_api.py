"""A sync led through the API: when a circle meets, who is in the live meeting, and what becomes of each point."""

from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle
from daily.syncs.models import AgendaItem, RecurringSync, Sync
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from decisions.actions.models import Action
from foundation.accounts.models import User
from tests.factories import a_circle, a_project
from tests.support.entry_points import by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def general(ada: User, bo: User, fay: User) -> Circle:
    """Ada pilots it, fay facilitates, bo is in it."""
    found = a_project(ada).circles.general()
    found.admit(bo, by=ada)
    found.admit(fay, by=ada, roles=["facilitator"])
    return found


def send(user: User, method: str, circle: Circle, address: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    """Send a request with a person's token; returns the status and what was answered."""
    call = getattr(Client(), method)
    path = f"/api/v1/projects/{circle.project.slug}/{address}"
    answer = call(path, body or {}, content_type="application/json", headers=by_token(user))
    return answer.status_code, answer.json() if answer.content else None


@pytest.mark.both_databases
def test_a_recurring_sync_is_begun_changed_and_ended(general: Circle, ada: User, bo: User, eve: User) -> None:
    words = {"name": "Weekly look", "recurrence": "FREQ=WEEKLY;BYDAY=TU", "local_time": "14:00", "length_minutes": 45}
    assert send(eve, "post", general, "circles/general/rituals", words)[0] == 404
    assert send(bo, "post", general, "circles/general/rituals", words)[0] == 403
    status, made = send(ada, "post", general, "circles/general/rituals", words)
    assert (status, made["title"], made["rhythm"]) == (201, "Weekly look", "every week, Tuesday")
    here = f"rituals/{made['id']}"
    named = {**words, "local_time": "14:30", "facilitator": str(bo.pk)}
    assert send(bo, "put", general, here, named)[0] == 403
    assert send(ada, "put", general, here, {**named, "facilitator": str(eve.pk)})[0] == 404
    assert send(ada, "put", general, here, named)[1]["facilitator"] == str(bo.pk)
    assert RecurringSync.objects.get(pk=made["id"]).local_time.isoformat() == "14:30:00"
    _status, listed = send(bo, "get", general, "rituals")
    assert [one["title"] for one in listed] == ["General sync", "Weekly look"]
    assert send(ada, "post", general, f"{here}/ending")[0] == 204
    assert [one["title"] for one in send(bo, "get", general, "rituals")[1]] == ["General sync"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"recurrence": "NEVER"},
        {"recurrence": "FREQ=DAILY;INTERVAL=0"},
        {"recurrence": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"},
        {"local_time": "09:15+02:00"},
        {"length_minutes": 0},
        {"length_minutes": 481},
        {"video_link": "javascript:1"},
    ],
)
def test_what_is_no_recurring_sync_is_said_and_not_made(general: Circle, ada: User, wrong: dict[str, Any]) -> None:
    status, problem = send(ada, "post", general, "circles/general/rituals", wrong)
    assert status == 422
    assert problem["detail"]
    assert RecurringSync.objects.count() == 1


def test_people_come_in_ask_to_speak_and_take_over(general: Circle, bo: User, fay: User, eve: User) -> None:
    sync = open_sync(general, by=fay)
    assert send(eve, "post", general, "syncs/1/presences")[0] == 404
    assert send(bo, "post", general, "syncs/1/presences")[0] == 204
    assert send(bo, "post", general, "syncs/1/hands")[0] == 204
    assert sync.presences.get(user=bo).raised_hand_at
    assert send(bo, "post", general, "syncs/1/hands")[0] == 204
    assert sync.presences.get(user=bo).raised_hand_at is None
    assert send(bo, "post", general, "syncs/1/facilitation")[0] == 204
    assert Sync.objects.get().facilitator == bo
    close_sync(sync, by=bo)
    assert send(bo, "post", general, "syncs/1/hands")[0] == 409


def test_who_leads_puts_points_on_the_table_and_says_what_becomes_of_them(
    general: Circle, ada: User, bo: User, fay: User
) -> None:
    inside = a_circle(inside=general, name="Field")
    AgendaItem.add(general, "Photos", by=bo)
    for words in ("Nobody pays the transport", "The shed leaks", "We lose screws"):
        AgendaItem.raise_tension(general, words, by=bo)
    sync = open_sync(general, by=fay)
    points = {point.text: f"syncs/1/points/{point.pk}" for point in sync.points.all()}
    assert send(bo, "post", general, f"{points['The shed leaks']}/turns")[0] == 403
    assert send(fay, "post", general, f"{points['The shed leaks']}/turns")[0] == 204
    assert Sync.objects.get().at_hand.text == "The shed leaks"  # type: ignore[union-attr]
    assert send(fay, "post", general, "syncs/1/extensions")[0] == 204
    here = f"{points['The shed leaks']}/triages"
    assert send(bo, "post", general, here, {"becomes": "action"})[0] == 403
    assert send(fay, "post", general, here, {"becomes": "circle", "circle": "nowhere"})[0] == 404
    assert send(fay, "post", general, here, {"becomes": "circle", "circle": inside.key})[0] == 204
    closing = "syncs/1/closing/turns"
    assert [send(person, "post", general, closing)[0] for person in (bo, fay, fay)] == [403, 204, 409]
    assert AgendaItem.objects.waiting().get(circle=inside).text == "The shed leaks"
    assert send(fay, "post", general, f"{points['Nobody pays the transport']}/triages", {"becomes": "action"})[0] == 204
    assert Action.objects.get().owner == bo
    put_off = {"because": "Bo is away"}
    assert send(fay, "post", general, f"{points['We lose screws']}/postponements", put_off)[0] == 204
    assert sync.points.get(text="We lose screws").words == "Bo is away"


def test_who_added_a_point_takes_it_back(general: Circle, ada: User, bo: User, eve: User) -> None:
    point = AgendaItem.add(general, "Photos", by=bo)
    assert send(eve, "post", general, f"points/{point.pk}/withdrawal")[0] == 404
    assert send(bo, "post", general, f"points/{point.pk}/withdrawal")[0] == 204
    assert not AgendaItem.objects.waiting().exists()
