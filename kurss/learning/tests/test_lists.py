"""Groups go out as a list and come in as the same list; a list that is wrong in one row writes none."""

import re
from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest

from kurss.curriculum.free_days import Break
from kurss.learning.lists.exporting import as_file
from kurss.learning.lists.importing import import_groups, look_through
from kurss.learning.models import Group, Mode
from kurss.learning.planning import Meeting
from kurss.learning.refusals import ListNotRight
from kurss.learning.seasons import add_break
from kurss.learning.tests.city import AUGUST, THURSDAYS, TUESDAYS
from kurss.people import clock
from kurss.people.permissions import Role
from kurss.sheets.reading import read

HEAD = "key;curriculum;mode;place;room;capacity;times;provider;minimum;starts_on;ends_on;teachers"
GOOD = "robots-9;robots;On site;digital-centre;1;12;2 16:00-17:30;centre;4;;;"


def plan_some(city):
    """Groups with all that a row can say, one of them in the middle of the season."""
    teacher = city.person("Juris", born=date(1980, 1, 1))
    city.account("juris@city.example", Role.TEACHER, person=teacher)
    city.group(
        "robots-1", times=[TUESDAYS, THURSDAYS], mode=Mode.HYBRID, capacity=10, capacity_online=5,
        room=city.rooms[0], teachers=[teacher], minimum=3, operation=city.operation,
        without=[date(2021, 9, 14)], besides=[Meeting(date(2021, 9, 25), time(10), time(11, 30))],
    )  # fmt: skip
    city.group(
        "robots-2", room=city.rooms[1], starts_on=date(2021, 9, 7), ends_on=date(2021, 9, 21), ages=None
    )


def list_of(*rows: str, head: str = HEAD):
    return read("\n".join([head, *rows]).encode())


def faults(city, *rows: str, **said) -> list[tuple[int, str]]:
    looked = look_through(list_of(*rows, **said), city.season, [city.place])
    return [(fault.row, fault.remedy) for fault in looked.faults]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_that_went_out_comes_in_to_the_same_groups_and_the_same_list(city, kind):
    plan_some(city)
    out = as_file(city.season, [city.place], kind)
    sheet, frame = read(out), {"season": city.season, "places": [city.place], "by": city.administrator}
    before = [
        (group.key, [session.starts_at for session in group.sessions.all()]) for group in Group.objects.all()
    ]
    assert look_through(sheet, city.season, [city.place]).unchanged == 2
    assert import_groups(sheet=sheet, at=AUGUST, **frame) == []
    _forget_groups()
    assert len(import_groups(sheet=sheet, at=AUGUST, **frame)) == 2
    assert before == [
        (group.key, [session.starts_at for session in group.sessions.all()]) for group in Group.objects.all()
    ]
    again = read(as_file(city.season, [city.place], kind))
    assert (again.headings, again.lines) == (sheet.headings, sheet.lines)
    assert import_groups(sheet=sheet, at=AUGUST, **frame) == []


def _forget_groups():
    for group in Group.objects.all():
        for session in group.sessions.all():
            session.delete()
        pools = [row.pool for row in group.pools.all()]
        group.pools.all().delete()
        for pool in pools:
            pool.delete()
        group.delete()


def test_a_day_that_became_free_since_is_no_exception_of_the_group(city):
    plan_some(city)
    before = read(as_file(city.season, [city.place], "csv")).lines
    free = Break(date(2021, 9, 21), date(2021, 9, 21), "Diena", "Day")
    add_break(season=city.season, free=free, by=city.administrator, at=AUGUST)
    assert read(as_file(city.season, [city.place], "csv")).lines == before


def test_a_list_in_latvian_is_read_as_well(city):
    rows = ["robots-9;robots;Klātienē;digital-centre;12;2 16:00-17:30;centre"]
    sheet = list_of(*rows, head="Atslēga;Mācību programma;Norise;Vieta;Vietas;times;Rīko")
    looked = look_through(sheet, city.season, [city.place])
    assert [fault.remedy for fault in looked.faults] == []
    assert looked.frames[0].capacity == 12


