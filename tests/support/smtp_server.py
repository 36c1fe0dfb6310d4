"""A mail server of its own process: `python smtp_server.py PORT FILE [DELAY]`.

What it accepts stands in FILE, a line of JSON each. Whom an e-mail is for says what becomes of it: `gone@` there is no
such mailbox, `full@` its mailbox is full, `spam@` it is refused as it is, `later@` comes back twice before it is taken,
`dies@` ends the server in mid-sending (once), `silent@` ends it when all was said, and nobody answers.
"""

import asyncio
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP


class Accepting:
    """Takes e-mails, or says why not."""

    def __init__(self, file: Path, delay: float) -> None:
        self.file, self.delay, self.asked = file, delay, Counter[str]()
        self.taking = set[asyncio.Future[None]]()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        who = address.partition("@")[0]
        self.asked[address] += 1
        if who == "gone":
            return "550 5.1.1 no such mailbox"
        if who == "later" and self.asked[address] < 3:
            return "451 4.7.1 come back later"
        if who == "dies" and not (mark := self.file.with_suffix(".died")).exists():
            mark.touch()
            os._exit(1)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        who = envelope.rcpt_tos[0].partition("@")[0]
        refusals = {"full": "552 5.2.2 mailbox full", "spam": "554 5.7.1 we do not like it"}
        if who in refusals:
            return refusals[who]
        taking = asyncio.ensure_future(self.take(envelope))
        self.taking.add(taking)
        await asyncio.shield(taking)
        if who == "silent":
            os._exit(1)
        return "250 OK"

    async def take(self, envelope: Any) -> None:
        """Take what has its end, also where nobody is there any more to be told, as mail servers do."""
        await asyncio.sleep(self.delay)
        words = envelope.content.decode("utf-8", "replace")
        message_id = next(line for line in words.splitlines() if line.lower().startswith("message-id:"))
        line = {"to": envelope.rcpt_tos[0], "id": message_id.partition(":")[2].strip(), "words": words}
        with self.file.open("a") as accepted:
            accepted.write(json.dumps(line) + "\n")


async def serve(port: int, handler: Accepting) -> None:
    """Serve until killed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="mail.example"), "127.0.0.1", port)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Accepting(Path(sys.argv[2]), float((sys.argv[3:] or ["0"])[0]))))
