"""What is typed in a plan's thread: each stage reads it in its own way."""
