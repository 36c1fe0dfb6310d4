"""Extract what people read, the deeds given to `tell` included."""

from django.core.management.commands.makemessages import Command as DjangoCommand


class Command(DjangoCommand):
    """Django's command, for which `tell("opened a round")` is a message too."""

    xgettext_options = [*DjangoCommand.xgettext_options, "--keyword=tell", "--keyword=_now"]
    msgmerge_options = [*DjangoCommand.msgmerge_options, "--no-fuzzy-matching"]
