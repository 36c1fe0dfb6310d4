"""The sample project: loaded whole, once, in either language, as full of life as it is meant to be."""

from collections import Counter
from datetime import datetime, time, timedelta
from decimal import Decimal
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from django.test import Client

from across.sample.proposals import PLANS, name_of
from across.sample.texts import FOLDER, read_table
from chat.chat.models import Message, Topic
from chat.chat.models.read_marker import unread_by
from circles.circles.models import Circle
from circles.money.balances import accounts_of, figures_of
from circles.projects.models import Link, Project
from daily.syncs.agenda import Part, Point, build
from daily.syncs.models import Minutes, Pulse, Sync
from daily.syncs.models.upcoming import ahead_of
from daily.syncs.workflows.agenda_input import facts_for
from decisions.actions.models import Action
from decisions.decisions.models import Claim, Decision, Proposal, Round
from decisions.decisions.models.rounds.working_time import calendar
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.models import Notice, OutgoingEmail


def person(handle: str) -> User:
    return User.objects.get(email=f"{handle}@heliopompe.example")


def open_round(project: Project, number: int) -> Round:
    found = Proposal.objects.get(project=project, number=number).open_round
    assert found is not None
    return found


def agenda(project: Project, starts_at: datetime) -> tuple[Point, ...]:
    return build(facts_for(project.circles.general(), starts_at), on=project.day_of(starts_at)).points


def tomorrow(project: Project) -> datetime:
    """Return when the sync after the last one held begins: the story ends before it, even if told at 09:20."""
    general = project.circles.general()
    held = Sync.objects.in_project(project).held().exclude(planned_for=None).filter(circle=general)
    last = held.latest("planned_for").planned_for
    assert last
    return next(one.starts_at for one in general.recurring_syncs.get().occurrences(last) if one.starts_at > last)


# The record ---------------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_the_record_of_the_sample_holds_and_nothing_is_in_the_future(project: Project) -> None:
    entries = list(Entry.objects.of_project(project.pk))
    assert list(Entry.breaks_of(project.pk)) == []
    assert all(earlier.happened_at <= later.happened_at for earlier, later in pairwise(entries))
    assert entries[-1].happened_at <= entries[-1].recorded_at
    assert (entries[-1].recorded_at - entries[0].happened_at).days >= 7 * 10


def test_people_act_by_day_and_on_working_days(project: Project) -> None:
    moments = [entry.happened_at.astimezone(project.zone) for entry in Entry.objects.of_project(project.pk)]
    told_at = clock.now().astimezone(project.zone) - timedelta(minutes=5)
    past = [moment for moment in moments if moment < told_at]
    assert len(past) > 700
    assert all(moment.weekday() < 5 for moment in past)
    assert all(time(7) <= moment.time() <= time(21) for moment in past)


# What there is ------------------------------------------------------------------------------------------------------


def test_each_thing_has_the_reference_that_the_texts_use(project: Project) -> None:
    texts = read_table(FOLDER / project.language / "decisions")
    for key in PLANS:
        letter, number = name_of(key).split("-")
        found = (Decision if letter == "D" else Proposal).objects.get(project=project, number=number)
        assert found.title == texts[key]["title"]


def test_decisions_and_proposals_are_in_every_state(project: Project) -> None:
    by_number = {proposal.number: proposal for proposal in Proposal.objects.in_project(project)}
    stages = Counter(str(proposal.stage) for proposal in by_number.values())
    assert stages == {
        "adopted": 25, "integrating": 1, "escalated": 1, "consenting": 5, "draft": 1, "lapsed": 1, "withdrawn": 1,
    }  # fmt: skip
    assert by_number[17].decision.superseded_by == by_number[21].decision
    assert by_number[19].decision.state == "revoked"
    assert Decision.objects.in_project(project).in_force().count() == 23
    assert by_number[15].decision.without == ["Olivier Petit", "Paula Silva"]
    assert by_number[29].last_round is None
    assert by_number[30].lapsed_at
    assert by_number[31].withdrawn_at
    assert by_number[32].escalated_to == Circle.objects.get(project=project, key="conception")
    assert not by_number[26].standing_objections  # "I prefer orange" became a concern
    assert by_number[26].objections.count() == 1


def test_an_objection_was_lifted_by_a_second_text(project: Project) -> None:
    enclosure = Proposal.objects.get(project=project, number=21)
    first, second = enclosure.rounds.all()
    assert first.text != second.text
    (objection,) = enclosure.objections.all()
    assert objection.blocks
    assert objection.lifted_because
    assert objection.lifted_at
    assert first.opened_at < objection.put_at < second.opened_at < objection.lifted_at < enclosure.decision.adopted_at


