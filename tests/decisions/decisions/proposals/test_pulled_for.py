"""For which circle a person says that something affects it, when they take it to the sync of the circle around."""

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from tests.decisions.decisions.examples import NO_OBJECTION
from tests.factories import a_circle, a_round
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_who_is_in_the_circle_around_pulls_for_no_other(
    circle: Circle, power: Circle, ada: User, eve: User, fay: User, project: Project, entry_point: str
) -> None:
    market = a_circle(fay, inside=project.circles.general(), name="Market")
    round_ = a_round(circle=circle, by=ada, named=[power], cost=500)
    take_position(round_, NO_OBJECTION, by=eve)
    place, sent = f"{project.slug}/proposals/{round_.proposal.number}/pull", {"what": "Fridays are for the market."}
    if entry_point == "page":
        at_browser(fay).post(f"/p/{place}/", sent)
    else:
        Client().post(f"/api/v1/projects/{place}", sent, "application/json", headers=by_token(fay))
    kept = Proposal.objects.get(pull__decision__proposal=round_.proposal)
    assert not kept.claims.exists()
    assert kept.open_round
    assert market.pk not in kept.open_round.affected
