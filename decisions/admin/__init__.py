"""Decisions for administrators: facts made by verbs, to read and to search, never to edit."""

from decisions.admin import exceptional, objections, proposals, register, rounds  # noqa: F401 each registers its models
