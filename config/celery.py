"""The Celery application and its schedule: the database is the truth, a task only wakes it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("ronde")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "send notices": {"task": "inbox.tasks.send_notices", "schedule": 60.0},
    "push notices": {"task": "inbox.tasks.push_notices", "schedule": 10.0},
    "deliver emails": {"task": "inbox.tasks.deliver_emails", "schedule": 30.0},
    "ask for pulses": {"task": "syncs.tasks.ask_for_pulses", "schedule": 300.0},
    "remind of due actions": {"task": "actions.tasks.remind_of_due_actions", "schedule": 300.0},
    "watch terms": {"task": "circles.tasks.watch_terms", "schedule": 900.0},
    "watch guests": {"task": "invitations.tasks.watch_guests", "schedule": 300.0},
    "watch gates": {"task": "tracks.tasks.watch_gates", "schedule": 900.0},
    "watch restrictions": {"task": "documents.tasks.watch_restrictions", "schedule": 300.0},
    "clear answers": {"task": "inbox.tasks.clear_answers", "schedule": 3600.0},
    "clear tickets": {"task": "coediting.tasks.clear_tickets", "schedule": 3600.0},
    "index documents": {"task": "documents.tasks.index_documents", "schedule": 5.0},
    "index projects": {"task": "search.tasks.index_projects", "schedule": 60.0},
    "make versions": {"task": "documents.tasks.make_versions", "schedule": 60.0},
    "warn of tokens": {"task": "inbox.tasks.warn_of_tokens", "schedule": 3600.0},
    "clear sessions": {"task": "inbox.tasks.clear_sessions", "schedule": 86400.0},
    "clear files": {"task": "files.tasks.clear_files", "schedule": 3600.0},
    "clear printouts": {"task": "decisions.tasks.clear_printouts", "schedule": 3600.0},
    "deliver webhooks": {"task": "webhooks.tasks.deliver_webhooks", "schedule": 10.0},
    "clear webhooks": {"task": "webhooks.tasks.clear_webhooks", "schedule": 3600.0},
    "clear copies": {"task": "takeaway.tasks.clear_copies", "schedule": 3600.0},
    "clear documents taken in and out": {"task": "documents.tasks.clear_exchange", "schedule": 3600.0},
    "remind the silent": {"task": "decisions.tasks.remind_the_silent", "schedule": 300.0},
    "close due rounds": {"task": "decisions.tasks.close_due_rounds", "schedule": 30.0},
}
