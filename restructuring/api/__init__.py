"""The API of changes of circles. The same rights and actions as the pages."""

from ninja import Router

from restructuring.api import changes, circles

__all__ = ["circles", "router"]  # opening a circle is an operation of the list of circles: one address, one router

router = Router()
router.add_router("", changes.router)
