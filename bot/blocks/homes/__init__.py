"""The parts of App Home: what waits for somebody, and what coordinators look after. Pure."""
