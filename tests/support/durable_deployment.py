"""A deployment whose database waits for the disk: for what shows that saved is saved."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from django.core.management import call_command
from postgres import DURABLE, Postgres
from valkey import Valkey

from tests.support.databases import ROOT
from tests.support.deployments import Deployment, Process
from tests.support.django_process import DjangoProcess


def build_durable(
    folder: Path, stack: ExitStack, nodes: int = 2, prepare: Callable[[Path, ExitStack], None] | None = None
) -> Deployment:
    """Return web nodes and a worker on a PostgreSQL of their own that waits for the disk, and on Redis; not started.
    `prepare` is called with the folder of the database before anything is in it.
    """
    postgres = Postgres()
    if prepare:
        prepare(postgres.folder, stack)
    stack.enter_context(postgres)
    redis = stack.enter_context(Valkey())
    variables = {"RONDE_DATABASE_URL": postgres.url, "RONDE_REDIS_URL": f"{redis.url}/0"}
    deployment = Deployment(folder, variables | {"RONDE_SECRET_KEY": "tests-only-" + "x" * 50})
    deployment.postgres, deployment.redis = postgres, redis
    building = DjangoProcess(deployment.environment)
    building.call(call_command, "migrate", verbosity=0)
    building.stop()
    postgres.restart(DURABLE)
    script = str(ROOT / "script" / "production")
    for _ in range(nodes):
        deployment.add_node(script, "web")
    deployment.jobs.append(Process("worker", [script, "worker"], deployment.environment, folder))
    stack.callback(deployment.stop)
    return deployment
