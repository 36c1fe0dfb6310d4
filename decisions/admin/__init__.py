"""Decisions for administrators: facts made by verbs, to read and to search, never to edit."""

from decisions.admin import outside, proposals  # noqa: F401 each registers its models
