"""Puts the pieces of the engine room where the plain ones are; for plain serving, the settings leave this app out.

Those that are named by their class stand in the settings (`foundation.serving.data_stack` in MIDDLEWARE,
`foundation.serving.sqlite_pool` in DATABASES), and `foundation.serving.websocket_limits` where the server is started
(`config/embedded.py`, `script/production`).
"""

from django.apps import AppConfig


class ServingConfig(AppConfig):
    """The engine room."""

    name = "foundation.serving"

    def ready(self) -> None:
        """Let clocks be quick, and queries that are repeated be composed once."""
        from foundation.serving.composed_query import ask_composed
        from foundation.serving.processor_clock import ProcessorClock
        from foundation.web import repeated_query, work_clock

        work_clock.use(ProcessorClock)
        repeated_query.use(ask_composed)
