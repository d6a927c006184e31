"""Keeps what looks like one student's data out of what is typed in a plan's windows."""

from __future__ import annotations

from conversations.assessment.students import student_data
from conversations.errors import Refused


def no_student(text: str, field: str) -> str:
    """Return a text that names no student; raises Refused under ``field`` where it may."""
    if about := student_data(text):
        raise Refused(f"This looks like {about}. Please say it for a group of students.", field)
    return text
