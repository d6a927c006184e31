"""Reads the Department's published documents and keeps their wording by item id."""
