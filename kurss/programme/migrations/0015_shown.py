from django.db import migrations, models


def show_the_one_that_is_seen(apps, schema_editor):
    """The public goes on seeing the programme that began last, whatever is started afterwards."""
    programme = apps.get_model("programme", "Programme").objects.order_by("-starts_on", "key").first()
    if programme is not None:
        programme.is_shown = True
        programme.save(update_fields=["is_shown"])


class Migration(migrations.Migration):

    dependencies = [
        ("programme", "0014_risk_history_stands"),
    ]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="is_shown",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(show_the_one_that_is_seen, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_shown", True)), fields=("is_shown",), name="one_programme_is_shown"
            ),
        ),
    ]
