"""What tests do to bring files in."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from circles.projects.models import Project
from foundation.accounts.models import User
from tests.support.entry_points import at_browser


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def send(user: User, project: Project, *files: tuple[str, bytes], **more: Any) -> Any:
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return at_browser(user).post(f"/p/{project.slug}/documents/import", {"file": sent, "circle": "general", **more})
