"""The texts of the site: found in templates and Python, translated in one .po file, compiled without gettext.

English is the source; `locale/lv/LC_MESSAGES/django.po` holds the Latvian. Its plural has the three forms of
Unicode's CLDR, which differ from those in Django's own catalogue (see docs/decisions).
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = Path(__file__).resolve().parent / "locale"

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
"""The functions whose first arguments are texts of the site, and which argument is what."""


@dataclass(frozen=True)
class Text:
    """One text as the sources ask for it."""

    message: str | tuple[str, ...]
    context: str | None
    file: str
    line: int


def catalogues() -> Iterator[Path]:
    """The .po file of every language."""
    return iter(sorted(LOCALE.glob("*/LC_MESSAGES/django.po")))


def read(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parents[1].name, abort_invalid=True)


def compile_all() -> list[Path]:
    """Compiles every catalogue whose .mo is missing or older than its .po; the files it wrote.

    Several processes may do so at once: each writes a file of its own and puts it in place in one step.
    """
    return [_compile(file) for file in catalogues() if _stale(file, file.with_suffix(".mo"))]


def _stale(source: Path, compiled: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    compiled = source.with_suffix(".mo")
    stream = BytesIO()
    write_mo(stream, read(source))
    handle, name = tempfile.mkstemp(dir=compiled.parent, prefix=".django-", suffix=".mo")
    with os.fdopen(handle, "wb") as unfinished:
        unfinished.write(stream.getvalue())
    os.chmod(name, 0o644)
    os.replace(name, compiled)
    return compiled


def texts() -> list[Text]:
    """Every text of the site that is to be translated, with the place that asks for it."""
    found: list[Text] = []
    for file in _sources():
        name = file.relative_to(PACKAGE.parent).as_posix()
        source = file.read_text(encoding="utf-8")
        code = source if file.suffix == ".py" else templatize(source, origin=name)
        rows = extract("python", BytesIO(code.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
        found += [Text(message, context, name, line) for line, message, _comments, context in rows]
    return found


def _sources() -> Iterator[Path]:
    for file in sorted(PACKAGE.rglob("*")):
        inside = file.relative_to(PACKAGE).parts
        if file.suffix not in (".py", ".html", ".txt") or {"tests", "migrations", "static"} & set(inside):
            continue
        if file.suffix == ".py" or "templates" in inside:
            yield file


def refresh(file: Path) -> None:
    """Brings a .po in step with the sources: new texts added empty, those no source asks for removed.

    Its header stays; the rest is sorted and has no line numbers, so that moving code changes nothing.
    """
    header, _, _ = file.read_text(encoding="utf-8").partition("\n\n")
    current = read(file)
    wanted = Catalog(locale=current.locale, fuzzy=False)
    for text in texts():
        wanted.add(text.message, locations=[(text.file, 0)], context=text.context)
    for message in wanted:
        known = current.get(message.id, message.context) if message.id else None
        if known is not None:
            message.string = known.string
    stream = BytesIO()
    write_po(stream, wanted, width=110, omit_header=True, sort_output=True, include_lineno=False)
    file.write_text(f"{header}\n\n{stream.getvalue().decode().strip()}\n", encoding="utf-8")
