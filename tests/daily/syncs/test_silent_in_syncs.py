"""A proposal to which a person is silent: it waits, and a second planned sync may close it without them."""

from datetime import timedelta

import pytest

from daily.syncs.models import Sync
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from daily.syncs.workflows.outcomes import adopt_agreement, conclude_point
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.daily.syncs.test_syncs import a_proposal_for_the_sync, a_team, the_round

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def planned(sync: Sync, *present: User, days_ago: int = 0) -> Sync:
    """Let it be one that was planned, with these people in it: only such ones count as having reached an item."""
    sync.planned_for = sync.opened_at - timedelta(days=days_ago)
    sync.save()
    for person in present:
        sync.attend(person)
    return sync


def test_a_proposal_that_somebody_is_silent_on_waits_for_the_next_sync() -> None:
    general, ada, bo, fay = a_team()
    proposal = a_proposal_for_the_sync(general, ada)
    take_position(the_round(proposal), "no_objection", by=bo)
    sync = planned(open_sync(general, by=fay), bo, fay)
    [point] = sync.points.all()
    assert point.part == "decisions"
    sync.go_to_next_point(by=fay)
    with pytest.raises(Refused):
        adopt_agreement(sync, point, by=fay)
    conclude_point(sync, point, by=fay)
    assert not sync.outcomes.exists()
    proposal = Proposal.objects.get(pk=proposal.pk)
    assert not proposal.is_decided
    assert the_round(proposal).syncs == [sync.get_absolute_url()]


def test_the_second_sync_may_close_without_the_silent() -> None:
    general, ada, bo, fay = a_team()
    proposal = a_proposal_for_the_sync(general, ada)
    take_position(the_round(proposal), "no_objection", by=bo)
    first = planned(open_sync(general, by=fay), bo, fay, days_ago=1)
    conclude_point(first, first.points.get(), by=fay)
    close_sync(first, by=fay)
    second = planned(open_sync(general, by=fay), bo, fay)
    conclude_point(second, second.points.get(), by=fay, without_silent=True)
    decision = Proposal.objects.get(pk=proposal.pk).decision
    assert decision.without == ["Fay"]
    close_sync(second, by=fay)
    assert second.minutes.get().content["decisions"][0]["without"] == ["Fay"]
