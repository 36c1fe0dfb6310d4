"""Tell people whose project came to this server how they get in."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from circles.models import Project
from inbox.models import OutgoingEmail


def write_welcome_emails(project: Project, people: Iterable[User]) -> int:
    """Put an e-mail to each into the outbox, in their language; who has no address gets none. Return how many."""
    number = 0
    with transaction.atomic():
        for person in people:
            if not person.email or not person.is_active:
                continue
            with translation.override(person.language):
                OutgoingEmail.post(
                    f"arrived:{project.pk}:{person.pk}",
                    to=person.email,
                    subject=_("%(project)s has moved to another server") % {"project": project.name},
                    text=_(
                        "The project %(project)s is now at %(server)s, with everything in it and with your account.\n\n"
                        "Your password did not come along. Set one here, with this e-mail address:\n\n%(link)s"
                    )
                    % {
                        "project": project.name,
                        "server": settings.BASE_URL,
                        "link": settings.BASE_URL + reverse("account_reset_password"),
                    },
                )
            number += 1
    return number
