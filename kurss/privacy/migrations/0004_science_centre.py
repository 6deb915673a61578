"""An activity that the register did not name before: the science centre."""

from django.db import migrations

from kurss.privacy.defaults import rows


def lay_down(apps, _editor):
    activities = apps.get_model("privacy", "Activity").objects
    activities.bulk_create([activities.model(**row) for row in rows()], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_people_around_a_programme")]
    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
