"""Whoever sits at the terminal."""

from __future__ import annotations

from bot.who import Who

HERE = Who("local", "local")
"""In a tenant of their own."""
