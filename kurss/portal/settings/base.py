"""What every Kurss site shares. Each value a city may change is read from one environment variable."""

import os
from pathlib import Path

from kurss.portal.settings.database import database_from_environment
from kurss.portal.settings.mail import mail_from_environment
from kurss.portal.settings.signing_in import *  # noqa: F403

PACKAGE = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("KURSS_HOME", ".kurss")).resolve()
"""Where this site keeps what is not in PostgreSQL: sealed snapshots, secrets, the embedded server."""

SNAPSHOTS = HOME / "snapshots"
DOCUMENTS = Path(os.environ.get("KURSS_OUT", "out")).resolve()
"""Where the deliverable is written, and served from."""

DEBUG = False
SECRET_KEY = ""
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "procrastinate.contrib.django",
    "kurss.portal",
    "kurss.publication",
    "kurss.programme",
    "kurss.learning",
    "kurss.science_centre",
    "kurss.population",
    "kurss.curriculum",
    "kurss.privacy",
    "kurss.people",
    "kurss.places",
    "kurss.partners",
    "kurss.evidence",
    "kurss.journal",
    "kurss.notices",
    "kurss.seats",
    "kurss.sheets",
    # After ours, whose templates stand in for theirs.
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kurss.portal.headers.Headers",
    "allauth.account.middleware.AccountMiddleware",
    "kurss.people.signin.sessions.Lives",
    "kurss.people.signin.factors.SecondFactorForStaff",
    "kurss.people.signin.assurance.StepUp",
    "kurss.portal.gate.Gate",
    "kurss.portal.refusals.NotAllowedIsForbidden",
]

ROOT_URLCONF = "kurss.portal.urls"
WSGI_APPLICATION = "kurss.portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kurss.portal.shell.context",
            ],
            "builtins": ["kurss.portal.templatetags.kurss", "kurss.programme.templatetags.report_places"],
        },
    },
]

