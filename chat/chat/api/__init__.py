"""API of chat."""

from ninja import Router

from chat.chat.api import direct, messages, scheduled_messages, topics

router = Router()
router.add_router("", topics.router)
router.add_router("", messages.router)
router.add_router("", direct.router)
router.add_router("", scheduled_messages.router)
