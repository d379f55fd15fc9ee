"""Headers on every answer, and the door for unsafe requests from other sites."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from studiobook.settings import Settings

SAFE = {"GET", "HEAD", "OPTIONS"}
#: Hosted pages to pay on, and to connect an account on, that a form may be answered with a
#: redirect to; the latter lead on to others of their own.
PAYMENT_PAGES = (
    "https://*.stripe.com",
    "https://*.squareup.com",
    "https://squareup.com",
    "https://*.squareupsandbox.com",
    "https://square.link",
    "https://checkout.square.site",
)
#: Where a bucket without an endpoint of its own is read.
AMAZON = "https://*.amazonaws.com"
#: These prove themselves by a signature over the raw body.
SIGNED = "webhooks"


def content_security_policy(settings: Settings, *, tiles: bool = False) -> str:
    """Nothing from anywhere but here; forms may end on a payment page.

    With `tiles`, pictures of the map may come from where this installation gets them.
    """
    pages = [*PAYMENT_PAGES, "https://accounts.google.com"]
    others = (
        settings.sandbox_url,
        settings.stripe_api_base,
        settings.square_api_base,
        settings.google_issuer,
    )
    pages += [_origin(url) for url in others if url]
    maps = [_origin(settings.map_tiles_url)] if tiles and settings.map_tiles_url else []
    images = " ".join(["'self'", *_bucket(settings), *maps])
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src {images}",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            f"form-action 'self' {' '.join(dict.fromkeys(pages))}",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "object-src 'none'",
        )
    )


def init_app(app: Flask, settings: Settings) -> None:
    """Install both."""
    policy = content_security_policy(settings)

    @app.before_request
    def refuse_foreign_forms() -> None:
        if request.method in SAFE or request.blueprint == SIGNED:
            return
        site = request.headers.get("Sec-Fetch-Site")
        if site is None:
            origin = request.headers.get("Origin")
            site = "same-origin" if origin in (None, settings.base_url, _own()) else "cross-site"
        if site not in ("same-origin", "none"):
            abort(403)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers["X-Content-Type-Options"] = "nosniff"
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=(), payment=()"
        headers.setdefault("Cache-Control", "no-store")
        if settings.secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        return response


def _bucket(settings: Settings) -> list[str]:
    """Where the addresses of pictures may lead, when they are not ours."""
    known = [url for url in (settings.s3_public_url, settings.s3_endpoint) if url]
    if settings.s3_bucket is None or known:
        return [_origin(url) for url in known]
    return [AMAZON]


def _own() -> str:
    return request.host_url.rstrip("/")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    # Maps may name several servers: https://{s}.tile.example.
    return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"
