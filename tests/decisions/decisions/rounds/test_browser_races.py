"""Two browsers clicking at the same moment: each gets an answer, one operation happens, and the chain is whole."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from circles.circles.models import Circle
from decisions.decisions.models import Claim, Decision, Proposal
from decisions.decisions.models.rounds.position_kind import PositionKind
from foundation.audit.models import Entry
from tests.decisions.decisions.people import Cast, a_cast, operation, page
from tests.factories import a_circle, a_proposal
from tests.support.entry_points import at_browser
from tests.support.rotation import on_a_database_in_turn

pytestmark = [pytest.mark.django_db(transaction=True), on_a_database_in_turn("browser races")]
TIMES = 3
REVISION = {"tension": "It leaks.", "text": "Another seal.", "reversibility": "easy", "review_months": "3"}


def clicked_together(*clicks: Callable[[], Any]) -> list[int]:
    """Press at once, each in a thread; returns the statuses."""
    start = threading.Barrier(len(clicks))
    answers = [0] * len(clicks)

    def click(place: int) -> None:
        try:
            start.wait(10)
            answers[place] = clicks[place]().status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(place,)) for place in range(len(clicks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return answers


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = a_cast()
    yield made
    assert list(Entry.breaks_of(made.project.pk)) == []


def agreed(cast: Cast, circle: Circle) -> Proposal:
    """Put a proposal to a round in which bo, the one person asked, agrees, and that nobody has ended: one click adopts
    it.
    """
    proposal = a_proposal(circle=circle, by=cast.ada)
    with transaction.atomic():
        proposal.locked().begin_round(by=cast.ada).insert_position(PositionKind.NO_OBJECTION, by=cast.bo, at=None)
    return proposal


def clicks_of(cast: Cast, proposal: Proposal) -> dict[str, Callable[[], Any]]:
    """Return what ada (two tabs) and pia may click."""
    here = f"proposals/{proposal.number}"
    ada, tab, pia = at_browser(cast.ada), at_browser(cast.ada), at_browser(cast.pia)
    claim = {"circle": cast.power.pk, "what": "PWR-OUT"}
    return {
        "adopt": lambda: ada.post(page(cast, f"{here}/decision/")),
        "adopt again": lambda: tab.post(page(cast, f"{here}/decision/")),
        "adopt by API": lambda: tab.post(operation(cast, f"{here}/decision"), content_type="application/json"),
        "withdraw": lambda: tab.post(page(cast, f"{here}/withdrawal/")),
        "withdraw again": lambda: ada.post(page(cast, f"{here}/withdrawal/")),
        "change": lambda: tab.post(page(cast, f"{here}/revision/"), REVISION),
        "claim": lambda: pia.post(page(cast, f"{here}/claims/"), claim),
        "claim again": lambda: at_browser(cast.pia).post(page(cast, f"{here}/claims/"), claim),
    }


PAIRS = [
    ("adopt", "adopt again"),
    ("adopt", "adopt by API"),
    ("adopt", "withdraw"),
    ("adopt", "claim"),
    ("adopt", "change"),
    ("withdraw", "claim"),
    ("withdraw", "withdraw again"),
    ("claim", "claim again"),
    ("change", "claim"),
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_browsers_at_once_leave_one_true_story(cast: Cast, first: str, second: str) -> None:
    circle = a_circle(cast.ada, cast.bo, inside=cast.project.circles.general(), name="Seals")
    for _ in range(TIMES):
        proposal = agreed(cast, circle)
        operations = clicks_of(cast, proposal)
        answers = clicked_together(operations[first], operations[second])
        assert set(answers) <= {201, 302, 403, 409, 422}, answers
        assert any(answer in (201, 302) for answer in answers)
        told_once(proposal)


def told_once(proposal: Proposal) -> None:
    """Hold what must be so whatever came first."""
    fresh = Proposal.objects.get(pk=proposal.pk)
    adopted = Decision.objects.filter(proposal=proposal).count()
    assert adopted + bool(fresh.withdrawn_at) <= 1
    claims = Claim.objects.filter(proposal=proposal).count()
    assert claims <= 1
    assert not (adopted and claims), "adopted at home, though another circle said that it is affected"
    assert proposal.rounds.filter(closed_at=None).count() == (0 if adopted or fresh.withdrawn_at else 1)
    decided = Entry.objects.filter(event="proposal.adopted", facts__round__isnull=False)
    assert (
        decided.filter(
            subject__in=map(str, Decision.objects.filter(proposal=proposal).values_list("pk", flat=True))
        ).count()
        == adopted
    )
    withdrawn = Entry.objects.filter(event="proposal.withdrawn", subject=str(proposal.pk))
    assert withdrawn.count() == bool(fresh.withdrawn_at)
