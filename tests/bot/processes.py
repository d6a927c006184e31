"""The command line as a process of its own, as an operator runs it."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.sandbox.server import Sandbox

ROOT = Path(__file__).parents[2]


class Running:
    """A running ``blueprint-bot``; its output is read as it comes."""

    def __init__(self, arguments: Sequence[str], environment: dict[str, str], home: Path) -> None:
        given = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONUNBUFFERED": "1"}
        given |= {"BLUEPRINT_DATA_DIR": str(home), "BLUEPRINT_CACHE_DIR": str(home / "cache")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", *arguments],
            cwd=ROOT,
            env=given | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.errors: list[str] = []
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._readers = [
            threading.Thread(target=_read, args=(self.process.stdout, self._lines.put)),
            threading.Thread(target=_read, args=(self.process.stderr, self.errors.append)),
        ]
        for reader in self._readers:
            reader.start()

    def says(self, words: str, timeout: float = 30) -> str:
        """Wait for a line with ``words`` on standard output."""
        try:
            while words not in (line := self._lines.get(timeout=timeout)):
                pass
        except queue.Empty:
            raise AssertionError(f"not said: {words}; {self.errors}") from None
        return line

    def asked_to_stop(self, number: int = signal.SIGTERM, timeout: float = 30) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.ends(timeout)

    def ends(self, timeout: float = 30) -> int:
        """Wait for the end and return the exit code."""
        code = self.process.wait(timeout)
        for reader in self._readers:
            reader.join(5)
        return code

    def close(self) -> None:
        """Leave nothing behind, whatever happened."""
        if self.process.poll() is None:
            self.process.kill()
        self.ends()
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()


@contextmanager
def process(folder: Path, sandbox: Sandbox, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run ``blueprint-bot serve`` as a process of its own."""
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": sandbox.token(),
        "SLACK_SIGNING_SECRET": sandbox.signing_secret,
        "SLACK_API_URL": sandbox.api_url,
        "PORT": str(port),
        "BLUEPRINT_DB": str(folder / "blueprint.db"),
        "BLUEPRINT_DATA_DIR": str(folder),
        "BLUEPRINT_CACHE_DIR": str(folder.parent / "engine-cache"),
    }
    command = [sys.executable, "-m", "bot.cli", "serve"]
    served = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert served.stdout is not None
    try:
        assert "Serving" in served.stdout.readline()
        yield served
    finally:
        served.kill()
        served.wait()
        served.stdout.close()


def _read(stream: IO[str], keep: object) -> None:
    assert callable(keep)
    for line in stream:
        keep(line.rstrip("\n"))
