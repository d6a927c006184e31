"""The terminal: answers, and a self-assessment of one person alone."""
