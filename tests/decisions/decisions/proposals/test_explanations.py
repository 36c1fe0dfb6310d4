"""The reasons of a route are sentences in the reader's language with links, shown while one types."""

from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from decisions.decisions.explanations import because
from decisions.decisions.record_sentences.proposals import REASONS
from decisions.decisions.routing import Because, Reason
from tests.decisions.decisions.people import Cast, page
from tests.factories import an_element
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db
NAMES = {Because.TOUCHES, Because.CHANGED, Because.CLAIMED, Because.ELEMENT_ABOVE, Because.UNDOES, Because.SUSPENDS}


@pytest.mark.parametrize("code", Because)
def test_each_reason_is_a_sentence_in_both_languages_and_leads_to_what_it_names(cast: Cast, code: Because) -> None:
    reason = Reason(code, cast.power.pk, "D-7" if code in NAMES else "", Decimal(2_000))
    said = {}
    for language in ("en", "fr"):
        with translation.override(language):
            said[language] = because(reason, cast.project, cast.power, Decimal(3_200), 2)
    assert said["en"] != said["fr"]
    for words in said.values():
        assert "{" not in words
        assert ('<a href="/p/pompe/' in words) == (code in NAMES)


def test_the_record_says_each_reason() -> None:
    assert set(REASONS) == set(Because)


@pytest.mark.both_databases
def test_what_is_named_is_never_markup(cast: Cast) -> None:
    words = because(Reason(Because.CLAIMED, cast.power.pk, "<script>"), cast.project, cast.power, Decimal(0), 2)
    assert "<script>" not in words
    assert "&lt;script&gt;" in words


def test_reasons_are_said_while_one_types_with_few_queries_and_nothing_is_written(cast: Cast) -> None:
    element = an_element(cast.project)
    typed = {
        "tension": "It leaks.", "text": "A new seal.", "cost": "3200", "reversibility": "irreversible",
        "review_months": "3", "domains": [cast.power.domains.get().pk], "elements": [element.pk],
    }  # fmt: skip
    browser = at_browser(cast.ada)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.post(page(cast, "proposals/route/?circle=hydraulics"), typed)
    told = unescape(answer.content.decode())
    assert f'holds <a href="{cast.power.get_absolute_url()}">PWR-OUT</a>' in told
    assert "may commit €2,000 at once; this is €3,200" in told
    assert 'does not hold <a href="/p/pompe/fundamentals/">FE-' in told
    assert len(asked) <= 24
    assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in asked)
