"""Home tabs: who has opened theirs, which are out of date, and what stands in them."""
