#!/usr/bin/env python3
"""Recompute the figures of a city's release from its bag, and say which one does not agree and why.

    python3 verify_figures.py FILE --digest DIGEST

FILE is an audit bag or a public bag of Kurss (a zip file holding a BagIt bag, RFC 8493). DIGEST is the digest
of the release, as printed in the city's documents and shown on its site: take it from there, never from the
bag. This file needs Python 3.8 or newer and nothing else: no database, no account, no network.

Exit codes: 0 all agree · 2 wrong usage · 3 the file cannot be read · 4 the bag is not whole or not safe ·
5 the bag is whole, and is not what the digest stands for, or a figure does not come out the same.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
# It must run on any Python since 3.8, on the machine of somebody who trusts nobody: it imports nothing of ours.

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import stat
import sys
import zipfile
import zlib
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction

AGREES, USAGE, UNREADABLE, UNSOUND, DISAGREES = 0, 2, 3, 4, 5
BLOCK = 1 << 20
MOST_ENTRIES = 10_000
MOST_RATIO = 200
"""A file that unpacks to more than so many times its size is a trap; CSV under pseudonyms packs 3 to 10 times."""
SMALL = 1 << 20
"""Below so many octets no file is a trap, however well it packs."""
TAGS = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")
"""What lies beside the payload of a bag: these and nothing else, whatever a manifest names."""
UNREAD = ("name", "previous", "sealed-at", "author", "approver", "pseudonyms")
"""Words of a release that tell of it and are recomputed from nothing."""
STAMP = "data/time-stamp.tsr"
BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
REASONS = ("missing", "refused", "suppressed", "not_applicable", "undefined")
"""Why a figure has no value; zero is none of these."""
NAME = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")
EXACT = Context(prec=200)
"""Sums are exact: no sum of a city has two hundred digits."""
AMOUNT = re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,30})?", re.ASCII)
"""How a number is written in a bag: no exponent that would grow without end, and nothing that is not a number."""
MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What reading a text of another shape than a bag's ends in."""


class Unsound(Exception):
    """The file is not a whole and safe bag."""


class Disagrees(Exception):
    """The bag is whole, and is not what was published."""


# ---------------------------------------------------------------------------------------------------- the bag


