"""A project, and what everything that belongs to one can do."""

from projects.models.link import Link
from projects.models.project import Project, ProjectQuerySet, Reversibility
from projects.models.star import Star, with_stars_of
from projects.models.subject import Subject
from projects.models.written_thing import WrittenThing

__all__ = [
    "Link",
    "Project",
    "ProjectQuerySet",
    "Reversibility",
    "Star",
    "Subject",
    "WrittenThing",
    "with_stars_of",
]
