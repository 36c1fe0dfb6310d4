"""The project and its circles: opened, named, limited, moved, closed."""

from django.utils.translation import gettext_lazy as _

from circles.circles.event_types import CircleEvent
from circles.projects.event_types import ProjectEvent
from circles.record.formatting import Formatted, join_formatted
from circles.record.record_sentences.tails import CARRIES_OUT, WHY
from circles.record.templates import RecordedEvent, sentences, template
from foundation.accounts.skills import name_of
from foundation.web.unicode_safety import strip_disruptive


def stays(event: RecordedEvent) -> bool:
    """Return whether what the circle may decide alone is as hard to undo as before."""
    return bool(event.facts.get("hard_to_undo") == event.facts.get("hard_to_undo_before"))


def changes(event: RecordedEvent) -> bool:
    """Return whether it is not."""
    return not stays(event)


def commits_otherwise(event: RecordedEvent) -> bool:
    """Return whether what it may commit at once is another amount than before."""
    return bool(event.facts.get("limit") != event.facts.get("limit_before"))


def commits_otherwise_only(event: RecordedEvent) -> bool:
    """Return whether that is another one, and how hard to undo is as it was."""
    return commits_otherwise(event) and stays(event)


def limit_is_untold(event: RecordedEvent) -> bool:
    """Return whether a first amount has no sentence yet: one that is told what else changes says none."""
    return not event.facts.get("limit_before") and changes(event)


def has_another_amount(event: RecordedEvent) -> bool:
    """Return whether its amount is another one, and is not what was told as what it may commit at once."""
    amount = event.facts.get("unit_limit")
    return bool(amount) and not (commits_otherwise(event) and amount == event.facts.get("limit"))


def has_lost_its_amount(event: RecordedEvent) -> bool:
    """Return whether its amount was taken away, and a share limits it still."""
    return event.facts.get("unit_limit") == "" and bool(event.facts.get("limit"))


def has_lost_its_share(event: RecordedEvent) -> bool:
    """Return whether its share was taken away: the fact is there, and says none."""
    return "limit_share" in event.facts and event.facts["limit_share"] is None


def names_of_skills(event: RecordedEvent) -> Formatted | None:
    """Name the skills that a circle needs; None where there are none."""
    names = [Formatted(strip_disruptive(name_of(str(one)))) for one in event.facts.get("skills") or ()]
    return join_formatted(names) if names else None


HOW_HARD = ("hard_to_undo", "hard_to_undo_before")
ALONE = (
    template(_("It may decide alone what is easy to undo."), when=changes, covers=HOW_HARD, hard_to_undo="easy"),
    template(_("It may decide alone what is costly to undo."), when=changes, covers=HOW_HARD, hard_to_undo="costly"),
    template(
        _("It may decide alone what cannot be undone."), when=changes, covers=HOW_HARD, hard_to_undo="irreversible"
    ),
)

AMOUNT = ("unit_limit",)
OTHER_AMOUNT_OR_NO_SHARE = (
    template(_("The amount is now {unit_limit}."), when=has_another_amount),
    template(_("No amount limits it any more."), when=has_lost_its_amount, covers=AMOUNT),
    template(_("No share of what it has in hand limits it any more."), when=has_lost_its_share, covers=["limit_share"]),
)
SHARE_AND_SMALL = (
    _("It may commit at most {limit_share} percent of what it has in hand at once."),
    _("It may record up to {small_limit} at once where nobody else would be asked."),
)

SENTENCES = {
    ProjectEvent.PROJECT_CREATED: sentences(_("{who} created the project {thing}.")),
    ProjectEvent.PROJECT_SETTINGS_CHANGED: sentences(_("{who} changed the settings of the project: {changed}.")),
    ProjectEvent.PROJECT_ARCHIVED: sentences(
        _("{who} archived the project {thing}: from then on it is read, and not changed.")
    ),
    ProjectEvent.PROJECT_UNARCHIVED: sentences(_("{who} took the project {thing} out of the archive.")),
    CircleEvent.ORGANISATION_IMPORTED: sentences(_("{who} imported an organisation from the file “{file}”.")),
    CircleEvent.CIRCLE_OPENED: sentences(
        _("{who} opened the circle {thing} inside {within}."),
        _("{who} opened the circle {thing}."),
        then=[
            _("It may commit {unit_limit} at once."),
            _("It may commit {limit} at once."),  # of older entries
            *SHARE_AND_SMALL,
            *ALONE,
            CARRIES_OUT,
        ],
    ),
    CircleEvent.CIRCLE_RENAMED: sentences(
        template(
            _("{who} changed what {thing} is for."),
            when=lambda event: event.facts.get("before") == event.entry.title,
            covers=["before"],
        ),
        _("{who} renamed the circle {before} to {thing}."),
    ),
    CircleEvent.LIMITS_CHANGED: sentences(
        template(
            _("{who} changed what {thing} may commit at once: {limit}, before that {limit_before}."),
            covers=[*HOW_HARD, *AMOUNT],
            when=commits_otherwise_only,
        ),
        template(
            _("{who} changed what {thing} may commit at once: {limit}."),
            covers=[*HOW_HARD, *AMOUNT],
            when=commits_otherwise_only,
        ),
        template(
            _("{who} changed what {thing} decides alone: up to {limit} at once, before that {limit_before}."),
            covers=AMOUNT,
            when=commits_otherwise,
        ),
        _("{who} changed what {thing} decides alone."),
        then=[
            template(_("It may commit {limit} at once."), when=limit_is_untold, covers=AMOUNT),
            template(_("It may commit all that it has in hand."), when=commits_otherwise, covers=AMOUNT, limit=""),
            *OTHER_AMOUNT_OR_NO_SHARE,
            *SHARE_AND_SMALL,
            *ALONE,
            CARRIES_OUT,
        ],
    ),
    CircleEvent.NEEDS_STATED: sentences(
        _("{who} said which skills {thing} needs: {skills}."),
        template(_("{who} said that {thing} needs no skills in particular."), skills=[]),
        skills=names_of_skills,
    ),
    CircleEvent.CIRCLE_CLOSED: sentences(
        _("{who} closed the circle {thing}; what it had goes to {within}."),
        _("{who} closed the circle {thing}."),
        then=[WHY, CARRIES_OUT],
    ),
    CircleEvent.CIRCLE_MERGED: sentences(
        _("{who} merged the circle {thing} into {into}, with {money}."),
        _("{who} merged the circle {thing} into {into}."),
        then=[CARRIES_OUT],
    ),
    CircleEvent.CIRCLE_MOVED: sentences(
        _("{who} moved the circle {thing} from {before} to {within}."),
        then=[CARRIES_OUT],
    ),
    CircleEvent.CIRCLE_REOPENED: sentences(_("{who} reopened the circle {thing}."), then=[CARRIES_OUT]),
    CircleEvent.CIRCLE_SPLIT: sentences(
        _("{who} split the circle {thing} off {off}, with {money}."),
        _("{who} split the circle {thing} off {off}."),
        then=[CARRIES_OUT],
    ),
}
