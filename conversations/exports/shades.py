"""Fills for the points of a scale: one hue from light to dark, told apart in grey as well."""

from __future__ import annotations

_RAMP = ("#eff3ff", "#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#084594")

BLACK = "#000000"
WHITE = "#ffffff"


def shade(value: int, points: int) -> str:
    """Return the fill of a rating on a scale of so many points, the lowest the lightest."""
    place = (value - 1) * (len(_RAMP) - 1) / (points - 1)
    below = min(int(place), len(_RAMP) - 2)
    share = place - below
    mixed = (
        round(low + (high - low) * share)
        for low, high in zip(_channels(_RAMP[below]), _channels(_RAMP[below + 1]), strict=True)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def ink(fill: str) -> str:
    """Return black or white, whichever is read better on a fill."""
    return max(BLACK, WHITE, key=lambda colour: contrast(colour, fill))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG measures it, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
