"""What comes first on an agenda of a real circle, and how long it takes."""

import pytest

from daily.syncs.contexts.live_view import Timer
from daily.syncs.workflows.opening import open_sync
from foundation.audit import clock
from tests.daily.syncs.test_syncs import a_proposal_for_the_sync, a_team
from tests.factories import an_action

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_a_proposal_that_an_action_waits_for_comes_before_an_older_one() -> None:
    general, ada, bo, fay = a_team()
    a_proposal_for_the_sync(general, ada, days=12)
    waited_for = a_proposal_for_the_sync(general, ada)
    action = an_action(general, by=bo)
    action.start(by=bo)
    action.block(f"the outcome of {waited_for.reference}", by=bo)
    sync = open_sync(general, by=fay)
    assert [point.reference for point in sync.points.filter(part="decisions").order_by("place")] == ["P-2", "P-1"]


@pytest.mark.parametrize(("seconds", "told"), [(180, "3"), (90, "1:30")])
def test_a_point_tells_its_whole_time(seconds: int, told: str) -> None:
    assert Timer(until=clock.now(), seconds=seconds, left=1, share=0).minutes == told
