"""Action plans between the flows and Slack: begun, looked at, heard, drawn."""
