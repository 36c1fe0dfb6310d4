"""A project, and what everything that belongs to one can do."""

from circles.projects.models.link import Link
from circles.projects.models.project import Project, ProjectQuerySet, Reversibility
from circles.projects.models.star import Star, with_stars_of
from circles.projects.models.subject import Subject
from circles.projects.models.written_thing import WrittenThing

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
