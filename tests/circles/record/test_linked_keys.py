"""Short names in texts lead to what they name."""

import pytest
from django.utils.safestring import mark_safe

from circles.projects.models import Project
from circles.record.linked_keys import with_keys

HERE = Project(slug="pump", name="Pump")


@pytest.mark.parametrize("key", ["A-27", "D-12", "P-26", "DOC-3", "SPEC-4.2", "Q-1", "T-5", "S-40"])
def test_a_typed_key_leads_to_what_has_it(key: str) -> None:
    """Whatever kind of thing it names."""
    assert with_keys(f"As in {key}.", HERE) == f'As in <a href="/p/pump/go/{key}/">{key}</a>.'


@pytest.mark.parametrize("words", ["EN-60335", "AD-12", "D-12a", "x/D-12", "D-", "D-12.3.4.5.6"])
def test_what_only_looks_like_a_key_stays_words(words: str) -> None:
    """Standards, part numbers and addresses."""
    assert with_keys(words, HERE) == words


def test_html_is_kept_and_links_are_left_alone() -> None:
    """In code and in links nothing is linked again; what is not safe is escaped."""
    assert with_keys("<b> & D-1", HERE) == '&lt;b&gt; &amp; <a href="/p/pump/go/D-1/">D-1</a>'
    safe = mark_safe('<p>D-1 <a href="/D-2">D-2</a> <code>D-3<br>D-4</code> D-5</p>')
    shown = with_keys(safe, HERE)
    assert [f"go/D-{n}/" in shown for n in range(1, 6)] == [True, False, False, False, True]
