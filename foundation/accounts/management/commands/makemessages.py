"""Extract what people read."""

from django.core.management.commands.makemessages import Command as DjangoCommand


class Command(DjangoCommand):
    """Django's command, which also knows `_now` and makes no guesses."""

    xgettext_options = [*DjangoCommand.xgettext_options, "--keyword=_now"]
    msgmerge_options = [*DjangoCommand.msgmerge_options, "--no-fuzzy-matching"]
