"""The chapters of a programme as the office writes them: its strategy, its initiatives and its review, statement
by statement. Which lists there are is data; one page shows a chapter, and one form writes any entry of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kurss.journal.queries import history_of
from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act
from kurss.programme.definition_words import in_language
from kurss.programme.differences import Line, compared
from kurss.programme.models import Programme
from kurss.programme.pages.answers import REFUSALS, account, programme_of, takes, writes
from kurss.programme.pages.measured import address as measures_of
from kurss.programme.pages.statement_forms import StatementForm
from kurss.programme.refusals import ChangedMeanwhile, GoneMeanwhile, Refused
from kurss.programme.statements.citing import Cited, citations_of
from kurss.programme.statements.keeping import (
    StatementList,
    change_statement,
    enter_statement,
    move_statement,
    take_out_statement,
)
from kurss.programme.statements.lists import CHAPTERS, MEASURES, REVIEW, Chapter


class ChapterKey:
    """The key of a chapter, as it stands in an address."""

    regex = "|".join(CHAPTERS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement as a page shows it, in the reader's language."""

    row: Any
    head: str
    text: str
    beneath: str
    of: str
    place: str
    first: bool
    last: bool
    may_edit: bool
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    kept: StatementList
    entries: tuple[Entry, ...]
    may_add: bool


@require_safe
@takes(Act.READ_DEFINITIONS)
def chapter(request: HttpRequest, chapter: str) -> HttpResponse:
    """All lists of a chapter, in the order in which one writes them."""
    found, programme = CHAPTERS[chapter], programme_of(request)
    if programme is None:
        return redirect("programme:office")
    by, at = account(request), clock.now()
    whole = may(by, Act.EDIT_PROGRAMME, at=at)
    cited = citations_of(programme) if found is REVIEW else {}

    def shown(kept: StatementList) -> Shown:
        rows = list(kept.entries(programme))
        return Shown(kept, tuple(_entries(kept, rows, request, cited)), whole)

    return render(
        request,
        "programme/statements.html",
        {
            "programme": programme,
            "chapter": found,
            "groups": [(group.title, [shown(kept) for kept in group.lists]) for group in found.groups],
            "cites": found is REVIEW,
            "may_edit": whole,
        },
    )


def _entries(
    kept: StatementList, rows: list[Any], request: HttpRequest, cited: dict[Any, tuple[Cited, ...]]
) -> list[Entry]:
    by, at = account(request), clock.now()
    found = []
    for index, row in enumerate(rows):
        before, after = (rows[index - 1] if index else None), (rows[index + 1 : index + 2] or [None])[0]
        heads = [pair for pair in kept.pairs if pair.short]
        texts = [pair for pair in kept.pairs if not pair.short]
        of = kept.references[0] if kept.references else None
        owner = getattr(row, of.name) if of else None
        found.append(
            Entry(
                row,
                _own(row, heads[0].name) if heads else "",
                _own(row, texts[0].name) if texts else "",
                _own(row, texts[1].name) if len(texts) > 1 else "",
                _own(owner, of.shown) if of and owner is not None else "",
                row.place,
                not (before and _together(kept, before, row)),
                not (after and _together(kept, row, after)),
                may(by, Act.EDIT_PROGRAMME, at=at, initiative=kept.initiative_of(row)),
                cited.get((type(row), row.pk), ()),
            )
        )
    return found


def _together(kept: StatementList, one: Any, other: Any) -> bool:
    """Whether two entries are numbered together."""
    names = [name for name in kept.counted_in if name != "programme"]
    return all(getattr(one, f"{name}_id") == getattr(other, f"{name}_id") for name in names)


def _own(row: Any, name: str) -> str:
    return in_language(getattr(row, name), getattr(row, f"{name}_en"))


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add(request: HttpRequest, chapter: str, kept: str) -> HttpResponse:
    """Enter one statement at the end of its list."""
    found, own = list_of(chapter, kept)
    if found is not MEASURES or len(own.references) < 2:
        # What belongs to no single initiative is for whoever may write the whole programme.
        permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    programme = programme_of(request)
    if programme is None:
        return redirect("programme:office")
    last = own.entries(programme).last()
    data = request.POST if request.method == "POST" else None
    form = StatementForm(own, programme, None, data, last.place if last else "", writes=writes(request))
    for reference in own.references:
        form.initial[reference.name] = request.GET.get(reference.name, "")
    return _added(request, found, own, programme, form)


