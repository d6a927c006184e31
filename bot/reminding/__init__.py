"""Reminders in Slack: how they are said when they leave, and what is done with the replies."""
