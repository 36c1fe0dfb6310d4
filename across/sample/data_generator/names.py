"""Make up names and sentences, the same ones from the same seed."""

import tomllib
from pathlib import Path
from random import Random

WORDS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


def person(number: int) -> str:
    """Return the name of one of the people (0 is the first); names come again only after some thousands."""
    first, last = number % len(WORDS["first"]), (number // len(WORDS["first"]) + number * 7) % len(WORDS["last"])
    return f"{WORDS['first'][first]} {WORDS['last'][last]}"


def circle(number: int) -> str:
    """Return the name of one of the circles (0 is the first); no name comes twice."""
    place, trade = divmod(number, len(WORDS["trades"]))
    if place == 0:
        return WORDS["trades"][trade]
    again, place = divmod(place - 1, len(WORDS["places"]))
    return f"{WORDS['trades'][trade]} {WORDS['places'][place]}" + (f" {again + 1}" if again else "")


def tension(chance: Random) -> tuple[str, str]:
    """Make up what is wrong, and a title for what is done about it."""
    part = chance.choice(WORDS["parts"])
    wrong = chance.choice(WORDS["faults"]).format(n=chance.randint(2, 60))
    return f"The {part} {wrong}. It happened on unit {chance.randint(100, 999)}.", f"Another way with the {part}"


def text(chance: Random) -> str:
    """Make up what is done: three to twelve sentences in paragraphs."""
    sentences = [
        chance.choice(WORDS["cures"]).format(part=chance.choice(WORDS["parts"]), n=chance.randint(2, 40))
        for _ in range(chance.randint(3, 12))
    ]
    return "\n\n".join(" ".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3))
