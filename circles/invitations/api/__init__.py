"""The API of invitations, join links and guests. The same rights and actions as the pages."""

from ninja import Router

from circles.invitations.api import bots, guests, invitations, joining

router = Router()
for resource in (invitations, guests, joining, bots):
    router.add_router("", resource.router)
