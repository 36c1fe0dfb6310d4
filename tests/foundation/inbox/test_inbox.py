"""The inbox: one's own notices, and none of another's."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chat.chat.workflows.conversation import post_message
from circles.circles.workflows.project_setup import create_project
from circles.projects.models import Project
from daily.today.contexts.unread_notices import notices_for
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import revise
from foundation.accounts.models import Token, User
from foundation.audit import clock
from foundation.inbox.models import Attention
from tests.factories import a_circle, a_person, a_round, a_topic, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo() -> User:
    """A person who was let into a circle, and so has a notice."""
    bo = a_person("Bo Nguyen")
    a_circle(bo, name="Design")
    return bo


@pytest.mark.both_databases
def test_a_notice_shows_the_face_of_its_author_or_that_of_the_system() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    circle = a_circle(ada, bo)
    User.objects.filter(pk=ada.pk).update(hue=17)
    take_position(a_round(circle=circle, by=bo), "concern", by=ada, words="Six weeks of lead time.")
    shown = at_browser(bo).get(reverse("inbox")).text
    lines = re.findall(r'<li class="event">(.*?)</li>', shown, re.DOTALL)
    [own] = [line for line in lines if "took a position" in line]
    [by_system] = [line for line in lines if "adopted the proposal" in line]
    assert 'data-hue="17" title="Ada Mercier"' in own
    assert "face--system" in by_system


def test_a_notice_names_its_project_when_one_is_in_several(bo: User) -> None:
    [own] = Project.objects.visible_to(bo)
    assert f"<span>{own.name}</span>" not in at_browser(bo).get(reverse("inbox")).text
    create_project("Boat", by=a_person()).circles.general().admit(bo, by=a_person())
    shown = at_browser(bo).get(reverse("inbox")).text
    assert all(f"<span>{project.name}</span>" in shown for project in Project.objects.visible_to(bo))


def test_a_new_member_gets_a_notice_and_opening_it_marks_it_read(bo: User) -> None:
    notice = bo.notices.get()
    page = at_browser(bo).post(reverse("open_notice", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert page.headers["Location"] == notice.address


def test_the_inbox_is_grouped_by_thing_and_knows_what_is_new(ada: User, bo: User) -> None:
    round_ = a_round(circle=a_circle(ada, bo), by=bo)
    proposal = round_.proposal
    take_position(round_, "concern", by=ada, words="Six weeks of lead time.")
    page = at_browser(bo).get(reverse("inbox")).text
    assert page.count(f'<span class="line__key">{proposal.reference}</span>') == 1
    assert page.count("inbox-item--new") == len({(one.project, one.thing) for one in bo.notices.all()})
    at_browser(bo).post(reverse("read_all_notices"))
    assert "inbox-item--new" not in at_browser(bo).get(reverse("inbox")).text


def test_what_is_done_or_put_off_waits_elsewhere_until_it_is_brought_back(bo: User) -> None:
    notice, page = bo.notices.get(), at_browser(bo)
    finish, item = f'action="{reverse("finish_notice", args=[notice.pk])}"', f'id="inbox-item-{notice.pk}"'
    shown = page.get(reverse("inbox")).text
    assert (finish in shown, item in shown) == (True, True)
    page.post(reverse("finish_notice", args=[notice.pk]))
    assert item not in page.get(reverse("inbox")).text
    assert item in page.get(reverse("inbox") + "?show=done").text
    page.post(reverse("bring_back_notice", args=[notice.pk]))
    page.post(reverse("snooze_notice", args=[notice.pk]), {"until": "tomorrow"})
    notice.refresh_from_db()
    assert (notice.done_at, notice.snoozed_until is not None) == (None, True)
    assert finish not in page.get(reverse("inbox")).text
    assert item in page.get(reverse("inbox") + "?show=snoozed").text
    page.post(reverse("bring_back_notice", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.snoozed_until is None
    eve = a_person("Eve Martin")
    for name in ("finish_notice", "snooze_notice", "bring_back_notice"):
        assert at_browser(eve).post(reverse(name, args=[notice.pk])).status_code == 404


def test_the_number_that_waits_is_the_same_in_title_sidebar_and_inbox(ada: User, bo: User) -> None:
    eve, page = a_person("Eve Martin"), at_browser(bo)
    round_ = a_round(circle=a_circle(ada, bo, eve), by=bo)
    for who in (ada, eve):
        take_position(round_, "concern", by=who, words="Six weeks of lead time.")

    def numbers() -> set[str]:
        shown = page.get(reverse("inbox")).text
        link = re.search(r'data-goes="inbox".*?</li>', shown, re.DOTALL)
        beside = re.search(r"rail__count[^>]*>(\d+)<", link[0]) if link else None
        found = [re.search(r"<title>\((\d+)\) Inbox", shown), re.search(r"<span class=\"tabs__count\">(\d+)", shown)]
        return {one[1] if one else "0" for one in (beside, *found)} | {str(shown.count("<article"))}

    things = {(one.project, one.thing) for one in bo.notices.all()}
    assert bo.notices.count() > len(things) > 1
    assert numbers() == {str(len(things))}
    page.post(reverse("read_all_notices"))
    left = {(one.project, one.thing) for one in bo.notices.filter(done_at=None)}
    assert numbers() == {str(len(left))}
    page.post(reverse("snooze_notice", args=[bo.notices.filter(done_at=None)[0].pk]), {"until": "tomorrow"})
    assert numbers() == {str(len(left) - 1)}


def test_a_position_is_given_in_the_inbox_and_what_asked_for_it_is_done_everywhere(ada: User, bo: User) -> None:
    round_ = a_round(circle=a_circle(ada, bo), by=ada)
    page = at_browser(bo)
    shown = page.get(reverse("inbox")).text
    say = reverse("decisions:positions", args=[round_.proposal.project.slug, round_.proposal.number, round_.number])
    assert f'action="{say}"' in shown
    page.post(say, {"kind": "no_objection", "back": reverse("inbox")})
    assert not bo.notices.filter(kind="position", done_at=None).exists()


def test_who_mutes_a_thing_hears_of_it_only_when_asked_and_who_follows_it_hears_all(ada: User, bo: User) -> None:
    eve = a_person("Eve Martin")
    circle = a_circle(ada, eve, a_person())
    circle.project.circles.general().admit(bo, by=ada)
    round_ = a_round(circle=circle, by=ada)
    proposal = round_.proposal
    said = {"project": proposal.project_id, "thing": proposal.change_key, "title": "P", "address": "/"}
    assert at_browser(bo).post(reverse("attend"), {**said, "what": "follow"}).status_code == 302
    at_browser(ada).post(reverse("attend"), {**said, "what": "mute"})
    take_position(round_, "concern", by=eve, words="Six weeks of lead time.")
    assert bo.notices.filter(reference=proposal.reference, reason="followed").exists()
    assert not ada.notices.filter(event="position.taken").exists()
    at_browser(eve).post(reverse("attend"), {**said, "what": "mute"})
    revise(proposal, by=ada, text="We take another seal.", title="Another seal")
    assert eve.notices.filter(kind="position").latest("pk").title == "Another seal"
    assert at_browser(a_person()).post(reverse("attend"), {**said, "what": "follow"}).status_code == 403


def test_however_many_follow_a_thing_as_many_queries_find_out_who_may_know(ada: User) -> None:
    circle = a_circle(ada)
    proposal = a_round(circle=circle, by=ada).proposal
    queries = []
    for _ in range(3):
        circle.admit(follower := a_person(), by=ada)
        said: dict[str, Any] = {"project": proposal.project_id, "title": "P", "address": "/"}
        Attention.attend(follower, "follow", thing=proposal.change_key, **said)
        with CaptureQueriesContext(connection) as asked:
            found = proposal.with_followers({}, DecisionEvent.POSITION_TAKEN)
        queries.append(len(asked))
    assert len(found) == 3
    assert len(set(queries)) == 1


def test_the_inbox_links_to_ones_projects(bo: User) -> None:
    page = at_browser(bo).get(reverse("inbox")).content.decode()
    rail = page.split('id="rail-own"')[1].split("</nav>")[0]
    assert bo.memberships.get().project.get_absolute_url() in rail


def test_repeated_changes_of_one_thing_make_one_unread_notice(bo: User) -> None:
    ada = a_person("Ada Mercier")
    proposal = a_round(circle=a_circle(ada, bo), by=ada).proposal
    for words in ("the", "a better", "the best"):
        revise(proposal, by=ada, text=f"We take {words} seal.", title=f"Take {words} seal")
    asked = bo.notices.filter(event="proposal.round_opened")
    assert asked.get().title == "Take the best seal"
    asked.get().mark_read()
    revise(proposal, by=ada, text="We take no seal.")
    assert asked.count() == 2
    assert asked.unread().count() == 1


def test_changes_by_others_or_to_other_things_make_notices_of_their_own(bo: User) -> None:
    ada, eve = a_person("Ada Mercier"), a_person("Eve Martin")
    circle = a_circle(ada, eve, bo)
    for who in (ada, eve, ada):
        a_round(circle=circle, by=who)
    assert bo.notices.filter(event="proposal.round_opened").count() == 3


def test_somebody_who_left_gets_a_last_notice_and_no_more(ada: User, bo: User, fay: User) -> None:
    circle = a_circle(ada, bo)
    round_ = a_round(circle=circle, by=bo)
    said = post_message(a_topic(circle, by=bo, name="Leak in Pump"), "It leaks.", by=bo)
    circle.memberships.get(user=bo).end(by=fay)
    assert bo.notices.latest("pk").event == "membership.ended"
    before = bo.notices.count()
    take_position(round_, "objection", by=ada, objection_tests=valid_objection_tests(an_element(circle.project)))
    post_message(said.topic, "Since when, @Bo?", by=ada, reply_to=said)
    assert bo.notices.count() == before


def test_nobody_opens_the_notice_of_another(bo: User) -> None:
    eve = a_person("Eve Martin")
    assert at_browser(eve).post(reverse("open_notice", args=[bo.notices.get().pk])).status_code == 404
    secret = Token.issue(eve, "tests")
    read = f"/api/v1/inbox/{bo.notices.get().pk}/reading"
    assert Client().post(read, headers={"Authorization": f"Bearer {secret}"}).status_code == 404
    assert bo.notices.unread().count() == 1


def test_the_api_lists_and_reads_the_same_notices(bo: User) -> None:
    header = {"Authorization": f"Bearer {Token.issue(bo, 'tests')}"}
    listed = Client().get("/api/v1/inbox?unread=true", headers=header).json()
    assert [row["event"] for row in listed] == ["membership.added"]
    Client().post(f"/api/v1/inbox/{listed[0]['id']}/reading", headers=header)
    assert Client().get("/api/v1/inbox?unread=true", headers=header).json() == []


def test_one_click_marks_all_as_read_and_ends_what_asks_for_nothing(ada: User, bo: User) -> None:
    circle = a_circle(ada, bo)
    for title in ("Seals", "Screws"):
        a_round(circle=circle, by=ada, title=title)
    with CaptureQueriesContext(connection) as queries:
        at_browser(bo).post(reverse("read_all_notices"))
    assert not bo.notices.unread().exists()
    assert {one.kind for one in bo.notices.exclude(done_at=None)} == {"access"}
    assert bo.notices.filter(kind="position", done_at=None).count() == 2
    assert sum('UPDATE "inbox_notice"' in one["sql"] for one in queries) == 2


def test_what_is_snoozed_is_not_on_today_and_comes_back_as_new(bo: User) -> None:
    project = bo.memberships.get().project
    assert len(notices_for(project, bo, clock.now())) == 1
    bo.notices.get().put_off(clock.now() + timedelta(hours=3))
    assert len(notices_for(project, bo, clock.now())) == 0
    assert "Mark all as read" not in at_browser(bo).get(reverse("inbox")).text
    at_browser(bo).post(reverse("read_all_notices"))
    assert Client().post("/api/v1/inbox/reading", headers=by_token(bo)).status_code == 204
    assert bo.notices.unread().waiting(clock.now() + timedelta(hours=4)).exists()


@pytest.mark.parametrize("until", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"])
def test_nothing_is_snoozed_until_a_time_that_no_calendar_has(bo: User, until: str) -> None:
    notice, program = bo.notices.get(), Client(headers=by_token(bo))
    answer = program.post(f"/api/v1/inbox/{notice.pk}/snooze", {"until": until}, content_type="application/json")
    assert answer.status_code == 422
    chosen = {"until": "day", "day": "9999-12-31"}
    assert at_browser(bo).post(reverse("snooze_notice", args=[notice.pk]), chosen).status_code == 409
    notice.refresh_from_db()
    assert notice.snoozed_until is None
