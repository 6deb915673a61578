
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Curriculum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('title_en', models.CharField(max_length=200)),
                ('topic', models.CharField(choices=[('programming', 'Programming'), ('robotics', 'Robotics'), ('3d_design', '3D design'), ('digital_media', 'Digital media'), ('electronics', 'Electronics'), ('game_design', 'Game design'), ('office_skills', 'Office skills'), ('e_services', 'E-services'), ('safety_online', 'Safety online'), ('teaching_with_technology', 'Teaching with technology')], max_length=30)),
                ('synthetic', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('key',),
                'constraints': [models.CheckConstraint(condition=models.Q(('topic__in', ['programming', 'robotics', '3d_design', 'digital_media', 'electronics', 'game_design', 'office_skills', 'e_services', 'safety_online', 'teaching_with_technology'])), name='curriculum_topic_is_a_word'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('title_en', ''), _negated=True)), name='curriculum_has_a_title_in_both_languages')],
            },
        ),
        migrations.CreateModel(
            name='CurriculumVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('piloted', 'Piloted'), ('approved', 'Approved'), ('retired', 'Retired')], default='draft', max_length=10)),
                ('hours', models.PositiveSmallIntegerField()),
                ('required_share', models.PositiveSmallIntegerField()),
                ('author_key', models.UUIDField()),
                ('drafted_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(null=True)),
                ('retired_at', models.DateTimeField(null=True)),
                ('curriculum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='curriculum.curriculum')),
            ],
            options={
                'ordering': ('curriculum', 'number'),
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('approver_key', models.UUIDField()),
                ('author_key', models.UUIDField()),
                ('given_at', models.DateTimeField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='curriculum.curriculumversion')),
            ],
            options={
                'ordering': ('version', 'place'),
            },
        ),
        migrations.AddConstraint(
            model_name='curriculumversion',
            constraint=models.UniqueConstraint(fields=('curriculum', 'number'), name='version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='curriculumversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'in_review', 'piloted'))), fields=('curriculum',), name='version_one_under_way_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='curriculumversion',
            constraint=models.UniqueConstraint(fields=('id', 'author_key'), name='version_with_its_author'),
        ),
        migrations.AddConstraint(
            model_name='curriculumversion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'piloted', 'approved', 'retired'])), name='version_state_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='curriculumversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='version_counts_from_one'),
        ),
        migrations.AddConstraint(
            model_name='curriculumversion',
            constraint=models.CheckConstraint(condition=models.Q(('hours__gte', 1)), name='version_takes_time'),
        ),
        migrations.AddConstraint(
            model_name='curriculumversion',
            constraint=models.CheckConstraint(condition=models.Q(('required_share__gte', 1), ('required_share__lte', 100)), name='version_share_is_a_percentage'),
        ),
        migrations.AddConstraint(
            model_name='curriculumversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('approved_at__isnull', False), _connector='OR'), name='version_approved_has_its_moment'),
        ),
        migrations.AddConstraint(
            model_name='curriculumversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', False), ('state', 'retired')), models.Q(models.Q(('state', 'retired'), _negated=True), ('retired_at__isnull', True)), _connector='OR'), name='version_retired_has_its_moment'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(fields=('version', 'place'), name='approval_first_and_second'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.CheckConstraint(condition=models.Q(('place__gte', 1), ('place__lte', 2)), name='approval_is_one_of_two'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(fields=('version', 'approver_key'), name='approval_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.CheckConstraint(condition=models.Q(('approver_key', models.F('author_key')), _negated=True), name='approval_never_by_the_author'),
        ),
    ]
