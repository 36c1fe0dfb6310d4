"""Words that somebody chose to break the record for everybody, or to mislead who reads it."""

import re

import pytest
from django.test import Client

from accounts.models import User
from circles.models import Domain, Project
from tests.factories import a_person, a_project
from tests.support.doors import at_browser, by_token
from tests.support.shared import shared

pytestmark = pytest.mark.django_db


@shared
def project(ada: User) -> Project:
    project = a_project(ada)
    project.general.admit(a_person("Bo Nguyen"), by=ada)
    return project


def other_than(user: User, project: Project) -> User:
    return project.people().exclude(pk=user.pk).get()


@pytest.mark.parametrize("key", ["D-7/x", "P-", "A-1 x", "S-1\n", "D-7"])
def test_a_domain_with_a_key_like_a_reference_breaks_no_page_and_leads_nowhere_else(
    project: Project, ada: User, key: str
) -> None:
    Domain.give(project.general, key, "roof of the hall", by=ada)
    for user, page in ((ada, "record/"), (other_than(ada, project), "")):
        shown = at_browser(user).get(f"/p/{project.slug}/{page}")
        assert (shown.status_code, "roof of the hall" in shown.text) == (200, True)
        assert re.search(r"/go/[^<]*<(?:(?!</a>).)*roof of the hall", shown.text, re.DOTALL) is None
    record = Client().get(f"/api/v1/projects/{project.slug}/record", headers=by_token(ada)).json()["entries"]
    assert "roof of the hall" in record[0]["sentence"]
