"""What a published draw says of each ticket stands in a row of its own; draws that were published before get theirs."""

import json

import django.db.models.deletion
from django.db import migrations, models

from kurss.learning import draw
from kurss.learning.rounds.told import said_of_all

FORWARD = """
CREATE TRIGGER what_a_ticket_was_told_stays BEFORE UPDATE OR DELETE ON learning_tickettold
    FOR EACH ROW EXECUTE FUNCTION learning_round_record_is_kept();
"""
BACKWARD = "DROP TRIGGER what_a_ticket_was_told_stays ON learning_tickettold;"


def tell_of_earlier_draws(apps, schema_editor):
    told = apps.get_model("learning", "TicketTold")
    application = apps.get_model("learning", "Application")
    for published in apps.get_model("learning", "PublishedDraw").objects.all().iterator(chunk_size=1):
        rows = application.objects.filter(round=published.round_id)
        tickets = dict(rows.values_list("ticket", "pk"))
        told.objects.bulk_create(
            (
                told(application_id=tickets[ticket], document=draw.canonical(said).decode())
                for ticket, said in said_of_all(json.loads(published.document))
            ),
            batch_size=2_000,
        )


class Migration(migrations.Migration):
    dependencies = [("learning", "0012_said_grades")]

    operations = [
        migrations.CreateModel(
            name="TicketTold",
            fields=[
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="told",
                        serialize=False,
                        to="learning.application",
                    ),
                ),
                ("document", models.TextField()),
            ],
            options={"verbose_name_plural": "tickets told"},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        # Last, since a table that was just filled takes no trigger in the same transaction.
        migrations.RunPython(tell_of_earlier_draws, migrations.RunPython.noop),
    ]
