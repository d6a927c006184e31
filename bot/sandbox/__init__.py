"""A local Slack-like workspace: the Web API, the events and a page, on 127.0.0.1."""
