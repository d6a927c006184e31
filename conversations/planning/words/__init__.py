"""How the words that people plan with are read: days, relations between them, measures."""
