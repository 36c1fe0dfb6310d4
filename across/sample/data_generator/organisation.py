"""Draw up a large organisation in the schema of `import_organisation`: nested teams and their people. Pure."""

from random import Random
from typing import Any

from across.sample.data_generator import names

DEEPEST = 6
LARGEST = 1_300
"""The most people of one circle; it takes at most two thirds of all."""
SMALLEST, USUAL = 3, 16


def organisation(circles: int, people: int, *, seed: int) -> dict[str, Any]:
    """Draw up `circles` teams (the general circle not counted) and `people` persons, the same from the same seed."""
    chance = Random(f"organisation {seed}")  # noqa: S311 made up, not secret
    persons = [{"handle": f"{handle(number)}", "name": names.person(number)} for number in range(people)]
    handles = [person["handle"] for person in persons]
    teams = _teams(circles, chance)
    for place, team in enumerate(teams):
        size = min(LARGEST, people * 2 // 3) if place == 0 else chance.randint(SMALLEST, USUAL)
        _seat(team, chance.sample(handles, min(size, people)))
    _seat_the_others(teams, handles, chance)
    return {"teams": teams, "people": persons}


def handle(number: int) -> str:
    """Return the handle of one of the people."""
    return f"grown-{number + 1:04}"


def _teams(circles: int, chance: Random) -> list[dict[str, Any]]:
    teams: list[dict[str, Any]] = []
    depth: dict[str, int] = {}
    for number in range(circles):
        above = [team["key"] for team in teams[-60:] if depth[team["key"]] < DEEPEST - 1]
        # A few stand right inside the general circle, and each of these is cut up further.
        parent = chance.choice(above) if above and number > 8 and chance.random() > 0.03 else None
        key = f"grown-{number + 1}"
        depth[key] = 0 if parent is None else depth[parent] + 1
        name = names.circle(number)
        team = {"key": key, "name": name, "parent": parent, "kind": "grown", "purpose": f"What {name} needs is ready."}
        teams.append(team)
    return teams


def _seat(team: dict[str, Any], handles: list[str]) -> None:
    """Let people in: the first leads, the second facilitates, the third keeps the record."""
    roles = dict(zip(handles[1:3], (["facilitator"], ["secretary"]), strict=False))
    team["leads"] = handles[:1]
    team["members"] = [{"handle": one, "roles": roles.get(one, [])} for one in handles]


def _seat_the_others(teams: list[dict[str, Any]], handles: list[str], chance: Random) -> None:
    """Assign everyone who is in no circle yet a place in a small one."""
    seated = {seat["handle"] for team in teams for seat in team["members"]}
    for one in handles:
        if one not in seated:
            chance.choice(teams[1:] or teams)["members"].append({"handle": one, "roles": []})
