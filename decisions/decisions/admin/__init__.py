"""Decisions for administrators: facts made by the domain, to read and to search, never to edit."""

from decisions.decisions.admin import exceptional, objections, proposals, register, rounds, specification  # noqa: F401 each registers its models
