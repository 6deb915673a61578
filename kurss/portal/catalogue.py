"""The texts of the site: found in templates and Python, translated beside them, compiled without gettext.

English is the source; `<module>/locale/lv/LC_MESSAGES/django.po` holds the Latvian of a module's own texts. Its
plural has the three forms of Unicode's CLDR, which differ from those in Django's own catalogue (see
docs/decisions). The same text in two modules has one translation.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
HEADER = """# Latvian texts of {module}.
# Plural forms: 1, 21, 31 … (kurss) · 2–9, 22–29 … (kursi) · 0, 10–20, 30, 111 … (kursu).
msgid ""
msgstr ""
"Project-Id-Version: Kurss\\n"
"Language: lv\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10!=0 && (n%100<11 || n%100>19) ? 1 : 2);\\n"
"""

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

    @property
    def module(self) -> str:
        """The module that says it: the first folder below the package."""
        return self.file.split("/")[1]


def catalogues() -> Iterator[Path]:
    """The .po file of every module and language."""
    return iter(sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po")))


def modules() -> list[str]:
    """The modules that have texts to translate, by the sources as they are now."""
    return sorted({text.module for text in texts()})


def file_of(module: str, language: str = "lv") -> Path:
    """Where a module keeps its texts in a language."""
    return PACKAGE / module / "locale" / language / "LC_MESSAGES" / "django.po"


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


def refresh(module: str, known: Iterable[Catalog] = ()) -> Path | None:
    """Brings a module's .po in step with its sources: new texts added, those no source asks for removed.

    A text that another catalogue among `known` has already is taken from there; the rest is added empty. The
    file is sorted and has no line numbers, so that moving code changes nothing. A module without texts keeps no
    file: None.
    """
    file = file_of(module)
    asked = [text for text in texts() if text.module == module]
    if not asked:
        file.unlink(missing_ok=True)
        return None
    sources = [*([read(file)] if file.exists() else []), *known]
    wanted = Catalog(locale="lv", fuzzy=False)
    for text in asked:
        wanted.add(text.message, locations=[(text.file, 0)], context=text.context)
    for message in wanted:
        if message.id:
            message.string = _translated(message, sources) or message.string
    stream = BytesIO()
    write_po(stream, wanted, width=110, omit_header=True, sort_output=True, include_lineno=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    header = HEADER.format(module=module)
    file.write_text(f"{header}\n{stream.getvalue().decode().strip()}\n", encoding="utf-8")
    return file


def _translated(message: Message, sources: Iterable[Catalog]) -> str | tuple[str, ...] | list[str] | None:
    for catalogue in sources:
        found = catalogue.get(message.id, message.context)
        if found is not None and found.string and found.string != ("", "", ""):
            return found.string
    return None
