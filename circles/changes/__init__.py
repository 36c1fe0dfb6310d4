"""How a project is cut anew into circles: each change says what it will do before it does it, whole or not at all.

A person who may does it at once; what touches other circles is proposed, and carried out by its adoption.
"""

from circles.changes.change import Change
from circles.changes.closing import Closing
from circles.changes.merging import Merger
from circles.changes.moving import Move
from circles.changes.reopening import Reopening
from circles.changes.splitting import Split

__all__ = ["Change", "Closing", "Merger", "Move", "Reopening", "Split"]
