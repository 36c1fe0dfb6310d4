"""What goes along of what lies below when circles change."""

from restructuring.equipment_transfer import TRANSFER

EXTENSION = (TRANSFER,)
