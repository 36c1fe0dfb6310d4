"""What circles add to their own extension points: money, equipment, people, and the words of the record."""

from circles.contexts import equipment
from circles.domain_events import EventRecorded, PersonChanged
from circles.extension_points import Extension, Panel, publish_texts
from circles.file_rights import FILE_RIGHTS
from circles.kept_data import KEPT_DATA
from circles.models import Reversibility, Role
from circles.money import balances
from circles.navigation.autocomplete import people_for
from circles.record_sentences import SENTENCES
from circles.takeaway import PARTS
from circles.takeaway_files import PART as FILES
from circles.workflows.admin_changes import record_person_changed

EXTENSION = Extension(
    app="circles",
    panels=(Panel("money", 5, balances.panel), Panel("equipment", 6, equipment.panel)),
    map_numbers={"money": balances.own_money},
    autocomplete={"person": people_for},
    transfers=(equipment.TRANSFER,),
    sentences=SENTENCES,
    takeaway=(*PARTS, FILES),
    kept=(KEPT_DATA,),
    file_rights=FILE_RIGHTS,
    fact_choices={"role": Role.Kind, "hard_to_undo": Reversibility, "hard_to_undo_before": Reversibility},
    subscribers={EventRecorded: [publish_texts], PersonChanged: [record_person_changed]},
)
