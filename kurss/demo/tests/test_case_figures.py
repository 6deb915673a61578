"""Every figure of the city's report stands in the case, at the place where the report states it."""

import re
import tomllib

import pytest

from kurss.demo.loading import VENTSPILS

FIGURES = [
    ("Executive summary", "25 %"),
    ("Executive summary", "3 "),
    ("Overview to the city's journey, stage 1", "months=5"),
    ("Overview to the city's journey, stage 1", "September 2020 – January 2021"),
    ("Overview to the city's journey, stage 2", "months=3"),
    ("Overview to the city's journey, stage 2", "February 2021 – April 2021"),
    ("Overview to the city's journey, stage 3", "months=15"),
    ("Overview to the city's journey, stage 3", "May 2021 – July 2022"),
    ("Overview to the city's journey, stage 3", "10G"),
    ("Overview to the city's journey, stage 4", "months=2"),
    ("Overview to the city's journey, stage 4", "August 2022 – September 2022"),
    ("Section 1, title page", "September 2020 to January 2021"),
    ("Section 1, Introduction", "2022 to 2027"),
    ("Section 1, Key insights", "Covid-19"),
    ("Section 1, ICC strategy", "21st century"),
    ("Section 1, City strategy: justification (1)", "3 places"),
    ("Section 1, City strategy: justification (1)", "6 %"),
    ("Section 1, City strategy: justification (1)", "15 %"),
    ("Section 1, City strategy: justification (1)", "21st century"),
    ("Section 2, title page", "February 2021 to May 2021"),
    ("Section 2, High level implementation roadmap, initiative 1", "September 2021 to February 2022"),
    ("Section 2, High level implementation roadmap, initiative 2", "September 2021 to February 2022"),
    ("Section 2, High level implementation roadmap, initiative 3", "2021 and 2022"),
    ("Section 2, roadmap, initiative 1, activity 2", "20 STEM"),
    ("Section 2, charter 1", "26 million EUR"),
    ("Section 2, charter 1", "cost_cents=2600000000"),
    ("Section 2, charter 1", "20 STEM"),
    ("Section 2, charter 1", "two days a week"),
    ("Section 2, charter 1", "end of 2021"),
    ("Section 2, charter 1", "summer 2022"),
    ("Section 2, charter 1", "spring 2022"),
    ("Section 2, charter 1", "end of 2023"),
    ("Section 2, charter 1", "230 pupils and students"),
    ("Section 2, charter 1", "230 visitors and participants"),
    ("Section 2, charter 1", "700 graduates"),
    ("Section 2, charter 1", "next 5 years"),
    ("Section 2, charter 1", "1 contract"),
    ("Section 2, charter 1", "20 IT specialists"),
    ("Section 2, charter 2", "10G"),
    ("Section 2, charter 2", "4M EUR"),
    ("Section 2, charter 2", "cost_cents=400000000"),
    ("Section 2, charter 2", "21st century"),
    ("Section 2, charter 2", "end of 2021"),
    ("Section 2, charter 3", "245 136 EUR"),
    ("Section 2, charter 3", "cost_cents=24513600"),
    ("Section 2, charter 3", "500 children"),
    ("Section 2, charter 3", "1500 adults"),
    ("Section 2, charter 3", "100 teachers"),
    ("Section 2, charter 3", "15 %"),
    ("Section 2, charter 3", "once a week from September to May"),
    ("Section 2, charter 3", "21st-century"),
    ("Section 2, Key Performance indicators: overview, initiative 1", "20 STEM"),
    ("Section 2, Key Performance indicators: overview, initiative 1", "two days a week"),
    ("Section 2, Key Performance indicators: overview, initiative 1", "230 visitors"),
    ("Section 2, Key Performance indicators: overview, initiative 1", "700 graduates"),
    ("Section 2, Key Performance indicators: overview, initiative 1", "1 contract"),
    ("Section 2, Key Performance indicators: overview, initiative 1", "20 IT specialists"),
    ("Section 2, Key Performance indicators: overview, initiative 2", "10G"),
    ("Section 2, Key Performance indicators: overview, initiative 3", "500 children"),
    ("Section 2, Key Performance indicators: overview, initiative 3", "1500 adults"),
    ("Section 2, Key Performance indicators: overview, initiative 3", "100 teachers"),
    ("Section 2, Key Performance indicators: overview, initiative 3", "21st-century"),
    ("Section 3+4, title page", "February 2021 to May 2021"),
    ("Section 3+4, Impact executive summary (1)", "slide 10"),
    ("Section 3+4, Impact executive summary (1)", "Covid-19"),
    ("Section 3+4, Impact executive summary (2)", "slide 26"),
    ("Section 3+4, Impact executive summary (2)", "31–33"),
    ("Section 3+4, Impact executive summary (2)", "21st century"),
    ("Section 3+4, progress against KPIs, KPI 1", "In 2021"),
    ("Section 3+4, progress against KPIs, KPI 1", "3000 adults"),
    ("Section 3+4, progress against KPIs, KPI 2", "25 different classes"),
    ("Section 3+4, progress against KPIs, KPI 2", "700 children"),
    ("Section 3+4, progress against KPIs, KPI 2", "700 hundred children"),
    ("Section 3+4, progress against KPIs, KPI 2", "Till 2023"),
    ("Section 3+4, progress against KPIs, KPI 2", "230 children"),
    ("Section 3+4, Assessment of city performance: discussion", "3 initiatives"),
    ("Section 3+4, Assessment of solution maturity, initiative 1", "20 STEM"),
    ("Section 3+4, Assessment of solution maturity, initiative 1", "– 57"),
    ("Section 3+4, Assessment of solution maturity, initiative 1", "– 230"),
    ("Section 3+4, Assessment of solution maturity, initiative 1", "due_on=2023-12-31"),
    ("Section 3+4, Assessment of solution maturity, targets of initiative 2", "10G"),
    ("Section 3+4, Assessment of solution maturity, initiative 3", "500 children"),
    ("Section 3+4, Assessment of solution maturity, initiative 3", "1500 adult"),
    ("Section 3+4, Assessment of solution maturity, initiative 3", "100 teachers"),
    ("Section 3+4, Assessment of city ecosystem", "Covid-19"),
    ("Section 3+4, 3 Year plan: targets, KPI 2", "eIDAS"),
    ("Section 3+4, 3 Year plan: targets, KPI 3", "100 Gbps"),
    ("Section 3+4, 3 Year plan: targets, KPI 3", "IPv6"),
    ("Section 3+4, 3 Year plan: targets, KPI 3", "M2M"),
    ("Executive summary, next 3 years, 3", "5G and LoRaWAN"),
]
"""Where the report states a figure, and how the case writes it."""


