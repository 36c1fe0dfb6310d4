"""What is kept to find things by their words."""

from search.models.text import Text

__all__ = ["Text"]
