"""What is sealed stays as it is: the database itself refuses to change or delete it."""

from django.db import migrations

SEALED = (
    "evidence_snapshot",
    "evidence_sealedfile",
    "evidence_computation",
    "evidence_figure",
    "evidence_indicatorversion",
    "evidence_term",
    "evidence_breakdown",
    "evidence_statement",
)

REFUSE = """
CREATE FUNCTION evidence_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is sealed: its rows are never changed or deleted. Compute or declare anew instead.',
        TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def triggers(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_is_sealed BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION evidence_refuse_change();
        CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse_change()
        """,
        f"DROP TRIGGER {table}_is_sealed ON {table}; DROP TRIGGER {table}_is_not_emptied ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION evidence_refuse_change()"),
        *(triggers(table) for table in SEALED),
    ]