@pytest.mark.parametrize(
    ("row", "remedy"),
    [
        (GOOD.replace(";;;", ";2020-09-01;2020-09-30;"), "Choose days inside it"),
        (GOOD.replace(";robots;", ";cooking;"), "No curriculum has this key"),
        (GOOD.replace("digital-centre", "elsewhere"), "You plan at no such place"),
        (GOOD.replace(";1;12", ";cellar;12"), "no such room in use"),
        (GOOD.replace(";12;", ";many;"), "Write a whole number"),
        (GOOD.replace(";12;", ";;"), "Something must stand here"),
        (GOOD.replace("2 16:00-17:30", "Tuesdays"), "Write weekday (1 is Monday) and hours"),
        (GOOD.replace("2 16:00-17:30", "2 16-17"), "Write hours as 16:00-17:30"),
        (GOOD.replace("2 16:00-17:30", "2 17:30-16:00"), "before it starts at 17:30"),
        (GOOD.replace("On site", "somehow"), "Write one of: On site"),
        (GOOD.replace(";centre;", ";nobody;"), "No partner has this key"),
        (GOOD.replace(";4;;;", ";40;;;"), "needs 40 people to meet"),
        (GOOD + "Nobody Known", "who teaches is called so"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_said_with_its_number_and_remedy_and_nothing_is_written(city, row, remedy):
    right = GOOD.replace("robots-9", "robots-8").replace("2 16", "4 16")
    [(number, said)] = faults(city, right, row)
    assert number == 3
    assert remedy in said
    with pytest.raises(ListNotRight, match="Nothing was written"):
        import_groups(
            sheet=list_of(right, row), season=city.season, places=[city.place], by=city.administrator, at=AUGUST
        )  # fmt: skip
    assert not Group.objects.exists()


def test_every_wrong_row_is_said_at_once(city):
    rows = (GOOD.replace(";12;", ";many;"), GOOD, GOOD, GOOD.replace("robots-9", "robots-7"))
    assert [number for number, _said in faults(city, *rows)] == [2, 4, 5]
    [_, (_, twice), (_, clash)] = faults(city, *rows)
    assert "Row 3 has the same key" in twice
    assert "Row 3 takes the room at that hour" in clash


def test_a_group_that_is_planned_otherwise_is_no_more_changed_by_a_list(city):
    city.group("robots-9", room=city.rooms[0], capacity=12, ages=None, minimum=4)
    assert faults(city, GOOD) == []
    [(row, said)] = faults(city, GOOD.replace(";12;", ";14;"))
    assert (row, "differs in: Places." in said) == (2, True)


def test_headings_nobody_knows_and_headings_that_lack_are_said(city):
    said = [remedy for _row, remedy in faults(city, "x;y", head="key;colour")]
    assert "No column is called so. Remove it, or name it anew." in said
    assert said.count("This column is needed. Add it.") == 6


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_list_is_looked_through_and_brought_in_in_the_browser(city, client, monkeypatch, settings):
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: datetime(2021, 8, 20, 9, tzinfo=UTC))
    client.force_login(city.administrator)
    page = "/en/planning/seasons/autumn/import/"

    def upload(text):
        return client.post(page, {"file": BytesIO(text.encode())})

    assert client.post(page, {}).status_code == 422
    assert "neither CSV nor XLSX" in words(client.post(page, {"file": BytesIO(b"%PDF-1.7 \n")}))
    wrong = upload(f"{HEAD}\n{GOOD.replace('robots;', 'cooking;', 1)}")
    assert wrong.status_code == 422
    assert "1 thing is wrong" in words(wrong)
    looked = upload(f"{HEAD}\n{GOOD}")
    assert "New groups 1" in words(looked)
    assert not Group.objects.exists()
    [content] = re.findall(r'name="content" value="([^"]+)"', looked.content.decode())
    for expected in ("1 group was planned", "0 groups were planned"):
        answer = client.post(page, {"content": content, "step": "save"}, follow=True)
        assert expected in words(answer)
    assert Group.objects.get().key == "robots-9"
    out = client.get("/en/planning/seasons/autumn/groups.csv")
    assert "robots-9" in out.content.decode()
    assert client.get("/en/planning/seasons/autumn/groups.xlsx").content[:2] == b"PK"
    assert client.get("/en/planning/seasons/autumn/groups.pdf").status_code == 404
