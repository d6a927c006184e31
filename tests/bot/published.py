"""A web server that publishes calendars on this machine, for what is imported from a link."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

EVENTS = (
    ("Winter Recess - <all>", "20261224", "20270102"),
    ("No School: professional day", "20270315", "20270316"),
    ("Thanksgiving Recess - No School", "20261125", "20261128"),
    ("First Day of School", "20260831", "20260901"),
    ("Last Day of School", "20270617", "20270618"),
    ("School Committee Meeting", "20270112", "20270113"),
    ("Early Release", "20270205", "20270206"),
)


def ics(events: tuple[tuple[str, str, str], ...] = EVENTS) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Riverbend//Schools//EN"]
    for number, (name, first, after) in enumerate(events):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@riverbend.example",
            "DTSTAMP:20260801T000000Z",
            f"SUMMARY:{name}",
            f"DTSTART;VALUE=DATE:{first}",
            f"DTEND;VALUE=DATE:{after}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


class Published:
    """What a server answers by path: bytes, an error's number, or where it leads on to."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes | int | str] = {"/district.ics": ics()}
        self.asked: list[tuple[str, str | None]] = []
        self.port = 0
        self.drips: float = 0.0

    def link(self, path: str = "/district.ics", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def published() -> Iterator[Published]:
    """Serve on every address of this machine's loopback."""
    about = Published()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            about.asked.append((self.path, self.headers["Host"]))
            answer = about.answers.get(self.path, 404)
            if isinstance(answer, int):
                self.send_error(answer)
                return
            self.send_response(302 if isinstance(answer, str) else 200)
            if isinstance(answer, str):
                self.send_header("Location", answer)
            self.end_headers()
            try:
                for piece in () if isinstance(answer, str) else _pieces(answer):
                    self.wfile.write(piece)
                    time.sleep(about.drips)
            except OSError:
                # Whoever asked has heard enough.
                pass

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)  # noqa: S104
    server.daemon_threads = True
    about.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield about
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _pieces(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), 65536):
        yield body[start : start + 65536]
