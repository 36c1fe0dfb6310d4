"""The list lacks an element: the general circle decides whether to add it, and what is disputed waits, not for ever."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle, Fundamental
from circles.projects.models import Project
from decisions.decisions.models import MissingElement, Proposal, Round
from decisions.decisions.models.rounds.working_time import calendar
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.missing_elements import request_element
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import revise, withdraw
from decisions.decisions.workflows.round_closing import close_due
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import NO_OBJECTION, a_deciding_sync, decision_of
from tests.decisions.decisions.people import Cast, operation, page
from tests.factories import a_round
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = {"statement": "Nobody is shut out", "sort": "values", "why": "Three steps and no ramp."}


@pytest.mark.both_databases
def test_a_proposal_of_the_general_circle_adds_it_and_this_one_does_not_end_early(
    circle: Circle, project: Project, ada: User, bo: User
) -> None:
    round_ = a_round(circle=circle, by=ada)
    addition = request_element(round_.proposal, by=bo, **WORDS)
    assert addition.circle == project.circles.general()
    assert addition.tension == "Three steps and no ramp."
    route = addition.route()
    assert (route.in_sync, route.grave, route.silence.value) == (True, True, "each_person")

    round_.refresh_from_db()
    missing = MissingElement.objects.get()
    assert round_.closes_at == missing.until == calendar(project).after(missing.asked_at, 5)
    take_position(round_, NO_OBJECTION, by=bo)  # all have spoken
    assert decision_of(round_.proposal) is None


def test_added_it_can_be_named_and_this_one_goes_on(
    circle: Circle, project: Project, ada: User, bo: User, fay: User
) -> None:
    round_ = a_round(circle=circle, by=ada)
    addition = request_element(round_.proposal, by=bo, **WORDS)
    there = addition.open_round
    assert there
    for asked in there.asked.select_related("user"):
        take_position(there, NO_OBJECTION, by=asked.user)
    adopt(addition, by=fay, sync=a_deciding_sync(project.circles.general()))
    assert Fundamental.objects.get(project=project, sort="values").statement == "Nobody is shut out"

    take_position(round_, NO_OBJECTION, by=bo)  # it waits no more: all have spoken, so it ends
    assert decision_of(round_.proposal)


def test_without_an_answer_it_waits_five_working_days_at_most(circle: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    request_element(round_.proposal, by=bo, **WORDS)
    take_position(round_, NO_OBJECTION, by=bo)
    until = MissingElement.objects.get().until
    assert not close_due(Round.objects.get(pk=round_.pk), at=until - timedelta(seconds=1))
    assert close_due(Round.objects.get(pk=round_.pk), at=until)
    assert decision_of(round_.proposal)


def test_a_sync_does_not_take_it_before(circle: Circle, power: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=circle, by=ada, named=[power])
    request_element(round_.proposal, by=bo, **WORDS)
    until = MissingElement.objects.get().until
    fresh = Round.objects.get(pk=round_.pk)
    assert fresh.sync_of
    assert not fresh.may_be_taken_by(a_deciding_sync(fresh.sync_of, until - timedelta(minutes=1)))
    assert fresh.may_be_taken_by(a_deciding_sync(fresh.sync_of, until + timedelta(days=1)))


def test_a_new_text_does_not_shorten_the_wait(circle: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    request_element(round_.proposal, by=bo, **WORDS)
    second = revise(Proposal.objects.get(pk=round_.proposal_id), by=ada, text="With a ramp.")
    assert second
    assert second.closes_at == MissingElement.objects.get().until


def test_once_for_each_proposal_and_only_by_whom_is_asked(
    circle: Circle, power: Circle, ada: User, bo: User, eve: User
) -> None:
    round_ = a_round(circle=circle, by=ada)
    with pytest.raises(Refused):
        request_element(round_.proposal, by=eve, **WORDS)
    addition = request_element(round_.proposal, by=bo, **WORDS)
    withdraw(addition, by=bo)
    with pytest.raises(Refused, match="once"):
        request_element(round_.proposal, by=bo, **WORDS)


def test_by_page_and_by_api(cast: Cast) -> None:
    first, second = (a_round(circle=cast.circle, by=cast.ada).proposal for _ in range(2))
    here = page(cast, f"proposals/{first.number}/missing/")
    bo = at_browser(cast.bo)
    form = page(cast, f"proposals/{first.number}/rounds/1/objections/")
    assert here in bo.get(form).content.decode()
    assert at_browser(cast.pia).post(here, WORDS).status_code == 403
    assert bo.post(here, {**WORDS, "why": ""}).status_code == 422
    assert bo.post(here, WORDS).status_code == 302
    assert "this waits for" in bo.get(first.get_absolute_url()).content.decode()

    api = Client(headers=by_token(cast.bo))
    asked = api.post(
        operation(cast, f"proposals/{second.number}/missing-element"), WORDS, content_type="application/json"
    )
    assert asked.status_code == 201
    assert asked.json()["circle"] == cast.project.circles.general().key
