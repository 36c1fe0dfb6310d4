"""What copies and erasure do with posts: `chat` and `documents` say so in their `kept_data.py`."""

from documents.conversation.models import Authored, Post
from documents.conversation.text import markup
from foundation.accounts.models import User


def forget_nicks(person: User, *models: type[Authored]) -> None:
    """Take away what a person was called elsewhere, where what was imported from there is theirs."""
    for model in models:
        for one in model._default_manager.filter(author=person).exclude(nick="").iterator(chunk_size=500):
            one.nick = ""
            one.save(update_fields=["nick"])


def clean_post(post: Post) -> None:
    """Let nothing through that a post never has: pages show its HTML as it is."""
    post.html = markup.clean(post.html)
