"""What a circle decides that has no sync of its own: its people end it, in a sync they hold or in the one they come to;
and what circles inside decide for several is told in the general sync.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from circles.circles.models import Circle, Domain
from daily.syncs.models import Sync
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from daily.syncs.workflows.outcomes import adopt_agreement
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_project
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def elec(ada: User, bo: User, fay: User) -> Circle:
    """Ada and bo are in Electronics, which has no recurring sync; fay leads the general sync."""
    return a_circle(
        ada, bo, inside=a_project(fay).circles.general(), name="Electronics", max_reversibility="irreversible"
    )


def agreed(circle: Circle, ada: User, *, days: int = 10, **terms: Any) -> Proposal:
    """Put what only a sync decides to a round, and let all who are asked agree."""
    at = clock.now() - timedelta(days=days)
    words: dict[str, Any] = {"tension": "Too heavy", "text": "Use the lighter pack.", "reversibility": "irreversible"}
    proposal = Proposal.propose(circle, by=ada, at=at, **{**words, **terms})
    round_ = open_round(proposal, by=ada, at=at)
    for asked in round_.asked.select_related("user"):
        take_position(round_, "no_objection", by=asked.user)
    return Proposal.objects.get(pk=proposal.pk)


def point_of(sync: Sync, entry_point: str) -> str:
    """Return the address at which a sync's only point is adopted."""
    start = "/api/v1/projects/{}/syncs" if entry_point == "api" else "/p/{}/sync"
    end = "agreements" if entry_point == "api" else "agreements/"
    return f"{start.format(sync.project.slug)}/{sync.number}/points/{sync.points.get().pk}/{end}"


@pytest.mark.parametrize(("entry_point", "done"), [("page", 302), ("api", 201)])
def test_only_its_people_end_it_in_the_sync_around(
    elec: Circle, ada: User, bo: User, fay: User, entry_point: str, done: int
) -> None:
    proposal = agreed(elec, ada)
    sync = open_sync(elec.project.circles.general(), by=fay)
    address = point_of(sync, entry_point)

    def ends(who: User) -> int:
        headers = by_token(who) if entry_point == "api" else {}
        browser = at_browser(who)
        return browser.post(address, {}, content_type="application/json", headers=headers).status_code

    assert ends(fay) == 403
    with pytest.raises(Refused, match="only its people end it here"):
        adopt_agreement(sync, sync.points.get(), by=fay)
    assert ends(bo) == done
    assert Decision.objects.get().proposal == proposal


@pytest.mark.both_databases
def test_it_is_ended_in_a_sync_that_its_people_hold(elec: Circle, ada: User, bo: User) -> None:
    agreed(elec, ada)
    sync = open_sync(elec, by=bo)
    assert adopt_agreement(sync, sync.points.get(), by=bo).sync_words.startswith("S-1, Electronics")


def test_the_proposal_offers_its_people_to_hold_one_now(elec: Circle, ada: User, bo: User, fay: User) -> None:
    proposal = agreed(elec, ada)
    address = reverse("meetings:hold", args=[elec.project.slug, elec.key])
    page = at_browser(bo).get(proposal.get_absolute_url()).content.decode()
    assert "Electronics decides, in a sync that its people hold" in page
    assert "Hold one now" in page
    assert f'action="{address}"' in page
    assert "Hold one now" not in at_browser(fay).get(proposal.get_absolute_url()).content.decode()
    with pytest.raises(Refused, match="Electronics decides this in a sync that its people hold"):
        adopt(proposal, by=bo)


def test_the_shared_screen_says_whose_it_is(elec: Circle, ada: User, bo: User, fay: User) -> None:
    agreed(elec, ada)
    sync = open_sync(elec.project.circles.general(), by=fay)
    sync.go_to_next_point(by=fay)
    assert "only its people end it here" in at_browser(fay).get(sync.get_absolute_url()).content.decode()
    page = at_browser(bo).get(sync.get_absolute_url()).content.decode()
    assert "Adopt it" in page
    assert "only its people end it here" not in page


def test_what_was_decided_below_is_told_in_the_next_general_sync(ada: User, bo: User, fay: User, eve: User) -> None:
    project = a_project(fay, cross_circle_by="lca")
    machine = a_circle(fay, inside=project.circles.general(), name="Machine")
    named = ((ada, "Water"), (bo, "Power"))
    water, power = (a_circle(who, inside=machine, name=name, max_reversibility="easy") for who, name in named)
    Domain.give(power, "PWR-OUT", "48 V bus", by=fay)
    proposal = agreed(water, ada, named=[power], reversibility="costly")
    own = open_sync(machine, by=fay)
    assert adopt_agreement(own, own.points.get(), by=fay).decided_by == machine

    general = open_sync(project.circles.general(), by=fay)
    [point] = general.points.filter(part="information")
    assert (point.kind, point.reference, point.text) == ("info", "D-1", proposal.title)
    general.go_to_next_point(by=fay)
    assert "Synchronised since yesterday" in at_browser(fay).get(general.get_absolute_url()).content.decode()
    general.refresh_from_db()
    close_sync(general, by=fay)
    assert not open_sync(project.circles.general(), by=fay).points.filter(part="information").exists()
