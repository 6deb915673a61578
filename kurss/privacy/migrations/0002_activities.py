"""The activities that a Kurss site carries out, for the city to read, correct and confirm."""

from django.db import migrations

from kurss.privacy.defaults import rows


def lay_down(apps, _editor):
    activities = apps.get_model("privacy", "Activity").objects
    activities.bulk_create([activities.model(**row) for row in rows()], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]
    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
