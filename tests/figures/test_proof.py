"""The city's own nightly check, the auditor's sample, and time stamps that never hold a release up."""

import hashlib
import http.server
import shutil
import subprocess
import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kurss.evidence import sampling, self_audit, snapshots, stamping
from kurss.evidence.models import Figure, LensFigure, SelfAudit
from kurss.evidence.records import record_ids
from kurss.journal.models import Entry
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.refusals import NotAllowed
from kurss.people.register import open_account
from kurss.people.roles import grant_role
from kurss.programme.proof import audit_figures, draw_sample, take_audit_bag
from tests.figures.small_city import AFTER, BEFORE, build
from tests.figures.test_releases import account, release, seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    made = build()
    made.come("tuesday", "anna", "juris")
    made.come("wednesday", "anna", "olga")
    made.approver = account(Role.APPROVER)
    return made


@pytest.fixture
def released(city):
    return release(city, seal(city))


def auditor(until=date(2030, 1, 1)):
    made = open_account(email="auditor@city.example", name="Auditor", by=unattended(), at=BEFORE)
    grant_role(
        account=made, role=Role.AUDITOR, holds_from=date(2020, 1, 1), holds_until=until, by=unattended(),
        at=BEFORE,
    )  # fmt: skip
    return made


def total():
    return Figure.objects.get(version__indicator="learning.children", cell="")


def test_the_nightly_audit_recomputes_what_is_released_and_is_kept(released):
    night = audit_figures(by=unattended(), at=AFTER)
    count = Figure.objects.filter(released__line__release=released).count()
    count += LensFigure.objects.filter(released__line__release=released).count()
    assert (night.compared, night.agreed, night.is_well) == (count, count, True)
    kept = self_audit.last_night()
    assert (kept.at, kept.compared, kept.is_well) == (AFTER, count, True)
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
        SelfAudit.objects.update(compared=0)


def test_a_forged_figure_and_a_forged_release_are_found(released):
    figure = total()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE evidence_figure DISABLE TRIGGER USER")
        cursor.execute("UPDATE evidence_figure SET value = value + 1 WHERE id = %s", [figure.pk])
        cursor.execute("ALTER TABLE evidence_figure ENABLE TRIGGER USER")
    night = audit_figures(by=unattended(), at=AFTER)
    assert (night.disagreed, [one.figure for one in night.findings]) == (1, [figure.address])
    assert "is not what its digest was taken over" in night.broken[0]


def test_a_damaged_sealed_file_is_a_finding_and_not_a_fault(released):
    file = next(snapshots.folder(released.snapshot).rglob("*.parquet"))
    file.unlink()
    night = audit_figures(by=unattended(), at=AFTER)
    assert (night.compared, night.is_well) == (0, False)
    assert "is missing" in self_audit.last_night().broken[0]


def test_the_same_seed_draws_the_same_records_and_another_seed_others(released):
    reader, figure = auditor(), total()
    by = {"figure": figure, "part": None, "by": reader, "at": AFTER}
    first = draw_sample(seed="2022-ab", count=2, **by)
    assert [one.record for one in first.drawn] == [
        one.record for one in draw_sample(seed="2022-ab", count=2, **by).drawn
    ]
    in_order = sorted(record_ids(figure), key=lambda record: sampling.place("2022-ab", record))
    assert [one.record for one in first.drawn] == in_order[:2]
    assert first.total == figure.records
    assert len({tuple(one.record for one in draw_sample(seed=s, count=2, **by).drawn) for s in "abcdef"}) > 1
    assert all(one.lives and len(one.digest) == 64 for one in first.drawn)
    assert Entry.objects.filter(act="evidence.sample", by_key=str(reader.pk)).count() == 8


def test_the_audit_bag_is_for_named_auditors_until_their_last_day_and_each_download_is_journalled(
    released, city
):
    reader = auditor(until=AFTER.date())
    for by, at in ((city.officer, AFTER), (reader, AFTER + timedelta(days=1))):
        with pytest.raises(NotAllowed):
            take_audit_bag(release=released, by=by, at=at)
    path = take_audit_bag(release=released, by=reader, at=AFTER - timedelta(days=1))
    assert path.is_file()
    assert Entry.objects.filter(act="evidence.bag", by_key=str(reader.pk)).count() == 1


class Authority(http.server.BaseHTTPRequestHandler):
    """A time-stamp authority on loopback: openssl signs what it is asked."""

    folder = None

    def do_POST(self):
        question = self.folder / "question.tsq"
        question.write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.folder / "answer.tsr"
        subprocess.run(
            ["openssl", "ts", "-reply", "-queryfile", question, "-config", "tsa.cnf", "-out", answer],
            cwd=self.folder,
            check=True,
            capture_output=True,
        )
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer.read_bytes())

    def log_message(self, *_):
        pass


@pytest.fixture
def authority(tmp_path):
    """The address of an authority with a certificate of its own, and the file of its root."""
    assert shutil.which("openssl"), "The test of time stamps needs openssl on the path."
    folder = tmp_path / "authority"
    folder.mkdir()
    (folder / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa = own\n[own]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\n"
        "signer_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\n"
        "accuracy = secs:1\nordering = no\ntsa_name = yes\ness_cert_id_chain = no\n"
        "[stamping]\nextendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n"
        "basicConstraints = CA:false\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n"
        "[root]\nbasicConstraints = critical,CA:true\nkeyUsage = critical,keyCertSign,cRLSign\n"
        "subjectKeyIdentifier = hash\n[req]\ndistinguished_name = dn\n[dn]\n"
    )
    (folder / "serial").write_text("01\n")
    for command in (
        "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=Root -days 30 "
        "-config tsa.cnf -extensions root",
        "req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Stamps -config tsa.cnf",
        "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -out tsa.pem -days 30 "
        "-extfile tsa.cnf -extensions stamping",
    ):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    handler = type("Own", (Authority,), {"folder": folder})
    server = http.server.HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", str(folder / "root.pem")
    server.shutdown()
    server.server_close()


def test_a_release_is_stamped_by_an_authority_and_the_stamp_is_over_the_printed_digest(
    released, authority, settings
):
    settings.KURSS_TIMESTAMP_URL, settings.KURSS_TIMESTAMP_ROOTS = authority
    (made,), failed = stamping.stamp_missing()
    assert failed == []
    held = stamping.check(made)
    assert abs(datetime.now(tz=held.at.tzinfo) - held.at) < timedelta(minutes=5)
    assert hashlib.sha256(released.text.encode()).hexdigest() == released.digest
    assert stamping.stamp_missing() == ([], [])
    made.release.digest = "0" * 64
    with pytest.raises(stamping.StampRefused, match="does not hold"):
        stamping.check(made)


def test_an_authority_that_does_not_answer_holds_no_release_up(released, authority, settings):
    settings.KURSS_TIMESTAMP_URL = "http://127.0.0.1:9/"
    settings.KURSS_TIMESTAMP_ROOTS = authority[1]
    made, failed = stamping.stamp_missing()
    assert made == []
    assert "did not answer" in failed[0]
    assert "asked again" in failed[0]
    settings.KURSS_TIMESTAMP_URL = authority[0]
    assert len(stamping.stamp_missing()[0]) == 1


def test_a_city_without_an_authority_stamps_nothing(released, settings):
    settings.KURSS_TIMESTAMP_URL = ""
    assert stamping.stamp_missing() == ([], [])
