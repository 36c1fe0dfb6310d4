"""What people say to each other, and what an open page hears: rooms, topics, messages; who is here, what changed.

Imports `documents` and what is below: a topic may be about a text. Start with `chat/models/message.py`; for the
socket of a page, with `realtime/consumers.py`.
"""
