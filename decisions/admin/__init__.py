"""Decisions for administrators: facts made by verbs, to read and to search, never to edit."""

from decisions.admin import objections, outside, proposals, register, rounds  # noqa: F401 each registers its models
