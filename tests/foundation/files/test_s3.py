"""Files in a bucket of a server that speaks S3, instead of a folder."""

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from socket import socket
from typing import Any

import pytest
from django.core.files.storage import default_storage
from moto.server import ThreadedMotoServer

from across.backup.storage import found_files
from circles.circles.models import Circle
from config.environment import Environment
from foundation.accounts.models import User
from foundation.files.tasks import clear_files
from tests.foundation.files.sending import API, Sender, a_document, a_picture, body_of
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def bucket(settings: Any) -> Iterator[None]:
    """Keep files in a bucket; a server of its own, on a free port."""
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    try:
        url = f"s3://key:sec%2Fret@127.0.0.1:{port}/ronde/pumps?region=eu-west-3&tls=no"
        settings.STORAGES = {**settings.STORAGES, "default": Environment(storage_url=url).storage()}
        client = default_storage.connection.meta.client  # type: ignore[attr-defined] # of django-storages
        client.create_bucket(Bucket="ronde", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
        yield
        client.close()
    finally:
        server.stop()


@pytest.mark.both_databases
@pytest.mark.usefixtures("bucket")
def test_a_file_lives_in_a_bucket_from_its_first_piece_to_its_end(circle: Circle, ada: User, bo: User) -> None:
    document, sender, words = a_document(circle, by=ada), Sender(ada), bytes(range(256)) * 40
    upload = sender.begin("document", document.pk, len(words), "measured.bin").json()["id"]
    sender.piece(upload, words[:5000])
    assert [one.size for one in found_files()] == [5000], "a backup finds what is in the bucket"
    file = sender.piece(upload, words[5000:], 5000).json()["file"]
    assert body_of(at_browser(bo).get(file["url"])) == words
    part = at_browser(bo).get(file["url"], headers={"Range": "bytes=9000-9003"})
    assert (part.status_code, body_of(part)) == (206, words[9000:9004])
    (kept,) = found_files()
    assert b"".join(kept.chunks()) == words
    picture = sender.send("document", document.pk, a_picture(), "pump.jpg")
    assert body_of(at_browser(bo).get(f"{picture['url']}?size=320"))[8:12] == b"WEBP"
    assert sender.client.delete(f"{API}/files/{picture['id']}").status_code == 204
    clear_files()
    assert default_storage.save("x", BytesIO(b"x")) == "x"


@pytest.mark.parametrize("url", ["s3://bucket", "s3://key:secret@host", "s3://host/bucket", "ftp://h/f", "file://h/f"])
def test_a_storage_that_cannot_be_is_refused_at_start(url: str) -> None:
    environment = Environment(storage_url=url)
    with pytest.raises(ValueError, match="RONDE_STORAGE_URL"):
        assert [environment.storage(), environment.files()] == []
