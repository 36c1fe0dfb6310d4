"""Holding a sync: opening, turning, what comes out, closing."""

from datetime import timedelta

import pytest

from chat.chat.models import Message
from circles.circles.models import Circle
from daily.syncs.models import AgendaItem, Pulse, Sync
from daily.syncs.models.agenda_proposal import matter_of
from daily.syncs.workflows.closing import close_sync, reopen_sync
from daily.syncs.workflows.opening import open_sync
from daily.syncs.workflows.outcomes import adopt_agreement, create_action, give_position, note_info
from daily.syncs.workflows.triage import triage
from decisions.actions.models import Action
from decisions.decisions import consent
from decisions.decisions.consent import RoundState
from decisions.decisions.models import Proposal, Round
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.models import OutgoingEmail
from foundation.web.exceptions import Refused
from tests.factories import a_person, a_project, an_element, valid_objection_tests
from tests.support.replayed_factories import replayed

pytestmark = pytest.mark.django_db


@replayed
def a_team() -> tuple[Circle, User, User, User]:
    """Make a general circle with ada (pilot), bo, and fay who facilitates."""
    ada, bo, fay = a_person("Ada"), a_person("Bo"), a_person("Fay")
    general = a_project(ada).circles.general()
    general.admit(bo, by=ada)
    general.admit(fay, by=ada, roles=["facilitator"])
    return general, ada, bo, fay


def a_proposal_for_the_sync(circle: Circle, ada: User, *, days: int = 10) -> Proposal:
    """Put a proposal that cannot be undone to a round, long enough ago that a sync may take it."""
    at = clock.now() - timedelta(days=days)
    proposal = Proposal.propose(
        circle, by=ada, tension="Too heavy", text="Use the lighter pack.", reversibility="irreversible", at=at
    )
    open_round(proposal, by=ada, at=at)
    return proposal


def the_round(proposal: Proposal) -> Round:
    """Return the open round of a proposal."""
    round_ = Proposal.objects.get(pk=proposal.pk).open_round
    assert round_
    return round_


@pytest.mark.both_databases
def test_holding_a_sync_takes_one_click_and_freezes_what_waits() -> None:
    general, _ada, bo, fay = a_team()
    AgendaItem.add(general, "Photos of farm 3", by=bo)
    sync = open_sync(general, by=fay)
    assert sync.reference == "S-1"
    assert sync.facilitator == fay
    assert [point.text for point in sync.points.all()] == ["Photos of farm 3"]
    assert not general.points.waiting().exists()


def test_a_late_action_is_an_exception() -> None:
    general, ada, bo, fay = a_team()
    Action.make(general, "Send the rotor", by=ada, owner=bo, due_on=(clock.now() - timedelta(days=3)).date())
    sync = open_sync(general, by=fay)
    assert [(point.part, point.reference) for point in sync.points.all()] == [("exceptions", "A-1")]


def test_what_everybody_has_spoken_to_is_adopted_with_one_click() -> None:
    general, ada, bo, fay = a_team()
    proposal = a_proposal_for_the_sync(general, ada)
    for person in (bo, fay):
        take_position(the_round(proposal), "no_objection", by=person)
    sync = open_sync(general, by=fay)
    [point] = sync.points.all()
    assert point.part == "agreements"
    decision = adopt_agreement(sync, point, by=fay)
    assert decision.reference == "D-1"
    assert decision.sync_words.startswith("S-1")
    assert [out.reference for out in sync.outcomes.all()] == ["D-1"]
    point.refresh_from_db()
    assert point.words == "D-1"


def test_the_closing_comes_at_any_point_and_what_was_not_reached_waits() -> None:
    general, _ada, bo, fay = a_team()
    for words in ("Photos of farm 3", "Spare parts", "The shed"):
        AgendaItem.add(general, words, by=bo)
    sync = open_sync(general, by=fay)
    with pytest.raises(Refused):
        sync.start_closing(by=fay)
    sync.go_to_next_point(by=fay)
    sync.settle_point(sync.points.get(text="Photos of farm 3"), by=fay)
    sync.start_closing(by=fay)
    assert Sync.objects.get().stage == "closing"
    close_sync(sync, by=fay)
    assert list(general.points.waiting().values_list("text", "carried")) == [("Spare parts", 1), ("The shed", 1)]


