"""A closed choice is stored and read as its value, and carries its facts."""

from dataclasses import dataclass
from pickle import dumps, loads

import pytest
from django.utils.translation import gettext_lazy as _

from foundation.web.closed_choice import ClosedChoice


@dataclass(frozen=True)
class SizeFacts:
    key: str


class Size(ClosedChoice):
    facts: SizeFacts

    SMALL = "small", SizeFacts(key="1"), _("Small")
    LARGE = "large", SizeFacts(key="2"), _("Large")


def test_a_member_is_its_value_and_has_label_and_facts() -> None:
    assert [(value, str(label)) for value, label in Size.choices] == [("small", "Small"), ("large", "Large")]
    assert Size("large") is Size.LARGE
    assert (str(Size.LARGE), {"large": 1}[Size.LARGE]) == ("large", 1)
    assert [size.facts.key for size in Size] == ["1", "2"]


def test_a_member_that_was_pickled_still_has_its_facts() -> None:
    assert loads(dumps(Size.SMALL)).facts == SizeFacts(key="1")


def test_a_member_without_facts_is_refused() -> None:
    with pytest.raises(TypeError):

        class Lacking(ClosedChoice):
            SMALL = "small", _("Small")
