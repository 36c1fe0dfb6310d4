"""The API of syncs, by resource. The same rights and actions as the pages."""

from ninja import Router

from daily.syncs.api import agenda, imported_minutes, led_steps, live_sync, recurring_syncs, syncs

router = Router()
for resource in (syncs, imported_minutes, agenda, recurring_syncs, live_sync, led_steps):
    router.add_router("", resource.router)
