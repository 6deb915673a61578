"""What no single-row constraint can say: copies that must follow their original, and a ledger kept whole."""

from django.db import migrations

FORWARD = """
-- As Django's own, these foreign keys are tested at the end of the transaction.

-- A teacher's row carries the time of its session, for the exclusion constraint. It follows the session:
-- cancelling or moving it clears `stands` here too, and the teacher is free.
ALTER TABLE learning_sessionteacher
    ADD CONSTRAINT session_teacher_follows_its_session
    FOREIGN KEY (session_id, starts_at, ends_at, stands)
    REFERENCES learning_session (id, starts_at, ends_at, stands) ON UPDATE CASCADE ON DELETE CASCADE
    DEFERRABLE INITIALLY DEFERRED;

-- A mark is of the person and the group of its enrolment, also after two keys of one person were merged.
ALTER TABLE learning_attendance
    ADD CONSTRAINT attendance_is_of_its_enrolment
    FOREIGN KEY (enrolment_id, person_id, group_key)
    REFERENCES learning_enrolment (id, person_id, group_key) ON UPDATE CASCADE
    DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION learning_ledger_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Enrolment events are only added, never changed or removed'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER enrolment_events_are_only_added
    BEFORE UPDATE OR DELETE ON learning_enrolmentevent
    FOR EACH ROW EXECUTE FUNCTION learning_ledger_is_kept();
"""

BACKWARD = """
DROP TRIGGER enrolment_events_are_only_added ON learning_enrolmentevent;
DROP FUNCTION learning_ledger_is_kept();
ALTER TABLE learning_attendance DROP CONSTRAINT attendance_is_of_its_enrolment;
ALTER TABLE learning_sessionteacher DROP CONSTRAINT session_teacher_follows_its_session;
"""


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
