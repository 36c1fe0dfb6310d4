"""Notices leave by e-mail as their reader chose: each once, at most four at once a day, the rest in the digest."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from chat.chat.models import Room
from chat.chat.workflows.conversation import open_topic, post_message
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.delivery_rules import MailChoice
from foundation.inbox.forms import HoursForm
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.models import Notice, NotificationChoice, NotificationSettings, OutgoingEmail
from foundation.inbox.workflows.mailing import people_to_mail, send_notices
from foundation.inbox.workflows.sending import deliver
from tests.factories import a_circle, a_person, a_round
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo() -> User:
    """Bo is always awake: no quiet hours, no days off, no digest."""
    bo = a_person("Bo Nguyen")
    NotificationSettings.objects.create(user=bo, quiet_from="00:00", quiet_until="00:00", days_off="", digest="never")
    return bo


def emails(user: User) -> list[str]:
    return list(OutgoingEmail.objects.filter(to=user.email, key__contains=str(user.pk)).values_list("key", flat=True))


@pytest.mark.both_databases
def test_a_round_is_mailed_once_to_who_is_asked_and_never_to_who_opened_it(bo: User) -> None:
    ada = a_person("Ada Mercier")
    round_ = a_round(circle=a_circle(ada, bo), by=ada)
    soon = clock.now() + timedelta(minutes=2)
    assert bo in people_to_mail(soon)
    assert [send_notices(bo, soon), send_notices(bo, soon)] == [1, 0]
    send_notices(ada, soon)
    assert not OutgoingEmail.objects.filter(to=ada.email, text__contains="opened a round")
    email = OutgoingEmail.objects.get(key__startswith=f"at_once:{bo.pk}")
    assert round_.proposal.reference in email.subject
    assert round_.proposal.get_absolute_url() in email.text
    assert "Your position is requested" in email.text
    notice = bo.notices.get(kind="position")
    assert notice.ends_at == round_.closes_at
    assert notice.mailed_at == soon


def test_what_was_read_in_ronde_is_not_mailed(bo: User) -> None:
    ada = a_person("Ada Mercier")
    a_round(circle=a_circle(ada, bo), by=ada)
    at_browser(bo).post(reverse("read_all_notices"))
    assert send_notices(bo, clock.now() + timedelta(minutes=2)) == 0


def test_who_wants_none_gets_none_and_others_in_the_digest(bo: User) -> None:
    ada = a_person("Ada Mercier")
    circle = a_circle(ada, bo)
    NotificationChoice.objects.create(user=bo, kind="position", mail="none")
    a_round(circle=circle, by=ada)
    later = clock.now() + timedelta(minutes=2)
    assert send_notices(bo, later) == 0
    NotificationChoice.objects.filter(user=bo).update(mail="digest")
    a_round(circle=circle, by=ada, title="Screws")
    wishes = NotificationSettings.of(bo)
    wishes.digest, wishes.digest_at = "daily", later.astimezone(bo.zone).time().replace(second=0, microsecond=0)
    wishes.save()
    assert [send_notices(bo, later), send_notices(bo, later)] == [1, 0]
    assert emails(bo)[0].startswith("digest:")


def test_the_fifth_thing_of_a_day_waits(bo: User) -> None:
    ada = a_person("Ada Mercier")
    circle = a_circle(ada, bo)
    for number in range(6):
        a_round(circle=circle, by=ada, title=f"Screws {number}")
    assert send_notices(bo, clock.now() + timedelta(minutes=2)) == 4
    assert bo.notices.filter(kind="position", mailed_at=None).count() == 2


def test_everybody_chooses_for_themselves_and_goes_back_to_what_is_usual(bo: User) -> None:
    page = at_browser(bo)
    shown = page.get(reverse("notifications"))
    assert "Positions requested" in shown.text
    sent = {name: field.initial for name, field in shown.context["kinds"].fields.items() if field.initial}
    hours = {
        "quiet_from": "20:00",
        "quiet_until": "06:30",
        "days_off": ["2", "6"],
        "digest": "weekly",
        "digest_at": "08:00",
    }
    answer = page.post(reverse("notifications"), sent | hours | {"mail-position": "digest"}, follow=True)
    assert "Saved." in answer.text
    assert [(one.kind, one.mail) for one in NotificationChoice.objects.filter(user=bo)] == [("position", "digest")]
    assert NotificationSettings.of(bo).hours.days_off == {2, 6}
    assert page.post(reverse("notifications"), sent | hours | {"mail-position": "by raven"}).status_code == 422
    page.post(reverse("reset_notifications"))
    assert NotificationSettings.of(bo).days_off == "56"
    assert not NotificationChoice.objects.filter(user=bo).exists()


def test_a_notice_done_or_put_off_does_not_leave(bo: User) -> None:
    ada = a_person("Ada Mercier")
    a_round(circle=a_circle(ada, bo), by=ada)
    soon = clock.now() + timedelta(minutes=2)
    Notice.objects.filter(user=bo).update(snoozed_until=soon + timedelta(hours=1))
    assert send_notices(bo, soon) == 0
    assert send_notices(bo, soon + timedelta(hours=2)) == 1


def test_things_of_two_projects_with_one_reference_are_two_e_mails_that_name_their_project(bo: User) -> None:
    ada = a_person("Ada Mercier")
    rounds = [a_round(circle=a_circle(ada, bo), by=ada) for _ in range(2)]
    assert len({round_.proposal.reference for round_ in rounds}) == 1
    assert len({round_.proposal.project_id for round_ in rounds}) == 2
    assert send_notices(bo, clock.now() + timedelta(minutes=2)) == 2


def test_a_digest_begins_with_what_goes_on_waiting(bo: User) -> None:
    ada = a_person("Ada Mercier")
    round_ = a_round(circle=a_circle(ada, bo), by=ada)
    told = clock.now() + timedelta(minutes=2)
    assert send_notices(bo, told) == 1
    wishes = NotificationSettings.of(bo)
    wishes.digest, wishes.digest_at = "daily", told.astimezone(bo.zone).time().replace(second=0, microsecond=0)
    wishes.save()
    assert send_notices(bo, told + timedelta(minutes=5)) == 1
    digest = OutgoingEmail.objects.get(key__startswith=f"digest:{bo.pk}")
    assert "WAITING FOR YOU" in digest.text
    assert round_.proposal.get_absolute_url() in digest.text


def test_who_has_left_a_project_is_told_nothing_more_of_what_they_heard_there(bo: User) -> None:
    ada = a_person("Ada Mercier")
    round_ = a_round(circle=a_circle(ada, bo), by=ada)
    NotificationSettings.objects.filter(user=bo).update(digest="daily", digest_at="00:00")
    bo.memberships.get().end(by=ada)
    tomorrow = clock.now() + timedelta(days=1)
    send_notices(bo, tomorrow)
    (email,) = OutgoingEmail.objects.filter(user=bo)
    assert round_.proposal.title not in email.text
    assert "ended" in email.text, "that they are in it no more they are told"


def test_an_email_that_waits_is_not_sent_to_who_has_left_and_the_rest_is_told_again(bo: User) -> None:
    ada = a_person("Ada Mercier")
    left, stays = (a_round(circle=a_circle(ada, bo), by=ada, text=words) for words in ("Gold seals.", "Tin seals."))
    NotificationSettings.objects.filter(user=bo).update(digest="daily", digest_at="00:00")
    NotificationChoice.objects.create(user=bo, kind="position", mail="digest")
    tomorrow = clock.now() + timedelta(days=1)
    assert send_notices(bo, tomorrow) == 1
    waiting = OutgoingEmail.objects.get(user=bo)
    assert all(one.proposal.get_absolute_url() in waiting.text for one in (left, stays))
    bo.memberships.get(project=left.proposal.project).end(by=ada)
    assert not deliver(waiting)
    waiting.refresh_from_db()
    assert waiting.failed_at
    assert send_notices(bo, tomorrow + timedelta(days=1)) == 1
    again = OutgoingEmail.objects.filter(user=bo).latest("pk")
    assert left.proposal.get_absolute_url() not in again.text
    assert stays.proposal.get_absolute_url() in again.text
    assert deliver(again)


def test_minutes_that_wait_are_not_sent_to_who_has_left(bo: User) -> None:
    ada = a_person("Ada Mercier")
    circle = a_circle(ada, bo)
    close_sync(open_sync(circle, by=ada), by=ada)
    waiting = OutgoingEmail.objects.get(to=bo.email, key__startswith="minutes:")
    bo.memberships.get().end(by=ada)
    assert not deliver(waiting)


def test_that_somebody_is_in_a_project_no_more_they_are_told_all_the_same(bo: User) -> None:
    ada = a_person("Ada Mercier")
    circle = a_circle(ada, bo)
    NotificationSettings.objects.filter(user=bo).update(digest="daily", digest_at="00:00")
    circle.memberships.get(user=bo).end(by=ada)
    assert send_notices(bo, clock.now() + timedelta(days=1)) == 1
    assert deliver(OutgoingEmail.objects.get(user=bo))


def test_a_title_of_several_lines_is_one_line_of_an_email(bo: User) -> None:
    for number in range(2):
        Notice.objects.create(
            user=bo,
            kind="ending",
            title=f"Seals {number}\nhttps://evil.example/",
            address=f"/{number}/",
            happened_at=clock.now(),
            ends_at=clock.now() + timedelta(hours=2),
        )
    NotificationChoice.objects.create(user=bo, kind="ending", mail="digest")
    send_notices(bo)
    (email,) = OutgoingEmail.objects.filter(user=bo)
    assert "https://evil.example/" not in email.text.splitlines()
    assert any(line.startswith("Seals 0 https://evil.example/") for line in email.text.splitlines())


def test_the_settings_form_and_the_digest_keep_what_the_other_wrote(bo: User) -> None:
    form = HoursForm(
        {"quiet_from": "20:00", "quiet_until": "06:30", "digest": "daily", "digest_at": "00:00", "days_off": []},
        instance=NotificationSettings.of(bo),
    )
    assert form.is_valid()
    sent = clock.now()
    NotificationSettings.objects.filter(user=bo).update(digest_sent_at=sent, mail_stopped_at=sent)
    form.save()
    kept = NotificationSettings.of(bo)
    assert (kept.digest_sent_at, kept.mail_stopped_at, kept.quiet_from) == (sent, sent, time(20))


def wants_a_digest(user: User, at: datetime) -> None:
    local = at.astimezone(user.zone).time().replace(second=0, microsecond=0)
    NotificationSettings.change(user, digest="daily", digest_at=local)


@pytest.mark.both_databases
def test_the_digest_comes_for_what_waits_alone_also_where_all_of_it_was_mailed(bo: User) -> None:
    ada = a_person("Ada Mercier")
    round_ = a_round(circle=a_circle(ada, bo), by=ada)
    told = clock.now() + timedelta(minutes=2)
    send_notices(bo, told)
    Notice.objects.filter(user=bo, mailed_at=None).update(mailed_at=told)
    assert bo not in people_to_mail(told + timedelta(minutes=5)), "nothing is due"
    wants_a_digest(bo, told)
    due = told + timedelta(minutes=5)
    assert bo in people_to_mail(due)
    assert send_notices(bo, due) == 1
    digest = OutgoingEmail.objects.get(key__startswith=f"digest:{bo.pk}")
    assert round_.proposal.get_absolute_url() in digest.text
    assert "One thing is waiting for you." in digest.html
    assert bo not in people_to_mail(due + timedelta(minutes=5)), "once a day"


def test_who_turns_on_mail_at_once_is_sent_nothing_old(bo: User) -> None:
    ada = a_person("Ada Mercier")
    circle = a_circle(ada, bo)
    NotificationChoice.choose(bo, NoticeKind.POSITION, MailChoice.DIGEST, push=False)
    a_round(circle=circle, by=ada, title="Old")
    later = clock.now() + timedelta(minutes=2)
    assert send_notices(bo, later) == 0
    NotificationChoice.choose(bo, NoticeKind.POSITION, MailChoice.AT_ONCE, push=True)
    assert send_notices(bo, later) == 0, "it waits for the digest, as was said when it came"
    a_round(circle=circle, by=ada, title="New")
    assert send_notices(bo, clock.now() + timedelta(minutes=2)) == 1
    assert "New" in OutgoingEmail.objects.get(user=bo).subject
    wants_a_digest(bo, later)
    send_notices(bo, later + timedelta(minutes=5))
    assert "Old" in OutgoingEmail.objects.get(key__startswith=f"digest:{bo.pk}").text


def test_mail_that_is_resumed_brings_nothing_old_at_once(bo: User) -> None:
    ada = a_person("Ada Mercier")
    NotificationSettings.stop_mail(bo, "550", clock.now())
    a_round(circle=a_circle(ada, bo), by=ada)
    NotificationSettings.resume_mail(bo)
    assert send_notices(bo, clock.now() + timedelta(minutes=2)) == 0


def test_the_inbox_calls_a_topic_as_it_is_called_now(bo: User) -> None:
    ada = a_person("Ada Mercier")
    topic = open_topic(Room.of(a_circle(ada, bo)), "Seals", by=ada)
    post_message(topic, "@Bo which one?", by=ada)
    topic.rename("Seals of farm 2", by=ada)
    page = at_browser(bo).get(reverse("inbox")).text
    assert "Seals of farm 2" in page
    assert set(bo.notices.filter(address__startswith=topic.get_absolute_url()).values_list("title", flat=True)) == {
        "Seals of farm 2"
    }


@pytest.mark.parametrize("how", ["at_once", "digest"])
def test_an_email_has_one_address_that_ends_it(how: str, bo: User) -> None:
    ada = a_person("Ada Mercier")
    circle = a_circle(ada, bo)
    soon = clock.now() + timedelta(minutes=2)
    if how == "digest":
        NotificationSettings.change(bo, quiet_from="00:00", quiet_until="23:59")
        wants_a_digest(bo, soon)
    for title in ("Seals", "Screws"):
        a_round(circle=circle, by=ada, title=title)
    send_notices(bo, soon)
    for email in OutgoingEmail.objects.filter(key__startswith=f"{how}:{bo.pk}"):
        address = email.headers["List-Unsubscribe"].strip("<>")
        assert [email.text.count(address), email.html.count(address)] == [1, 1]
        assert [
            len(re.findall("nsubscribe", told))
            for told in (email.text.replace(address, ""), email.html.replace(address, ""))
        ] == [1, 1]
    assert OutgoingEmail.objects.filter(key__startswith=f"{how}:{bo.pk}").exists()
