"""Addresses of actions."""

from typing import Any

app_name = "actions"
urlpatterns: list[Any] = []
