"""A project of ada's, and Design in it with Hydraulics inside; a module that needs another makes its own."""

from tests.support.nested_circles import design, hydraulics, project

__all__ = ["design", "hydraulics", "project"]
