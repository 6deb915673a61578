"""The database itself refuses to change what was taken down. Details alone can be deleted: that is erasure."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION journal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation',
              HINT = 'Write a new entry that corrects the old one; erase details with entries.erase_details.';
END $$
"""

TRIGGERS = (
    ("journal_entry", "entries_stand", "UPDATE OR DELETE", "ROW"),
    ("journal_entry", "entries_are_not_emptied", "TRUNCATE", "STATEMENT"),
    ("journal_detail", "details_stand", "UPDATE", "ROW"),
    ("journal_detail", "details_are_not_emptied", "TRUNCATE", "STATEMENT"),
)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION journal_refuse_change()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION journal_refuse_change()",
                f"DROP TRIGGER {name} ON {table}",
            )
            for table, name, event, each in TRIGGERS
        ),
    ]
