"""Where sessions stand: Django's own table, read in one plain statement, since every page of a reader asks it."""

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

_READ = """/* prepared */
SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s
"""


class SessionStore(InDatabase):
    """A session that was ended or has run out is nobody's, from the next page on."""

    def _get_session_from_db(self) -> Session | None:
        with connection.cursor() as cursor:
            cursor.execute(_READ, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return Session(session_key=str(self.session_key), session_data=row[0], expire_date=row[1])
