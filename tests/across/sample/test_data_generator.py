"""A grown project is a real one: its decisions were consented to, its record holds, and a second run adds nothing."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Exists, OuterRef

from across.sample.data_generator.organisation import organisation
from circles.circles.models import Membership
from circles.money.models import Purse
from circles.projects.models import Project
from decisions.decisions.models import Decision, Position, Proposal, Round
from decisions.specification.models import Clause, RatifiedText
from decisions.tracks.models import Question, Track
from foundation.audit.models import Entry
from tests.support.rotation import takes_turns

pytestmark = [pytest.mark.django_db, takes_turns(4, "a large project")]


def generate(decisions: int = 30, *, seed: int = 1, clauses: int = 0) -> str:
    out = StringIO()
    sizes = {"circles": 12, "people": 60, "decisions": decisions, "seed": seed, "clauses": clauses, "questions": 4}
    call_command("grow", project="Orchard", stdout=out, **sizes)
    return out.getvalue()


def entries() -> list[tuple[object, ...]]:
    return list(Decision.objects.order_by("number").values_list("number", "circle__key", "title", "text"))


@pytest.mark.both_databases
def test_the_generated_project_has_the_requested_size() -> None:
    said = generate(100)

    assert said == "Orchard: 13 circles, 60 people, 100 decisions, 1 open proposals, 4 questions with 16 tracks.\n"
    assert Project.objects.get().fundamentals.count() == 5


def test_every_generated_decision_was_consented_to_in_a_round() -> None:
    generate()

    said = Position.objects.filter(round=OuterRef("round"), kind=Position.Kind.NO_OBJECTION)
    assert Decision.objects.filter(Exists(said), round__outcome=Round.Outcome.CONSENTED).count() == 30
    assert not Round.objects.open().exists()


def test_only_members_of_the_circle_are_asked() -> None:
    generate()

    seat = Membership.objects.current().filter(user=OuterRef("asked__user"), circle=OuterRef("decides"))
    assert not Round.objects.exclude(Exists(seat)).exists()


def test_a_second_run_adds_nothing_and_an_interrupted_one_goes_on() -> None:
    generate(20)
    first = entries()

    assert generate(20).endswith("20 decisions, 0 open proposals, 4 questions with 16 tracks.\n")
    assert entries() == first
    generate(30)
    assert entries()[:20] == first
    assert Decision.objects.count() == Proposal.objects.count() == 30


def test_generated_money_is_allotted_and_reserved_by_decisions() -> None:
    generate()

    project = Project.objects.get()
    reserved = sum(Purse.of(circle).reserved for circle in project.circles.select_related("project"))
    assert reserved == sum(Decision.objects.in_force().values_list("cost", flat=True)) > 0
    for circle in project.circles.select_related("project"):
        inside = [Purse.of(child).allotted or 0 for child in circle.children.select_related("project")]
        assert Purse.of(circle).handed_on == sum(inside)


def test_generated_questions_are_explored_and_answered() -> None:
    generate()

    assert Question.objects.open().count() == 1
    assert Question.objects.answered().count() == 3
    assert Track.objects.ended_as("stopped").count() == 4
    assert all(track.spent > 0 for track in Track.objects.exclude(started_at=None))


def test_the_record_of_a_generated_project_holds() -> None:
    generate()

    assert list(Entry.breaks_of(Project.objects.get().pk)) == []
    assert Entry.objects.filter(event="project.decisions_generated", facts__decisions=30).exists()


def test_the_same_seed_generates_the_same_organisation() -> None:
    drawn = organisation(40, 300, seed=3)

    assert drawn == organisation(40, 300, seed=3)
    assert drawn != organisation(40, 300, seed=4)
    assert {seat["handle"] for team in drawn["teams"] for seat in team["members"]} == {
        person["handle"] for person in drawn["people"]
    }


def test_its_clauses_stand_in_twelve_documents_and_decisions_ratified_most_of_them() -> None:
    generate(20, clauses=240)
    generate(20, clauses=240)

    clauses = Clause.objects.all()
    assert clauses.count() == 240
    assert clauses.values("document").distinct().count() == 12
    assert clauses.drafts().count() == 12
    assert not RatifiedText.objects.filter(ratification=None).exists()
    assert not clauses.suspect().exists()
