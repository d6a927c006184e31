"""Who hears about what, when, and never twice: tasks, measures, closing dates, digests."""
