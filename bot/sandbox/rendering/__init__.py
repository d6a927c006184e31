"""Block Kit to HTML: blocks as plain dicts in, safe markup out."""

from bot.sandbox.rendering.environment import Renderer
from bot.sandbox.rendering.reader import Reader

__all__ = ["Reader", "Renderer"]
