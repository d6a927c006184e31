"""The messages that remind by themselves: their kinds, what they are about, what teams may mute."""

from __future__ import annotations

from typing import Literal

TASK, MEASURE, SESSION, PLAN, WORKSPACE, PERSON = (
    "task",
    "measure",
    "session",
    "plan",
    "workspace",
    "person",
)
"""What a message is about: the subject type of its row in the outbox."""

TASK_REMINDER, TASK_NEEDS_YOU = "task_reminder", "task_needs_you"
MEASURE_REMINDER, SESSION_CLOSING = "measure_reminder", "session_closing"
REMINDERS = (TASK_REMINDER, TASK_NEEDS_YOU, MEASURE_REMINDER, SESSION_CLOSING)
"""What may be said in a message of its own, or in a person's message of the day."""

DAILY_REMINDERS, PLAN_DIGEST, GAP_REPORT = "daily_reminders", "plan_digest", "gap_report"

Muted = Literal[
    "week", "day_before", "due", "overdue", "needs_you", "measures", "closings", "digest"
]
"""What a team may leave out; of "week" and "overdue" it may also say how many days."""
