"""Who facilitates or writes in a sync records what a person says aloud; they are told, and may say otherwise."""

from datetime import timedelta

import pytest
from django.test import Client

from circles.circles.models import Circle
from daily.syncs.models import Sync
from daily.syncs.workflows.opening import open_sync
from decisions.actions.models import Action
from decisions.decisions.models import Position, Proposal
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from tests.factories import a_person, a_project, an_element, valid_objection_tests
from tests.markup import compact

pytestmark = pytest.mark.django_db


class Meeting:
    """Ada has a proposal in the general sync, which fay facilitates and thea writes; bo has no phone with him."""

    def __init__(self) -> None:
        self.ada, self.bo, self.fay, self.thea = (a_person(name) for name in ("Ada", "Bo", "Fay", "Thea"))
        self.general: Circle = a_project(self.ada).circles.general()
        for person, roles in ((self.bo, []), (self.fay, ["facilitator"]), (self.thea, ["secretary"])):
            self.general.admit(person, by=self.ada, roles=roles)
        at = clock.now() - timedelta(days=10)
        self.proposal = Proposal.propose(
            self.general, by=self.ada, at=at, tension="Heavy", text="Lighter.", reversibility="irreversible"
        )
        open_round(self.proposal, by=self.ada, at=at)
        self.sync: Sync = open_sync(self.general, by=self.fay)
        self.sync.attend(self.thea)
        self.sync.go_to_next_point(by=self.fay)

    def page(self, user: User, screen: str = "") -> str:
        return browser(user).get(f"{self.sync.get_absolute_url()}{screen}").text

    def record(self, user: User, person: User, kind: str, words: str = "") -> int:
        address = f"{self.sync.get_absolute_url()}points/{self.sync.points.get().pk}/positions/{person.pk}/"
        return browser(user).post(address, {"kind": kind, "words": words}).status_code


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def meeting() -> Meeting:
    return Meeting()


@pytest.mark.both_databases
def test_a_silent_person_has_a_button_for_who_facilitates_and_who_writes(meeting: Meeting) -> None:
    for leads in (meeting.fay, meeting.thea):
        assert "Record what Bo says" in meeting.page(leads)
    for other in (meeting.bo, meeting.ada):
        assert "Record what Bo says" not in meeting.page(other)


@pytest.mark.parametrize(("who", "status"), [("fay", 302), ("thea", 302), ("bo", 403), ("ada", 403)])
def test_only_who_facilitates_or_writes_records(meeting: Meeting, who: str, status: int) -> None:
    assert meeting.record(getattr(meeting, who), meeting.bo, "no_objection") == status
    assert Position.objects.count() == (status == 302)


def test_the_person_is_told_sees_who_wrote_it_and_says_otherwise(meeting: Meeting) -> None:
    assert meeting.record(meeting.fay, meeting.bo, "concern", "Order early") == 302
    said = Position.objects.get()
    assert (said.user, said.kind, said.words, said.recorded_by) == (meeting.bo, "concern", "Order early", meeting.fay)
    assert Notice.objects.filter(user=meeting.bo, event="position.recorded").exists()
    assert "Fay recorded your position" in meeting.page(meeting.bo, "hand/")
    assert "written down by Fay" in meeting.page(meeting.thea)
    assert meeting.sync.presences.filter(user=meeting.bo).exists()
    phone = f"{meeting.sync.get_absolute_url()}points/{meeting.sync.points.get().pk}/positions/"
    assert browser(meeting.bo).post(phone, {"kind": "pass"}).status_code == 302
    assert "recorded your position" not in meeting.page(meeting.bo, "hand/")
    assert "Record what Bo says" not in meeting.page(meeting.fay)
    assert meeting.record(meeting.fay, meeting.bo, "no_objection") == 409


@pytest.mark.parametrize(("kind", "words"), [("concern", " "), ("objection", "No"), ("yes", "")])
def test_what_is_recorded_is_one_of_the_answers_and_a_concern_has_words(
    meeting: Meeting, kind: str, words: str
) -> None:
    assert meeting.record(meeting.fay, meeting.bo, kind, words) == 409
    assert not Position.objects.exists()


def test_nobody_records_on_what_they_propose_themselves(meeting: Meeting) -> None:
    meeting.sync.hand_to(meeting.ada, by=meeting.fay)
    assert meeting.record(meeting.ada, meeting.bo, "no_objection") == 403
    assert "Record what Bo says" not in meeting.page(meeting.ada)


def test_nobody_writes_down_what_nobody_else_hears(meeting: Meeting) -> None:
    meeting.sync.presences.exclude(user=meeting.fay).delete()
    lead = browser(meeting.fay)
    assert lead.post(f"{meeting.sync.get_absolute_url()}presences/{meeting.thea.pk}/").status_code == 302
    assert not meeting.sync.counts
    meeting.sync.attend(meeting.ada)  # who proposes
    assert meeting.record(meeting.fay, meeting.bo, "no_objection") == 409
    assert meeting.record(meeting.fay, meeting.fay, "no_objection") == 302, "their own word"
    browser(meeting.thea).post(f"{meeting.sync.get_absolute_url()}presences/")
    assert meeting.record(meeting.fay, meeting.bo, "no_objection") == 302
    assert [row.user for row in meeting.sync.presences.exclude(seen_in_by=None)] == [meeting.bo]


def test_a_facilitator_writes_an_objection_for_who_says_it(meeting: Meeting) -> None:
    address = f"{meeting.proposal.get_absolute_url()}rounds/1/objections/?for={meeting.bo.pk}"
    assert address in meeting.page(meeting.fay)
    assert address not in meeting.page(meeting.thea)
    assert "for Bo" in browser(meeting.fay).get(address).text
    assert browser(meeting.thea).get(address).status_code == 403


@pytest.mark.parametrize("back", ["", "//elsewhere.example/"])
def test_an_objection_from_a_phone_leads_back_to_it_and_so_does_its_lifting(meeting: Meeting, back: str) -> None:
    phone, page = f"{meeting.sync.get_absolute_url()}hand/", meeting.proposal.get_absolute_url()
    bo = browser(meeting.bo)
    to = f"{page}rounds/1/objections/?back={back or phone}"
    leads_back = f'action="{page}rounds/1/objections/"><input type="hidden" name="back" value="{phone}">'
    assert leads_back in compact(meeting.page(meeting.bo, "hand/"))
    answers = valid_objection_tests(an_element(meeting.general.project))
    answer = bo.post(to, answers | {"element": answers["element"].pk})
    assert (answer.status_code, answer.headers["Location"]) == (302, page if back else phone)
    objection = meeting.proposal.objections.get()
    to = f"{page}objections/{objection.pk}/lifting/?back={back or phone}"
    assert back or to in meeting.page(meeting.bo, "hand/")
    assert to not in meeting.page(meeting.fay, "hand/")  # whose it is not
    answer = bo.post(to, {"because": "Two hold the rope."})
    assert (answer.status_code, answer.headers["Location"]) == (302, page if back else phone)


def test_the_screen_hears_of_what_the_point_is_about(meeting: Meeting) -> None:
    action = Action.make(meeting.general, "Measure", by=meeting.ada, due_on=meeting.general.project.day_of(clock.now()))
    meeting.sync.points.update(kind="action", reference=action.reference)
    for page in ("", "hand/"):
        assert f'agenda {action.change_key}"' in meeting.page(meeting.fay, page)
