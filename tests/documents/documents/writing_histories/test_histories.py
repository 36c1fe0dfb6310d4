"""Three people write, suggest, decide, take back and restore at random: text, authors and suggestions are as the model
says, and nothing is lost.

RONDE_DEEP=1 runs 200 histories; `RONDE_HISTORY=17` one of them, and says what was done in it.
"""

import os

import pytest

from documents.documents.models import Document
from foundation.accounts.models import User
from tests.documents.documents.writing_histories.history import History
from tests.factories import a_circle, a_person
from tests.support.rotation import DEEP, turn_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ALL, STEPS = 200, 30
A_COMMIT, SHOWN = 4, 5
ASKED = os.environ.get("RONDE_HISTORY", "")


def seeds() -> list[int]:
    """Return which histories are told: all, the one that is asked for, or some by turns."""
    if ASKED:
        return [int(ASKED)]
    turn = turn_of("writing histories", ALL // A_COMMIT)
    return list(range(ALL)) if DEEP else list(range(turn * A_COMMIT, (turn + 1) * A_COMMIT))


@pytest.fixture
def people() -> dict[str, User]:
    return {name: a_person(f"{name.capitalize()} Petit") for name in ("ada", "bo", "cleo")}


def test_text_authors_and_suggestions_are_as_the_model_says(people: dict[str, User]) -> None:
    circle = a_circle(*people.values())
    failed: dict[int, str] = {}
    for seed in seeds():
        document = Document.create(circle, f"History {seed}", by=people["ada"])
        history = None
        try:
            history = History(seed, document, people)
            for _ in range(STEPS):
                history.step()
        except Exception as fault:  # noqa: BLE001  the seeds of all that failed are of use, not the first alone
            told = "\n  ".join(history.told if history else [])
            failed[seed] = f"seed {seed}: {type(fault).__name__}: {fault}\n  {told}"
    shown = "\n\n".join(sorted(failed.values(), key=len)[:SHOWN])
    assert not failed, f"{len(failed)} failed: {sorted(failed)}\n{shown}"
