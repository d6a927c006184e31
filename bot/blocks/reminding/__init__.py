"""Reminders as they are seen: cards, windows, digests. Pure."""
