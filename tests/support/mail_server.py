"""A mail server that runs beside a test (`smtp_server`), and what it accepted."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from machine import free_port

from tests.support import smtp_server


class MailServer:
    """One that can be started again on its port after its death."""

    def __init__(self, folder: Path, delay: float = 0) -> None:
        self.port, self.file, self.delay = free_port(), folder / "accepted", delay
        self.file.touch()
        self.start()

    def start(self) -> None:
        command = [sys.executable, smtp_server.__file__, str(self.port), str(self.file), str(self.delay)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert self.process.stdout
        assert self.process.stdout.readline() == b"ready\n"

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()

    def accepted(self) -> Counter[str]:
        return Counter(line["id"] for line in self.lines())

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.file.read_text().rpartition("\n")[0].splitlines()]
