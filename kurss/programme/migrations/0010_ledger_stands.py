"""What was contracted and paid stands: the database itself refuses to change or delete it."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION programme_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is a ledger: its rows are never changed or deleted. Enter a row that takes one back.',
        TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
TABLES = ("programme_contract", "programme_payment")


class Migration(migrations.Migration):
    dependencies = [("programme", "0009_money")]
    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION programme_refuse_change()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_stands BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION programme_refuse_change()",
                f"DROP TRIGGER {table}_stands ON {table}",
            )
            for table in TABLES
        ),
    ]
