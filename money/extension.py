"""What money adds to hosts: a part of a circle's page, receipts of expenses, and what a copy has of it."""

from circles.panels import Panel
from files.rights import FileRightsBy
from money import balances
from money.budget import refuse_another_currency
from money.file_rights import FILE_RIGHTS
from money.kept_data import KEPT_DATA
from money.takeaway import PART
from projects.domain_events import CurrencyChanging
from web.extension_registry import Subscribers

EXTENSION = (
    Panel("money", 5, balances.panel),
    FileRightsBy(FILE_RIGHTS),
    PART,
    KEPT_DATA,
    Subscribers({CurrencyChanging: [refuse_another_currency]}),
)
