"""What cannot be slipped into an urgent act, which the very next sync takes without notice."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.restructuring.changes import Closing, to_json
from decisions.decisions.models import Decision, UrgentAct
from decisions.decisions.workflows.amendments import begin_amendment
from decisions.decisions.workflows.editorials import reword
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import revise
from decisions.decisions.workflows.urgent_acts import undo_urgent_act
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import NO_OBJECTION, OBJECTION
from tests.decisions.decisions.exceptional.test_urgent_acts import WORDS, acted
from tests.decisions.decisions.people import a_cast, operation
from tests.factories import a_round, an_element, valid_objection_tests
from tests.support.entry_points import by_token

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("what", ["irreversible", "revokes", "replaces", "carries out"])
def test_nothing_else_is_put_into_it_afterwards_to_be_taken_by_the_very_next_sync(
    circle: Circle, ada: User, bo: User, what: str
) -> None:
    take_position(a_round(circle=circle, by=ada), NO_OBJECTION, by=bo)
    decision = Decision.objects.get()
    proposal = acted(circle, ada)
    more: dict[str, dict[str, Any]] = {
        "irreversible": {"reversibility": "irreversible"},
        "revokes": {"revokes": decision},
        "replaces": {"replaces": decision},
        "carries out": {"carries_out": [to_json(Closing(circle))]},
    }
    with pytest.raises(Refused):
        revise(proposal, by=ada, **more[what])
    assert proposal.rounds.get().closed_at is None
    assert revise(proposal, by=ada, text="We shut the inlet at farms 2 and 3.")


@pytest.mark.both_databases
def test_what_it_cost_is_told_with_it_and_not_raised_afterwards(circle: Circle, ada: User) -> None:
    proposal = acted(circle, ada, cost=Decimal(300))
    with pytest.raises(Refused, match="Anything on top"):
        revise(proposal, by=ada, cost=Decimal(301))
    assert proposal.rounds.get().cost == 300
    assert revise(proposal, by=ada, cost=Decimal(280))


def test_its_wording_is_not_changed_under_the_label_as_a_sync_may_take_it_at_any_moment(
    circle: Circle, ada: User
) -> None:
    proposal = acted(circle, ada)
    with pytest.raises(Refused, match="very next sync"):
        reword(proposal, by=ada, text="We shut the inlet at farm 3.")


def test_nobody_writes_any_more_in_the_amendment_of_what_was_undone(
    project: Project, circle: Circle, ada: User, bo: User
) -> None:
    proposal = acted(circle, ada)
    round_ = proposal.open_round
    assert round_
    take_position(round_, OBJECTION, by=bo, objection_tests=valid_objection_tests(an_element(project)))
    amendment = begin_amendment(proposal, by=bo)
    undo_urgent_act(UrgentAct.objects.get(), by=ada, how="The inlet is open again.")
    amendment.document.refresh_from_db()
    assert amendment.document.is_closed


def test_by_api_an_hour_without_its_zone_is_answered_and_breaks_nothing(client: Client) -> None:
    cast, an_hour_ago = a_cast(), datetime.now(UTC) - timedelta(hours=1)
    for acted_at, status in ((an_hour_ago.replace(tzinfo=None), 422), (an_hour_ago, 201)):
        body = {"circle": "hydraulics", **WORDS, "acted_at": acted_at.isoformat()}
        answer = client.post(
            operation(cast, "urgent-acts"), body, content_type="application/json", headers=by_token(cast.ada)
        )
        assert answer.status_code == status
