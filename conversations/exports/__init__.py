"""Documents, tables and pictures of what a team did, drawn from plain data."""
