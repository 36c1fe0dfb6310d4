"""Minutes come by e-mail as they look on their page; what a person wrote stays words."""

import re

import pytest

from daily.syncs.models import Minutes
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from daily.syncs.workflows.outcomes import note_info
from foundation.inbox.models import OutgoingEmail
from tests.factories import a_person, a_project

pytestmark = pytest.mark.django_db


def minutes_with(words: str) -> tuple[Minutes, str]:
    """Close a sync in which something was noted for information; return its minutes, and the HTML of their e-mail."""
    ada = a_person("Ada")
    sync = open_sync(a_project(ada).circles.general(), by=ada)
    note_info(sync, words, by=ada)
    close_sync(sync, by=ada)
    return sync.minutes.get(), OutgoingEmail.objects.get(key__startswith="minutes:").html


@pytest.mark.both_databases
def test_minutes_have_headings_lists_and_a_link_to_their_page() -> None:
    minutes, html = minutes_with("The workshop is closed on Friday")
    assert re.search(r"<h2[^>]*>Good to know</h2>\s*<ul[^>]*>\s*<li>The workshop is closed on Friday", html)
    assert f'href="http://testserver{minutes.get_absolute_url()}"' in html
    assert re.search(r"Sent to ada\d*@ronde\.example by Ronde\.", html)


def test_nothing_said_in_a_sync_is_markup_in_its_email() -> None:
    _minutes, html = minutes_with("<img src=x> ![seen](https://evil.example/p.png) [here](https://evil.example/)")
    assert "&lt;img src=x&gt;" in html
    assert "evil.example/" in html
    assert not re.search(r"<(img|a)[^>]*evil", html)
