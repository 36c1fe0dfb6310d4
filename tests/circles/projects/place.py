"""A project with one of each, for what becomes of it in the archive."""

from chat.chat.workflows.conversation import post_message
from circles.circles.models import Circle
from circles.projects.models import Project
from documents.documents.models import Document
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.suggestions import suggest_text
from documents.richtext.markdown_reader import nodes_of, update_of
from tests.factories import a_circle, a_person, a_project, a_round, a_topic


class Place:
    """A project with one of each, of which ada is the pilot and bo is in a circle."""

    def __init__(self) -> None:
        self.ada, self.bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
        self.project: Project = a_project(self.ada, country="")
        self.circle: Circle = a_circle(self.ada, self.bo, inside=self.project.circles.general())
        self.round = a_round(circle=self.circle, by=self.ada)
        self.topic = a_topic(self.circle, by=self.ada)
        self.message = post_message(self.topic, "It leaks.", by=self.ada)
        self.document = Document.create(self.circle, "Tests", by=self.ada, content=update_of("14 days"))
        self.comment = begin_thread(self.document, Anchor(quote="14 days"), "At the motor?", by=self.ada)
        self.suggestion = suggest_text(self.document, nodes_of("15 days"), by=self.bo)
