"""The specification of the sample: how many clauses, which baseline, what is open, and how each came about."""

import re
from collections import Counter
from html import unescape

import pytest
from django.urls import reverse

from circles.projects.models import Project
from decisions.decisions.models import Proposal, Ratification
from decisions.specification.models import Baseline, Clause, ClauseLineage
from foundation.accounts.models import User
from tests.support.entry_points import at_browser


def keys(clauses: object) -> list[str]:
    return sorted(str(clause.key).removeprefix("SPEC-") for clause in clauses)  # type: ignore[attr-defined]


@pytest.mark.both_databases
def test_there_are_41_clauses_of_which_three_are_not_ratified_and_two_suspect(project: Project) -> None:
    clauses = Clause.objects.in_project(project)
    assert clauses.count() == 41
    assert keys(clauses.unratified()) == ["4.2", "4.3", "7.1"]
    assert keys(clauses.suspect()) == ["4.4", "9.3"]
    assert all(len(clause.holders) == 2 for clause in clauses.filter(kind_of=Clause.Kind.INTERFACE))


def test_four_decisions_brought_the_specification_to_baseline_1_3(project: Project) -> None:
    path = [baseline.number for baseline in Baseline.objects.in_project(project).in_order()]
    assert path == ["1.0", "1.1", "1.2", "1.3"]
    made = Ratification.objects.filter(decision__project=project).select_related("decision", "text__baseline")
    by = Counter((one.decision.reference, one.text.baseline.number) for one in made)
    assert by == {("D-1", "1.0"): 9, ("D-4", "1.1"): 4, ("D-13", "1.2"): 18, ("D-21", "1.3"): 11}


def test_a_decision_split_a_clause_and_what_came_from_it_has_been_looked_at(project: Project) -> None:
    [row] = ClauseLineage.objects.filter(before__project=project).select_related("before", "after")
    assert (row.before.key, row.after.key, row.decision) == ("SPEC-10.1", "SPEC-8.2", "D-21")
    spares = Clause.objects.in_project(project).get(key="SPEC-10.3")
    assert keys(tie.parent for tie in spares.parent_ties.select_related("parent")) == ["10.1", "8.2"]
    assert not spares.is_suspect


def test_the_battery_moves_two_clauses_and_the_circles_that_hold_them_are_asked(project: Project) -> None:
    battery = Proposal.objects.in_project(project).get(number=24)
    assert keys(one.clause for one in battery.clauses_touched()) == ["4.2", "4.3"]
    assert {"electronique", "conception"} <= {
        circle.key for circle in project.circles.filter(pk__in=battery.route().affected)
    }
    assert not any(one.is_outdated or one.is_overtaken for one in battery.clauses_touched())


def test_a_ratified_clause_leads_in_two_presses_to_its_decision_a_day_names_and_alternatives(project: Project) -> None:
    browser = at_browser(User.objects.get(email="bo@heliopompe.example"))
    address = reverse("specification:specification", args=[project.slug])
    page = browser.get(address).content.decode()
    opens = dict(re.findall(r'href="([^"]*why=(SPEC-[\d.]+))#', page))
    asked = {key: address + unescape(query) for query, key in opens.items()}
    assert set(asked) == {clause.key for clause in Clause.objects.in_project(project).exclude(ratified=None)}
    for reference in ("D-1", "D-4", "D-13", "D-21"):
        made = Ratification.objects.filter(decision__number=reference[2:]).select_related("decision__owner")
        last = made.select_related("text__clause", "decision__project", "decision__round").order_by("-pk")[0]
        why = browser.get(asked[last.text.clause.key]).content.decode().partition('id="why"')[2]
        assert last.decision.get_absolute_url() in why
        assert last.decision.owner.name in why
        day = last.decision.adopted_at.astimezone(project.zone).day
        assert re.search(rf"<time>[^<]*\b{day}\b[^<]*</time>", why)
        alternatives = re.findall(r"^- (.+?)(?=[,:\u00a0]|$)", last.decision.round.text, re.MULTILINE)
        assert len(alternatives) == 3
        written = unescape(re.sub("<[^>]+>", "", why))
        assert all(words in written for words in alternatives)
