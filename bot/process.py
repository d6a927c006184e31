"""Who holds a lease: this process by name, and whether another one is surely gone."""

from __future__ import annotations

import os
import secrets
import socket


def process_name() -> str:
    """Return a name for this process: host, process id and a random part."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def is_gone(name: str, own: str) -> bool:
    """Tell whether the process called ``name`` surely runs no more, as seen from ``own``.

    Of another host nothing is known: its leases run out by themselves.
    """
    if name == own or os.name != "posix":
        return False
    host, process_id, _ = name.rsplit(":", 2)
    own_host, own_id, _ = own.rsplit(":", 2)
    if host != own_host:
        return False
    # The same id under another name is an earlier process whose id came round again.
    return process_id == own_id or not _is_alive(int(process_id))


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
