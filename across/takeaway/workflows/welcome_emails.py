"""Tell people whose project came to this server how they get in."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.inbox.email_html import letter
from foundation.inbox.models import OutgoingEmail, one_line


def write_welcome_emails(project: Project, people: Iterable[User]) -> int:
    """Put an e-mail to each into the outbox, in their language; who has no address gets none. Return how many."""
    number, link = 0, settings.BASE_URL + reverse("account_reset_password")
    words = {"project": one_line(project.name), "server": settings.BASE_URL, "link": link}
    with transaction.atomic():
        for person in people:
            if not person.email or not person.is_active:
                continue
            with translation.override(person.language):
                subject = _("%(project)s has moved to another server") % words
                text = _(
                    "The project %(project)s is now at %(server)s, with everything in it and with your account.\n\n"
                    "Your password did not come along. Set one here, with this e-mail address:\n\n%(link)s"
                )
                html = letter(subject, text % words, to=person.email, buttons={link: _("Set a password")})
            key = f"arrived:{project.pk}:{person.pk}"
            OutgoingEmail.post(key, to=person.email, subject=subject, text=text % words, html=html)
            number += 1
    return number
