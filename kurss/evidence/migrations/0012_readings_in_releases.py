"""Counts under funders' rules belong to a release as its figures do: nothing of them is changed once it is out."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

_released = import_module("kurss.evidence.migrations.0005_released_rows")
_OF = "CREATE OR REPLACE FUNCTION evidence_release_of"
BEFORE = _OF + _released.GUARD.split("CREATE FUNCTION evidence_release_of")[1].split("CREATE FUNCTION")[0]
AFTER = BEFORE.replace(
    "WHEN 'evidence_releasedfigure'\n", "WHEN 'evidence_releasedreading'\n"
    "            THEN (SELECT release_id FROM evidence_line WHERE id = (held->>'line_id')::bigint)\n"
    "        WHEN 'evidence_releasedfigure'\n",
)
TABLE = "evidence_releasedreading"


class Migration(migrations.Migration):
    dependencies = [("evidence", "0011_withdrawn_lines")]

    operations = [
        migrations.AlterField(
            model_name="releasedtext",
            name="kind",
            field=models.CharField(
                choices=[("definition", "Definition"), ("fact", "Fact"), ("lens", "Lens")], max_length=10
            ),
        ),
        migrations.CreateModel(
            name="ReleasedReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bag_digest", models.CharField(max_length=64)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="evidence.line"
                    ),
                ),
                (
                    "reading",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="released", to="evidence.lensfigure"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(AFTER, BEFORE),
        _released.trigger(
            TABLE, f"{TABLE}_stays", "INSERT OR UPDATE OR DELETE", "evidence_refuse_in_released"
        ),
    ]
