"""Cards and windows of action plans."""
