"""Settings of the test suite: the demonstration's, with what makes tests quick."""

from datetime import date

from kurss.portal.settings.base import *  # noqa: F403
from kurss.portal.settings.base import INSTALLED_APPS

KURSS_DEMO = True
KURSS_SECOND_FACTOR_FOR_STAFF = False
DEMO_DATE = date(2022, 9, 30)
INSTALLED_APPS = [*INSTALLED_APPS, "kurss.demo"]
SECRET_KEY = "for tests only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
KURSS_CODE_KEYS = "test:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU="  # a key for tests only
