"""What is answered when something is wrong: a page, or JSON from the data routes."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from veivalg.foundation.errors import (
    SourceError,
    StoreError,
    TableError,
    UnknownMunicipalityError,
    VeivalgError,
)
from veivalg.foundation.i18n import _
from veivalg.foundation.log import logger
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import find, opened
from veivalg.web.kit.access import Refusal
from veivalg.web.kit.bar import nearest
from veivalg.web.kit.errors import AbsentError, NotOwnerError
from veivalg.web.kit.guard import TOO_LONG, Friendly
from veivalg.web.kit.places import Moved
from veivalg.web.kit.site import site_of

DATA = "/api/"
STATUS: tuple[tuple[type[VeivalgError], int], ...] = (
    (UnknownMunicipalityError, 404),
    (AbsentError, 404),
    (NotOwnerError, 403),
    (SourceError, 503),
    (StoreError, 503),
    (TableError, 503),
)


def tell_failures(app: FastAPI) -> None:
    """Let every error become an answer people understand."""
    app.add_middleware(Friendly, failed=_failed, refused=_refused)
    app.add_exception_handler(Moved, _moved)
    app.add_exception_handler(VeivalgError, _told)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _refused)


async def _moved(request: Request, error: Exception) -> Response:
    return RedirectResponse(error.address if isinstance(error, Moved) else "/", 307)


async def _told(request: Request, error: Exception) -> Response:
    """Show an error meant for people: what is wrong and what to do."""
    assert isinstance(error, VeivalgError)
    status = next((code for kind, code in STATUS if isinstance(error, kind)), 400)
    problems = (*getattr(error, "problems", ()), *getattr(error, "changes", ()))
    links = [(f"/kommune/{find(text).code}", text) for text in getattr(error, "suggestions", ())]
    return _page(request, status, error.message, error.remedy, problems=problems, links=links)


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    if isinstance(error, RequestValidationError):
        message, remedy = _wrong_values(request, error)
    elif status == TOO_LONG:
        status = 400
        message = _("Det du sendte, er for langt. Ingenting er lagret.")
        remedy = _("Skriv kortere, og prøv igjen. Store tabeller leses inn som fil.")
    elif status == 404:
        message = _("Siden finnes ikke.")
        remedy = _("Sjekk adressen, eller gå til forsiden og søk etter kommunen.")
    elif status == 405:
        message = _("Adressen kan ikke brukes på denne måten ({method}).").format(
            method=request.method[:20]
        )
        remedy = _("Åpne den som en vanlig side, eller bruk skjemaet den hører til.")
        if request.url.path.startswith(DATA):
            remedy = _("Les den med GET. Adressene står på /api/dokumentasjon.")
    else:
        message = _("Forespørselen kunne ikke forstås.")
        remedy = _("Gå tilbake og prøv igjen, eller begynn på forsiden.")
    answer = _page(request, status, message, remedy)
    answer.headers.update(getattr(error, "headers", None) or {})  # which methods it takes
    return answer


def _wrong_values(request: Request, error: RequestValidationError) -> tuple[str, str]:
    """Say which parts of an address or a form can't be used."""
    names = dict.fromkeys(str(next(iter(e["loc"][1:]), "")) for e in error.errors())
    told = ", ".join(f"«{name}»" for name in names if name)
    message = _("Verdien av {names} mangler eller kan ikke brukes.").format(names=told)
    if request.url.path.startswith(DATA):
        return message, _("Se hva adressen tar, på /api/dokumentasjon, og prøv igjen.")
    return message, _("Gå tilbake, rett det, og prøv igjen. Ingenting er lagret.")


def kept_out(request: Request, refusal: Refusal) -> Response:
    """Say to who has not been let in why, and how that is done."""
    if request.url.path.startswith(DATA):
        told = {"feil": refusal.message, "gjor": refusal.remedy}
        answer: Response = JSONResponse(told, refusal.status)
    else:
        # Of a link on somebody else's page the browser says nothing of us at first: ask again.
        elsewhere = request.headers.get("sec-fetch-site") in ("cross-site", "same-site")
        again = refusal.locked and elsewhere and not refusal.wrong
        body = site_of(request).html("locked.html", refusal=refusal, again=again)
        answer = Response(body, refusal.status, media_type="text/html; charset=utf-8")
    answer.headers.update({"cache-control": "no-store", "referrer-policy": "no-referrer"})
    if refusal.status == 401:
        answer.headers["www-authenticate"] = 'Token realm="Veivalg"'
    return answer


async def _failed(request: Request, error: Exception) -> Response:
    """Show that Veivalg itself failed; what happened stands in the log, never on the page."""
    route = request.scope.get("route")  # of the address itself only its form is logged
    logger.error("error on %s", getattr(route, "path", "?"), exc_info=error)
    message = _("Noe gikk galt i Veivalg.")
    remedy = _("Prøv igjen. Skjer det på nytt, så meld fra om feilen og hva du gjorde.")
    return _page(request, 500, message, remedy)


def _page(
    request: Request,
    status: int,
    message: str,
    remedy: str,
    *,
    problems: tuple[str, ...] = (),
    links: list[tuple[str, str]] | None = None,
) -> Response:
    if request.url.path.startswith(DATA):
        return JSONResponse({"feil": message, "gjor": remedy}, status)
    told = {"status": status, "message": message, "remedy": remedy, "problems": problems}
    place = _place(request)
    if place is not None:
        told["place"] = place
        if status == 404 and not links:
            links = nearest(place, request.url.path.rstrip("/").rpartition("/")[2])
    body = site_of(request).html("error.html", **told, links=links or [])
    return Response(body, status, media_type="text/html; charset=utf-8")


def _place(request: Request) -> Municipality | None:
    """Give the municipality an address is about, so that its bar stands above what went wrong."""
    parts = request.url.path.split("/")
    if parts[1] != "kommune" or len(parts) < 4:
        return None
    try:
        found = opened(parts[2])
    except UnknownMunicipalityError:
        return None
    return found if found.code == parts[2] else None
