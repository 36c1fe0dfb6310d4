"""Kill workers in mid-send: `python -m tests.support.killed_workers KILLS`, on the database of the environment.

Each worker is a fork of a process that has Django set up; a moment after it has taken an e-mail it is killed with -9,
and what it had taken counts as taken long ago. The last one sends what is left. Prints what became of the e-mails.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import timedelta
from typing import Any


def forked(do: Any) -> int:
    """Run something in a child, which ends by itself or is killed; return its id."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            do()
        finally:
            os._exit(0)
    return child


def main(kills: int) -> None:
    """Post twice as many e-mails as there are kills, and kill."""
    import django

    django.setup()
    from django.utils import timezone

    from foundation.inbox.models import OutgoingEmail
    from foundation.inbox.retry_rules import SENDING_TAKES
    from foundation.inbox.tasks import deliver_emails

    for number in range(kills * 2):
        OutgoingEmail.post(f"kill:{number}", to=f"p{number}@example.org", subject=f"{number}", text="…" * 2000)
    killed = 0
    while killed < kills and OutgoingEmail.objects.filter(sent_at=None, failed_at=None).exists():
        child = forked(deliver_emails)
        while not OutgoingEmail.objects.exclude(taken_at=None).exists():
            time.sleep(0.002)
        time.sleep(random.uniform(0, 0.08))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        killed += int(os.WIFSIGNALED(status))
        OutgoingEmail.objects.exclude(taken_at=None).update(taken_at=timezone.now() - SENDING_TAKES - timedelta(1))
    deliver_emails()
    deliver_emails()
    sent = OutgoingEmail.objects.exclude(sent_at=None).count()
    unsure = list(OutgoingEmail.objects.exclude(failed_at=None).values_list("key", flat=True))
    print(json.dumps({"killed": killed, "posted": kills * 2, "sent": sent, "unsure": unsure}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
