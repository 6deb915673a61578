
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PopulationCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.SlugField(max_length=80)),
                ('counted_on', models.DateField()),
                ('residents', models.PositiveIntegerField()),
                ('series', models.CharField(choices=[('csp', 'Central Statistical Bureau, based on the census'), ('population_register', 'Population register, by declared residence'), ('old_estimate', 'Estimate from before the 2011 census'), ('old_estimate_rounded', 'Rounded estimate from before the 2011 census')], max_length=25)),
                ('source', models.CharField(max_length=300)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('synthetic', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('place', 'series', 'counted_on'),
                'constraints': [models.UniqueConstraint(fields=('place', 'counted_on', 'series'), name='count_once_a_day_and_series'), models.CheckConstraint(condition=models.Q(('series__in', ['csp', 'population_register', 'old_estimate', 'old_estimate_rounded'])), name='count_series_is_a_word'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='count_names_its_source')],
            },
        ),
    ]