class Bag:
    """A zip file opened without trust: every name and size is looked at before anything is read."""

    def __init__(self, path):
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, OverflowError) as error:
            raise Unsound(f"It is not a zip file, or it was cut short ({error}).") from error
        self.files = {}
        roots = set()
        entries = self.zip.infolist()
        begins, ends = self._ends(path)
        if entries and (min(entry.header_offset for entry in entries) or not begins):
            raise Unsound("Something stands before the bag in the file: a bag begins with its first file.")
        if not ends:
            raise Unsound("Something stands after the bag in the file: a bag ends with its list of files.")
        if len(entries) > MOST_ENTRIES:
            raise Unsound(f"It holds {len(entries)} entries; a bag holds at most {MOST_ENTRIES}.")
        for entry in entries:
            name = entry.filename
            self._look_at(entry)
            root, _, rest = name.partition("/")
            if not rest:
                raise Unsound(f"{name} lies outside the bag's folder.")
            roots.add(root)
            if rest in self.files:
                raise Unsound(f"{rest} is there twice.")
            self.files[rest] = entry
        if len(roots) != 1:
            raise Unsound("It does not hold exactly one folder, as a bag does.")

    @staticmethod
    def _ends(path):
        """Whether it begins with a file of a zip, and whether it ends with the end of one, without a remark."""
        with open(path, "rb") as file:
            begun = file.read(4)
            file.seek(-22, 2)
            end = file.read()
        return begun == b"PK\x03\x04", end[:4] == b"PK\x05\x06" and end[20:] == b"\0\0"

    @staticmethod
    def _look_at(entry):
        name, kind = entry.filename, entry.external_attr >> 16
        parts = name.split("/")
        if not NAME.fullmatch(name) or any(part in ("", ".", "..") for part in parts):
            raise Unsound(f"{name!r} is a name that could lead out of the bag.")
        if kind and not stat.S_ISREG(kind) and stat.S_IFMT(kind):
            raise Unsound(f"{name} is not a plain file: a bag holds no links and no devices.")
        if entry.flag_bits & 1:
            raise Unsound(f"{name} is locked with a password.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unsound(f"{name} is packed in a way that a bag does not use.")
        if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise Unsound(
                f"{name} would unpack to {entry.file_size} octets from {entry.compress_size}: a trap."
            )

    def blocks(self, name):
        """The content of a file, block by block, never more than the bag declares."""
        try:
            with self.zip.open(self.files[name]) as file:
                while True:
                    block = file.read(BLOCK)
                    if not block:
                        return
                    yield block
        except KeyError:
            raise Unsound(f"{name} is missing.") from None
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise Unsound(f"{name} is damaged ({error}).") from error
        except Exception as error:  # zlib.error, which has no common parent
            raise Unsound(f"{name} is damaged ({error}).") from error

    def text(self, name, most=1 << 28):
        """A small file as text."""
        found, size = [], 0
        for block in self.blocks(name):
            size += len(block)
            if size > most:
                raise Unsound(f"{name} is larger than such a file can be.")
            found.append(block)
        try:
            return b"".join(found).decode("utf-8")
        except UnicodeDecodeError as error:
            raise Unsound(f"{name} is not text in UTF-8.") from error

    def check(self):
        """Raise Unsound unless every file is there, is what the manifests say, and no other is."""
        if self.text("bagit.txt") != BAGIT:
            raise Unsound("bagit.txt does not say BagIt-Version: 1.0 and UTF-8, and nothing else.")
        tags = self._manifest("tagmanifest-sha256.txt")
        payload = self._manifest("manifest-sha256.txt")
        for name in TAGS[:-1]:
            if name not in tags:
                raise Unsound(f"tagmanifest-sha256.txt does not name {name}.")
        known = {**tags, **payload, "tagmanifest-sha256.txt": None}
        for name in sorted(
            {name for name in payload if not name.startswith("data/")} | set(tags) - set(TAGS)
        ):
            raise Unsound(f"{name} is an extra file: a bag has none such.")
        for name in sorted(set(self.files) - set(known)):
            raise Unsound(f"{name} is an extra file: no manifest names it.")
        for name, digest in sorted(known.items()):
            if name not in self.files:
                raise Unsound(f"{name} is missing.")
            if digest is not None and self.digest(name) != digest:
                raise Unsound(f"{name} is not what the manifest says: a byte of it was changed.")

    def _manifest(self, name):
        found = {}
        for line in self.text(name).splitlines():
            digest, _, path = line.partition("  ")
            if not re.fullmatch("[0-9a-f]{64}", digest) or not NAME.fullmatch(path):
                raise Unsound(f"{name} has a line that is not a digest and a path.")
            if path in found:
                raise Unsound(f"{name} names {path} twice.")
            found[path] = digest
        return found

    def digest(self, name):
        state = hashlib.sha256()
        for block in self.blocks(name):
            state.update(block)
        return state.hexdigest()


class Unpacked(io.RawIOBase):
    """A gzipped file of the bag as it was before, at most as long as the release says."""

    def __init__(self, bag, name, octets):
        super().__init__()
        self.file, self.packed = bag.zip.open(bag.files[name]), zlib.decompressobj(31)
        self.name, self.left, self.state = name, octets, hashlib.sha256()

    def readable(self):
        return True

    def readinto(self, buffer):
        try:
            block = self._block(len(buffer))
        except Exception as error:  # zlib.error, EOFError, OSError
            raise Unsound(f"{self.name} is damaged ({error}).") from error
        self.left -= len(block)
        if self.left < 0:
            raise Disagrees(f"{self.name} unpacks to more than the release says.")
        self.state.update(block)
        buffer[: len(block)] = block
        return len(block)

    def _block(self, most):
        """Some octets, none at the end. One packed text fills the file: of two, readers make different things."""
        while not self.packed.eof:
            given = self.packed.unconsumed_tail or self.file.read(BLOCK)
            block = self.packed.decompress(given, most)
            if block:
                return block
            if not given and not self.packed.eof:
                raise EOFError("it is cut short")
        if self.packed.unused_data or self.file.read(1):
            raise ValueError("something stands after its rows")
        return b""


# ------------------------------------------------------------------------------------------------ the release


class Release:
    """The release text, whose SHA-256 is the printed digest."""

    def __init__(self, text):
        self.definitions, self.facts, self.rows, self.totals, self.once = {}, {}, {}, {}, {}
        self.lenses, self.readings, self.lines = {}, {}, {}
        self.cells = self.cells_digest = self.number = self.snapshot = self.as_of = None
        self.name = ""
        lines = text.rstrip("\n").split("\n")
        if lines[0] not in ("kurss release 1", "kurss release 2"):
            raise Disagrees("release.txt is of a form that this verifier does not know: take a newer one.")
        for line in lines[1:]:
            word, _, rest = line.partition(" ")
            parts = rest.split(" ")
            try:
                self._take(word, rest, parts)
            except (IndexError, ValueError) as error:
                raise Disagrees(
                    f"release.txt has a line that cannot be read ({error}): {line[:80]!r}."
                ) from error
        if lines[0] == "kurss release 1" and (self.lenses or self.readings):
            raise Disagrees("release.txt is of the first form, which knows no counts under funders' rules.")
        if self.snapshot is None or self.as_of is None or self.cells is None:
            raise Disagrees("release.txt does not say its snapshot, its day or its cells.")

    @staticmethod
    def _name(named, key, value):
        if key in named:
            raise ValueError("it is named twice")
        named[key] = value

    def _take(self, word, rest, parts):
        if word in ("number", "snapshot", "as-of", "cells"):
            self._name(self.once, word, rest)
        if word == "number":
            self.number = whole(rest)
        elif word == "name-en":
            self.name = rest
        elif word == "snapshot":
            self.snapshot = rest
        elif word == "as-of":
            self.as_of = day_of(rest)
        elif word == "definition":
            self._name(self.definitions, (parts[0], whole(parts[1])), parts[2])
        elif word == "line":
            self._name(self.lines, (parts[0], whole(parts[1]), parts[2]), parts[3])
        elif word == "fact":
            self._name(self.facts, parts[0], parts[1])
        elif word == "rows":
            self._name(self.rows, parts[0], (whole(parts[1]), whole(parts[2]), parts[3]))
        elif word == "lens":
            self._name(self.lenses, (parts[0], whole(parts[1])), parts[2])
        elif word == "reading":
            self._name(self.readings, parts[0], (parts[1], parts[2]))
        elif word == "figure":
            self._name(self.totals, parts[0], (parts[1], parts[2]))
        elif word == "cells":
            self.cells, self.cells_digest = whole(parts[0]), parts[1]
        elif word not in UNREAD:
            raise ValueError("it begins with a word that no release has")


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def whole(text):
    """A whole number as a bag writes it: plain digits, no sign, no other script's; else ValueError."""
    if not re.fullmatch("[0-9]{1,19}", text, re.ASCII):
        raise ValueError(f"{text[:40]!r} is not a whole number as a bag writes it")
    return int(text)


def number_of(text):
    """A number as a bag writes it; raises ValueError for anything else, such as NaN or one with an exponent."""
    if not AMOUNT.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a number as a bag writes it")
    return Decimal(text)


def json_of(name, text):
    """A JSON object of a bag, that says every key once and no number that is none."""

    def once(pairs):
        told = dict(pairs)
        if len(told) < len(pairs):
            keys = [key for key, _value in pairs]
            raise ValueError(f"it says {next(key for key in keys if keys.count(key) > 1)!r} twice")
        return told

    def never(word):
        raise ValueError(f"{word[:40]} is not a number as a bag writes it")

    def no_longer(digits):
        return int(digits) if len(digits) < 20 else never(digits)

    try:
        told = json.loads(
            text, object_pairs_hook=once, parse_constant=never, parse_float=never, parse_int=no_longer
        )
        if not isinstance(told, dict):
            raise TypeError("it is no object")
    except MALFORMED as error:
        raise Disagrees(f"{name} cannot be read ({error}).") from error
    return told


def read_figures(text):
    """Each canonical record with its address: an `address` line, the record, an empty line."""
    found = {}
    for block in text.split("\n\n"):
        if not block.strip():
            continue
        head, _, record = block.strip("\n").partition("\n")
        word, _, address = head.partition(" ")
        if word != "address":
            raise Disagrees(f"A figure does not begin with its address: {head[:80]!r}.")
        if address in found:
            raise Disagrees(f"{address} is there twice.")
        found[address] = record + "\n"
    if "".join(f"address {address}\n{record}\n" for address, record in found.items()) != text:
        raise Disagrees(
            "A list of figures is written in another way than a bag writes it, to the very lines."
        )
    return found


FIELDS = [
    "indicator", "version", "period", "cell", "snapshot", "value", "reason", "numerator", "denominator",
    "records", "digest",
]  # fmt: skip


def fields_of(address, record):
    lines = record.rstrip("\n").split("\n")
    if lines[0] != "kurss figure 1" or [line.partition(" ")[0] for line in lines[1:]] != FIELDS:
        raise Disagrees(f"{address}: its record is of a form that this verifier does not know.")
    told = dict(line.partition(" ")[::2] for line in lines[1:])
    try:
        for name in ("value", "numerator", "denominator"):
            if told[name] != "-" and text_of(Fraction(number_of(told[name]))) != told[name]:
                raise ValueError(f"{told[name][:40]!r} is not a number as a bag writes it")
        for name in ("version", "records"):
            if str(whole(told[name])) != told[name]:
                raise ValueError(f"{told[name][:40]!r} is not a whole number as a bag writes it")
        if (told["reason"] == "-") == (told["value"] == "-") or told["reason"] not in ("-", *REASONS):
            raise ValueError("it says neither a value nor why there is none, or both")
        period_of(told["period"])
    except ValueError as error:
        raise Disagrees(f"{address}: its record cannot be read ({error}).") from error
    return told


COUNTS = ("value", "base", "outside", "again", "earlier", "records")
READING = ["lens", "lens-version", "indicator", "version", "period", "snapshot", *COUNTS, "digest"]


def reading_of(address, record):
    """What a count under a funder's rule says."""
    lines = record.rstrip("\n").split("\n")
    if lines[0] != "kurss lens 1" or [line.partition(" ")[0] for line in lines[1:]] != READING:
        raise Disagrees(f"{address}: its record is of a form that this verifier does not know.")
    told = dict(line.partition(" ")[::2] for line in lines[1:])
    for name in (*COUNTS, "version", "lens-version"):
        try:
            whole(told[name])
        except ValueError as error:
            raise Disagrees(f"{address}: its {name} cannot be read ({error}).") from error
    period_of(told["period"])
    return told


# ------------------------------------------------------------------------------------------------ periods


def period_of(key):
    """The first and last day of a period, both inside it."""
    match = re.fullmatch(r"SY(\d{4})", key, re.ASCII)
    if match and match.group(1) not in ("0000", "9999"):
        year = int(match.group(1))
        return date(year, 9, 1), date(year + 1, 8, 31)
    match = re.fullmatch(r"(?:Y(\d{4})|Q(\d{4})-([1-4])|M(\d{4})-(0[1-9]|1[0-2]))", key, re.ASCII)
    if not match or key[1:5] in ("0000", "9999"):
        raise Disagrees(f"{key!r} is not a period that this verifier knows.")
    if match.group(1):
        year, month, months = int(match.group(1)), 1, 12
    elif match.group(2):
        year, month, months = int(match.group(2)), 3 * int(match.group(3)) - 2, 3
    else:
        year, month, months = int(match.group(4)), int(match.group(5)), 1
    beyond = month + months
    after = date(year + (beyond > 12), (beyond - 1) % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)


def containing(day, grain):
    """The key of the period of this grain into which a day falls."""
    if grain == "school_year":
        return f"SY{day.year if day.month >= 9 else day.year - 1:04}"
    if grain == "year":
        return f"Y{day.year:04}"
    if grain == "quarter":
        return f"Q{day.year:04}-{(day.month + 2) // 3}"
    return f"M{day.year:04}-{day.month:02}"


# ------------------------------------------------------------------------------------------------ counting


def escaped(value):
    return value.replace("%", "%25").replace(";", "%3B").replace("=", "%3D").replace("\n", "%0A")


def parse_cell(key):
    if key == "-":
        return ()
    return tuple(tuple(part.split("=", 1)) for part in key.split(";"))


class Leaf:
    """The counted rows of one combination of breakdown values: enough to answer every unit of count."""

    def __init__(self):
        self.records, self.rows = 0, 0
        self.state = hashlib.sha256()
        self.counted, self.whole = bytearray(), bytearray()
        self.sum, self.values = Decimal(0), []

    def rest_on(self, record):
        self.state.update(record.encode() if self.records == 0 else b"\n" + record.encode())
        self.records += 1


def mark(bits, index):
    at = index >> 3
    if at >= len(bits):
        bits.extend(bytes(at + 1 - len(bits)))
    bits[at] |= 1 << (index & 7)


def together(many):
    found = 0
    for bits in many:
        found |= int.from_bytes(bits, "little")
    return bin(found).count("1")


class Count:
    """One definition over its facts: leaves by period, filled row by row."""

    def __init__(self, definition, periods, as_of, declared):
        self.told = definition
        self.counts, self.grain = definition["counts"], definition["grain"]
        self.facts = [definition["fact"], *definition.get("also", [])]
        self.states = {fact for fact in self.facts if declared[fact]["time"] == "state"}
        self.declared = {
            (one["key"], each["value"])
            for fact in self.facts
            for one in declared[fact]["dimensions"]
            for each in one["values"] or ()
        }
        self.periods = {key: period_of(key) for key in periods}
        self.as_of = as_of
        self.leaves = {key: {} for key in periods}
        self.index, self.spans = {}, {}
        self.breakdowns = definition.get("breakdowns", [])
        self.rests_on_whole = self.counts in ("share", "state_share")
        self.runs = self.counts == "cumulative"
        self.of_a_quantity = self.counts in ("mean", "median")
        self.once_each = self.rests_on_whole or self.runs or self.counts == "distinct"
        self.first = self.last = None

    def take(self, fact, row):
        """Count one row, a mapping of column to text; an empty text is no value."""
        among = all(passes(condition, row) for condition in self.told.get("among", []))
        own = among and all(passes(condition, row) for condition in self.told.get("conditions", []))
        if not (among if self.rests_on_whole else own):
            return
        if self.of_a_quantity and not row["q_" + self.told["quantity"]]:
            return
        is_state = fact in self.states
        days = (row["holds_from"], row["holds_until"]) if is_state else (row["happened_on"], "")
        if (is_state, days) not in self.spans:
            self.spans[is_state, days] = self._span(is_state, *days)
        entered, first, last, periods = self.spans[is_state, days]
        if entered is None:
            return
        # Outside of the first and the last period with a record nothing is claimed, not even zero.
        self.first, self.last = min(self.first or first, first), max(self.last or last, last)
        for period in periods:
            self._count(self._leaf(fact, period, entered, row), fact, row, own)

    def _span(self, is_state, begins, until):
        """The period in which a row came in, when the first and the last begin in which it counts, and which
        of the wanted ones lie between; nothing where it never counts."""
        came, ends = day_of(begins), day_of(until) if until else None
        never = None, None, None, ()
        if is_state and not self.runs:
            # A stock is read on the day after a period, or after the day of the snapshot.
            came -= timedelta(days=1)
        since = day_of(self.told["since"]) if self.told.get("since") else date.min
        if is_state:
            came = max(came, since)
        if came > self.as_of or came < since:
            return never
        first = last = self._begin(came)
        if self.runs:
            if ends is not None and ends <= came:
                return never
            last = self._begin(self.as_of)
        elif is_state and (ends is None or ends > self.as_of + timedelta(days=1)):
            last = self._begin(self.as_of)
        elif is_state:
            # The last period whose next day comes before the end.
            last = self._begin(self._begin(ends - timedelta(days=1)) - timedelta(days=1))
        if last < first:
            return never
        own = [key for key, (begun, _last) in self.periods.items() if first <= begun <= last]
        return containing(came, self.grain), first, last, own

    def _begin(self, day):
        return period_of(containing(day, self.grain))[0]

    def speaks_of(self, period):
        """Whether the records say anything of a period."""
        if self.first is None:
            return False
        until_now = self.runs or self.told.get("absent", "between") != "between"
        last = self._begin(self.as_of) if until_now else self.last
        return self.first <= self.periods[period][0] <= last

    def has(self, period, dimension, value):
        """Whether there is such a cell: the value is declared, or a record of the period has it."""
        known = (dimension, value) in self.declared
        return known or self.figure(period, ((dimension, escaped(value)),)).records > 0

    def _leaf(self, fact, period, entered, row):
        parts = []
        if len(self.facts) > 1:
            parts.append(f"fact={escaped(fact)}")
        if self.counts == "cumulative":
            parts.append(f"period={escaped(entered)}")
        parts += [f"{name}={escaped(row.get('d_' + name) or '')}" for name in self.breakdowns]
        leaves, key = self.leaves[period], ";".join(parts)
        if key not in leaves:
            leaves[key] = Leaf()
        return leaves[key]

    def _count(self, leaf, fact, row, own):
        leaf.rest_on(row["record"])
        quantity = self.told.get("quantity")
        if quantity and row["q_" + quantity]:
            amount = number_of(row["q_" + quantity])
            leaf.sum = EXACT.add(leaf.sum, amount)
            if self.counts == "median":
                leaf.values.append(amount)
        who = self._who(fact, row) if self.once_each else None
        if who is not None:
            at = self.index.setdefault(who, len(self.index))
            mark(leaf.whole, at)
            if own:
                mark(leaf.counted, at)

    def _who(self, fact, row):
        """What is counted once: a subject within its scope; a row of a fact about nobody is itself."""
        if "subject" not in row:
            return fact, row["record"]
        subject, scope = row["subject"], self.told.get("once_per")
        if not subject:
            return None
        if not scope:
            return subject
        if scope == "event":
            return subject, fact, row["record"]
        return subject, row["happened_on"][:4] if scope == "year" else row["d_" + scope]

    def figure(self, period, cell):
        """Numerator, denominator, records and digest of a cell."""
        wanted = {f"{name}={value}" for name, value in cell}
        held = {
            key: leaf
            for key, leaf in self.leaves[period].items()
            if wanted <= set(key.split(";")) and leaf.records
        }
        records = sum(leaf.records for leaf in held.values())
        lines = sorted(f"{key} {leaf.state.hexdigest()}" for key, leaf in held.items())
        digest = sha256("\n".join(lines))
        return Result(self, list(held.values()), records, digest)


def passes(condition, row):
    value = row.get("d_" + condition["dimension"]) or ""
    if condition.get("one_of"):
        return value in condition["one_of"] and value != ""
    if condition.get("none_of"):
        return value not in condition["none_of"]
    if value == "":
        return False
    number = int(number_of(value))
    at_least, below = condition.get("at_least"), condition.get("below")
    return (at_least is None or number >= at_least) and (below is None or number < below)


_DAYS: dict = {}


def day_of(text):
    if text not in _DAYS:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            raise ValueError(f"{text[:40]!r} is not a day as a bag writes it")
        _DAYS[text] = date.fromisoformat(text)
    return _DAYS[text]


def kept(value):
    """A quotient as it is kept: rounded once, half to even, to twelve places."""
    return Fraction(round(value * 10**12), 10**12)


def text_of(value):
    """Plain digits, no exponent, no trailing zeros; a dash for none."""
    if value is None:
        return "-"
    digits = round(Fraction(value) * 10**12)
    sign, digits = ("-", -digits) if digits < 0 else ("", digits)
    whole, rest = divmod(digits, 10**12)
    tail = f"{rest:012}".rstrip("0")
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"


class Result:
    """What the rows say of one figure."""

    def __init__(self, count, leaves, records, digest):
        self.records, self.digest = records, digest
        self.numerator = self.denominator = self.value = None
        self.reason = ""
        self.is_fraction = count.counts in ("share", "state_share", "mean")
        # A stock that nobody counted is not a stock of nothing.
        stock = count.counts == "sum" and len(count.states) == len(count.facts)
        if not records and (stock or count.told.get("absent") == "missing"):
            self.reason = "missing"
        else:
            getattr(self, "_" + count.counts)(leaves)

    def _rows(self, leaves):
        self.numerator = self.value = Fraction(self.records)

    def _distinct(self, leaves):
        self.numerator = self.value = Fraction(together(leaf.counted for leaf in leaves))

    _cumulative = _distinct

    def _sum(self, leaves):
        self.numerator = self.value = sum((Fraction(leaf.sum) for leaf in leaves), Fraction(0))

    def _share(self, leaves):
        self._divide(
            Fraction(together(leaf.counted for leaf in leaves)),
            Fraction(together(leaf.whole for leaf in leaves)),
        )

    _state_share = _share

    def _mean(self, leaves):
        self._divide(sum((Fraction(leaf.sum) for leaf in leaves), Fraction(0)), Fraction(self.records))

    def _median(self, leaves):
        values = sorted(value for leaf in leaves for value in leaf.values)
        if not values:
            self.reason = "undefined"
            return
        self.numerator = Fraction(values[(len(values) - 1) // 2])
        self.denominator = Fraction(values[len(values) // 2])
        self.value = kept((self.numerator + self.denominator) / 2)

    def _divide(self, above, below):
        self.numerator, self.denominator = above, below
        if below == 0:
            self.reason = "undefined"
        else:
            self.value = kept(above / below)

    def fraction(self):
        """As it is divided in a gap: a share or a mean as its own fraction, anything else over one."""
        if self.is_fraction:
            return self.numerator, self.denominator
        return (self.value, Fraction(1)) if self.value is not None else (Fraction(0), Fraction(0))


class Divided:
    """One figure over another; over nothing where no version of the other was ever defined."""

    def __init__(self, above, below):
        divisor = below.value if below else None
        self.numerator, self.denominator = above.value, divisor
        self.records, self.digest = made_of(above, below)
        self.value, self.reason = None, ""
        if above.value is not None and divisor:
            self.value = kept(above.value / divisor)
        else:
            self.reason = "undefined" if divisor == 0 else "missing"


class Gap:
    """The group's figure over the reference's, each first over its own denominator where there is one.

    `parts`: the numerator's group and reference, then the denominator's; none for a cell that is not there.
    """

    def __init__(self, *parts):
        self.records, self.digest = made_of(*parts)
        self.numerator = self.denominator = self.value = None
        self.reason = "missing"
        if any(part is None or part.reason == "missing" for part in parts):
            return
        over = [part.fraction() for part in parts]
        if len(over) == 4:
            over = [(over[i][0] * over[i + 2][1], over[i][1] * over[i + 2][0]) for i in (0, 1)]
        (above, its), (reference, own) = over
        self.numerator, self.denominator = above * own, its * reference
        self.reason = "undefined"
        if its and own and reference:
            self.value, self.reason = kept(self.numerator / self.denominator), ""


def made_of(*parts):
    """The records and the digest of a figure that is made of figures."""
    lines = "\n".join(part.digest if part else sha256("") for part in parts)
    return sum(part.records for part in parts if part), sha256(lines)


class Recount:
    """Figures counted from rows: the definitions and what the facts declare, both as the bag writes them.

    First `want` every figure, then `take` the rows of each fact, sorted by record; then ask for `result`.
    """

    def __init__(self, definitions, declared, as_of):
        self.definitions, self.declared, self.as_of = definitions, declared, as_of
        self.counts = {}

    def want(self, figures):
        """The versions and periods of the figures that will be asked for."""
        wanted = {}
        for key, period in figures:
            self._want(key, period, wanted)
        self.counts = {
            key: Count(self.definitions[key], sorted(periods), self.as_of, self.declared)
            for key, periods in sorted(wanted.items())
        }

    def _want(self, key, period, wanted):
        parts = self._parts(key)
        if not parts:
            wanted.setdefault(key, set()).add(period)
        for part in parts:
            if part is not None:
                self._want(part, period, wanted)

    def _parts(self, key):
        """What a figure is made of: version by version, none where there never was one."""
        if key not in self.definitions:
            raise Disagrees(f"The definition of {key[0]}, version {key[1]}, is not in the bag.")
        definition = self.definitions[key]
        pinned = definition.get("parts", {})
        names = (definition.get("numerator"), definition.get("denominator"))
        return [(name, int(pinned[name])) if name in pinned else None for name in names if name]

    def of(self, fact):
        """The counts that take rows of a fact."""
        return [count for count in self.counts.values() if fact in count.facts]

    def result(self, key, period, cell):
        parts, told = self._parts(key), self.definitions[key]
        if not parts:
            return self.counts[key].figure(period, cell)
        if told["counts"] == "gap":
            groups = [(told["dimension"], told[name]) for name in ("group", "reference")]
            return Gap(*(self._cell(part, period, *group) for part in parts for group in groups))
        return Divided(*(self._part(part, period) for part in parts))

    def speaks_of(self, key, period):
        """Whether there is a figure of a period; what is made of figures has those of its numerator."""
        parts = self._parts(key)
        if not parts:
            return self.counts[key].speaks_of(period)
        return parts[0] is not None and self.speaks_of(parts[0], period)

    def _part(self, key, period):
        if key is None or not self.speaks_of(key, period):
            return None
        return self.result(key, period, ())

    def _cell(self, key, period, dimension, value):
        if key is None or not self.speaks_of(key, period):
            return None
        count = self.counts[key]
        return (
            count.figure(period, ((dimension, escaped(value)),))
            if count.has(period, dimension, value)
            else None
        )


class Lens:
    """People of one definition by a funder's rule: a person once for each value of the dimension that names who
    pays, or once for all of them, in the period of the first record there.

    Take every row twice, sorted by record: first to `enter`, then to `count`, for an entry may stand in any row.
    """

    def __init__(self, definition, told, periods, as_of):
        if definition["counts"] != "distinct" or definition.get("once_per") or definition.get("also"):
            raise ValueError(
                f"{told['key']} counts people once a period, {definition['indicator']} {definition['counts']!r}"
            )
        self.told, self.fact, self.as_of = definition, definition["fact"], as_of
        self.payer, self.each = "d_" + told["paid_by"], told["once_per_payer"]
        self.periods = {key: period_of(key) for key in periods}
        self.people, self.pairs, self.entered, self.within = {}, {}, [], {}
        self.base, self.inside, self.held = ({key: bytearray() for key in periods} for _each in range(3))
        self.leaves = {key: Leaf() for key in periods}

    def _day(self, row):
        """The day and the wanted period of a row that counts for somebody, else nothing."""
        if not row["subject"] or not all(passes(one, row) for one in self.told.get("conditions", [])):
            return None, None
        day = day_of(row["happened_on"])
        if day > self.as_of:
            return None, None
        if day not in self.within:
            own = (key for key, (first, last) in self.periods.items() if first <= day <= last)
            self.within[day] = next(own, None)
        return day, self.within[day]

    def enter(self, row):
        day, period = self._day(row)
        if day is None:
            return
        who = self.people.setdefault(row["subject"], len(self.people))
        if period:
            mark(self.base[period], who)
        if not row[self.payer]:
            return
        pair = self.pairs.setdefault((who, row[self.payer] if self.each else ""), len(self.entered))
        if pair == len(self.entered):
            self.entered.append(day)
        self.entered[pair] = min(self.entered[pair], day)
        if period:
            mark(self.inside[period], who)
            mark(self.held[period], pair)

    def count(self, row):
        _day, period = self._day(row)
        if not period or not row[self.payer]:
            return
        pair = self.pairs[self.people[row["subject"]], row[self.payer] if self.each else ""]
        if self.entered[pair] >= self.periods[period][0]:
            self.leaves[period].rest_on(row["record"])

    def result(self, period):
        """Each count by its name, and the digest of the records of those who entered in the period."""
        base, inside, pairs = (together([own[period]]) for own in (self.base, self.inside, self.held))
        held, first, leaf = self.held[period], self.periods[period][0], self.leaves[period]
        earlier = sum(
            day < first and pair >> 3 < len(held) and held[pair >> 3] >> (pair & 7) & 1
            for pair, day in enumerate(self.entered)
        )
        given = {
            "value": pairs - earlier, "base": base, "outside": base - inside, "again": pairs - inside,
            "earlier": earlier, "records": leaf.records,
        }  # fmt: skip
        digest = sha256(f" {leaf.state.hexdigest()}" if leaf.records else "")
        return {name: str(given[name]) for name in COUNTS}, digest


# ------------------------------------------------------------------------------------------------ verifying


class Verification:
    """A bag beside the digest that was printed: first whether it is what was published, then every figure."""

    def __init__(self, path, digest):
        self.bag, self.digest = Bag(path), digest
        self.bag.check()
        self.is_stamped = STAMP in self.bag.files
        text = self.bag.text("data/release.txt")
        if sha256(text) != digest:
            raise Disagrees(
                f"The bag is of another release: its digest is {sha256(text)}, and {digest} was asked for."
            )
        self.release = Release(text)
        self.is_audit = "data/figures/cells.txt" in self.bag.files
        self._nothing_else()
        self.definitions = self._texts(
            self.release.definitions, "data/definitions/{}.{}.json", "the definition"
        )
        self.figures, self.row_digests = self._figures()
        self.lenses = self._texts(self.release.lenses, "data/lenses/{}.{}.json", "the rule")
        self.readings = self._readings()
        self._as_told()
        declared = self._texts(self.release.facts, "data/facts/{}/declaration.json", "the declaration")
        self.recount = Recount(self.definitions, declared, self.release.as_of)
        self.through, self.read = {}, 0

    def _texts(self, listed, place, what):
        """The JSON texts that the release names by their digests."""
        found = {}
        for key, digest in listed.items():
            name = place.format(*key) if isinstance(key, tuple) else place.format(key)
            text = self.bag.text(name)
            if sha256(text) != digest:
                raise Disagrees(f"{name} is not {what} that was released: it was forged.")
            found[key] = json_of(name, text)
        return found

    def _readings(self):
        """The counts under funders' rules, each beside the total that it reads."""
        if not self.release.readings:
            return {}
        records = read_figures(self.bag.text("data/figures/lenses.txt"))
        as_released(records, self.release.readings)
        totals = {
            (key_of(told), told["period"]): told["value"]
            for told in self.figures.values()
            if told["cell"] == "-"
        }
        found = {}
        for address, record in sorted(records.items()):
            told = found[address] = reading_of(address, record)
            self._fits_its_place(address, record, told)
            if (told["lens"], int(told["lens-version"])) not in self.lenses:
                raise Disagrees(f"{address}: its rule is not in the bag.")
            if (key_of(told), told["period"]) not in totals:
                raise Disagrees(f"{address} reads a total that is not in the release.")
            told["total"] = totals[key_of(told), told["period"]]
        return found

    def _figures(self):
        listed = dict(self.release.totals)
        records = read_figures(self.bag.text("data/figures/totals.txt"))
        if self.is_audit:
            text = self.bag.text("data/figures/cell-digests.txt")
            if sha256(text) != self.release.cells_digest:
                raise Disagrees("data/figures/cell-digests.txt is not what was released: it was forged.")
            cells = [line.split(" ") for line in text.split("\n")[1:-1]]
            if len(cells) != self.release.cells or any(len(parts) != 4 for parts in cells):
                raise Disagrees("data/figures/cell-digests.txt does not name the cells that were released.")
            listed.update({parts[1]: (parts[2], parts[3]) for parts in cells})
            more = read_figures(self.bag.text("data/figures/cells.txt"))
            for address in sorted(set(more) & set(records)):
                raise Disagrees(f"{address} is there twice.")
            records.update(more)
        as_released(records, listed)
        told = {address: self._told(address, record) for address, record in records.items()}
        self._as_listed(one for one in told.values() if one["cell"] == "-")
        return (
            told,
            {address: rows for address, (_record, rows) in listed.items()},
        )

    def _as_listed(self, totals):
        """Every line of the release that was not withdrawn has its one total, and every total its line."""
        listed = {line for line, kind in self.release.lines.items() if kind != "withdrawn"}
        for told in totals:
            line = (*key_of(told), told["period"])
            if line not in listed:
                raise Disagrees(
                    f"{line[0]}, version {line[1]}, {line[2]}: a total is there twice, or of no line."
                )
            listed.remove(line)
        for key, version, period in sorted(listed):
            raise Disagrees(f"{key}, version {version}, {period}: a line of the release has no total.")

    def _told(self, address, record):
        """What a figure says, which must fit its own address, the snapshot and where it is listed."""
        told = fields_of(address, record)
        self._fits_its_place(address, record, told)
        if (told["cell"] == "-") != (address in self.release.totals):
            raise Disagrees(f"{address} is a cell among totals, or a total among cells.")
        return told

    def _fits_its_place(self, address, record, told):
        kind = f".{told['lens']}" if "lens" in told else "" if told["cell"] == "-" else ".cell"
        if address != f"{address.partition('.')[0]}.{told['period']}{kind}.{sha256(record)[:12]}":
            raise Disagrees(f"{address} is not the address of what its record says: it was forged.")
        if told["snapshot"] != self.release.snapshot:
            raise Disagrees(f"{address} is of another snapshot than the release: {told['snapshot'][:80]}.")
        if key_of(told) not in self.definitions:
            raise Disagrees(f"{address}: its definition is not in the bag.")

    def _nothing_else(self):
        """No file lies in the bag that is not recomputed or compared: it could not be believed."""
        known = {"data/release.txt", "data/figures/totals.txt", STAMP}
        known |= {f"data/definitions/{key}.{number}.json" for key, number in self.release.definitions}
        known |= {f"data/facts/{key}/declaration.json" for key in self.release.facts}
        known |= {f"data/lenses/{key}.{number}.json" for key, number in self.release.lenses}
        known |= {"data/figures/lenses.txt"} if self.release.readings else set()
        if self.is_audit:
            known |= {"data/figures/cells.txt", "data/figures/cell-digests.txt"}
            known |= {
                f"data/facts/{key}/rows.{kind}" for key in self.release.rows for kind in ("csv.gz", "parquet")
            }
        for name in sorted(name for name in self.bag.files if name.startswith("data/")):
            if name not in known:
                raise Disagrees(f"{name} is an extra file: a bag of this release has none such.")
        for name in sorted(known - {STAMP} - set(self.bag.files)):
            raise Unsound(f"{name} is missing.")

    def _as_told(self):
        """What the bag says of itself to whoever opens it by hand: its kind, release, digest and size."""
        sizes = [entry.file_size for name, entry in self.bag.files.items() if name.startswith("data/")]
        kind = "audit" if self.is_audit else "public"
        if self.bag.text("bag-info.txt") != (
            "Source-Organization: Kurss\n"
            f"External-Description: {kind} bag of release {self.release.number}, {self.release.name}\n"
            f"Kurss-Release-Digest: {sha256(self.bag.text('data/release.txt'))}\n"
            f"Payload-Oxum: {sum(sizes)}.{len(sizes)}\n"
        ):
            raise Disagrees(
                f"bag-info.txt does not describe a whole {kind} bag of this release: it was forged, or files "
                "were taken out."
            )
        if self.is_stamped and bytes.fromhex(self.digest) not in b"".join(self.bag.blocks(STAMP)):
            raise Disagrees(f"{STAMP} is a time stamp over something else than this release.")

    # ---- recomputing

    def recompute(self):
        """Every figure that disagrees, with the sentence that says how; all of them for a public bag."""
        if self.is_audit:
            try:
                self.recount.want((key_of(told), told["period"]) for told in self.figures.values())
                self._look_through()
            except MALFORMED as error:
                raise Disagrees(f"A definition or a declaration cannot be read ({error!r}).") from error
            for fact in self.release.rows:
                self._count(fact)
        found = []
        for address, told in sorted({**self.figures, **self.readings}.items()):
            try:
                wrong = self._wrong(address, told)
            except MALFORMED as error:
                wrong = f"its definition cannot be read ({error!r})"
            if wrong:
                found.append((address, wrong))
        return found

    def _wrong(self, address, told):
        if address not in self.readings:
            counts = self.definitions[key_of(told)]["counts"]
            return self._compare(address, told) if self.is_audit else divides(told, counts)
        return unlike_its_parts(told) or (self._read_through(address, told) if self.is_audit else "")

    def _look_through(self):
        """A lens for each definition and rule by which figures of the release are read."""
        wanted = {}
        for told in self.readings.values():
            wanted.setdefault(glass_of(told), set()).add(told["period"])
        self.through = {
            (key, lens): Lens(self.definitions[key], self.lenses[lens], sorted(periods), self.release.as_of)
            for (key, lens), periods in sorted(wanted.items())
        }

    def _count(self, fact):
        lenses = [lens for lens in self.through.values() if lens.fact == fact]
        counts = [count.take for count in self.recount.of(fact)]
        self.read += self._read(
            fact, [(take, (fact,)) for take in counts] + [(one.enter, ()) for one in lenses]
        )
        if lenses:
            self._read(fact, [(one.count, ()) for one in lenses])

    def _read(self, fact, takers):
        """Hand every row of a fact to each of the takers; returns how many rows there were."""
        rows, octets, digest = self.release.rows[fact]
        name = f"data/facts/{fact}/rows.csv.gz"
        if name not in self.bag.files:
            raise Unsound(f"{name} is missing.")
        unpacked = Unpacked(self.bag, name, octets)
        source = io.TextIOWrapper(io.BufferedReader(unpacked, BLOCK), encoding="utf-8", newline="")
        reader, read, before = csv.DictReader(source, strict=True), 0, (0, "")
        try:
            if len(set(reader.fieldnames or ())) < len(reader.fieldnames or ()):
                raise ValueError("a column is there twice")
            for row in reader:
                read += 1
                if None in row or None in row.values():
                    raise ValueError("it has more or fewer cells than there are columns")
                own = len(row["record"]), row["record"]
                if own <= before:
                    raise Disagrees(f"{name} is not sorted by record, or has one twice: row {read}.")
                before = own
                for take, before_it in takers:
                    take(*before_it, row)
        except (csv.Error, *MALFORMED) as error:
            raise Disagrees(f"{name}, row {read}: cannot be read ({error}).") from error
        if unpacked.left or unpacked.state.hexdigest() != digest or read != rows:
            raise Disagrees(f"{name} does not hold the rows that were released: they were forged.")
        return read

    def _read_through(self, address, told):
        given, digest = self.through[glass_of(told)].result(told["period"])
        pairs = [(name, told[name], given[name]) for name in COUNTS]
        return differing([*pairs, ("digest of its records", self.release.readings[address][1], digest)])

    def _compare(self, address, told):
        given = self.recount.result(key_of(told), told["period"], parse_cell(told["cell"]))
        return differing(
            (
                ("value", told["value"], text_of(given.value)),
                ("reason", told["reason"], given.reason or "-"),
                ("numerator", told["numerator"], text_of(given.numerator)),
                ("denominator", told["denominator"], text_of(given.denominator)),
                ("records", told["records"], str(given.records)),
                ("digest of its records", self.row_digests[address], given.digest),
            )
        )


def as_released(records, listed):
    """Raise Disagrees unless exactly these records were released, each as it stands."""
    for address in sorted(set(listed) - set(records)):
        raise Disagrees(f"{address} was released and is missing from the bag.")
    for address in sorted(set(records) - set(listed)):
        raise Disagrees(f"{address} is in the bag and was not released: it was forged.")
    for address, record in sorted(records.items()):
        if sha256(record) != listed[address][0]:
            raise Disagrees(f"{address} is not the figure that was released: its value or digest was forged.")


def divides(told, counts):
    """What a public bag lets one check: that a value follows from its numerator and its denominator."""
    if told["value"] == "-" or told["denominator"] == "-":
        return ""
    above, below = Fraction(told["numerator"]), Fraction(told["denominator"])
    if counts == "median":
        return "" if text_of((above + below) / 2) == told["value"] else "its value is not the middle"
    return "" if below and text_of(above / below) == told["value"] else "its value is not what it divides"


def key_of(told):
    return told["indicator"], int(told["version"])


def glass_of(told):
    """The definition and the rule of a reading."""
    return key_of(told), (told["lens"], int(told["lens-version"]))


def unlike_its_parts(told):
    """What of a reading does not fit the total it reads, or the parts that it names."""
    if told["base"] != told["total"]:
        return f"it begins at {told['base']}, and the total beside it is {told['total']}"
    value, base, outside, again, earlier = (int(told[name]) for name in COUNTS[:5])
    return "" if value == base - outside + again - earlier else "its value is not what its parts make"


def differing(pairs):
    return "; ".join(
        f"{name}: published {published}, recomputed {recomputed}"
        for name, published, recomputed in pairs
        if published != recomputed
    )


def verify(path, digest, out):
    """Verify one bag and return the exit code; `out` takes each sentence, which moves no terminal."""

    def say(sentence):
        out("".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in sentence))

    return _verified(path, digest, say)


def _verified(path, digest, out):
    try:
        checked = Verification(path, digest.strip().lower())
        disagreeing = checked.recompute()
    except OSError as error:
        out(f"{path} cannot be read ({error.strerror or error}): save it as a file first.")
        return UNREADABLE
    except Unsound as error:
        out(f"Not a sound bag. {error}")
        return UNSOUND
    except Disagrees as error:
        out(f"Not what was published. {error}")
        return DISAGREES
    release = checked.release
    out(f"Release {release.number}, {release.name}, as of {release.as_of}: the digest is right.")
    if disagreeing:
        for address, wrong in disagreeing:
            out(f"{address} does not agree. {wrong}.")
        out(f"{len(disagreeing)} of {len(checked.figures) + len(checked.readings)} figures do not agree.")
        return DISAGREES
    if checked.is_audit:
        out(f"{len(checked.figures)} figures recomputed from {checked.read} records: all agree.")
        out("Counted were the rows in rows.csv.gz; `kurss verify` also compares the Parquet beside them.")
    else:
        out(
            f"{len(checked.figures)} city totals are those released. Their records are in the audit bag alone."
        )
    if checked.readings:
        said = "recomputed as well: all agree" if checked.is_audit else "are those released"
        out(f"{len(checked.readings)} counts of the same people under funders' rules {said}.")
    if checked.is_stamped:
        out("Its time stamp names this digest. `openssl ts -verify` says who signed it, and when.")
    return AGREES


def main(arguments=None):
    reader = argparse.ArgumentParser(
        description="Recompute the figures of a city's release from its bag.",
        epilog="Exit codes: 0 all agree, 2 wrong usage, 3 unreadable, 4 not a sound bag, 5 does not agree.",
    )
    reader.add_argument("file", help="an audit bag or a public bag (zip)")
    reader.add_argument("--digest", required=True, help="the release digest, as printed in the document")
    told = reader.parse_args(arguments)
    sys.stdout.reconfigure(errors="backslashreplace")
    if not re.fullmatch("[0-9a-fA-F]{64}", told.digest.strip()):
        reader.error("a digest has 64 hexadecimal digits: copy all of it from the document")
    return verify(told.file, told.digest, lambda sentence: sys.stdout.write(sentence + "\n"))


if __name__ == "__main__":
    sys.exit(main())
