"""A released figure is one figure: its page, its files, PROV, the public bag, the list of the command and the
paper say the same of it, whether it has a value or a reason why there is none."""

import csv
import html
import io
import json
import re
import urllib.request

import pytest
from pypdf import PdfReader

from kurss.evidence.tests.bag_surgery import opened

BESIDE_THE_PROGRAMME = {"L-10", "V-09", "V-10", "V-11"}
"""What no initiative of the case measures, so that the deliverable does not speak of it."""

RECORD = ("value", "reason", "numerator", "denominator", "records", "digest", "snapshot")


@pytest.fixture(scope="module")
def released(city, tmp_path_factory):
    """The canonical record of every city total that is released, by address, as the public bag holds it."""
    bag = tmp_path_factory.mktemp("bag") / "public.zip"
    city.kurss("export", "evidence", str(bag), "--public")
    blocks = opened(bag)[1]["data/figures/totals.txt"].decode().strip().split("\n\n")
    found = {}
    for block in blocks:
        head, _, record = block.partition("\n")
        pairs = (line.partition(" ")[::2] for line in record.split("\n")[1:])
        found[head.removeprefix("address ")] = {name: "" if told == "-" else told for name, told in pairs}
    return found


def fetched(site, path):
    with urllib.request.urlopen(f"{site}/en/{path}", timeout=60) as answer:
        return answer.read().decode("utf-8-sig")


def as_read(page):
    """The words of a page's main part, one space between them."""
    main = page[page.index("<main") : page.index("</main")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def as_text(told):
    return {name: "" if told[name] is None else str(told[name]) for name in RECORD}


def shown(record, percent):
    """What a reader should find: whole numbers by threes, per cent to one place, a reason in words."""
    if record["reason"]:
        return {"missing": "data missing", "undefined": "undefined"}[record["reason"]]
    value = float(record["value"])
    return f"{100 * value:.1f} %" if percent else f"{value:,.0f}".replace(",", " ")


def test_every_form_of_a_released_figure_says_the_same(city, site, released):
    listed = {own["address"]: own for own in json.loads(city.kurss("figures", "--json").stdout)["figures"]}
    assert {address for address, own in listed.items() if not own["cell"]} == set(released)
    assert {record["reason"] for record in released.values()} >= {"", "missing"}
    page_of_release = as_read(fetched(site, "releases/1/"))
    for address, record in released.items():
        wanted = {name: record[name] for name in RECORD}
        told = json.loads(fetched(site, f"figures/{address}.json"))
        (row,) = csv.DictReader(io.StringIO(fetched(site, f"figures/{address}.csv")))
        prov = json.loads(fetched(site, f"figures/{address}.prov.json"))["entity"][f"figure:{address}"]
        assert as_text(listed[address]) == as_text(told) == as_text(row) == wanted, address
        assert (prov.get("prov:value", ""), prov.get("kurss:reason", "")) == (
            record["value"],
            record["reason"],
        ), address
        assert (prov["kurss:records"]["$"], prov["kurss:digest"]) == (record["records"], record["digest"])
        said = shown(record, told["percent"])
        for page in (as_read(fetched(site, f"figures/{address}/")), page_of_release):
            assert said in page.replace("\N{NO-BREAK SPACE}", " "), (address, said)


def test_the_paper_says_of_every_figure_what_was_released(city, site, released):
    paper = PdfReader(city.documents / "ventspils-deliverable-en.pdf")
    text = " ".join(" ".join(page.extract_text().split()) for page in paper.pages)
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    printed = [address for address in released if f"{address} " in text]
    assert {address.partition(".")[0] for address in printed} == {
        address.partition(".")[0] for address in released
    } - BESIDE_THE_PROGRAMME
    for address in printed:
        record = released[address]
        percent = json.loads(fetched(site, f"figures/{address}.json"))["percent"]
        at = text.index(f"{address} ")
        line = text[max(0, at - 200) : at + 200].lower()
        assert record["digest"] in line, address
        assert shown(record, percent).lower() in line, (address, line)