def test_the_panels_are_due_for_their_review(project: Project) -> None:
    due = Decision.objects.in_project(project).due_for_review(project.day_of(clock.now()))
    assert [decision.number for decision in due] == [12]
    assert due.get().round.positions.filter(user=person("ines"), kind="concern").exists()
    listed: Any = Decision.objects.for_lists().get(pk=due.get().pk)
    assert listed.worried == "Inès Rahal"


def test_the_inlet_was_kept_at_its_review(project: Project) -> None:
    inlet = Decision.objects.in_project(project).kept_at_review().get()
    assert inlet.number == 9
    assert inlet.review_on > project.day_of(clock.now())


def test_one_circle_claimed_in_the_last_hour_of_a_round(project: Project) -> None:
    seal = Proposal.objects.get(project=project, number=27)
    claim = seal.claims.get()
    assert claim.circle.key == "achats"
    would_have_closed = calendar(project).after(seal.rounds.get().opened_at, 1)
    assert would_have_closed - timedelta(hours=1) <= claim.made_at < would_have_closed
    round_ = open_round(project, 27)
    assert round_.sync_of
    assert (round_.decides.key, round_.sync_of.is_general) == ("hydraulique", True)


def test_the_round_on_screws_ends_soon_and_two_have_not_answered(project: Project) -> None:
    round_ = open_round(project, 25)
    assert round_.closes_at
    assert clock.now() < round_.closes_at
    assert {heard.user.name for heard in round_.participants() if heard.is_silent} == {"Bo Nguyen", "Théa Morel"}


def test_each_circle_has_spent_of_what_it_was_allotted_and_no_more(project: Project) -> None:
    figures = {circle.key: figures_of(project)[circle.pk] for circle in project.circles.all()}
    whole, hydraulics = figures["general"], figures["hydraulique"]
    assert (whole.allotted, whole.spent) == (Decimal(240_000), Decimal(96_400))
    assert (hydraulics.allotted, hydraulics.spent) == (Decimal(18_000), Decimal(9_840))
    assert whole.reserved > 0
    assert all(account.in_hand is not None and account.in_hand >= 0 for account in accounts_of(project).values())


def test_the_battery_waits_in_its_second_round_with_one_valid_objection(project: Project) -> None:
    battery = Proposal.objects.get(project=project, number=24)
    (objection,) = battery.standing_objections
    round_ = open_round(project, 24)
    assert round_.number == 2
    assert objection.by.name == "Inès Rahal"
    assert objection.verdict.too_long
    assert (objection.fix_days, objection.acceptable_days) == (40, 10)
    assert round_.decides.is_general
    kinds = Counter(str(heard.kind) for heard in round_.participants())
    assert kinds == {"no_objection": 6, "time": 1, "concern": 1, "objection": 1, "None": 1}
    assert Link.objects.into(battery).exclude(quote="").exists()  # what Bo said about the morning


def test_tomorrows_agenda_tells_what_was_synchronised_and_takes_what_waits(project: Project) -> None:
    points = agenda(project, tomorrow(project))
    parts = Counter(point.part for point in points)
    assert parts == {Part.EXCEPTIONS: 4, Part.INFORMATION: 1, Part.DECISIONS: 4, Part.TENSIONS: 1}
    assert [point.ref for point in points if point.part is Part.INFORMATION] == ["D-25"]
    assert {point.ref for point in points if point.kind == "clause"} == {"SPEC-4.4", "SPEC-9.3"}
    decisions = [(point.ref, point.kind) for point in points if point.part is Part.DECISIONS]
    what_was_done_first_comes_first = [("P-28", "urgent"), ("P-24", "objection")]
    assert decisions == [*what_was_done_first_comes_first, ("P-27", "decision"), ("P-26", "decision")]


def test_a_sync_held_at_once_has_the_battery_on_its_agenda(project: Project) -> None:
    assert "P-24" in {point.ref for point in agenda(project, clock.now())}


def test_after_a_general_sync_the_next_one_is_general_for_everybody(project: Project) -> None:
    held = Sync.objects.in_project(project).held().filter(circle=project.circles.general())
    closed_at = held.latest("closed_at").closed_at
    assert closed_at
    for user in project.people():
        coming = ahead_of(project, user, closed_at).next
        assert coming is not None
        assert coming.recurring_sync.circle.is_general


def test_fifty_syncs_were_held_and_have_minutes(project: Project) -> None:
    syncs = Sync.objects.in_project(project).held()
    assert Counter(sync.circle.key for sync in syncs) == {"general": 44, "prototype": 3, "conception": 3}
    assert not Sync.objects.in_project(project).running().exists()
    for sync in syncs:
        assert sync.closed_at
        assert sync.opened_at < sync.closed_at <= sync.opened_at + timedelta(minutes=sync.length_minutes)
        assert Minutes.objects.filter(sync=sync).exists()
        assert sync.presences.count() >= 3
        assert sync.outcomes.exists()
    adopted = Decision.objects.in_project(project).exclude(sync_address="")
    assert adopted.count() == sum(sync.outcomes.filter(kind="decision").count() for sync in syncs)
    assert adopted.count() == 3  # all others waited for no sync


