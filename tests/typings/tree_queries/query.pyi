from typing import Self, TypeVar

from django.db import models

_M = TypeVar("_M", bound=models.Model, covariant=True)

class TreeQuerySet(models.QuerySet[_M]):
    def with_tree_fields(self, tree_fields: bool = ...) -> Self: ...
    def ancestors(self, of: models.Model, *, include_self: bool = ...) -> Self: ...
    def descendants(self, of: models.Model, *, include_self: bool = ...) -> Self: ...
