"""What any firm's software needs and knows nothing of circles: people, their sign-in, what they did, who hears of it.

`web` imports no app; `accounts` are people and tokens; `audit` is the chain of who did what; `inbox` tells people;
`files` keeps what they send; `serving` is the engine room, without which everything runs as well. Imports no other
group. Start with `web/extension_registry.py` (how an app adds to one below it) and `audit/models.py`.
"""
