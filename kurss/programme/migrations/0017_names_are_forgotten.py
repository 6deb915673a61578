"""A supplier may be a natural person, and the ledger and the history of a risk let a name be forgotten: the name
alone, and only for the sign that says so. Everything else of them stands as before."""

from django.db import migrations, models

from kurss.programme.names import GONE

LEDGER = f"""
CREATE OR REPLACE FUNCTION programme_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'programme_contract'
        AND to_jsonb(OLD) ->> 'supplier_is_person' = 'true'
        AND to_jsonb(NEW) ->> 'supplier' = '{GONE}'
        AND to_jsonb(NEW) - 'supplier' = to_jsonb(OLD) - 'supplier'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is a ledger: its rows are never changed or deleted. Enter a row that takes one back.',
        TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
LEDGER_BEFORE = """
CREATE OR REPLACE FUNCTION programme_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is a ledger: its rows are never changed or deleted. Enter a row that takes one back.',
        TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
HISTORY = f"""
CREATE OR REPLACE FUNCTION programme_history_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'programme_riskchange'
        AND to_jsonb(OLD) ->> 'field' = 'owner'
        AND to_jsonb(NEW) - 'was' - 'became' = to_jsonb(OLD) - 'was' - 'became'
        AND (to_jsonb(NEW) ->> 'was') IN (to_jsonb(OLD) ->> 'was', '{GONE}')
        AND (to_jsonb(NEW) ->> 'became') IN (to_jsonb(OLD) ->> 'became', '{GONE}')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The history of a risk is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Change the risk; its history gets a row of its own.';
END $$
"""
HISTORY_BEFORE = """
CREATE OR REPLACE FUNCTION programme_history_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history of a risk is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Change the risk; its history gets a row of its own.';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0016_pipeline")]
    operations = [
        migrations.AddField("contract", "supplier_is_person", models.BooleanField(default=False)),
        migrations.RemoveConstraint("riskchange", "a_change_changes"),
        migrations.AddConstraint(
            "riskchange",
            models.CheckConstraint(
                condition=~models.Q(was=models.F("became")) | models.Q(was=GONE), name="a_change_changes"
            ),
        ),
        migrations.RunSQL(LEDGER, LEDGER_BEFORE),
        migrations.RunSQL(HISTORY, HISTORY_BEFORE),
    ]