def _added(
    request: HttpRequest, found: Chapter, own: StatementList, programme: Programme, form: StatementForm
) -> HttpResponse:
    if form.is_valid():
        try:
            row = enter_statement(
                kept=own, programme=programme, held=form.held, by=account(request), at=clock.now()
            )
        except REFUSALS as refused:
            form.add_error(None, str(refused))
        else:
            if "another" in request.POST:
                messages.info(request, _("It is entered. The next one:"))
                return redirect("programme:statement-add", chapter=found.key, kept=own.key)
            return _back(found, own, row)
    return _asked(request, found, own, form)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def change(request: HttpRequest, chapter: str, kept: str, entry: str) -> HttpResponse:
    """Change one statement. Where somebody else changed it meanwhile, both texts are shown."""
    found, own = list_of(chapter, kept)
    row = row_of(own, entry)
    programme = own.programme_of(row) if row else programme_of(request)
    by, at, may_write = account(request), clock.now(), writes(request)
    if programme is None or (row is None and request.method != "POST"):
        raise Http404(_("This entry is not there any more."))
    if row is None:
        form = StatementForm(own, programme, None, request.POST, writes=may_write)
        form.is_valid()
        form.add_error(None, _gone())
        return _asked(request, found, own, form, gone=True)
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=own.initiative_of(row))
    form = StatementForm(
        own, programme, row, request.POST if request.method == "POST" else None, writes=may_write
    )
    meanwhile: tuple[Line, ...] = ()
    if form.is_valid():
        held = own.held(row) | form.held
        try:
            change_statement(kept=own, entry=row, held=held, seen=form.cleaned_data["seen"], by=by, at=at)
        except ChangedMeanwhile as refused:
            now = row_of(own, entry) or row
            meanwhile = compared(_lines(own, own.held(now)), _lines(own, held))
            data = request.POST.copy()
            data["seen"] = StatementForm(own, programme, now, writes=may_write).initial["seen"]
            form = StatementForm(own, programme, now, data, writes=may_write)
            form.is_valid()
            form.add_error(None, str(refused))
        except GoneMeanwhile as refused:
            form.add_error(None, str(refused))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _back(found, own, row)
    return _asked(request, found, own, form, row=row, meanwhile=meanwhile)


def _gone() -> str:
    return _("Somebody took this entry out while you were writing. Your words stand below: enter them anew.")


def _lines(kept: StatementList, held: dict[str, Any]) -> list[str]:
    """What an entry says in both languages, line by line: a difference may be in either."""
    said = [str(held[name]) for pair in kept.pairs for name in pair.names]
    references = [
        f"{one.title}: {_own(held[one.name], one.shown) if held[one.name] else one.none}"
        for one in kept.references
        if not one.stays
    ]
    return [
        line.strip()
        for text in (*said, *references, held["place"])
        for line in text.splitlines()
        if line.strip()
    ]


def _asked(
    request: HttpRequest,
    found: Chapter,
    own: StatementList,
    form: StatementForm,
    *,
    row: Any = None,
    meanwhile: tuple[Line, ...] = (),
    gone: bool = False,
) -> HttpResponse:
    return render(
        request,
        "programme/statement_form.html",
        {
            "chapter": found,
            "kept": own,
            "form": form,
            "row": row,
            "meanwhile": meanwhile,
            "their": _last_change(row) if meanwhile else None,
            "add_at": reverse("programme:statement-add", kwargs={"chapter": found.key, "kept": own.key})
            if gone
            else "",
        },
        status=409 if meanwhile or gone else 422 if form.is_bound and form.errors else 200,
    )


def _last_change(row: Any) -> Any:
    """Who changed an entry last, as the journal says."""
    return history_of(row).filter(act="programme.change_statement").first()


@require_POST
@takes(Act.EDIT_PROGRAMME)
def move(request: HttpRequest, chapter: str, kept: str, entry: str) -> HttpResponse:
    """One place up or down in its list."""
    found, own = list_of(chapter, kept)
    row = row_of(own, entry)
    if row is None:
        messages.error(request, _("This entry is not there any more."))
        return _back(found, own)
    rows = list(own.beside(row).order_by("order").values_list("pk", flat=True))
    to = rows.index(row.pk) + 1 + (1 if request.POST.get("to") == "down" else -1)
    move_statement(kept=own, entry=row, to=to, by=account(request), at=clock.now())
    return _back(found, own, row)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def take_out(request: HttpRequest, chapter: str, kept: str, entry: str) -> HttpResponse:
    """A page that asks, and then the entry is out of the list."""
    found, own = list_of(chapter, kept)
    row = row_of(own, entry)
    if row is None:
        messages.info(request, _("This entry is not there any more."))
        return _back(found, own)
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=own.initiative_of(row))
    if request.method == "POST":
        try:
            take_out_statement(kept=own, entry=row, by=by, at=at)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.info(request, _("It is taken out. The journal keeps what it said."))
        return _back(found, own, row)
    first = next(pair for pair in own.pairs)
    return render(
        request,
        "programme/statement_take_out.html",
        {"chapter": found, "kept": own, "row": row, "said": _own(row, first.name)},
    )


def list_of(chapter: str, kept: str) -> tuple[Chapter, StatementList]:
    """The list of this key in a chapter; a page that is not there where the chapter has none."""
    found = CHAPTERS[chapter]
    own = found.lists.get(kept)
    if own is None:
        raise Http404(_("This chapter of the programme has no such list."))
    return found, own


def row_of(own: StatementList, entry: str) -> Any:
    """The entry of a list that an address names; None where there is none."""
    rows = own.model._default_manager.filter(**own.fixed)
    whole = own.model._meta.pk.name == "key"
    return rows.filter(pk=entry).first() if whole or entry.isdecimal() else None


def _back(found: Chapter, own: StatementList, row: Any = None) -> HttpResponse:
    """To the list of an entry; from a measure, to those of its initiative."""
    if found is MEASURES and row is not None:
        return redirect(measures_of(row.initiative_id))
    return redirect(f"{reverse('programme:chapter', kwargs={'chapter': found.key})}#{own.key}")
