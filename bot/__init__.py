"""The edges: command line now, Slack to come; joins content, retrieval and conversations."""
