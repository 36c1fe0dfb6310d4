"""A week of people in several projects: what each hears, through the rules and the real outbox. RONDE_DEEP=1: of forty
people in ten.
"""

import os
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from foundation.accounts.models import User
from foundation.inbox.delivery_rules import AT_ONCE_A_DAY
from foundation.inbox.kinds import ASKING
from foundation.inbox.models import Notice, NotificationChoice, NotificationSettings, OutgoingEmail
from foundation.inbox.workflows.mailing import people_to_mail, send_notices
from tests.factories import a_person

PEOPLE, PROJECTS = (40, 10) if os.environ.get("RONDE_DEEP") else (16, 4)
ROUNDS_A_DAY, ACTS_A_DAY = 1, 6
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
STEP = timedelta(hours=2)
"""The server looks each minute; what has to leave early leaves three hours before, so this is often enough."""
EVENTS = ("position.taken", "objection.raised", "decision.adopted", "message.mentioned", "action.assigned")


@pytest.mark.django_db
@pytest.mark.one_database
def test_in_a_week_of_much_nobody_is_flooded_and_nobody_misses_a_window(capsys: Any) -> None:
    chance = random.Random(16)
    people = [a_person() for _ in range(PEOPLE)]
    for person in people[::3]:
        choose(person, chance)
    projects = [(uuid4(), chance.sample(people, 9)) for _ in range(PROJECTS)]
    ends: dict[tuple[Any, str], datetime] = {}
    now, traffic = MONDAY, acts_of_a_week(projects, chance)
    while now < MONDAY + timedelta(days=8):
        while traffic and traffic[-1]["at"] <= now:
            act = traffic.pop()
            if act["ends_at"]:
                ends |= {(user.pk, act["reference"]): act["ends_at"] for user in act["people"]}
            Notice.post(**act)
        for person in people_to_mail(now):
            send_notices(person, now)
        now += STEP
    emails = OutgoingEmail.objects.exclude(user=None)
    assert at_once_a_day(emails) <= AT_ONCE_A_DAY
    asked = Notice.objects.filter(kind__in=ASKING).select_related("user")
    quiet = set(NotificationChoice.objects.filter(kind="position", mail="none").values_list("user", flat=True))
    in_time = [one.pk for one in asked if one.mailed_at and one.ends_at and one.mailed_at < one.ends_at]
    missed = [one for one in asked if one.user_id not in quiet and one.pk not in in_time]
    assert asked.count() > 30 * PROJECTS
    assert missed == []
    assert emails.count() == emails.values("key").distinct().count()
    heard = Counter(emails.values_list("user", flat=True))
    with capsys.disabled():
        print(f"\n{emails.count()} e-mails of {Notice.objects.count()} notices; a person {min(heard.values())} to "
              f"{max(heard.values())}, at once a day at most {at_once_a_day(emails)}")  # fmt: skip


def choose(person: User, chance: random.Random) -> None:
    """Let a person have hours, a digest and choices of their own."""
    person.time_zone = chance.choice(["Europe/Paris", "America/Montreal", "Pacific/Auckland"])
    person.save()
    digest, days_off = chance.choice(["daily", "weekly", "never"]), chance.choice(["56", "2456", ""])
    NotificationSettings.objects.create(user=person, digest=digest, days_off=days_off, quiet_from="18:00")
    for kind in ("position", "mentioned", "decided"):
        mail = chance.choice(["at_once", "digest"]) if kind == "position" else chance.choice(["at_once", "none"])
        NotificationChoice.objects.create(user=person, kind=kind, mail=mail)


def acts_of_a_week(projects: list[tuple[Any, list[User]]], chance: random.Random) -> list[dict[str, Any]]:
    """Return what happens in each project on five working days, the last first."""
    found = []
    for place, (project, people) in enumerate(projects):
        for day in range(5):
            for number in range(ROUNDS_A_DAY + ACTS_A_DAY):
                at = MONDAY + timedelta(days=day, hours=8, minutes=chance.randrange(600))
                by, is_round = chance.choice(people), number < ROUNDS_A_DAY
                hearing = [one for one in (people if is_round else chance.sample(people, 3)) if one != by]
                event = "proposal.round_opened" if is_round else chance.choice(EVENTS)
                reason = "asked" if is_round else "mentioned" if event == "message.mentioned" else "circle"
                ends = at + timedelta(hours=chance.choice([9, 24, 72])) if is_round else None
                found.append({
                    "people": dict.fromkeys(hearing, reason), "project": project, "event": event, "by": by,
                    "reference": f"P-{place}{day}{number}", "title": "We change the seal", "address": "/p/x/",
                    "at": at, "ends_at": ends,
                })  # fmt: skip
    return sorted(found, key=lambda act: act["at"], reverse=True)


def at_once_a_day(emails: Any) -> int:
    """Return the most that left at once to anyone on any day of theirs."""
    days = Counter(
        (email.user_id, email.written_at.astimezone(email.user.zone).date())
        for email in emails.filter(key__startswith="at_once:").select_related("user")
    )
    return max(days.values())
