"""All tables whose rows go along with a project, from what the apps say they keep."""

import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from circles.projects.models import Project
from foundation.web.kept_data import history_of, kept_data, with_companions

type Model = type[models.Model]


def project_tables() -> dict[Model, str]:
    """Return model → lookup to the project's id, history and rows between two models included."""
    found: dict[Model, str] = {}
    for kept in kept_data():
        found |= with_companions(kept.tables)
    return found


def rows_of(model: Model, lookup: str, project: Project) -> QuerySet[Any]:
    """Return the rows of a project, in the order of their keys."""
    return model._base_manager.filter(**{lookup: project.pk}).order_by("pk")


def strangers_in(project: UUID) -> Iterator[str]:
    """Yield the columns by which rows of a project lead to rows of another one: a membership in the circle of others, a
    topic in their room, an earlier version of their document. Keys alone do not say that they must not.
    """
    tables = project_tables()
    for model, lookup in tables.items():
        keys = [(one.attname, one.related_model) for one in model._meta.concrete_fields]
        keys += [(was.attname, now) for now in tables if history_of(now) is model and (was := now._meta.pk)]
        for name, target in keys:
            if target in tables:
                others = target._base_manager.exclude(**{tables[target]: project}).filter(pk=OuterRef(name))
                if model._base_manager.filter(Exists(others), **{lookup: project}).exists():
                    yield f"{model._meta.db_table}.{name}"


def file_columns(model: Model) -> list[str]:
    """Return the columns that name stored files, such as uploads."""
    return [field.attname for field in model._meta.concrete_fields if isinstance(field, models.FileField)]


def stored_at(name: str) -> str:
    """Return where a stored file lies in an archive, whatever its name has in it."""
    return f"data/files/{hashlib.sha256(name.encode()).hexdigest()}"


def people_columns(model: Model) -> list[str]:
    """Return the columns that name people."""
    user = Project._meta.get_field("created_by").related_model
    return [field.attname for field in model._meta.concrete_fields if field.related_model is user]
