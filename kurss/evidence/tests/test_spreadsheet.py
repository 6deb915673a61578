from hypothesis import given
from hypothesis import strategies as st

from kurss.evidence import spreadsheet

ROWS = st.lists(
    st.fixed_dictionaries({"a": st.text(st.characters(codec="utf-8")), "b": st.text("=+-@'\t\n,\"x1")})
)


@given(ROWS)
def test_what_is_written_is_read_back_the_same(rows):
    columns, found = spreadsheet.read(spreadsheet.written(rows, ("a", "b")))
    assert columns == ("a", "b")
    assert found == rows


def test_a_formula_is_written_as_text_and_a_negative_number_as_a_number():
    text = spreadsheet.written([{"a": "=1+1", "b": "-5"}], ("a", "b"))
    assert text == "\ufeffa,b\r\n'=1+1,-5\r\n"