def test_people_gave_their_pulses_for_today_and_some_for_tomorrow(project: Project) -> None:
    by_day = Counter(Pulse.objects.filter(project=project).values_list("on", flat=True))
    assert sorted(by_day.values()) == [5, 12, 12]


def test_sixty_actions_have_a_reason_and_an_outcome(project: Project) -> None:
    actions = Action.objects.in_project(project)
    states = Counter(str(action.state) for action in actions)
    assert actions.count() == 60
    assert (states["blocked"], states["done"], states["dropped"]) == (5, 29, 4)
    assert actions.overdue(on=project.day_of(clock.now())).count() == 7
    sources = Counter(link.source_kind for link in Link.objects.filter(target_kind="action", project=project))
    assert sources["decision"] > 20
    assert sources["sync"] > 10
    assert sources["message"] >= 3
    assert sources.total() == 60
    assert not actions.exclude(due_on=None).filter(due_on__lt=F("created_at__date")).exists()


def test_no_circle_and_no_document_is_empty(project: Project) -> None:
    assert project.people().count() == 14
    assert not project.has(person("eve"))
    for circle in Circle.objects.in_project(project):
        assert circle.people().exists()
        assert circle.people_in("pilot").exists()
        assert circle.purpose
    assert Document.objects.in_project(project).count() >= 12
    for document in Document.objects.in_project(project):
        assert sum(len(node.text()) for node in document.nodes()) > 300, document.title
    assert Message.objects.filter(topic__project=project).count() > 50


def test_service_was_split_off_the_market_in_the_fifth_week(project: Project) -> None:
    service, told = (
        project.circles.get(split_from__key="marche"),
        Entry.objects.get(event="circle.split"),
    )
    begun = Entry.objects.of_project(project.pk).earliest("seq").happened_at
    passed = [begun.date() + timedelta(days=day) for day in range((told.happened_at - begun).days)]
    weeks = sum(map(calendar(project).works_on, passed)) // 5  # of five working days: a public holiday is none
    assert (service.parent, weeks) == (project.circles.general(), 4)
    assert (told.facts["domains"], told.facts["money"]) == ("SPARES", "3000")
    assert service.people_in("pilot").get() == person("nora")


def test_one_pair_of_circles_claims_each_others_proposals(project: Project) -> None:
    claims = Claim.objects.filter(proposal__project=project).select_related("circle", "proposal__circle")
    pairs = {(claim.circle.key, claim.proposal.circle.key) for claim in claims}
    assert {pair for pair in pairs if pair[::-1] in pairs} == {("electronique", "achats"), ("achats", "electronique")}


def test_a_decision_has_raised_a_limit_and_a_proposal_wants_another(project: Project) -> None:
    raised = Entry.objects.get(event="circle.limits_changed")
    assert [raised.facts["decision"], project.circles.get(key="industrialisation").unit_limit] == ["D-2", 5_000]
    (wanted,) = open_round(project, 34).carries_out
    assert (wanted["kind"], wanted["facts"]["unit_limit"]) == ("limits", "3500")
    assert project.circles.get(key="terrain").unit_limit == 2_000


# What people see ----------------------------------------------------------------------------------------------------


def test_no_email_is_queued_and_only_new_notices_are_unread(project: Project) -> None:
    assert not OutgoingEmail.objects.exists()
    for user in project.people():
        unread = Notice.objects.to(user).unread()
        assert 0 < unread.count() <= 18, user.name
        assert not unread.filter(happened_at__lt=clock.now() - timedelta(days=8)).exists()
    assert Proposal.objects.in_project(project).waiting_for(person("thea")).exists()
    assert unread_by(person("ada"), Topic.objects.in_project(project)).exists()


def test_sample_accounts_sign_in_and_every_page_has_content(project: Project) -> None:
    for handle in ("ada", "bo", "fay", "ines", "thea"):
        browser = Client()
        assert browser.login(email=f"{handle}@heliopompe.example", password="heliopompe")
        for page in ("", "map/", "circles/prototype/", "people/", "record/"):
            assert browser.get(f"/p/heliopompe/{page}").status_code == 200
    assert not person("sami").has_usable_password()


def test_loading_the_sample_twice_says_that_it_is_there(project: Project) -> None:
    out = StringIO()
    call_command("sample", stdout=out)
    assert out.getvalue() == "The sample project is here already.\n"
