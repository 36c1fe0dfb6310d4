"""The sample is for embedded servers: its people have a password that everyone knows."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from foundation.accounts.models import User


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_production_server_refuses_the_sample(settings: Any) -> None:
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="--force-without-passwords"):
        call_command("sample")
    assert not User.objects.exists()
