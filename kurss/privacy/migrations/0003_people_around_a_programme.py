"""Activities that the register did not name before: people in programme records, suppliers, the office itself."""

from django.db import migrations

from kurss.privacy.defaults import rows


def lay_down(apps, _editor):
    activities = apps.get_model("privacy", "Activity").objects
    activities.bulk_create([activities.model(**row) for row in rows()], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_activities")]
    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
