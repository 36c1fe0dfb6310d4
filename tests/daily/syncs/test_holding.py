"""Holding a sync now: which circle, who facilitates; cancelled while nobody has spoken, it never took place."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from circles.circles.models import Circle
from daily.syncs.models import AgendaItem, Pulse, Sync
from daily.syncs.models.upcoming import ahead_of
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import cancel_sync, open_sync
from daily.syncs.workflows.outcomes import note_info
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.factories import a_person, a_project, an_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> tuple[Circle, User, User, User]:
    """Make a general circle with ada (pilot), bo, and fay who facilitates."""
    ada, bo, fay = a_person("Ada"), a_person("Bo"), a_person("Fay")
    general = a_project(ada).circles.general()
    general.admit(bo, by=ada)
    general.admit(fay, by=ada, roles=["facilitator"])
    return general, ada, bo, fay


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def agenda(sync: Sync) -> set[tuple[str, str, int]]:
    """Return what is on a sync's agenda, and how often each was carried over."""
    return {(point.reference, point.text, point.carried) for point in sync.points.all()}


@pytest.mark.both_databases
def test_the_form_offers_ones_circles_and_who_facilitates(team: tuple[Circle, User, User, User]) -> None:
    general, ada, bo, _fay = team
    field = general.open_circle("Field", by=ada, pilot=bo)
    here = f"/p/{general.project.slug}/sync/new/"
    page = browser(bo).get(f"{here}?circle=field")
    assert [key for key, _name in page.context["form"].fields["circle"].choices] == ["general", "field"]
    assert list(page.context["form"].fields["facilitator"].queryset) == [bo]
    assert browser(bo).post(here, {"circle": "general", "facilitator": str(ada.pk)}).status_code == 302
    sync = Sync.objects.get()
    assert (sync.circle, sync.facilitator, sync.created_by) == (general, ada, bo)
    refused = browser(bo).post(here, {"circle": field.key, "facilitator": str(ada.pk)})
    assert (refused.status_code, Sync.objects.count()) == (422, 1)


def test_two_syncs_of_one_circle_do_not_run_at_once(team: tuple[Circle, User, User, User]) -> None:
    general, _ada, _bo, fay = team
    open_sync(general, by=fay)
    with pytest.raises(Refused):
        open_sync(general, by=fay)


def test_who_has_no_voice_anywhere_is_not_asked(team: tuple[Circle, User, User, User]) -> None:
    here = f"/p/{team[0].project.slug}/sync/new/"
    assert browser(a_person("Eve")).get(here).status_code == 404


def test_a_cancelled_sync_gives_back_what_people_brought_and_leaves_no_trace_in_counts(
    team: tuple[Circle, User, User, User],
) -> None:
    general, _ada, bo, fay = team
    action = an_action(general, by=bo, due_on=clock.now().date() - timedelta(days=3))
    AgendaItem.add(general, "Photos of farm 3", by=bo)
    Pulse.give(general.project, clock.now().date(), by=bo, tension="Farm 2 is dry")
    close_sync(open_sync(general, by=fay), by=fay)
    first = open_sync(general, by=fay)
    before = agenda(first)
    AgendaItem.raise_tension(general, "The tank leaks", by=bo)
    cancel_sync(first, by=fay)
    waiting = set(general.points.waiting().values_list("text", flat=True))
    assert waiting == {"Photos of farm 3", "Farm 2 is dry", "The tank leaks"}
    again = agenda(open_sync(general, by=fay))
    assert (action.reference, action.what, 1) in before
    assert before | {("", "The tank leaks", 0)} == again


def test_what_somebody_said_for_the_next_sync_is_read_in_the_one_held_before_it(
    team: tuple[Circle, User, User, User],
) -> None:
    general, _ada, bo, fay = team
    later = clock.now().date() + timedelta(days=3)
    Pulse.give(general.project, later, by=bo, next="Wear test, 200 h")
    sync = open_sync(general, by=fay)
    assert "Wear test, 200 h" in browser(fay).get(sync.get_absolute_url()).content.decode()


def test_a_planned_sync_that_was_cancelled_can_be_opened_again(team: tuple[Circle, User, User, User]) -> None:
    general, _ada, _bo, fay = team
    starts_at = next(general.recurring_syncs.get().occurrences(clock.now() + timedelta(days=1))).starts_at
    first = open_sync(general, by=fay, at=starts_at - timedelta(minutes=5))
    cancel_sync(first, by=fay)
    second = open_sync(general, by=fay, at=starts_at)
    assert (first.planned_for, second.planned_for) == (starts_at, starts_at)


