"""Headers on every answer, errors included: nothing foreign is loaded, nothing is cached."""

import secrets

from flask import Flask, Response, g, request

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
    "img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def init_app(app: Flask) -> None:
    """Give every request a nonce and every answer its headers."""

    @app.before_request
    def draw_nonce() -> None:
        g.nonce = secrets.token_urlsafe(16)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.update(_FIXED)
        nonce = g.get("nonce") or secrets.token_urlsafe(16)
        response.headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce)
        response.headers["Cache-Control"] = _caching(response)
        if app.config["SESSION_COOKIE_SECURE"]:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def _caching(response: Response) -> str:
    is_asset = request.endpoint == "static" and response.status_code in (200, 304)
    if is_asset and "v" in request.args:
        return "public, max-age=31536000, immutable"
    return "public, no-cache" if is_asset else "no-store"
