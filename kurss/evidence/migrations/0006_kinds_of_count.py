import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0005_released_rows'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='indicatorversion',
            name='a_ratio_divides_indicators_all_else_counts_a_fact',
        ),
        migrations.AddField(
            model_name='indicatorversion',
            name='absent',
            field=models.CharField(choices=[('between', 'between'), ('until_now', 'until_now'), ('missing', 'missing')], default='between', max_length=10),
        ),
        migrations.AddField(
            model_name='indicatorversion',
            name='also',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='indicatorversion',
            name='dimension',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='indicatorversion',
            name='group',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='indicatorversion',
            name='reference',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='indicatorversion',
            name='since',
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name='indicatorversion',
            name='counts',
            field=models.CharField(choices=[('rows', 'rows'), ('distinct', 'distinct'), ('sum', 'sum'), ('mean', 'mean'), ('median', 'median'), ('share', 'share'), ('state_share', 'state_share'), ('cumulative', 'cumulative'), ('ratio', 'ratio'), ('gap', 'gap')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='indicatorversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('counts', 'ratio'), ('denominator__isnull', False), ('dimension', ''), ('fact', ''), ('numerator__isnull', False)), models.Q(('counts', 'gap'), ('fact', ''), ('numerator__isnull', False), models.Q(('dimension', ''), _negated=True)), models.Q(models.Q(('counts__in', ('ratio', 'gap')), _negated=True), models.Q(('fact', ''), _negated=True), ('denominator__isnull', True), ('dimension', ''), ('numerator__isnull', True)), _connector='OR'), name='a_ratio_or_a_gap_divides_indicators_all_else_counts_facts'),
        ),
    ]
