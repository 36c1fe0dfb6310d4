"""A person of the sample, who is in everything that its story tells, is erased: their name stands nowhere any more."""

from dataclasses import replace

import pytest

from across.takeaway.workflows.erasure import erase_person, former_names
from across.takeaway.workflows.typed_names import typed_names
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit.models import Entry
from tests.factories import a_person
from tests.support.names_left import places_that_say

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("in_a_language")]


def test_who_owns_what_came_out_of_a_sync_is_named_nowhere() -> None:
    person = User.objects.get(name="Quentin Roy")
    names = former_names(person, language="en")
    assert {"syncs_minutes.content", "chat_message.html", "search_text.text"} <= set(places_that_say(names)), "it looks"
    project, first = Project.objects.get(slug="heliopompe"), frozenset({"Quentin"})
    left = erase_person(person, by=a_person("Root", is_superuser=True))
    assert "A-13" in {one.reference for one in left}, "others typed the first name in words of their own"
    assert typed_names(replace(names, mentioned=names.mentioned - first), [project]) == [], "and nothing else"
    assert places_that_say(names) == {}
    assert list(Entry.breaks_of(project.pk)) == []
