"""Subjects are sealed as numbers: which number stands for which key is written once and never changed."""

from importlib import import_module

from django.db import migrations, models

triggers = import_module("kurss.evidence.migrations.0002_sealed_rows").triggers


class Migration(migrations.Migration):
    dependencies = [("evidence", "0009_translations")]
    operations = [
        migrations.CreateModel(
            name="SubjectNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=200)),
                ("number", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="a_subject_has_one_number"),
                    models.UniqueConstraint(fields=("kind", "number"), name="a_number_stands_for_one_subject"),
                ],
            },
        ),
        triggers("evidence_subjectnumber"),
    ]
