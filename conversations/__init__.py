"""The flows (self-assessment, planning, tasks, reminders) and their store: not built yet."""
