"""What circles add to hosts: equipment on their pages, and what a copy has of them."""

from circles.circles.contexts import equipment
from circles.circles.kept_data import KEPT_DATA
from circles.circles.panels import Panel
from circles.circles.takeaway import PART
from circles.circles.takeaway_files import PART as FILES

EXTENSION = (Panel("equipment", 6, equipment.panel), PART, FILES, KEPT_DATA)
