"""The administration answers whatever is searched for, of our models and of those that came with them."""

from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=str), ids=lambda model: model._meta.label)
@pytest.mark.parametrize(
    "asked", [{}, {"q": "ada"}, {"q": "x" * 3000, "p": "99999", "o": "9.9"}], ids=["all", "words", "odd"]
)
def test_every_list_of_the_administration_can_be_searched(model: type[Model], asked: dict[str, Any]) -> None:
    root = User.objects.create_superuser("root@ronde.example", name="Root")
    browser = Client()
    browser.force_login(root)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    answer = browser.get(address, asked, follow=True)
    assert answer.status_code == 200
    assert "'unsafe" not in answer["Content-Security-Policy"]
