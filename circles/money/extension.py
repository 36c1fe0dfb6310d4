"""What money adds to hosts: a part of a circle's page, receipts of expenses, and what a copy has of it."""

from circles.circles.panels import Panel
from circles.money import balances
from circles.money.budget import refuse_another_currency
from circles.money.file_rights import FILE_RIGHTS
from circles.money.kept_data import KEPT_DATA
from circles.money.takeaway import PART
from circles.projects.domain_events import CurrencyChanging
from foundation.files.rights import FileRightsBy
from foundation.web.extension_registry import Subscribers

EXTENSION = (
    Panel("money", 5, balances.panel),
    FileRightsBy(FILE_RIGHTS),
    PART,
    KEPT_DATA,
    Subscribers({CurrencyChanging: [refuse_another_currency]}),
)
