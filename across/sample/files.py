"""The files of the story: drawn by us, in `files/`, once in each language; their names are in `texts/*/files.toml`."""

from datetime import datetime
from pathlib import Path
from typing import Any

from across.sample.story import Story
from foundation.accounts.models import User
from foundation.files.workflows.uploading import append, begin_upload, finish

FOLDER = Path(__file__).parent / "files"
EVIDENCE = {"batterie": "quote"}
"""What the one objection to a proposal rests on."""
RECEIPTS = {"citerne": "receipt"}
ON_ACTIONS = (("ecran", "screen", "sami", -1, "17:10"),)
"""Which action gets which file, by whom, on which day, at what time."""


def plan(story: Story) -> None:
    """Plan what is attached to actions; other files come with what they belong to."""
    for action, key, by, day, time in ON_ACTIONS:
        story.on(day, time, add_to_action, action, key, by)


def add_to_action(story: Story, action: str, key: str, by: str, at: datetime) -> None:
    """Attach a file to an action."""
    attach(story, key, "action", story.things[f"action {action}"].pk, by=story.people[by], at=at)


def attach(story: Story, key: str, kind: str, thing: Any, *, by: User, at: datetime) -> str:
    """Let someone send a file for a thing; return its id."""
    (path,) = (FOLDER / story.language).glob(f"{key}.*")
    data = path.read_bytes()
    upload = begin_upload(kind, str(thing), story.texts["files"][key], len(data), by=by)
    sent = finish(append(upload, 0, data), at=at)
    if sent is None:
        raise RuntimeError(f"{key} became no file on a {kind}")
    return str(sent.pk)
