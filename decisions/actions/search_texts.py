"""The words that actions are found by."""

from django.db.models import QuerySet

from circles.projects.models import Project
from circles.projects.thing_parts import SearchTexts
from decisions.actions.models import Action, Step


def actions_of(project: Project) -> QuerySet[Action]:
    """Return all actions of a project."""
    return Action.objects.in_project(project).order_by("pk")


def words_of_actions(actions: list[Action]) -> list[tuple[Action, list[str]]]:
    """Return actions with what is to be done, why, in which steps, and what came of it."""
    steps = dict[int, list[str]]()
    for key, text in Step.objects.filter(action__in=actions).order_by("pk").values_list("action", "text"):
        steps.setdefault(key, []).append(text)

    def texts(one: Action) -> list[str]:
        whole = (one.reference, one.what, one.description, one.why, one.blocked_by, one.done_how, one.dropped_why)
        return [*whole, *steps.get(one.pk, [])]

    return [(one, texts(one)) for one in actions]


ACTIONS = SearchTexts(actions_of, words_of_actions)
