"""Words that a person chose to break the record for everyone, or to mislead who reads it."""

import re
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Domain
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit.models import Entry
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(ada: User) -> Project:
    project = a_project(ada)
    project.circles.general().admit(a_person("Bo Nguyen"), by=ada)
    return project


def other_than(user: User, project: Project) -> User:
    return project.people().exclude(pk=user.pk).get()


@pytest.mark.both_databases
@pytest.mark.parametrize("key", ["D-7/x", "P-", "A-1 x", "S-1\n", "D-7"])
def test_a_domain_with_a_key_like_a_reference_breaks_no_page_and_leads_nowhere_else(
    project: Project, ada: User, key: str
) -> None:
    Domain.give(project.circles.general(), key, "roof of the hall", by=ada)
    for user, page in ((ada, "record/"), (other_than(ada, project), "")):
        shown = at_browser(user).get(f"/p/{project.slug}/{page}")
        assert (shown.status_code, "roof of the hall" in shown.text) == (200, True)
        assert re.search(r"/go/[^<]*<(?:(?!</a>).)*roof of the hall", shown.text, re.DOTALL) is None
    record = Client().get(f"/api/v1/projects/{project.slug}/record", headers=by_token(ada)).json()["entries"]
    assert "roof of the hall" in record[0]["sentence"]


def entries_of(project: Project, user: User) -> str:
    """Return the lines of the record as they are written, and its sentences as the API gives them."""
    shown = at_browser(user).get(f"/p/{project.slug}/record/").text
    given = Client().get(f"/api/v1/projects/{project.slug}/record", headers=by_token(user)).json()
    lines = re.findall(r'<p class="log__text">.*?</p>', shown, re.DOTALL)
    return "".join([*lines, *[one["sentence"] for one in given["entries"]]])


@pytest.mark.parametrize("event_type", ["action.finished", "painted a wall"])
def test_what_somebody_wrote_neither_turns_nor_covers_the_words_of_others(
    project: Project, ada: User, event_type: str
) -> None:
    words = "Pack\u202e\u2066 \u2069for <b>Bo</b>s\u0336" + "\u0301" * 200
    what: dict[str, Any] = {"subject_kind": "action", "subject": "1", "reference": "A-1", "facts": {"how": words}}
    entry = Entry.write(project=project.pk, actor=ada.pk, event=event_type, title=words, **what)
    told = entries_of(project, ada)
    assert "Pack for &lt;b&gt;Bo&lt;/b&gt;s" in told
    assert "Pack for <b>Bo</b>s" in told, "the API gives text"
    assert re.search("[\u202a-\u202e\u2066-\u2069]|\u0301{5}", told) is None
    assert entry.title == words, "and what is sealed stays as it is"


def test_a_reason_of_nothing_but_marks_makes_no_long_page(project: Project, ada: User) -> None:
    what: dict[str, Any] = {"subject_kind": "action", "subject": "1", "reference": "A-1", "title": "A seal"}
    facts = {"how": "a" + "\u0301" * 5000}
    Entry.write(project=project.pk, actor=ada.pk, event="action.finished", facts=facts, **what)
    assert entries_of(project, ada).count("\u0301") < 20


def test_who_takes_the_name_of_a_colleague_does_not_speak_for_them(project: Project, ada: User) -> None:
    bo = other_than(ada, project)
    design = a_circle(bo, inside=project.circles.general(), name="Design")
    design.admit(ada, by=bo)
    bo.name = ada.name
    bo.save()
    design.memberships.get(user=ada).end(by=bo)
    told = re.sub("<[^>]+>", "", entries_of(project, ada))
    assert f"{ada.name} ended the membership of {ada.name} in the circle Design." in told
    assert "left the circle" not in told
    design.memberships.get(user=bo).end(by=bo)
    assert "left the circle Design." in re.sub("<[^>]+>", "", entries_of(project, ada))
