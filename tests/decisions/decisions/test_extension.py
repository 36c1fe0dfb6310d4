"""What decisions add to other apps, and what time does by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from circles.circles.domain_events import LimitsChanged
from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.references import references
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.models.rounds import round_end
from decisions.decisions.models.rounds.working_time import calendar
from decisions.decisions.tasks import close_due_rounds
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from foundation.web.extension_registry import publish
from tests.decisions.decisions.examples import NO_OBJECTION
from tests.factories import a_person, a_proposal, a_round
from tests.support.metrics import failures

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_a_lowered_limit_sends_open_rounds_up_at_once(circle: Circle, ada: User, project: Project) -> None:
    round_ = a_round(circle=circle, by=ada, cost=500)
    circle.unit_limit = 400
    circle.save()
    publish(LimitsChanged(circle=circle, by=ada, at=None))
    round_.refresh_from_db()
    assert (round_.in_sync, round_.decides) == (True, project.circles.general())


def test_the_sweeper_closes_rounds_and_lets_old_drafts_lapse(circle: Circle, ada: User, bo: User) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=40)
    round_ = open_round(a_proposal(circle=circle, by=ada, at=long_ago), by=ada, at=long_ago)
    take_position(round_, NO_OBJECTION, by=bo, at=long_ago)
    unheard = open_round(a_proposal(circle=circle, by=ada, at=long_ago), by=ada, at=long_ago).proposal
    draft = a_proposal(circle=circle, by=ada, at=long_ago)
    young = a_proposal(circle=circle, by=ada)
    assert close_due_rounds() == 2
    assert close_due_rounds() == 0
    assert Decision.objects.count() == 1
    lapsed = set(Proposal.objects.exclude(lapsed_at=None))
    assert lapsed == {unheard, draft}
    assert young not in lapsed


def test_references_lead_to_proposals_and_decisions(circle: Circle, ada: User, bo: User, project: Project) -> None:
    round_ = a_round(circle=circle, by=ada)
    take_position(round_, NO_OBJECTION, by=bo)
    assert references()["P"](project, 1) == round_.proposal
    assert references()["D"](project, 1) == Decision.objects.get()
    assert references()["D"](project, 2) is None


def test_the_next_sync_is_the_first_that_may_take_it(project: Project) -> None:
    # a Tuesday to come, as what is past takes nothing any more; after five in Paris: not tomorrow's
    opened = datetime(2043, 11, 24, 17, 30, tzinfo=UTC)
    found = round_end.next_sync(project.circles.general(), opened, calendar(project), None)
    assert found == datetime(2043, 11, 26, 8, 15, tzinfo=UTC)


def test_holidays_of_the_country_are_no_working_days(project: Project) -> None:
    assert not calendar(project).works_on(datetime(2026, 7, 14, tzinfo=UTC).date())


def test_a_round_that_fails_in_an_unforeseen_way_holds_up_no_other(circle: Circle, ada: User, bo: User) -> None:
    circle.admit(a_person("Cy Silent"), by=ada)  # so that the rounds wait for their time
    long_ago = datetime.now(UTC) - timedelta(days=40)
    broken, whole = (a_proposal(circle=circle, by=ada, at=long_ago) for _ in range(2))
    for proposal in (broken, whole):
        take_position(open_round(proposal, by=ada, at=long_ago), NO_OBJECTION, by=bo, at=long_ago)
    Proposal.objects.filter(pk=broken.pk).update(reversibility="nobody knows")
    untouched = a_proposal(circle=circle, by=ada, at=long_ago)
    before = failures("rounds")

    assert close_due_rounds() == 2

    assert [decision.proposal for decision in Decision.objects.all()] == [whole]
    assert list(Proposal.objects.exclude(lapsed_at=None)) == [untouched]
    assert broken.rounds.get().closed_at is None, "half of an outcome was written"
    assert failures("rounds") == before + 1
    Proposal.objects.filter(pk=broken.pk).update(reversibility="easy")
    assert close_due_rounds() == 1, "it is tried again"
