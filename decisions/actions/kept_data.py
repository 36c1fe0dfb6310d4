"""What actions keep: themselves, with their checklists, labels, what they wait for, and who was reminded."""

from decisions.actions.models import Action, Dependency, DueReminder, Label, Step
from documents.conversation.text import markup
from foundation.web.kept_data import KeptData


def clean(action: Action) -> None:
    """Let nothing through that a description never has: pages show its HTML as it is."""
    action.html = markup.clean(action.html) if action.html else ""


KEPT_DATA = KeptData(
    app="actions",
    tables={
        Label: "project",
        Action: "project",
        Step: "action__project",
        Dependency: "action__project",
        DueReminder: "action__project",
    },
    arriving={Action: clean},
    private={DueReminder: "user"},
    mentions={Action: ("description", "html")},
    common={Action: ("created_by", "owner"), Step: ("done_by",)},
)
