
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('curriculum', '0001_initial'),
        ('partners', '0001_initial'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
        ('seats', '0001_initial'),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True)),
                ('audience', models.CharField(choices=[('child', 'Children'), ('adult', 'Adults'), ('teacher', 'Teachers')], max_length=7)),
                ('mode', models.CharField(choices=[('on_site', 'On site'), ('online', 'Online'), ('hybrid', 'Hybrid')], max_length=7)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('age_from', models.PositiveSmallIntegerField(null=True)),
                ('age_to', models.PositiveSmallIntegerField(null=True)),
                ('age_on', models.DateField(null=True)),
                ('minimum', models.PositiveSmallIntegerField(default=1)),
                ('synthetic', models.BooleanField(default=False)),
                ('curriculum_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='curriculum.curriculumversion')),
                ('operation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='partners.operation')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='places.institution')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='partners.partner')),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='places.room')),
            ],
            options={
                'ordering': ('key',),
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('child', 'Children'), ('adult', 'Adults'), ('teacher', 'Teachers')], max_length=7)),
                ('gender', models.CharField(choices=[('female', 'female'), ('male', 'male'), ('other', 'other'), ('not_recorded', 'not recorded')], max_length=12)),
                ('age', models.PositiveSmallIntegerField(null=True)),
                ('age_band', models.CharField(max_length=5, null=True)),
                ('resident', models.CharField(choices=[('yes', 'Lives in the city'), ('no', 'Lives elsewhere'), ('not_recorded', 'Not recorded')], max_length=12)),
                ('topic', models.CharField(max_length=80)),
                ('place_key', models.CharField(max_length=80)),
                ('group_key', models.CharField(max_length=80)),
                ('operation_key', models.CharField(max_length=80, null=True)),
                ('synthetic', models.BooleanField(default=False)),
                ('mode', models.CharField(choices=[('on_site', 'On site'), ('online', 'Online'), ('hybrid', 'Hybrid')], max_length=7)),
                ('state', models.CharField(choices=[('enrolled', 'Enrolled'), ('completed', 'Completed'), ('unfinished', 'Not completed'), ('withdrawn', 'Withdrawn')], default='enrolled', max_length=10)),
                ('enrolled_on', models.DateField()),
                ('left_on', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='people.person')),
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='enrolment', to='seats.seat')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='learning.group')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroupPool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(choices=[('on_site', 'On site'), ('online', 'Online'), ('hybrid', 'Hybrid')], max_length=7)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pools', to='learning.group')),
                ('pool', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='group_pool', to='seats.pool')),
            ],
        ),
        migrations.CreateModel(
            name='GroupTeacher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teachers', to='learning.group')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taught_groups', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Season',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True)),
                ('title', models.CharField(max_length=120)),
                ('title_en', models.CharField(max_length=120)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
            ],
            options={
                'ordering': ('starts_on', 'key'),
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='season_ends_after_it_starts')],
            },
        ),
        migrations.AddField(
            model_name='group',
            name='season',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='learning.season'),
        ),
        migrations.CreateModel(
            name='FreeDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('title', models.CharField(max_length=120)),
                ('title_en', models.CharField(max_length=120)),
                ('season', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='free_days', to='learning.season')),
            ],
            options={
                'ordering': ('season', 'day'),
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('happened_on', models.DateField()),
                ('mode', models.CharField(choices=[('on_site', 'On site'), ('online', 'Online'), ('hybrid', 'Hybrid')], max_length=7)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled'), ('moved', 'Moved')], default='planned', max_length=9)),
                ('stands', models.GeneratedField(db_persist=True, expression=models.Case(models.When(state__in=('planned', 'held'), then=models.Value(True)), default=models.Value(False)), output_field=models.BooleanField())),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='learning.group')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='learning.session')),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='places.room')),
            ],
            options={
                'ordering': ('starts_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('child', 'Children'), ('adult', 'Adults'), ('teacher', 'Teachers')], max_length=7)),
                ('gender', models.CharField(choices=[('female', 'female'), ('male', 'male'), ('other', 'other'), ('not_recorded', 'not recorded')], max_length=12)),
                ('age', models.PositiveSmallIntegerField(null=True)),
                ('age_band', models.CharField(max_length=5, null=True)),
                ('resident', models.CharField(choices=[('yes', 'Lives in the city'), ('no', 'Lives elsewhere'), ('not_recorded', 'Not recorded')], max_length=12)),
                ('topic', models.CharField(max_length=80)),
                ('place_key', models.CharField(max_length=80)),
                ('group_key', models.CharField(max_length=80)),
                ('operation_key', models.CharField(max_length=80, null=True)),
                ('synthetic', models.BooleanField(default=False)),
                ('status', models.CharField(choices=[('present', 'Present'), ('late', 'Late'), ('excused', 'Excused'), ('absent', 'Absent')], max_length=7)),
                ('mode', models.CharField(choices=[('on_site', 'On site'), ('online', 'Online'), ('recording', 'By recording')], max_length=9)),
                ('happened_on', models.DateField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('marked_at', models.DateTimeField()),
                ('marked_by_key', models.UUIDField()),
                ('is_current', models.BooleanField(default=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='people.person')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='learning.attendance')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='learning.enrolment')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='learning.session')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SessionTeacher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('stands', models.BooleanField(default=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taught_sessions', to='people.person')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teachers', to='learning.session')),
            ],
        ),
        migrations.CreateModel(
            name='WeeklyTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='times', to='learning.group')),
            ],
            options={
                'ordering': ('group', 'weekday', 'starts'),
            },
        ),
        migrations.CreateModel(
            name='EnrolmentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('enrolled', 'Enrolled'), ('withdrawn', 'Withdrawn'), ('completed', 'Completed'), ('unfinished', 'Ended without completion')], max_length=10)),
                ('happened_at', models.DateTimeField()),
                ('by_key', models.UUIDField()),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='learning.enrolment')),
            ],
            options={
                'ordering': ('enrolment', 'happened_at', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['enrolled', 'withdrawn', 'completed', 'unfinished'])), name='enrolment_event_is_a_word')],
            },
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ['child', 'adult', 'teacher'])), name='enrolment_audience_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('gender__in', ['female', 'male', 'other', 'not_recorded'])), name='enrolment_gender_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('resident__in', ['yes', 'no', 'not_recorded'])), name='enrolment_resident_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('age__isnull', True), ('age_band__isnull', True)), models.Q(('age__isnull', False), ('age_band__in', ['0-6', '7-9', '10-12', '13-15', '16-17', '18-24', '25-34', '35-44', '45-54', '55-64', '65+'])), _connector='OR'), name='enrolment_age_and_band_go_together'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('group', 'person'), name='enrolment_one_live_per_group'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(fields=('id', 'person', 'group_key'), name='enrolment_with_its_person_and_group'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['enrolled', 'completed', 'unfinished', 'withdrawn'])), name='enrolment_state_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ('on_site', 'online'))), name='enrolment_sits_on_site_or_online'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_on__isnull', True), ('state', 'enrolled')), models.Q(models.Q(('state', 'enrolled'), _negated=True), ('left_on__isnull', False)), _connector='OR'), name='enrolment_ended_has_its_day'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('left_on__gte', models.F('enrolled_on')), _connector='OR'), name='enrolment_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='grouppool',
            constraint=models.UniqueConstraint(fields=('group', 'mode'), name='group_pool_once_a_mode'),
        ),
        migrations.AddConstraint(
            model_name='grouppool',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ('on_site', 'online'))), name='group_pool_seats_on_site_or_online'),
        ),
        migrations.AddConstraint(
            model_name='groupteacher',
            constraint=models.UniqueConstraint(fields=('group', 'person'), name='group_teacher_once'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ['child', 'adult', 'teacher'])), name='group_audience_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['on_site', 'online', 'hybrid'])), name='group_mode_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='group_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.CheckConstraint(condition=models.Q(('age_from__isnull', True), ('age_to__isnull', True), ('age_to__gte', models.F('age_from')), _connector='OR'), name='group_ages_in_order'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('age_from__isnull', True), ('age_to__isnull', True)), ('age_on__isnull', False), _connector='OR'), name='group_ages_have_a_reference_date'),
        ),
        migrations.AddConstraint(
            model_name='freeday',
            constraint=models.UniqueConstraint(fields=('season', 'day'), name='free_day_once_a_season'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held', 'cancelled', 'moved'])), name='session_state_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['on_site', 'online', 'hybrid'])), name='session_mode_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ('planned', 'held'))), expressions=[('room', '='), (models.Func('starts_at', 'ends_at', function='TSTZRANGE', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='session_room_never_clashes'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ('planned', 'held'))), expressions=[('group', '='), (models.Func('starts_at', 'ends_at', function='TSTZRANGE', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='session_group_never_clashes'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.UniqueConstraint(fields=('id', 'starts_at', 'ends_at', 'stands'), name='session_with_its_time'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ['child', 'adult', 'teacher'])), name='attendance_audience_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('gender__in', ['female', 'male', 'other', 'not_recorded'])), name='attendance_gender_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('resident__in', ['yes', 'no', 'not_recorded'])), name='attendance_resident_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('age__isnull', True), ('age_band__isnull', True)), models.Q(('age__isnull', False), ('age_band__in', ['0-6', '7-9', '10-12', '13-15', '16-17', '18-24', '25-34', '35-44', '45-54', '55-64', '65+'])), _connector='OR'), name='attendance_age_and_band_go_together'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('session', 'enrolment'), name='attendance_one_current'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['present', 'late', 'excused', 'absent'])), name='attendance_status_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['on_site', 'online', 'recording'])), name='attendance_mode_is_a_word'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('minutes__gt', 0), ('status__in', ('present', 'late'))), models.Q(models.Q(('status__in', ('present', 'late')), _negated=True), ('minutes', 0)), _connector='OR'), name='attendance_minutes_of_those_present'),
        ),
        migrations.AddConstraint(
            model_name='sessionteacher',
            constraint=models.UniqueConstraint(fields=('session', 'person'), name='session_teacher_once'),
        ),
        migrations.AddConstraint(
            model_name='sessionteacher',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('stands', True)), expressions=[('person', '='), (models.Func('starts_at', 'ends_at', function='TSTZRANGE', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='session_teacher_never_clashes'),
        ),
        migrations.AddConstraint(
            model_name='weeklytime',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='weekly_time_has_a_weekday'),
        ),
        migrations.AddConstraint(
            model_name='weeklytime',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='weekly_time_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='weeklytime',
            constraint=models.UniqueConstraint(fields=('group', 'weekday', 'starts'), name='weekly_time_once'),
        ),
    ]
