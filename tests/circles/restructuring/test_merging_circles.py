"""A merged circle closes, and everything that lives in it goes on in the other."""

import pytest

from circles.circles.models import Circle, Domain
from circles.money.models import Purse
from circles.projects.models import Project
from circles.restructuring.changes import Merger
from decisions.decisions.models import Proposal
from decisions.decisions.models.proposals.stages import Stage
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.circles.circles.checks import assert_money_adds_up, names_in
from tests.factories import a_circle, a_person, a_proposal, a_round

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_people_work_and_money_of_a_merged_circle_go_to_the_other(
    project: Project, design: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    field = a_circle(a_person("Nora Keller"), inside=project.circles.general(), name="Field", money=1_000)
    paper, proposal = Document.create(hydraulics, "Inlet tests", by=bo), a_proposal(circle=hydraulics, by=bo)

    Merger(hydraulics, field).apply(by=ada)

    paper.refresh_from_db()
    proposal.refresh_from_db()
    hydraulics.refresh_from_db()
    assert names_in(field) == ["Bo Nguyen", "Fay Lemoine", "Nora Keller"]
    assert (paper.circle, proposal.circle, Domain.objects.get().circle) == (field, field, field)
    assert hydraulics.is_closed
    assert hydraulics.merged_into == field
    assert [Purse.of(field).in_hand, Purse.of(design).in_hand] == [5_000, 2_000]
    assert_money_adds_up(project)


def test_a_circle_takes_all_open_proposals_of_the_other_and_they_go_on(
    project: Project, design: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    """However many the one circle may have open: a limit holds for what begins there, not for what comes along."""
    for circle in (hydraulics, design):
        for _time in range(3):
            a_round(circle=circle, by=bo if circle == hydraulics else ada)
    begun = set(Proposal.objects.filter(circle__in=(hydraulics, design)))

    Merger(hydraulics, design).apply(by=ada)

    assert set(Proposal.objects.filter(circle=design)) == begun
    assert {proposal.stage for proposal in Proposal.objects.filter(circle=design)} == {Stage.CONSENTING}
