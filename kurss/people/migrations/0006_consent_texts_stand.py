"""What was agreed to stays what it was: the database refuses to change or remove a text of consent."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION people_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A text of consent is never changed: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Write its next version.';
END $$
"""

TRIGGERS = (
    ("consent_texts_stand", "UPDATE OR DELETE", "ROW"),
    ("consent_texts_are_not_emptied", "TRUNCATE", "STATEMENT"),
)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_what_a_family_does")]
    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION people_refuse_change()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {name} BEFORE {event} ON people_consenttext "
                f"FOR EACH {each} EXECUTE FUNCTION people_refuse_change()",
                f"DROP TRIGGER {name} ON people_consenttext",
            )
            for name, event, each in TRIGGERS
        ),
    ]
