"""The settings of a test process: data of its own, whatever the person's shell points at.

`RONDE_DATABASE_URL` chooses the database (script/test sets it for its PostgreSQL run); without it, tests run on SQLite.
"""

import atexit
import os
import shutil
import tempfile

# One folder for all processes of a run: made and removed by script/test, or by the first process.
if "RONDE_TEST_FOLDER" not in os.environ:
    os.environ["RONDE_TEST_FOLDER"] = tempfile.mkdtemp(prefix="ronde_test_")
    atexit.register(shutil.rmtree, os.environ["RONDE_TEST_FOLDER"], ignore_errors=True)
os.environ["RONDE_DATA_DIR"] = tempfile.mkdtemp(dir=os.environ["RONDE_TEST_FOLDER"])
os.environ["RONDE_SECRET_KEY"] = "tests-only"
os.environ["RONDE_BASE_URL"] = "http://testserver"
for _name in (
    "RONDE_REDIS_URL",
    "RONDE_EMAIL_URL",
    "RONDE_VAPID_KEY",
    "RONDE_PUSH_HOSTS",
    "RONDE_STORAGE_URL",
    "RONDE_DEBUG",
    "RONDE_FAILPOINT",
    "RONDE_BACKUP_DIR",
):
    os.environ.pop(f"RONDE_{_name}", None)

from config.settings import *  # noqa: E402

# A password costs 50 ms to hash as it should; whole servers, and who loads the sample, do it for real.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]

# Each client of a test would list all static files anew: a tenth of the time of those that look at pages.
WHITENOISE_AUTOREFRESH = True
