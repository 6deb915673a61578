"""No two organisations bear one name. Where two did, nobody could tell them apart in a list: the one entered later
now bears its key in brackets, the journal keeps the name that stood, and the office may correct either."""

from collections.abc import Iterator
from itertools import count

from django.db import migrations, models
from django.db.models.functions import Lower, Trim
from django.utils import timezone

from kurss.journal.seals import Payload, digest_of, new_salt

LONGEST = 200


def tell_apart(apps, schema_editor):
    Partner = apps.get_model("partners", "Partner")
    for column in ("name", "name_en"):
        taken = set()
        # The database itself says which names are one.
        for partner in list(Partner.objects.annotate(once=Lower(Trim(column))).order_by("pk")):
            if partner.once not in taken:
                taken.add(partner.once)
                continue
            was = getattr(partner, column)
            now = next(one for one in _ways(was, partner.key) if one.lower() not in taken)
            taken.add(now.lower())
            setattr(partner, column, now)
            partner.save(update_fields=[column])
            _note(apps, partner, Payload(f"{column}_was", was, new_salt()))


def _ways(name: str, key: str) -> Iterator[str]:
    for number in count(1):
        behind = f" ({key})" if number == 1 else f" ({key}, {number})"
        yield name.strip()[: LONGEST - len(behind)] + behind


def _note(apps, partner, said: Payload) -> None:
    entry = apps.get_model("journal", "Entry").objects.create(
        act="partners.tell_apart",
        by_key="kurss",
        by_label="Kurss",
        at=timezone.now(),
        kind="partners.partner",
        key=str(partner.pk),
        label=partner.name,
        digest=digest_of([said]),
    )
    apps.get_model("journal", "Detail").objects.create(
        entry=entry, name=said.name, value=said.value, salt=said.salt
    )


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0001_initial'),
        ('journal', '0005_days_and_acts'),
    ]

    operations = [
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.UniqueConstraint(Lower(Trim('name')), name='a_partner_name_once', violation_error_message='An organisation of this name is in the register already: use that record, or correct it.'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.UniqueConstraint(Lower(Trim('name_en')), name='a_partner_name_en_once', violation_error_message='An organisation of this name is in the register already: use that record, or correct it.'),
        ),
    ]
