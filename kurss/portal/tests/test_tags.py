"""The tags every template has."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override


def shown(template: str, language: str = "lv", **values: object) -> str:
    with override(language):
        return Template(template).render(Context(values))


def test_values_are_written_in_the_readers_language():
    assert shown("{{ v|number }}", v=Decimal("1234.5")) == "1\u00a0234,5"
    assert shown("{{ v|number:0 }}", "en", v=Decimal("1234.5")) == "1\u00a0235"
    assert shown("{{ v|percent }}", v=15) == "15\u00a0%"
    assert shown("{{ d|day }}", d=date(2022, 9, 30)) == "2022. gada 30. septembris"
    assert shown("{{ d|on_day }}", "en", d=date(2022, 9, 30)) == "on 30 September 2022"
    assert shown('{{ d|month:"dative" }}', d=date(2022, 9, 30)) == "2022. gada septembrim"


def test_nothing_is_never_shown_as_zero():
    nothing = "[{{ v|number }}{{ v|percent }}{{ v|day }}{{ v|clock }}{{ missing|number }}]"
    assert shown(nothing, v=None) == "[]"
    assert shown("{{ v|number }}", v=0) == "0"


def test_a_moment_is_shown_in_the_citys_time():
    midnight = datetime(2022, 9, 30, 21, 30, tzinfo=UTC)
    assert shown("{{ v|day }} {{ v|clock }}", v=midnight) == "2022. gada 1. oktobris 00.30"


def test_a_text_is_read_in_the_readers_language_and_in_the_other_where_it_is_missing():
    course = SimpleNamespace(title="Kurss", title_en="Course")
    only = {"title": "Kurss", "title_en": ""}
    assert shown('{{ c|in_language:"title" }}', c=course) == "Kurss"
    assert shown('{{ c|in_language:"title" }}', "en", c=course) == "Course"
    assert shown('{{ c|in_language:"title" }}', "en", c=only) == "Kurss"
    assert shown('{{ c|in_language:"title" }}', c=None) == ""


def test_a_state_is_a_shape_and_a_word():
    html = shown('{% state "on" %}', "en")
    assert html == (
        '<span class="st st-on"><svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<use href="#shape-on"/></svg>On track</span>'
    )
    assert shown('{% state "risk" %}').endswith("Apdraudēts</span>")
    assert "Done</span>" in shown('{% state "on" "Done" %}', "en")


def test_every_state_has_its_shape():
    html = shown('{% include "portal/parts/shapes.html" %}')
    for state in ("met", "on", "risk", "off", "missed", "none", "said", "supp", "undef", "na", "stale"):
        assert f'<symbol id="shape-{state}"' in html
        assert "<use" in shown(f'{{% shape "{state}" %}}')


def test_a_state_that_does_not_exist_is_refused():
    with pytest.raises(TemplateSyntaxError, match="is not a state"):
        shown('{% state "green" %}')


def test_a_bar_beyond_its_outline_has_beaten_the_promise():
    assert shown("{% bar 540 500 %}") == (
        '<svg class="bar" aria-hidden="true" focusable="false">'
        '<rect class="a" x="0" y="2" width="100.00%" height="8"/>'
        '<rect class="p" x="0" y="0" width="92.59%" height="12"/></svg>'
    )


def test_a_promise_without_a_record_is_only_an_outline():
    html = shown("{% bar actual promise %}", actual=None, promise=Decimal("700"))
    assert html.count("<rect") == 1
    assert 'class="p" x="0" y="0" width="100.00%"' in html


def test_a_promise_of_nothing_kept_at_nothing_still_draws():
    assert 'class="a" x="0" y="2" width="0.00%"' in shown("{% bar 0 0 %}")


def test_verdicts_fill_the_whole_denominator():
    html = shown("{% segments 212 25 151 %}")
    assert '<rect class="a" x="0.00%" y="2" width="54.64%" height="8"/>' in html
    assert '<rect class="x" x="54.64%" y="2" width="6.44%" height="8"/>' in html
    assert '<rect class="u" x="61.08%" y="2" width="38.92%" height="8" fill="url(#hatch)"/>' in html
    assert '<rect class="p" x="0" y="0" width="100.00%" height="12"/>' in html


def test_a_figure_code_is_a_door_where_there_is_one():
    assert shown('{% code "L-01" "/lv/figures/L-01/" %}', "en") == (
        '<a class="code" href="/lv/figures/L-01/" aria-label="Figure L-01">L-01</a>'
    )
    assert shown('{% code "L-01" %}') == '<span class="code">L-01</span>'


def test_what_a_reader_typed_stays_text():
    assert "<script>" not in shown("{% code v v %}{% state 'on' v %}", v='"><script>')
