"""What tests of decisions say often: positions, a Friday and its Monday, a sync."""

from datetime import UTC, datetime, timedelta

from circles.circles.models import Circle
from decisions.decisions.models import DecidingSync, Decision, Position, Proposal
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from tests.factories import a_round
from tests.support.replayed_factories import replayed

NO_OBJECTION = Position.Kind.NO_OBJECTION.value
CONCERN = Position.Kind.CONCERN.value
TIME = Position.Kind.TIME.value
OBJECTION = Position.Kind.OBJECTION.value
PASS = Position.Kind.PASS.value
# Ahead of whenever tests run: people and circles are made now. Its days and holidays are those of 2026.
YEAR = 2037
DEAR = 5_001
"""More than Hydraulics of `conftest.py` commits: what costs so much is decided in a sync."""
FRIDAY = datetime(YEAR, 11, 27, 13, 0, tzinfo=UTC)  # 14:00 in Paris
MONDAY = datetime(YEAR, 11, 30, 13, 0, tzinfo=UTC)


def a_deciding_sync(circle: Circle, starts_at: datetime | None = None) -> DecidingSync:
    start = starts_at or datetime.now(UTC) + timedelta(days=9)
    return DecidingSync(circle, start, "General sync", f"/syncs/{start.date()}/", counts_on=start.date())


def decision_of(proposal: Proposal) -> Decision | None:
    return Decision.objects.filter(proposal=proposal).first()


@replayed
def taken(circle: Circle, ada: User, bo: User, **terms: object) -> Decision:
    """Have what ada proposes adopted, as bo has no objection."""
    round_ = a_round(circle=circle, by=ada, **terms)
    take_position(round_, NO_OBJECTION, by=bo)
    found = decision_of(round_.proposal)
    assert found
    return found
