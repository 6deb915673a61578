"""Scanning the paper: the square beside a number opens the page of that very figure."""

import shutil
import subprocess

import pytest
import zxingcpp
from PIL import Image

from kurss.publication.document import typeset
from kurss.publication.document.content import build
from kurss.publication.document.walking import numbers

SITE = "https://kurss.city.example"


def scanned(made: bytes, folder) -> set[str]:
    """What a telephone reads from the printed pages."""
    (folder / "made.pdf").write_bytes(made)
    subprocess.run(["pdftoppm", "-r", "150", "-png", folder / "made.pdf", folder / "page"], check=True)
    found = set()
    for page in sorted(folder.glob("page*.png")):
        found |= {one.text for one in zxingcpp.read_barcodes(Image.open(page))}
    return found


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")
def test_every_figure_of_the_document_can_be_scanned_from_the_paper(city, tmp_path):
    document = build(language="en", site=SITE)
    expected = {f"{SITE}/figures/{number.address}" for number in numbers(document)}
    assert expected
    assert scanned(typeset.pdf(document), tmp_path) == expected


def test_without_a_site_there_is_nothing_to_scan(city):
    made = typeset.pdf(build(language="en", site=""))
    assert b"<svg" not in made
    assert typeset.codes(numbers(build(language="en", site=""))) == {}


def test_what_is_scanned_opens_the_figure(city, client):
    number = numbers(build(language="en", site=SITE))[0]
    response = client.get(number.url.removeprefix(SITE), follow=True)
    assert response.status_code == 200
    assert number.address in response.content.decode()
