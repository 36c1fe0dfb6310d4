"""What a circle's page says of its decisions: how many there are, the last ones, and those that explain it."""

import re

import pytest

from decisions.decisions.contexts.circle import ROWS
from tests.decisions.decisions.people import Cast, adopted, page
from tests.factories import a_circle, a_person, a_proposal, a_round
from tests.markup import compact
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


def parts(cast: Cast) -> dict[str, str]:
    """Return the parts of the circle's page by their names, each with its note and words, as bo reads them."""
    shown = at_browser(cast.bo).get(page(cast, f"circles/{cast.circle.key}/")).text
    sections = re.findall(r'<h2 class="section__name">(.*?)</h2>(.*?)</section>', shown, re.DOTALL)
    return {name: " ".join(re.sub("<[^>]+>", " ", rest).split()) for name, rest in sections}


@pytest.mark.both_databases
def test_a_section_says_how_many_there_are_also_where_it_shows_fewer(cast: Cast) -> None:
    first = adopted(cast)
    for _ in range(ROWS):
        adopted(cast)
    adopted(cast, revokes=first)
    a_round(circle=cast.circle, by=cast.ada)
    said = parts(cast)
    assert said["People"].startswith("3 members")
    assert said["Open proposals"].startswith("one open")
    assert said["Decisions"].startswith(f"{ROWS + 1} in force")


def test_a_section_with_nothing_in_it_counts_nothing(cast: Cast) -> None:
    said = parts(cast)
    assert said["Open proposals"] == "Nothing at the moment."
    assert said["Decisions"] == "None yet."


def test_where_all_that_explain_a_circle_are_shown_already_they_stand_there_once(cast: Cast) -> None:
    seal = adopted(cast, title="Seal")
    a_proposal(circle=cast.circle, by=cast.ada, title="Bench", text=f"After {seal.reference}.")
    said = parts(cast)
    assert "Ten key decisions" not in said
    assert said["Decisions"].endswith("The register")


def test_where_there_are_others_a_link_leads_from_the_last_decisions_to_those_that_explain(cast: Cast) -> None:
    for _ in range(ROWS):
        adopted(cast, title="Nobody names it")
    seal = adopted(cast, title="Seal")
    a_proposal(circle=cast.circle, by=cast.ada, title="Bench", text=f"After {seal.reference}.")
    said = parts(cast)
    assert "Ten key decisions" not in said
    assert said["Decisions"].endswith("The register Ten key decisions")


def test_where_the_last_decisions_leave_out_what_explains_a_circle_it_stands_apart(cast: Cast) -> None:
    seal = adopted(cast, title="Seal")
    a_proposal(circle=cast.circle, by=cast.ada, title="Bench", text=f"After {seal.reference}.")
    for _ in range(ROWS):
        adopted(cast, title="Nobody names it")
    said = parts(cast)
    assert said["Ten key decisions"] == "D-1 Seal named once In the register"
    assert said["Decisions"].endswith("The register")


def test_what_does_not_fit_is_a_click_away_and_of_this_circle_only(cast: Cast) -> None:
    for place in range(2 * ROWS + 1):
        a_round(circle=cast.circle, by=cast.ada, title=f"Bench {place}")
    a_round(
        circle=a_circle(a_person(), inside=cast.project.circles.general(), name="Elsewhere"),
        by=cast.ada,
        title="A thing of others",
    )
    reader = at_browser(cast.bo)
    link = re.search(r'href="([^"]*/proposals/\?[^"]*)"', reader.get(page(cast, f"circles/{cast.circle.key}/")).text)
    assert link
    listed = compact(reader.get(link[1]).text)
    assert "Bench 0<" in listed
    assert "A thing of others" not in listed
    assert "A thing of others" in reader.get(link[1].partition("?")[0]).text
