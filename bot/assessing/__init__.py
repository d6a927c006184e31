"""Self-assessments in Slack: who starts and rates, what is shown, what goes on by itself."""
