"""The Web API: its methods by family, and what holds for every call."""
