"""Addresses of pages of a circle, of which a map or a tree has hundreds."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=4096)
def address_of(name: str, project: str, circle: str) -> str:
    """Return the address of a circle's page of that name; kept, as it depends on nothing else."""
    return reverse(name, args=[project, circle])
