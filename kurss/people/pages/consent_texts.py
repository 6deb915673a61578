"""Writing the texts of consent: for the data protection officer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.people import clock
from kurss.people.consents import write_consent_text
from kurss.people.models import ConsentText
from kurss.people.pages.family.days import DayField
from kurss.people.pages.family.forms import Question, line
from kurss.people.pages.family.own import account


def _words(label: Any, missing: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 5}),
    )


class Text(Question):
    purpose = forms.SlugField(
        label=gettext_lazy("Purpose"),
        max_length=40,
        help_text=gettext_lazy(
            "One word for what is asked, such as photographs. A known one gets a new version."
        ),
        error_messages={
            "required": gettext_lazy("Enter the purpose in one word"),
            "invalid": gettext_lazy("Write the purpose in small letters, digits and hyphens"),
        },
        widget=forms.TextInput(attrs={"class": "form-control", "spellcheck": "false"}),
    )
    title = line(gettext_lazy("Title in Latvian"), missing=gettext_lazy("Enter the title in Latvian"))
    title_en = line(gettext_lazy("Title in English"), missing=gettext_lazy("Enter the title in English"))
    text = _words(gettext_lazy("Text in Latvian"), gettext_lazy("Enter the text in Latvian"))
    text_en = _words(gettext_lazy("Text in English"), gettext_lazy("Enter the text in English"))
    in_force_from = DayField(
        label=gettext_lazy("In force from"),
        help_text=gettext_lazy("Left empty, from today."),
        required=False,
        empty="",
    )

    def clean_purpose(self) -> str:
        return self.cleaned_data["purpose"].lower()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """The texts there are, and a form for the next. A text that was written is never changed."""
    form = Text(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"in_force_from": form.cleaned_data["in_force_from"] or None}
        written = write_consent_text(**said, by=account(request), at=clock.now())
        messages.success(request, _("Version {number} was written.").format(number=written.number))
        return redirect("people:write-consent-text")
    return render(
        request, "people/write_consent_text.html", {"form": form, "texts": ConsentText.objects.all()}
    )
