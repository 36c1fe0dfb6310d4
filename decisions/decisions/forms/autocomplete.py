"""Choosing a decision of a register by typing its number or words of its title."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from circles.projects.forms.autocomplete import SHOWN, Choice, PickField
from circles.projects.models import Project
from decisions.decisions.models import Decision
from foundation.web.formatting import day_short
from foundation.web.pagination import number_in

NUMBER = re.compile(r"(?:D-)?(\d+)(?:\s|$)", re.IGNORECASE)


class DecisionField(PickField):
    """A decision in force by its number: 12, D-12, or D-12 and its title."""

    kind = "decision"

    def __init__(self, queryset: QuerySet[Any], *, project: Project, **kwargs: Any) -> None:
        super().__init__(queryset, project=project, **kwargs)
        self.project = project

    def to_python(self, value: Any) -> Any:
        """Read what was typed; of a decision that has ended, say that.

        :raises ValidationError: when it is none, has ended, or several are called so.
        """
        try:
            return super().to_python(value)
        except ValidationError:
            number = NUMBER.match(str(value).strip())
            ended = Decision.objects.in_project(self.project).filter(number=number_in(number[1]) or 0) if number else ()
            for one in ended:
                words = _("%(reference)s is no longer in force.") % {"reference": one.reference}
                raise ValidationError(words, code="ended") from None
            raise

    def is_key(self, value: Any) -> bool:
        """Return whether it came from the database rather than from a person's fingers."""
        return isinstance(value, int)

    def name(self, row: Any) -> str:
        """Write number and title."""
        return named(row)

    def find_typed(self, typed: str) -> QuerySet[Any]:
        """Find by number."""
        number = NUMBER.match(typed)
        return self.rows.filter(number=number_in(number[1]) or 0) if number else self.rows.none()


def named(decision: Decision) -> str:
    """Write a decision as `DecisionField` reads it."""
    return f"{decision.reference} {decision.title}"[:100]


def decisions_for(project: Project, typed: str) -> list[Choice]:
    """Return the decisions in force of this number, or in whose title each word that was typed stands, newest first."""
    found = Decision.objects.in_project(project).in_force().order_by("-number")
    number = NUMBER.match(typed)
    if number:
        found = found.filter(number=number_in(number[1]) or 0)
    else:
        for word in typed.split():
            found = found.filter(title__icontains=word)
    return [Choice(named(decision), note=day_short(decision.adopted_at)) for decision in found[:SHOWN]]
