"""Pages of the administration are found under the addresses that they had."""

import pytest
from django.test import Client


@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("/admin/circles/project/", "/admin/projects/project/"),
        ("/admin/circles/purse/3/change/", "/admin/money/purse/3/change/"),
        ("/admin/tracks/spell/", "/admin/tracks/explorationperiod/"),
        ("/admin/meetings/ritual/3/history/", "/admin/syncs/recurringsync/3/history/"),
    ],
)
def test_a_page_of_the_administration_leads_to_where_it_is_now(client: Client, former: str, now: str) -> None:
    assert client.get(former).headers["Location"] == now


@pytest.mark.one_database
@pytest.mark.django_db
def test_what_did_not_move_is_where_it_was(client: Client) -> None:
    assert client.get("/admin/circles/circle/").headers["Location"].startswith("/admin/login/")
