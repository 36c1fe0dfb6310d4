"""A specification as .reqifz: a ZIP that holds one .reqif beside its pictures."""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from foundation.web.exceptions import Refused

SIGNATURE = b"PK\x03\x04"


def unpacked(data: bytes, *, most: int) -> bytes:
    """Return the .reqif of an archive, or the file itself where it is none.

    :raises Refused: where the archive is broken, holds none or several, or one of more than `most` bytes.
    """
    if not data.startswith(SIGNATURE):
        return data
    try:
        with ZipFile(BytesIO(data)) as archive:
            found = [one for one in archive.infolist() if one.filename.lower().endswith(".reqif")]
            if len(found) != 1:
                raise Refused(
                    _("This archive has to hold one .reqif file; it holds %(number)s.") % {"number": len(found)}
                )
            with archive.open(found[0]) as file:
                return file.read(most + 1)  # whatever size it claims to have; what is larger is refused as such
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error) as error:
        raise Refused(_("This archive cannot be read.")) from error
