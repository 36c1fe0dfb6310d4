"""Two people at the same moment, on real threads and real commits: one order, one outcome, nothing lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import Decision, Objection, Proposal, Round
from decisions.decisions.tasks import close_due_rounds
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.claims import claim
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import NO_OBJECTION, OBJECTION, a_deciding_sync
from tests.factories import a_circle, a_person, a_project, a_proposal, a_round, an_element, valid_objection_tests
from tests.support.concurrency import together
from tests.support.rotation import on_a_database_in_turn

pytestmark = [pytest.mark.django_db(transaction=True), on_a_database_in_turn("races")]
TIMES = 6


def again(round_: Round) -> Round:
    """Read a round afresh, as each person's own request does."""
    return Round.objects.select_related("proposal__project", "proposal__circle", "decides").get(pk=round_.pk)


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada, budget=1_000)


@pytest.fixture
def circle(project: Project, ada: User, bo: User, eve: User) -> Circle:
    return a_circle(ada, bo, eve, inside=project.circles.general())


def holds(project: Project) -> None:
    """The chain is whole, and no decision stands over an objection."""
    assert list(Entry.breaks_of(project.pk)) == []
    assert not Objection.objects.standing().filter(proposal__decision__isnull=False).exists()


def test_two_who_adopt_at_once_make_one_decision(project: Project, circle: Circle, ada: User, bo: User) -> None:
    power = a_circle(a_person(), inside=project.circles.general())
    round_ = a_round(circle=circle, by=ada, named=[power], reversibility="irreversible")
    for asked in round_.asked.select_related("user"):
        take_position(round_, NO_OBJECTION, by=asked.user)
    deciding_sync = a_deciding_sync(project.circles.general())

    def adopting(by: User) -> Callable[[], Decision]:
        return lambda: adopt(Proposal.objects.get(), by=by, sync=deciding_sync)

    results = together(adopting(ada), adopting(bo), adopting(ada))
    assert sorted(type(result).__name__ for result in results) == ["Decision", "Refused", "Refused"]
    assert Decision.objects.count() == 1
    assert Entry.objects.filter(event="proposal.adopted").count() == 1
    holds(project)


def test_two_adoptions_race_for_the_last_thousand_and_one_passes(project: Project, ada: User, bo: User) -> None:
    project.circles.general().admit(bo, by=ada)
    rounds = [a_round(circle=project.circles.general(), by=ada, cost=1_000) for _ in range(2)]
    together(*[lambda r=round_: take_position(again(r), NO_OBJECTION, by=bo) for round_ in rounds])
    assert Decision.objects.count() == 1
    assert Round.objects.filter(outcome=Round.Outcome.CONSENTED).count() == 2
    holds(project)


def test_an_objection_and_the_last_consent_at_once_never_end_in_both(
    project: Project, circle: Circle, ada: User, bo: User, eve: User
) -> None:
    element = an_element(project)
    for _ in range(TIMES):
        round_ = a_round(circle=circle, by=ada)
        take_position(round_, NO_OBJECTION, by=bo)
        _said, objected = together(
            lambda r=round_: take_position(again(r), NO_OBJECTION, by=eve),  # type: ignore[misc]
            lambda r=round_: take_position(again(r), OBJECTION, by=bo, objection_tests=valid_objection_tests(element)),  # type: ignore[misc]
        )
        adopted = Decision.objects.filter(proposal=round_.proposal_id).exists()
        assert objected.is_late == adopted
        assert Objection.objects.standing().filter(proposal=round_.proposal_id).exists() != adopted
    holds(project)


def test_a_new_text_and_a_consent_at_once_leave_no_consent_to_the_new_text(
    project: Project, circle: Circle, ada: User, bo: User
) -> None:
    for turn in range(TIMES):
        round_ = a_round(circle=circle, by=ada)
        revised, said = together(
            lambda r=round_, t=turn: revise(again(r).proposal, by=ada, text=f"Seal {t}."),  # type: ignore[misc]
            lambda r=round_: take_position(again(r), NO_OBJECTION, by=bo),  # type: ignore[misc]
        )
        assert isinstance(revised, Round)
        heard = {one.user: one for one in again(revised).participants()}
        assert heard[bo].is_silent
        assert isinstance(said, Refused) or heard[bo].to_reconfirm
    holds(project)


def test_a_claim_and_the_last_consent_at_once_go_one_way(
    project: Project, circle: Circle, ada: User, bo: User, eve: User
) -> None:
    for _ in range(TIMES):
        power = a_circle(a_person(), inside=project.circles.general())
        round_ = a_round(circle=circle, by=ada)
        take_position(round_, NO_OBJECTION, by=bo)
        claimed, _said = together(
            lambda r=round_, p=power: claim(again(r).proposal, p, by=eve, what="PWR-OUT"),  # type: ignore[misc]
            lambda r=round_: take_position(again(r), NO_OBJECTION, by=eve),  # type: ignore[misc]
        )
        decision = Decision.objects.filter(proposal=round_.proposal_id).first()
        if decision is None:
            assert power.pk in again(round_).affected
        else:
            assert isinstance(claimed, Refused) or decision.suspended_until is not None, "a later claim pulls it"
    holds(project)


def test_sweepers_and_a_reader_who_acts_write_one_outcome(
    project: Project, circle: Circle, ada: User, bo: User
) -> None:
    start = datetime.now(UTC) - timedelta(days=30)
    for _ in range(TIMES):
        round_ = open_round(a_proposal(circle=circle, by=ada, at=start), by=ada, at=start)
        take_position(round_, NO_OBJECTION, by=bo, at=start)
    late = round_
    together(close_due_rounds, close_due_rounds, lambda: take_position(again(late), NO_OBJECTION, by=bo))
    close_due_rounds()
    assert Decision.objects.count() == TIMES
    assert Entry.objects.filter(event="proposal.adopted").count() == TIMES
    holds(project)


def test_who_leaves_and_objects_at_once_is_heard_or_not_but_never_half(
    project: Project, circle: Circle, ada: User, bo: User
) -> None:
    element = an_element(project)
    round_ = a_round(circle=circle, by=ada)
    membership = circle.memberships.get(user=bo)
    _left, objected = together(
        lambda: membership.end(by=ada),
        lambda: take_position(again(round_), OBJECTION, by=bo, objection_tests=valid_objection_tests(element)),
    )
    assert isinstance(objected, Refused) != Objection.objects.standing().exists()
    holds(project)
