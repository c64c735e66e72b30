"""Stylesheets, script and fonts."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from veivalg.web.kit.site import site_of

router = APIRouter()
FOREVER = "public, max-age=31536000, immutable"


@router.get("/static/{name:path}")
async def static(request: Request, name: str, v: str = "") -> Response:
    """Give a file; with its version in the address a browser may keep it for good."""
    asset = site_of(request).assets.get(name)
    if asset is None:
        return Response(status_code=404)
    headers = {
        "cache-control": FOREVER if v == asset.version else "max-age=3600",
        "etag": f'"{asset.version}"',
        "vary": "accept-encoding",
    }
    if asset.version in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if asset.packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            asset.packed,
            headers={**headers, "content-encoding": "gzip"},
            media_type=asset.media_type,
        )
    return Response(asset.body, headers=headers, media_type=asset.media_type)


@router.get("/favicon.ico")
async def icon(request: Request) -> RedirectResponse:
    """Point browsers that ask on their own to our icon."""
    return RedirectResponse(site_of(request).assets.url("ikon.svg"), 301)
