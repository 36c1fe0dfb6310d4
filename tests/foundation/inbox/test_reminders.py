"""A reminder of anything comes into the inbox at its time, once; whoever is undisturbed gets no push meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.event_types import InboxNotice
from foundation.inbox.models import Notice, NotificationSettings, PersonalReminder
from foundation.inbox.tasks import remind_people
from foundation.web.exceptions import Refused
from tests.factories import an_action

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_reminder_chosen_at_a_thing_comes_into_the_inbox_once(circle: Circle, ada: User, client: Client) -> None:
    action = an_action(circle, by=ada)
    client.force_login(ada)
    thing: dict[str, Any] = {"project": circle.project.pk, "thing": action.change_key, "title": action.what}
    thing["address"] = action.get_absolute_url()
    assert b"Remind me" in client.get("/inbox/attention/", thing).content
    client.post("/inbox/reminders/", thing | {"until": "tomorrow", "back": thing["address"]})
    assert remind_people() == 0, "it is not due yet"
    PersonalReminder.objects.update(at=clock.now() - timedelta(minutes=1))
    assert (remind_people(), remind_people()) == (1, 0)
    notice = Notice.objects.to(ada).get(event=InboxNotice.REMINDED)
    assert (notice.title, notice.address, notice.by_name) == (action.what, action.get_absolute_url(), "")


def test_the_same_thing_is_remembered_once_and_never_in_the_past(circle: Circle, ada: User) -> None:
    soon = clock.now() + timedelta(hours=1)
    place: dict[str, Any] = {"project": circle.project.pk, "title": "A seal", "address": "/p/a/"}
    PersonalReminder.put(ada, **place, at=soon)
    PersonalReminder.put(ada, **place, at=soon + timedelta(hours=1))
    assert list(PersonalReminder.objects.of(ada).values_list("at", flat=True)) == [soon + timedelta(hours=1)]
    with pytest.raises(Refused):
        PersonalReminder.put(ada, **place, at=clock.now())


def test_do_not_disturb_holds_until_its_end_and_can_be_ended(ada: User, client: Client) -> None:
    client.force_login(ada)
    client.post("/inbox/do-not-disturb/", {"until": "hour"})
    now, hours = clock.now(), NotificationSettings.of(ada).hours
    assert hours.is_quiet(now)
    assert hours.undisturbed_until is not None
    assert now + timedelta(minutes=59) < hours.undisturbed_until < now + timedelta(minutes=61)
    client.post("/inbox/do-not-disturb/", {"until": "end"})
    assert NotificationSettings.of(ada).undisturbed_until is None
