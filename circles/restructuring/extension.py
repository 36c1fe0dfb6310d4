"""What goes along of what lies below when circles change."""

from circles.restructuring.equipment_transfer import TRANSFER

EXTENSION = (TRANSFER,)
