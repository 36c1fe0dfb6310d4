"""A person of the sample, who is in everything that its story tells, is erased: their name stands nowhere any more."""

import pytest

from accounts.models import User
from audit.models import Entry
from projects.models import Project
from takeaway.workflows.erasure import erase_person, former_names
from tests.factories import a_person
from tests.support.names_left import places_that_say

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("in_a_language")]


def test_who_owns_what_came_out_of_a_sync_is_named_nowhere() -> None:
    person = User.objects.get(name="Quentin Roy")
    names = former_names(person, language="en")
    assert {"syncs_minutes.content", "chat_message.html", "search_text.text"} <= set(places_that_say(names)), "it looks"
    assert erase_person(person, by=a_person("Root", is_superuser=True)) == []
    assert places_that_say(names) == {}
    assert list(Entry.breaks_of(Project.objects.get(slug="heliopompe").pk)) == []
