"""What the bot knows: data files, their models and loader, checks, the official wording."""
