"""From a priority to an action plan: causes, goal, drivers, change ideas, tasks and measures."""
