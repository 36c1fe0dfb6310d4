"""A merged circle closes, and everything that lives in it goes on in the other."""

import pytest

from accounts.models import User
from circles.models import Circle, Domain
from documents.models import Document
from money.models import Purse
from projects.models import Project
from restructuring.changes import Merger
from tests.circles.checks import assert_money_adds_up, names_in
from tests.factories import a_circle, a_person, a_proposal

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_people_work_and_money_of_a_merged_circle_go_to_the_other(
    project: Project, design: Circle, hydraulics: Circle, ada: User, bo: User
) -> None:
    field = a_circle(a_person("Nora Keller"), inside=project.general, name="Field", money=1_000)
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
