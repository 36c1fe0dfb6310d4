"""Guests who are let into a document go on reading it while it is restricted, and everyone is told so."""

import pytest
from django.test import Client

from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept, invite_guest
from documents.documents.models import Document
from tests.documents.documents.test_restriction import Scene
from tests.factories import a_person
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
@pytest.mark.parametrize("comes_first", ["guest", "restriction"])
def test_guests_of_a_restricted_document_are_named(comes_first: str) -> None:
    scene, guest = Scene(), a_person("Gil Lab")
    if comes_first == "restriction":
        scene.restrict()
    invite_guest(scene.offer, str(guest.email), level="write", reason="The laboratory", ends_on=None, by=scene.ada)
    accept(Guest.objects.get(), by=guest)
    if comes_first == "guest":
        scene.restrict()
    assert Document.objects.readable_by(guest).filter(pk=scene.offer.pk).exists()
    address = scene.offer.get_absolute_url()
    for reader, path in ((scene.bo, address), (scene.ada, f"{address}restriction/")):
        assert guest.name in at_browser(reader).get(path).content.decode(), path
    told = Client(headers=by_token(scene.bo)).get(f"/api/v1/documents/{scene.offer.pk}/restriction").json()
    assert told["guests"] == [str(guest.pk)]
