"""What Unicode allows and people cannot read: invisible, turning and piled-up characters."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5")
"""Letters and signs that show nothing: fillers of Hangul, the empty cell of Braille, and their like."""
MOST_MARKS = 4
"""So many marks stand above and below one letter in any tongue; more would run over the lines around it."""


def is_readable(name: str) -> None:
    """Raise `ValidationError` for a name of a person that nobody could read, or that would turn the direction of what
    stands beside it: "Ada" would sign for somebody else. Joiners stay: Persian and Hindi are written with them.
    """
    kinds = {unicodedata.category(sign) for sign in name if sign not in "\u200c\u200d"}
    marks = "".join(
        "x" if unicodedata.category(sign) in {"Mn", "Me"} else " " for sign in unicodedata.normalize("NFD", name)
    )
    if EMPTY & set(name) or "x" * (MOST_MARKS + 1) in marks:
        raise ValidationError(_("A name has no signs that are empty, and no letter with more than four marks."))
    if not any(kind[0] in "LN" for kind in kinds) or kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        raise ValidationError(_("A name has letters or digits, and no invisible signs."))
