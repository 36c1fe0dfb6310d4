"""A project, and what everything that belongs to one can do."""

from projects.models.link import Link
from projects.models.project import Project, ProjectQuerySet, Reversibility
from projects.models.star import Star, with_stars_of
from projects.models.subject import Subject

__all__ = ["Link", "Project", "ProjectQuerySet", "Reversibility", "Star", "Subject", "with_stars_of"]
