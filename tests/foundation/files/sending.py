"""Send files as a program and a browser do."""

import json
from io import BytesIO
from typing import Any

from django.test import Client
from PIL import Image

from circles.circles.models import Circle
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.support.entry_points import by_token
from tests.support.replayed_factories import replayed

API = "/api/v1"


@replayed
def a_document(circle: Circle, *, by: User, title: str = "Pump") -> Document:
    return Document.create(circle, title, by=by)


class Sender:
    """A person who sends files by the API."""

    def __init__(self, user: User) -> None:
        self.client = Client(headers=by_token(user))

    def begin(self, kind: str, key: Any, size: int, name: str = "pump.txt") -> Any:
        sent = {"kind": kind, "id": str(key), "name": name, "size": size}
        return self.client.post(f"{API}/uploads", json.dumps(sent), "application/json")

    def piece(self, upload: Any, data: bytes, offset: int = 0) -> Any:
        return self.client.patch(
            f"{API}/uploads/{upload}", data, "application/offset+octet-stream", headers={"Upload-Offset": str(offset)}
        )

    def send(self, kind: str, key: Any, data: bytes, name: str = "pump.txt") -> dict[str, Any]:
        upload = self.begin(kind, key, len(data), name)
        assert upload.status_code == 201, upload.content
        answer = self.piece(upload.json()["id"], data)
        assert answer.status_code == 200, answer.content
        file: dict[str, Any] = answer.json()["file"]
        return file

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(address, headers=headers)


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (800, 400), **options: Any) -> bytes:
    """Make a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
