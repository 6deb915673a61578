"""A refusal of permission, wherever a page meets it, is one answer: 403, with the sentence that says why."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.defaults import permission_denied

from kurss.people.refusals import NotAllowed

Answer = Callable[[HttpRequest], HttpResponse]


class NotAllowedIsForbidden:
    """Middleware: a page may call verbs without asking first and need not know what they refuse."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return permission_denied(request, exception) if isinstance(exception, NotAllowed) else None
