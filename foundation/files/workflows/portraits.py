"""Keep what a person looks like, made anew as every picture is, or take it away."""

import hashlib
from datetime import timedelta
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.files.models import Portrait
from foundation.files.pictures import TooManyPixels, read_picture
from foundation.web.exceptions import Refused
from foundation.web.throttling import throttle

LARGEST = 12 * 1024 * 1024
CHANGED_AN_HOUR = 20


def keep_portrait(user: User, file: IO[bytes], size: int) -> None:
    """Let a person's picture be this one; of it only a small square's worth is kept, and nothing that came along.

    :raises Refused: for what is no picture, or a very large one.
    """
    throttle(user.pk, "portraits", most=CHANGED_AN_HOUR, within=timedelta(hours=1))
    if size > LARGEST:
        raise Refused(_("This picture is larger than 12 MB: make it smaller, then send it."))
    try:
        picture = read_picture(file)
    except TooManyPixels as error:
        raise Refused(_("This picture has more than 64 million pixels: make it smaller, then send it.")) from error
    if picture is None:
        raise Refused(_("This is not a picture that can be shown: send a JPEG, PNG, WebP or GIF."))
    data = picture.sizes[0].data
    portrait = Portrait(user=user, key=hashlib.sha256(data).hexdigest()[:16])
    portrait.file.save("", ContentFile(data), save=False)
    replace_portrait(user, portrait)


def remove_portrait(user: User) -> None:
    """Show initials in place of the picture."""
    replace_portrait(user, None)


def replace_portrait(user: User, portrait: Portrait | None) -> None:
    """Keep this row in place of the earlier one, whose file goes once that is certain."""
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        earlier = Portrait.objects.filter(user=user).first()
        if earlier:
            earlier.delete()
        if portrait:
            portrait.save(force_insert=True)
        user.picture = locked.picture = portrait.key if portrait else ""
        locked.save(update_fields=["picture"])
        if earlier and (portrait is None or earlier.file.name != portrait.file.name):
            transaction.on_commit(lambda: earlier.file.delete(save=False))
