"""A question in, a cited answer or an honest "not covered" out."""
