"""Skills: trades, and words of one's own. People say them of themselves, and circles of what they need.

They are kept as text, one on each line. A trade is kept by its key, so that everyone reads it in their own language.
"""

from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from foundation.web.exceptions import Refused
from foundation.web.name_patterns import SearchQuery, folded
from foundation.web.unicode_safety import strip_disruptive

MOST = 30
LONGEST = 60
MOST_TEXT = MOST * (LONGEST + 1)


class Trade(models.TextChoices):
    """What carries a product from idea to market."""

    DESIGN = "design", _("Design")
    PROTOTYPE = "prototype", _("Prototype")
    CERTIFICATION = "certification", _("Certification")
    INDUSTRIALISATION = "industrialisation", _("Industrialisation")
    SUPPLY_CHAIN = "supply-chain", _("Supply chain")
    MARKETING = "marketing", _("Marketing")
    SALES = "sales", _("Sales")
    DIGITAL = "digital", _("Digital")


@cache
def names_of_trades() -> dict[str, Trade]:
    """Return the trades by key and by name in every language, without accents and capitals."""
    found = {trade.value: trade for trade in Trade}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {folded(str(trade.label)): trade for trade in Trade}
    return found


def text_of(skills: Iterable[str]) -> str:
    """Return skills as they are kept: trades first, each once, whatever its accents and capitals.

    :raises Refused: for more than there is room for.
    """
    found: dict[str, str] = {}
    for skill in skills:
        words = " ".join(strip_disruptive(skill).split())
        trade = names_of_trades().get(folded(words))
        if words:
            found.setdefault(folded(trade or words), trade.value if trade else words)
    if len(found) > MOST or any(len(one) > LONGEST for one in found.values()):
        raise Refused(_now("At most thirty skills, of up to sixty characters each."))
    return "\n".join(sorted(found.values(), key=lambda one: Trade.values.index(one) if one in Trade else len(Trade)))


def skills_in(text: str) -> list[str]:
    """Return the skills that are kept in a text: keys of trades, and words."""
    return text.splitlines()


def name_of(skill: str) -> str:
    """Return a skill as people read it."""
    return str(Trade(skill).label) if skill in Trade else skill


def names_in(text: str) -> list[str]:
    """Return the skills that are kept in a text as people read them."""
    return [name_of(skill) for skill in skills_in(text)]


def missing_from(needed: str, had: Iterable[str]) -> list[str]:
    """Return the skills of one text that are in none of the others."""
    known = {folded(skill) for text in had for skill in skills_in(text)}
    return [skill for skill in skills_in(needed) if folded(skill) not in known]


def has_skill(text: str, skill: str) -> bool:
    """Return whether a skill is among those that are kept in a text."""
    return not missing_from(skill, [text])


def trades_called(pattern: SearchQuery) -> list[Trade]:
    """Return the trades of which a name in some language answers."""
    names = names_of_trades()
    return list(dict.fromkeys(trade for name, trade in names.items() if pattern.rank(name) is not None))
