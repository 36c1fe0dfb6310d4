"""What fields offer to choose from."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from circles.projects.forms.autocomplete import ask_to_choose


def offer(form: forms.BaseForm, name: str, found: QuerySet[Any]) -> None:
    """Let a field of a form choose among these rows: what a form offers depends on where it is asked."""
    field = cast("forms.ModelChoiceField[Any]", form.fields[name])
    field.queryset = found
    ask_to_choose(field)
