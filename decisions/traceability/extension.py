"""What traceability adds to other apps: why a clause is there, on its page and beside it in lists."""

from circles.projects.thing_parts import ThingNotes, ThingPanel
from decisions.traceability.contexts.clause_notes import clause_notes
from decisions.traceability.contexts.why import why

EXTENSION = (ThingPanel("clause", 10, why), ThingNotes("clause", clause_notes))
