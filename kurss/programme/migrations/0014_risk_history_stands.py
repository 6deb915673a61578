"""The history of a risk, and the risk itself, stay: the database itself refuses to change or delete them."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION programme_history_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history of a risk is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Change the risk; its history gets a row of its own.';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0013_register_of_risks")]
    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION programme_history_refuses()"),
        migrations.RunSQL(
            "CREATE TRIGGER risk_history_stands BEFORE UPDATE OR DELETE ON programme_riskchange "
            "FOR EACH ROW EXECUTE FUNCTION programme_history_refuses()",
            "DROP TRIGGER risk_history_stands ON programme_riskchange",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER registered_risks_stay BEFORE DELETE ON programme_registeredrisk "
            "FOR EACH ROW EXECUTE FUNCTION programme_history_refuses()",
            "DROP TRIGGER registered_risks_stay ON programme_registeredrisk",
        ),
    ]
