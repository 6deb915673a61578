"""Flat merges: what stands for a key stands for itself. One step leads to the person, and there is no circle."""

from django.db import migrations

FORWARD = """
ALTER TABLE people_person
    ADD CONSTRAINT a_person_with_its_standing UNIQUE (key, stands);

-- True where there is a survivor, so that the pair below finds only a row that stands.
ALTER TABLE people_person
    ADD COLUMN survivor_stands boolean GENERATED ALWAYS AS (survivor_id IS NOT NULL OR NULL) STORED;

ALTER TABLE people_person
    ADD CONSTRAINT a_survivor_stands_for_itself
    FOREIGN KEY (survivor_id, survivor_stands) REFERENCES people_person (key, stands)
    DEFERRABLE INITIALLY IMMEDIATE;
"""

BACKWARD = """
ALTER TABLE people_person DROP CONSTRAINT a_survivor_stands_for_itself;
ALTER TABLE people_person DROP COLUMN survivor_stands;
ALTER TABLE people_person DROP CONSTRAINT a_person_with_its_standing;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_duplicates")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
