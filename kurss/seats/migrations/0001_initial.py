
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Pool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('capacity', models.PositiveIntegerField()),
                ('taken', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('taken__gte', 0), ('taken__lte', models.F('capacity'))), name='pool_never_oversold')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.UUIDField()),
                ('state', models.CharField(choices=[('held', 'Held'), ('taken', 'Taken'), ('released', 'Released')], max_length=8)),
                ('taken_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('once', models.CharField(blank=True, max_length=80)),
                ('pool', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='seats.pool')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'held')), fields=['expires_at'], name='seat_held_until')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['held', 'taken', 'released'])), name='seat_state_is_a_word'), models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', False), ('state', 'released')), models.Q(models.Q(('state', 'released'), _negated=True), ('released_at__isnull', True)), _connector='OR'), name='seat_released_has_its_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), ('expires_at__isnull', False), _connector='OR'), name='seat_held_has_an_end'), models.UniqueConstraint(condition=models.Q(('state__in', ('held', 'taken'))), fields=('pool', 'holder'), name='seat_one_live_per_holder'), models.UniqueConstraint(condition=models.Q(('once', ''), _negated=True), fields=('pool', 'holder', 'once'), name='seat_once_per_request')],
            },
        ),
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.UUIDField()),
                ('joined_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(null=True)),
                ('pool', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='line', to='seats.pool')),
            ],
            options={
                'ordering': ('joined_at', 'id'),
                'indexes': [models.Index(condition=models.Q(('left_at__isnull', True)), fields=['pool', 'joined_at', 'id'], name='waiting_line_in_order')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at__isnull', True)), fields=('pool', 'holder'), name='waiting_once_per_holder'), models.CheckConstraint(condition=models.Q(('left_at__isnull', True), ('left_at__gte', models.F('joined_at')), _connector='OR'), name='waiting_left_after_joining')],
            },
        ),
    ]
