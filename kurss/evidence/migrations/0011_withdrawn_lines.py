"""A released figure that the records give no more can be withdrawn in a later release, with a reason."""

from importlib import import_module

from django.db import migrations, models

guard = import_module("kurss.evidence.migrations.0005_released_rows").GUARD
_BEGINS = "CREATE FUNCTION evidence_keep_period_locked()"
BEFORE = guard[guard.index(_BEGINS) :].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
AFTER = BEFORE.replace("NEW.kind <> 'restated'", "NEW.kind NOT IN ('restated', 'withdrawn')")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0010_numbers_of_subjects")]
    operations = [
        migrations.AlterField(
            model_name="line",
            name="kind",
            field=models.CharField(
                choices=[
                    ("new", "New"),
                    ("continued", "Continued"),
                    ("restated", "Restated"),
                    ("withdrawn", "Withdrawn"),
                ],
                max_length=9,
            ),
        ),
        migrations.RemoveConstraint(model_name="line", name="a_restatement_has_a_reason"),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("restated", "withdrawn")), _negated=True),
                    models.Q(models.Q(("reason", ""), _negated=True), models.Q(("reason_en", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_restatement_has_a_reason",
            ),
        ),
        migrations.RunSQL(AFTER, BEFORE),
    ]