def test_nothing_comes_out_of_a_closed_sync() -> None:
    general, _ada, bo, fay = a_team()
    sync = open_sync(general, by=fay)
    close_sync(sync, by=fay)
    with pytest.raises(Refused):
        note_info(sync, "Too late", by=fay)
    with pytest.raises(Refused):
        create_action(sync, "Too late", by=fay, owner=bo)
    with pytest.raises(Refused):
        sync.go_to_next_point(by=fay)


def test_actions_and_infos_stand_in_the_minutes_by_themselves() -> None:
    general, _ada, bo, fay = a_team()
    sync = open_sync(general, by=fay)
    sync.attend(bo)
    create_action(sync, "Measure the seal", by=fay, owner=bo)
    note_info(sync, "The workshop is closed on Friday", by=bo)
    close_sync(sync, by=fay)
    content = sync.minutes.get().content
    assert content["present"] == ["Fay", "Bo"]
    assert content["absent"] == ["Ada"]
    assert content["actions"][0]["reference"] == "A-1"
    assert content["infos"][0]["text"] == "The workshop is closed on Friday"


def test_minutes_are_posted_in_the_room_and_mailed_with_the_seal() -> None:
    general, _ada, bo, fay = a_team()
    sync = open_sync(general, by=fay)
    note_info(sync, "The workshop is closed on Friday", by=bo)
    close_sync(sync, by=fay)
    minutes = sync.minutes.get()
    entry = Entry.objects.of_project(general.project.pk).get(seq=minutes.seq)
    assert (entry.event, entry.hash) == ("sync.closed", minutes.seal)
    told = Message.objects.get().text
    assert "The workshop is closed on Friday" in told
    assert "**Good to know**" in told
    assert "#" not in told
    emails = OutgoingEmail.objects.filter(key__startswith="minutes:")
    assert {email.to for email in emails} == {person.email for person in general.people()}
    assert all(minutes.seal in email.text for email in emails)


def test_what_was_not_reached_goes_to_the_next_sync_with_a_counter() -> None:
    general, _ada, bo, fay = a_team()
    AgendaItem.add(general, "Photos of farm 3", by=bo)
    first = open_sync(general, by=fay)
    close_sync(first, by=fay)
    assert [point["text"] for point in first.minutes.get().content["carried"]] == ["Photos of farm 3"]
    second = open_sync(general, by=fay)
    [point] = second.points.all()
    assert (point.text, point.carried, point.added_by) == ("Photos of farm 3", 1, bo)


def test_at_the_third_time_the_pilot_gets_an_action() -> None:
    general, ada, bo, fay = a_team()
    AgendaItem.add(general, "Photos of farm 3", by=bo)
    for _time in range(3):
        close_sync(open_sync(general, by=fay), by=fay)
    action = Action.objects.get()
    assert action.owner == ada
    assert "Photos of farm 3" in action.what


def test_a_late_action_put_off_counts_as_carried_over() -> None:
    general, ada, bo, fay = a_team()
    Action.make(general, "Send the rotor", by=ada, owner=bo, due_on=(clock.now() - timedelta(days=3)).date())
    first = open_sync(general, by=fay)
    first.postpone(first.points.get(), by=fay, because="Bo is away")
    close_sync(first, by=fay)
    assert open_sync(general, by=fay).points.get().carried == 1


