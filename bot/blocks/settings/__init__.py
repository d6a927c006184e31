"""Windows in which people, teams and districts say when and how they are reminded."""
