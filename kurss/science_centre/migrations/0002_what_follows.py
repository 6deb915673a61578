"""What no single-row constraint can say: marks that are of their booking, and rows that are only superseded."""

from django.db import migrations

FORWARD = """
-- As Django's own, this foreign key is tested at the end of the transaction.
ALTER TABLE science_centre_participation
    ADD CONSTRAINT participation_is_of_its_booking
    FOREIGN KEY (booking_id, person_id, slot_id)
    REFERENCES science_centre_booking (id, person_id, slot_id) ON UPDATE CASCADE
    DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION science_centre_rows_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.is_current AND NOT NEW.is_current
        -- A column that PostgreSQL generates is not filled in yet where a trigger looks.
        AND (to_jsonb(OLD) - 'is_current' - 'visitors') = (to_jsonb(NEW) - 'is_current' - 'visitors') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What was admitted or marked is only superseded, never changed or removed'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER visits_are_only_superseded
    BEFORE UPDATE OR DELETE ON science_centre_visit
    FOR EACH ROW EXECUTE FUNCTION science_centre_rows_are_kept();

CREATE TRIGGER participations_are_only_superseded
    BEFORE UPDATE OR DELETE ON science_centre_participation
    FOR EACH ROW EXECUTE FUNCTION science_centre_rows_are_kept();
"""

BACKWARD = """
DROP TRIGGER participations_are_only_superseded ON science_centre_participation;
DROP TRIGGER visits_are_only_superseded ON science_centre_visit;
DROP FUNCTION science_centre_rows_are_kept();
ALTER TABLE science_centre_participation DROP CONSTRAINT participation_is_of_its_booking;
"""


class Migration(migrations.Migration):
    dependencies = [("science_centre", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
