"""The engine room: what leans on how uvicorn, websockets, CPython or Django work inside.

`RONDE_PLAIN_SERVING=1` runs everything without it, and the tests of sockets, co-editing and queries run both ways. Each
module says what it brings, in figures, and when it may go. The apps below know none of this: they speak to
`foundation.web.asgi_connection`, `foundation.web.work_clock` and `foundation.web.repeated_query`, which work without
it.
"""