def test_reopening_needs_a_reason_and_less_than_a_day() -> None:
    general, _ada, bo, fay = a_team()
    AgendaItem.add(general, "Photos of farm 3", by=bo)
    sync = open_sync(general, by=fay)
    close_sync(sync, by=fay)
    with pytest.raises(Refused):
        reopen_sync(sync, by=fay, reason=" ")
    reopen_sync(sync, by=fay, reason="We forgot the photos")
    assert not general.points.waiting().exists()
    sync.settle_point(sync.points.get(), by=fay)
    close_sync(sync, by=fay)
    assert [minutes.version for minutes in sync.minutes.all()] == [2, 1]
    newest = sync.minutes.all()[0]
    assert newest.content["points"][0]["text"] == "Photos of farm 3"
    sync.refresh_from_db()
    sync.closed_at = clock.now() - timedelta(hours=25)
    sync.save()
    with pytest.raises(Refused):
        reopen_sync(sync, by=fay, reason="Much later")


def test_the_timer_gives_two_minutes_more_once() -> None:
    general, _ada, bo, fay = a_team()
    AgendaItem.add(general, "Photos of farm 3", by=bo)
    sync = open_sync(general, by=fay)
    sync.go_to_next_point(by=fay)
    before = sync.points.get().seconds
    sync.extend(by=fay)
    assert sync.points.get().seconds == before + 120
    with pytest.raises(Refused):
        sync.extend(by=fay)


def test_time_spent_is_kept_when_a_point_comes_back() -> None:
    general, _ada, bo, fay = a_team()
    for text in ("Photos", "Spare parts"):
        AgendaItem.add(general, text, by=bo)
    sync = open_sync(general, by=fay)
    first, second = sync.points.all()
    sync.turn_to(first, by=fay)
    AgendaItem.objects.filter(pk=first.pk).update(turned_at=clock.now() - timedelta(seconds=40))
    sync.turn_to(second, by=fay)
    sync.turn_to(first, by=fay)
    first.refresh_from_db()
    assert 40 <= first.spent_seconds <= 42
    assert first.is_open


def test_a_tension_of_a_pulse_is_triaged_once() -> None:
    general, _ada, bo, fay = a_team()
    Pulse.give(general.project, clock.now().date(), by=bo, tension="Farm 2 is dry")
    sync = open_sync(general, by=fay)
    [point] = sync.points.all()
    assert (point.part, point.text, point.added_by) == ("tensions", "Farm 2 is dry", bo)
    triage(sync, point, "action", by=fay)
    assert Action.objects.get().owner == bo
    close_sync(sync, by=fay)
    assert not open_sync(general, by=fay).points.exists()


def test_a_tension_can_be_sent_to_another_circle() -> None:
    general, ada, bo, fay = a_team()
    field = general.open_circle("Field", by=ada)
    AgendaItem.raise_tension(general, "Farm 2 is dry", by=bo)
    sync = open_sync(general, by=fay)
    triage(sync, sync.points.get(), "circle", by=fay, circle=field)
    assert field.points.waiting().get().text == "Farm 2 is dry"


def test_a_position_is_given_from_ones_own_phone() -> None:
    general, ada, bo, fay = a_team()
    proposal = a_proposal_for_the_sync(general, ada)
    sync = open_sync(general, by=fay)
    give_position(sync, sync.points.get(), "no_objection", by=bo)
    assert sync.presences.filter(user=bo).exists()
    assert the_round(proposal).positions.get().user == bo
    with pytest.raises(Refused):
        give_position(sync, sync.points.get(), "objection", by=bo)


def test_the_shared_screen_says_of_an_overdue_objection_what_concluding_would_do() -> None:
    general, ada, bo, fay = a_team()
    circle = general.open_circle("Hydraulics", by=ada, pilot=fay, max_reversibility="irreversible")
    circle.admit(bo, by=ada)
    proposal = a_proposal_for_the_sync(circle, ada)
    take_position(
        the_round(proposal), "objection", by=bo, objection_tests=valid_objection_tests(an_element(circle.project))
    )
    sync, matter = open_sync(circle, by=fay), matter_of(proposal)
    later = clock.now() + timedelta(days=10)
    assert matter
    assert consent.state(matter.facts(later)) is RoundState.ESCALATED
    assert consent.state(the_round(proposal).facts(later, sync=sync.deciding_sync())) is RoundState.ESCALATED
