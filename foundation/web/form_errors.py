"""What is wrong in a form, for whom no page shows it again: an API, and what is sent without leaving the page."""

from typing import NoReturn

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from ninja.errors import ValidationError

from foundation.web.exceptions import Refused


def require_valid[Form: forms.BaseForm](form: Form, *, within: str = "body") -> Form:
    """Return a form whose answers are all valid.

    :raises ValidationError: with each field that is not; `within` is the part of the request that has it.
    """
    if form.is_valid():
        return form
    raise ValidationError(
        [
            {"type": "value_error", "loc": (within,) if name == NON_FIELD_ERRORS else (within, name), "msg": said}
            for name, errors in form.errors.items()
            for said in errors
        ]
    )


def refuse_field(field: str, sentence: str, *, within: str = "body") -> NoReturn:
    """Answer 422 with what is wrong in a field that no form has."""
    raise ValidationError([{"type": "value_error", "loc": (within, field), "msg": sentence}])


def refuse_invalid(form: forms.BaseForm) -> None:
    """Raise Refused with the first thing that is wrong in a form, after the name of its field."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        raise Refused(f"{label}: {errors[0]}" if label else str(errors[0]))
