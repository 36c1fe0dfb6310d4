"""An embedded server that does some of its tasks twice a second: `often("inbox.tasks.deliver_emails")` starts it."""

import sys
from datetime import timedelta


def often(*tasks: str) -> list[str]:
    """Return the command; options of the server follow it."""
    return [sys.executable, "-m", "tests.support.embedded_often", ",".join(tasks)]


def main() -> None:
    """Serve, with the tasks that the first argument names on a quick schedule."""
    from celery.signals import import_modules

    from config.celery import app
    from config.embedded import main as serve

    tasks = sys.argv.pop(1).split(",")

    def hurry(**_signal: object) -> None:
        for task in tasks:
            app.conf.beat_schedule[task]["schedule"] = timedelta(seconds=0.5)

    import_modules.connect(hurry, sender=app)  # what beat sends is known once the tasks are imported
    serve()


if __name__ == "__main__":
    main()
