"""What the texts of the sample name that nothing ticked answers already: few questions, none that is silly."""

from circles.projects.models import Project
from decisions.decisions.models import Proposal
from decisions.decisions.models.proposals.answering import effect_lines


def test_all_proposals_of_the_sample_together_ask_two_questions(project: Project) -> None:
    proposals = Proposal.objects.in_project(project).order_by("number")
    assert [one.number for one in proposals] == list(range(1, 36))
    asked = {one.reference: [line.mention.names for lines in effect_lines(one) for line in lines] for one in proposals}
    assert {key: names for key, names in asked.items() if names} == {"P-25": ["D-13"], "P-33": ["D-1"]}
