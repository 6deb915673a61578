"""New entries wait to be sealed, and the database refuses to change what is sealed."""

from django.db import migrations

WAIT = """
CREATE FUNCTION journal_wait_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO journal_unsealed (entry_id) SELECT id FROM written;
    RETURN NULL;
END $$;
CREATE TRIGGER entries_wait_to_be_sealed AFTER INSERT ON journal_entry
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION journal_wait_for_seal();
INSERT INTO journal_unsealed (entry_id) SELECT id FROM journal_entry;
"""

NO_WAIT = """
DROP TRIGGER entries_wait_to_be_sealed ON journal_entry;
DROP FUNCTION journal_wait_for_seal();
"""

TRIGGERS = (
    ("journal_batch", "batches_stand", "UPDATE OR DELETE", "ROW"),
    ("journal_batch", "batches_are_not_emptied", "TRUNCATE", "STATEMENT"),
    ("journal_seal", "seals_stand", "UPDATE OR DELETE", "ROW"),
    ("journal_seal", "seals_are_not_emptied", "TRUNCATE", "STATEMENT"),
)


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_chain")]
    operations = [
        migrations.RunSQL(WAIT, NO_WAIT),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION journal_refuse_change()",
                f"DROP TRIGGER {name} ON {table}",
            )
            for table, name, event, each in TRIGGERS
        ),
    ]
