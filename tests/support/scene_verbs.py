"""The verbs that set a scene in most tests: people come into circles, circles get money, limits and things they hold.

They are replayed like factories (tests/support/replayed_factories.py), but in the folder of tests that is about them.
"""

from circles.circles.models import Circle, Domain, Fundamental, Membership
from circles.money.models import Purse
from tests.support.replayed_factories import replayed

SCENE_VERBS = {
    (Circle, "admit"): "circles",
    (Circle, "open_circle"): "circles",
    (Circle, "allow"): "circles",
    (Membership, "take_role"): "circles",
    (Domain, "give"): "circles",
    (Fundamental, "declare"): "circles",
    (Purse, "allot"): "money",
}
"""With the folder of tests that sees each of them run."""


def replay_scene_verbs() -> None:
    """Let them be replayed, in this process from here on."""
    for (model, name), folder in SCENE_VERBS.items():
        verb = model.__dict__[name]
        is_classmethod = isinstance(verb, classmethod)
        made = replayed(verb.__func__ if is_classmethod else verb, but_in=folder)
        setattr(model, name, classmethod(made) if is_classmethod else made)
