"""The administration shows every model, usefully."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model

from tests.architecture.sources import APPS

MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in APPS and not model.__name__.startswith("Historical") and not model._meta.auto_created
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_an_administrator_finds_every_model(model: type[Model]) -> None:
    assert admin.site.is_registered(model), "register it in its app's admin.py"
    page = admin.site.get_model_admin(model)
    assert tuple(page.list_display) != ("__str__",), "say what a row shows"
    assert page.search_fields or page.list_filter, "say what one can look for"