def test_a_cancelled_sync_is_neither_ahead_nor_held(team: tuple[Circle, User, User, User]) -> None:
    general, _ada, bo, fay = team
    sync = open_sync(general, by=fay)
    cancel_sync(sync, by=fay)
    assert ahead_of(general.project, bo, clock.now()).running == []
    assert not Sync.objects.held().exists()
    with pytest.raises(Refused):
        cancel_sync(sync, by=fay)


def test_the_record_and_those_who_were_called_hear_of_it(team: tuple[Circle, User, User, User]) -> None:
    general, _ada, bo, fay = team
    cancel_sync(open_sync(general, by=fay), by=fay)
    entry = Entry.objects.of_project(general.project.pk).get(event="sync.cancelled")
    assert entry.reference == "S-1"
    assert Notice.objects.filter(user=bo, event="sync.cancelled").exists()


@pytest.mark.parametrize("how", ["turned", "noted"])
def test_nobody_cancels_what_somebody_has_spoken_in(team: tuple[Circle, User, User, User], how: str) -> None:
    general, _ada, bo, fay = team
    AgendaItem.add(general, "Photos of farm 3", by=bo)
    sync = open_sync(general, by=fay)
    if how == "turned":
        sync.go_to_next_point(by=fay)
    else:
        note_info(sync, "The workshop is closed", by=bo)
    with pytest.raises(Refused):
        cancel_sync(sync, by=fay)


def test_the_page_of_a_cancelled_sync_says_who_was_there(team: tuple[Circle, User, User, User]) -> None:
    general, _ada, bo, fay = team
    sync = open_sync(general, by=fay)
    sync.attend(bo)
    assert "Cancel this sync" not in browser(bo).get(sync.get_absolute_url()).text
    assert "Cancel this sync" in browser(fay).get(sync.get_absolute_url()).text
    here = f"{sync.get_absolute_url()}cancellation/"
    assert browser(bo).post(here).status_code == 403
    assert browser(fay).post(here).status_code == 302
    page = browser(bo).get(sync.get_absolute_url()).text
    assert "before anyone spoke" in page
    there = page.partition('id="there"')[2]
    assert all(f'title="{name}"' in there for name in ("Bo", "Fay"))


def test_people_come_together_and_twice_is_once(team: tuple[Circle, User, User, User]) -> None:
    general, ada, bo, fay = team
    sync = open_sync(general, by=fay)
    sync.attend(bo)
    came_at = sync.presences.get(user=bo).came_at
    later = came_at + timedelta(minutes=2)
    sync.attend(ada, bo, ada, at=later)
    assert dict(sync.presences.exclude(user=fay).values_list("user__name", "came_at")) == {"Ada": later, "Bo": came_at}


def test_who_leads_notes_that_somebody_without_a_screen_is_there(team: tuple[Circle, User, User, User]) -> None:
    general, ada, bo, fay = team
    sync = open_sync(general, by=fay)
    here = f"{sync.get_absolute_url()}presences/{bo.pk}/"
    assert browser(bo).post(here).status_code == 403
    assert browser(fay).post(here).status_code == 302
    close_sync(sync, by=fay)
    content = sync.minutes.get().content
    assert (content["present"], content["absent"]) == (["Fay", "Bo"], [ada.name])


@pytest.mark.parametrize("screen", ["", "hand/"])
def test_a_tension_is_brought_from_the_shared_screen_and_from_a_phone(
    team: tuple[Circle, User, User, User], screen: str
) -> None:
    general, ada, bo, _fay = team
    sync = open_sync(general, by=ada)
    here = f"/p/{general.project.slug}/sync/{sync.number}/{screen}"
    form = browser(bo).get(here).text.split('id="tension"')[1].split("</dialog>")[0]
    assert f'name="back" value="{here}"' in form
    address = re.search(r'action="([^"]+)"', form)
    assert address
    answer = browser(bo).post(address[1], {"tension": "on", "text": "Farm 2 is dry", "back": here})
    assert answer.headers["Location"] == here
    assert sync.points.get(text="Farm 2 is dry").part == "tensions"
