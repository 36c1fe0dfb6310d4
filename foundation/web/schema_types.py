"""Kinds of words that APIs take, each checked as the pages check it."""

from collections.abc import Callable
from datetime import time
from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AfterValidator, Field

from foundation.web.unicode_safety import validate_name
from foundation.web.validators import is_time_zone


def checked(check: Callable[[str], None]) -> AfterValidator:
    """Put one of Django's validators in the words of pydantic."""

    def checked_value(value: str) -> str:
        try:
            check(value)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error
        return value

    return AfterValidator(checked_value)


def without_zone(value: time) -> time:
    """Refuse a time of a day that names a zone: whose zone it is in is said elsewhere."""
    if value.tzinfo is not None:
        raise ValueError("a time without a zone")
    return value


PersonName = Annotated[str, Field(min_length=1, max_length=120), checked(validate_name)]
TimeZone = Annotated[str, Field(max_length=64), checked(is_time_zone)]
Address = Annotated[str, Field(max_length=254), checked(validate_email)]
TimeOfDay = Annotated[time, AfterValidator(without_zone)]
