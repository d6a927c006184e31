"""The page in the browser: one address for everything that is shown, one for each act."""

from bot.sandbox.page.routes import page_routes

__all__ = ["page_routes"]