def said(table):
    """What a table says, apart from the tables within it that name a place of their own."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from said(value) if "place" not in value else ()
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, dict) and "place" not in part:
                    yield from said(part)
        else:
            yield f"{key}={value}"


def placed(value):
    if isinstance(value, dict):
        if "place" in value:
            yield value["place"], "\n".join(said(value))
        for part in value.values():
            yield from placed(part)
    elif isinstance(value, list):
        for part in value:
            yield from placed(part)


@pytest.fixture(scope="module")
def places():
    tables = [tomllib.loads(path.read_text()) for path in VENTSPILS.glob("*.toml")]
    return [found for table in tables for found in placed(table)]


@pytest.mark.parametrize(("place", "figure"), FIGURES)
def test_every_figure_of_the_report_stands_in_the_case_at_its_place(places, place, figure):
    texts = [text for where, text in places if place in where]
    assert any(figure.lower() in text.lower() for text in texts), texts


def translated(value):
    if isinstance(value, dict):
        for key, part in value.items():
            if f"{key}_en" in value:
                yield part, value[f"{key}_en"]
            yield from translated(part)
    elif isinstance(value, list):
        for part in value:
            yield from translated(part)


def numbers(text):
    return sorted(re.sub(r"\s", "", found) for found in re.findall(r"\d+(?:[ \u00a0]\d{3})*", text))


@pytest.mark.parametrize("path", sorted(VENTSPILS.glob("*.toml")), ids=lambda path: path.name)
def test_no_number_is_lost_or_changed_in_translation(path):
    pairs = list(translated(tomllib.loads(path.read_text())))
    assert [pair for pair in pairs if numbers(pair[0]) != numbers(pair[1])] == []
