"""A group may take school grades: the ages of their pupils, said as grades."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learning", "0010_calendars")]
    operations = [
        migrations.AddField("group", "by_grade", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "group",
            models.CheckConstraint(
                condition=models.Q(by_grade=False)
                | models.Q(
                    age_from__gte=7,
                    age_to__isnull=False,
                    age_to__lte=18,
                    age_on__month=12,
                    age_on__day=31,
                ),
                name="grades_are_ages_on_the_last_day_of_the_year",
            ),
        ),
    ]
