"""Loads the code of a server once, and forks one whenever it is asked to: `python -m tests.torture.warm_server FD
MODULE …`.

What is asked comes through a socket with two open files, the log and one for the report: of the server's process id and
then, in a line of its own, how it ended. A request is the name of a failpoint, or `-`. No database is touched before.
"""

import os
import runpy
import socket
import sys
from contextlib import suppress
from importlib import import_module

READY = b"ready"


def main(channel: socket.socket, module: str, arguments: list[str]) -> None:
    """Fork servers until nobody can ask any more."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import_module("config.asgi")
    import_module("config.warmup").warm_up()
    channel.sendall(READY)
    while True:
        request, files, _, _ = socket.recv_fds(channel, 100, 2)
        if not request:
            return
        log, report = files
        if os.fork() == 0:
            channel.close()
            _watch(request.decode().strip("-"), log, report, module, arguments)
        os.close(log)
        os.close(report)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _watch(failpoint: str, log: int, report: int, module: str, arguments: list[str]) -> None:
    """Start a server, and report."""
    server = os.fork()
    if server == 0:
        os.close(report)
        _serve(failpoint, log, module, arguments)
    os.write(report, b"%d\n" % server)
    _, status = os.waitpid(server, 0)
    os.write(report, b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _serve(failpoint: str, log: int, module: str, arguments: list[str]) -> None:
    from documents.coediting import log_access

    os.setsid()
    os.dup2(log, 1)
    os.dup2(log, 2)
    log_access.FAILPOINT = failpoint
    sys.argv = [module, *arguments]
    code = 0
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2], sys.argv[3:])
