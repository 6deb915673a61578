"""What teachers should know of a child: given on the pages of a family, read by the teachers of its groups."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kurss.learning.classroom.care import SAID, give_care, learns, own_care, read_care
from kurss.learning.pages.answers import account
from kurss.learning.pages.classroom.own import any_group
from kurss.learning.refusals import LearningRefused, NoPhone, NotTheTeacher
from kurss.people import clock
from kurss.people.family.children import is_oneself
from kurss.people.pages.family.forms import line
from kurss.people.pages.family.own import own
from kurss.people.permissions import Act


def paragraph(label: Any, hint: Any, length: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=length,
        error_messages={
            "max_length": gettext_lazy("Write at most %(limit_value)d characters; this has %(show_value)d.")
        },
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3, "spellcheck": "false"}),
    )


class CareForm(forms.Form):
    """One sheet; every answer may be left out. Empty altogether, it is withdrawn."""

    contact = line(
        gettext_lazy("Whom to call"), hint=gettext_lazy("A name, and who it is: mother, grandfather.")
    )
    phone = line(gettext_lazy("Telephone"), length=40, inputmode="tel", autocomplete="tel")
    collect = paragraph(
        gettext_lazy("Who may collect the child"), gettext_lazy("Names, one after the other."), 300
    )
    alone = forms.BooleanField(
        label=gettext_lazy("May go home alone"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    needs = paragraph(
        gettext_lazy("What the child needs"),
        gettext_lazy("Allergies, medicine, help in class: only what a teacher must know."),
        500,
    )
    custody = paragraph(
        gettext_lazy("Limits of custody"),
        gettext_lazy("Who must not collect the child or be told of it. Another guardian does not see this."),
        500,
    )


@never_cache
@sensitive_post_parameters(*SAID)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, person: UUID) -> HttpResponse:
    """The reader's own sheet about somebody of theirs, given, corrected or withdrawn."""
    found, by, at = own(request, person, Act.KEEP_CARE), account(request), clock.now()
    sheet = own_care(found, by)
    initial = {name: getattr(sheet, name) for name in SAID} if sheet else {}
    form = CareForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = give_care(person=found, by=by, at=at, **form.cleaned_data)
        except LearningRefused as refusal:
            form.add_error("phone" if isinstance(refusal, NoPhone) else None, str(refusal))
        else:
            messages.success(
                request,
                _("It is kept for the teachers.") if kept else _("Nothing is kept for the teachers now."),
            )
            return redirect("people:person", person=found.pk)
    return render(
        request,
        "learning/classroom/give_care.html",
        {
            "form": form,
            "person": found,
            "sheet": sheet,
            "is_me": is_oneself(by, found),
            "learns": learns(found),
        },
    )


@never_cache
@require_safe
def read(request: HttpRequest, group: str) -> HttpResponse:
    """What teachers should know of everybody in the group. For its teachers; for others there is no such page."""
    found = any_group(group)
    try:
        cared = read_care(group=found, by=account(request), at=clock.now())
    except NotTheTeacher as refusal:
        raise Http404(str(refusal)) from None
    return render(
        request,
        "learning/classroom/read_care.html",
        {"group": found, "cared": cared, "given": sum(bool(one.sheets) for one in cared)},
    )