DATABASES = {"default": database_from_environment(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LANGUAGE_CODE = "lv"
LANGUAGES = [("lv", "Latviešu"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Riga"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS: list[Path] = []

# Nothing is loaded from elsewhere and nothing is written into a page: no inline style, no inline script.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

_mail = mail_from_environment()
KURSS_MAIL = _mail.host != ""
"""Whether letters can leave: a mail server is named. Without one they wait in the outbox."""
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starts_tls, _mail.is_tls
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = _mail.sender

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

KURSS_CITY = os.environ.get("KURSS_CITY", "Ventspils")
KURSS_MAP = os.environ.get("KURSS_MAP", "https://www.openstreetmap.org/search?query={place}")
"""Where “Show on a map” leads, with the address in place of `{place}`; empty: no such link."""
KURSS_CITY_AT = os.environ.get("KURSS_CITY_AT", "57.3906, 21.5733" if KURSS_CITY == "Ventspils" else "")
"""The middle of the city, latitude and longitude (WGS 84): a place far from it is a slip. Empty: no check.
For Ventspils it is the point that encyclopaedias and gazetteers give, 57°23′26″ N, 21°34′24″ E."""
KURSS_SITE = os.environ.get("KURSS_SITE", "").rstrip("/")
"""The public address of the site, printed beside every figure of a document, and what a scanned code opens."""

KURSS_TIMESTAMP_URL = os.environ.get("KURSS_TIMESTAMP_URL", "")
KURSS_TIMESTAMP_ROOTS = os.environ.get("KURSS_TIMESTAMP_ROOTS", "")
"""A time-stamp authority (RFC 3161) and the file of the certificates it answers for; empty: no stamps."""
KURSS_DEMO = False
"""True only in `kurss.portal.settings.demo`: marks the site as a demonstration and adds one-click sign-in."""

KURSS_AGE_OF_ACTING = 18
"""From this age somebody acts for themselves and no guardian does: Civil Law of Latvia, section 219 (minority
lasts until the age of eighteen)."""

KURSS_AGE_OF_CONSENT = 13
"""From this age a child consents to an information society service without a guardian: Regulation (EU) 2016/679,
Article 8, which lets a state choose 13 to 16; Latvia's Personal Data Processing Law, section 33, chose 13."""

KURSS_CODE_KEYS = os.environ.get("KURSS_CODE_KEYS", "")
KURSS_CODE_KEYS_FILE = os.environ.get("KURSS_CODE_KEYS_FILE", str(HOME / "code-keys"))
"""The keys under which national codes are kept (`people.codes.keys`): the variable, or else the file. Back the
file up apart from the database: each is worth nothing to a thief without the other."""

KURSS_DISCLOSURES = (
    "kurss.people.disclosure.own.identity",
    "kurss.people.disclosure.own.guardianships",
    "kurss.people.disclosure.own.accounts",
    "kurss.people.disclosure.ways_in.ways_in",
    "kurss.people.disclosure.ways_in.sessions",
    "kurss.people.disclosure.own.consents",
    "kurss.people.disclosure.own.restrictions",
    "kurss.people.disclosure.own.invitations",
    "kurss.learning.disclosure.applications",
    "kurss.learning.disclosure.enrolments",
    "kurss.learning.disclosure.attendance",
    "kurss.learning.disclosure.care",
    "kurss.learning.disclosure.grades",
    "kurss.learning.disclosure.teaching",
    "kurss.learning.disclosure.calendars",
    "kurss.science_centre.disclosure.bookings",
    "kurss.science_centre.disclosure.school_groups",
    "kurss.people.disclosure.ways_in.external_keys",
    "kurss.people.disclosure.ways_in.comparisons",
    "kurss.programme.disclosure.office_work",
    "kurss.privacy.disclosure.requests",
    "kurss.people.disclosure.own.acts",
    "kurss.people.disclosure.own.readings",
)
"""What the city holds about somebody, chapter by chapter, as dotted paths (`people.disclosure.chapters`). A module
whose tables name a person states its chapters here."""

KURSS_ERASURES: tuple[str, ...] = (
    "kurss.learning.erasing.part_siblings",
    "kurss.learning.erasing.delete_care",
    "kurss.learning.erasing.delete_grades",
    "kurss.learning.erasing.revoke_calendars",
    "kurss.learning.erasing.forget_letters",
    "kurss.science_centre.erasing.forget_letters",
    "kurss.science_centre.erasing.forget_groups",
)
"""What else goes when an identity is erased, as dotted paths to functions that take `person=` and `at=`: what a
module keeps about somebody that no figure needs."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"hide": {"()": "kurss.people.signin.secrecy.Hide"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["hide"]}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
"""Faults of a page go to the error stream, where the service manager keeps them; secrets are never written."""

DEFAULT_EXCEPTION_REPORTER_FILTER = "kurss.people.signin.secrecy.Reports"
KURSS_COUNTRY = "LV"
"""Whose public holidays move the last day of a legal term (ISO 3166)."""

KURSS_PUPILS_PER_ADULT = int(os.environ.get("KURSS_PUPILS_PER_ADULT", "15"))
"""So many pupils of a school group come with each adult at the most, where a slot of the science centre says
nothing else: a class of thirty is led by two. It is the centre's own rule and quotes no law."""

KURSS_COURSE_COSTS: dict[str, str] | None = None
"""What an hour of a teacher (`teacher_hour`) and of a room (`room_hour`) costs in the city's currency, and the
document that says so (`source`). Nothing where nobody wrote it down: advice on places then names no cost."""

KURSS_RETENTION = (
    "kurss.learning.retention.LEARNERS",
    "kurss.learning.retention.WAITED",
    "kurss.learning.retention.CARE",
    "kurss.learning.retention.GRADES",
    "kurss.science_centre.retention.CONTACTS",
    "kurss.programme.retention.CONTACTS",
    "kurss.programme.retention.PARTICIPANTS",
    "kurss.programme.retention.AUTHORS",
    "kurss.programme.retention.HOLDERS",
    "kurss.programme.retention.OWNERS",
    "kurss.programme.retention.SUPPLIERS",
    "kurss.privacy.own_rules.SENT_NOTICES",
    "kurss.privacy.own_rules.INVITATIONS",
    "kurss.privacy.own_rules.SESSIONS",
    "kurss.privacy.own_rules.JOURNAL_DETAILS",
    "kurss.privacy.own_rules.CLOSED_REQUESTS",
)
"""What can be removed once it has been kept long enough, as dotted paths (`privacy.rules`)."""

KURSS_FACTS = (
    "kurss.learning.facts.ATTENDANCE",
    "kurss.learning.facts.ENROLMENT",
    "kurss.science_centre.facts.VISIT",
    "kurss.science_centre.facts.GROUP_VISIT",
    "kurss.science_centre.facts.PARTICIPATION",
    "kurss.population.facts.RESIDENTS",
)
"""The facts that figures may count, as dotted paths. A fact not named here does not exist for `evidence`."""

KURSS_FAMILY_PAGES = ("kurss.learning.classroom.care.FAMILY_PAGE",)
"""Pages about a person that modules add to those of a family, as dotted paths (`people.family.more`)."""

KURSS_HOLDINGS = (
    "kurss.learning.holdings.ENROLMENTS",
    "kurss.learning.holdings.ATTENDANCES",
    "kurss.learning.holdings.CARE",
    "kurss.learning.holdings.GRADES",
    "kurss.science_centre.holdings.BOOKINGS",
    "kurss.science_centre.holdings.PARTICIPATIONS",
    "kurss.science_centre.holdings.GROUPS",
)
"""What modules keep about a person, as dotted paths: counted and checked before two people are merged."""

KURSS_LENSES = ("kurss.partners.lenses.ESF", "kurss.partners.lenses.EEA")
"""Rules of funders under which the same records are counted too, in the order they are shown."""

KURSS_INITIATIVES = "kurss.programme.queries.initiative_choices"

# So many days after a meeting a suggestion that nobody has answered is a finding.
KURSS_SUGGESTION_DAYS = int(os.environ.get("KURSS_SUGGESTION_DAYS", "60"))
"""Who names the initiatives that a role can be limited to, as a dotted path."""

KURSS_SNAPSHOTS_KEPT = int(os.environ.get("KURSS_SNAPSHOTS_KEPT", "60"))
"""How many of the newest snapshots keep their files; those that a release needs keep them for ever."""

KURSS_DUPLICATE_BITS = float(os.environ.get("KURSS_DUPLICATE_BITS", "3.0"))
"""From how many bits of evidence two people are proposed as one. More: fewer proposals, and more of them right."""

KURSS_TURNS_A_SECOND = float(os.environ.get("KURSS_TURNS_A_SECOND", "50"))
"""How many families a second come in where places are given at once (`learning.rounds.room`): what the machine
serves, divided by about three answers a family (bench/README.md). 0: no waiting room."""
