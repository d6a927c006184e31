"""The few plain pages that the app shows in a browser."""

from __future__ import annotations

from html import escape

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_STYLE = (
    "body{margin:0;padding:2rem 1rem;font:1.125rem/1.5 system-ui,sans-serif;color:#1d1c1d;"
    "background:#fff}main{max-width:38rem;margin:0 auto}h1{font-size:1.6rem;line-height:1.25}"
    "a{color:#14558f}a.button{display:inline-block;padding:.6rem 1.1rem;border-radius:.4rem;"
    "background:#14558f;color:#fff;text-decoration:none}"
    "a:focus-visible{outline:3px solid #b35900;outline-offset:3px}"
    "@media(prefers-color-scheme:dark){body{color:#f0f0f0;background:#1a1d21}a{color:#8ec7ff}"
    "a.button{background:#8ec7ff;color:#10202e}}"
)


def page(title: str, *content: str) -> str:
    """Return a whole page; ``content`` is HTML made by ``paragraph`` and ``link``."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><main><h1>{escape(title)}</h1>\n" + "\n".join(content) + "\n</main></body></html>\n"
    )


def paragraph(text: str) -> str:
    """Return a paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def link(text: str, address: str) -> str:
    """Return a paragraph that is a link, looking like a button."""
    return f'<p><a class="button" href="{escape(address)}">{escape(text)}</a></p>'
