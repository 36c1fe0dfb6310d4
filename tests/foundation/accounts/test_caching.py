"""What a person was given is theirs: nothing between us and them keeps it for others."""

import pytest

from tests.decisions.decisions.people import Cast, a_cast, operation, page
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """ada, bo and fay in Hydraulics."""
    return a_cast()


@pytest.mark.both_databases
def test_no_proxy_caches_an_export_or_an_api_response(cast: Cast) -> None:
    for address in (page(cast, "decisions/sheet.csv"), operation(cast, "people"), page(cast, "sync/calendar/x.ics")):
        assert at_browser(cast.ada).get(address)["Cache-Control"] == "private, no-cache"
