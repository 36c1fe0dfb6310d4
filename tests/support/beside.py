"""A process beside a running server, with Django set up on its store: runs code as told, many times for one start.

`python -m tests.support.beside` reads one JSON string a line, the code, and answers one JSON line: `{"printed": …}` or
`{"failed": …}`. It ends with its input. What anything else writes to the output (a log) is no answer: it goes with the
errors.
"""

import contextlib
import io
import json
import os
import sys
import traceback

import django
from django.db import connections


def run(code: str) -> dict[str, str]:
    """Run code in a namespace of its own; gives what it printed, or how it failed."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "<beside>", "exec"), {"__name__": "__main__"})
    except Exception:  # noqa: BLE001  # whatever it is, the test that asked says it
        return {"failed": printed.getvalue() + traceback.format_exc()}
    return {"printed": printed.getvalue()}


def serve() -> None:
    """Answer until the input ends; between two pieces of code no connection stays open."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    django.setup()
    for line in sys.stdin:
        answer = run(json.loads(line))
        connections.close_all()
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    serve()
