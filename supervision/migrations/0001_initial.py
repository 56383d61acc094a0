import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import oauth2_provider.generators
import oauth2_provider.models
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import supervision.models.people
import supervision.models.spans
import supervision.models.territory
import supervision.models.word_search
import uuid
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),  # the triggers call a function of pghistory as soon as a row is written
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('guardian', '0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more'),
        ('mfa', '0003_authenticator_type_uniq'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),  # exclusion constraints compare ids and date ranges in one index
        # the clock by which leases and due times are judged; tests put their own in its place
        migrations.RunSQL(
            "CREATE FUNCTION supervision_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()'",
            'DROP FUNCTION supervision_now()',
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, help_text='First day back in office.', null=True, verbose_name='until')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('ends_in_dismissal', models.BooleanField(default=False, help_text='Completed when the last chat has passed to another owner.', verbose_name='ends in dismissal')),
                ('closes_login', models.BooleanField(default=False, verbose_name='the dismissal closes the login')),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
                'ordering': ['-since'],
            },
            bases=(supervision.models.spans.Span, models.Model),
        ),
        migrations.CreateModel(
            name='Chat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('messenger_id', models.BigIntegerField(blank=True, null=True, unique=True, verbose_name='chat id')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='invite link')),
                ('linked_at', models.DateTimeField(blank=True, null=True, verbose_name='linked at')),
                ('spec_version', models.PositiveIntegerField(default=0, verbose_name='version of the wish')),
                ('synced_version', models.PositiveIntegerField(default=0, verbose_name='version seen fulfilled')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='seen as wished at')),
                ('frozen_reason', models.CharField(blank=True, help_text='A frozen chat is not touched.', max_length=300, verbose_name='frozen because')),
                ('bot_state', models.CharField(choices=[('in_place', 'In place'), ('no_admin', 'No administrator, or rights are missing'), ('removed', 'Not in the chat')], default='in_place', max_length=10, verbose_name='bot')),
                ('settled_wish', models.CharField(blank=True, help_text='While the wish is the same, a difference was made in the messenger by hand.', max_length=64, verbose_name='digest of the wish seen fulfilled')),
                ('differences', models.JSONField(blank=True, default=list, verbose_name='messenger says, portal wants')),
                ('differs_since', models.DateTimeField(blank=True, null=True, verbose_name='changed by hand, seen at')),
                ('announcement_id', models.CharField(blank=True, max_length=100, verbose_name='announcement')),
                ('announcement_pinned', models.BooleanField(default=True, verbose_name='announcement pinned')),
                ('observed_at', models.DateTimeField(blank=True, null=True, verbose_name='looked at')),
                ('observed_title', models.CharField(blank=True, max_length=200, verbose_name='title seen')),
                ('observed_description', models.TextField(blank=True, verbose_name='description seen')),
                ('observed_owner_id', models.BigIntegerField(blank=True, null=True, verbose_name='owner seen')),
                ('observed_status', models.CharField(blank=True, max_length=20, verbose_name='status seen')),
                ('has_company_admin', models.BooleanField(db_default=False, default=False, help_text='As last seen.', verbose_name='with an administrator of the company')),
                ('participants_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='participants')),
            ],
            options={
                'verbose_name': 'chat',
                'verbose_name_plural': 'chats',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='House',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fias_guid', models.UUIDField(unique=True, verbose_name='ФИАС GUID')),
                ('gis_guid', models.UUIDField(blank=True, null=True, unique=True, verbose_name='ГИС ЖКХ GUID')),
                ('frt_id', models.BigIntegerField(blank=True, null=True, verbose_name='number in the ФРТ register')),
                ('cadastral_number', models.CharField(blank=True, max_length=40, verbose_name='cadastral number')),
                ('address', models.CharField(help_text='Without the region.', max_length=500, verbose_name='address')),
                ('address_key', models.CharField(editable=False, help_text='Equal for equal addresses.', max_length=500, verbose_name='address for comparison')),
                ('area', models.CharField(blank=True, max_length=150, verbose_name='district')),
                ('city', models.CharField(blank=True, max_length=150, verbose_name='city or settlement')),
                ('street', models.CharField(blank=True, max_length=200, verbose_name='street')),
                ('number', models.CharField(blank=True, max_length=200, verbose_name='house number')),
                ('building', models.CharField(blank=True, max_length=100, verbose_name='строение')),
                ('block', models.CharField(blank=True, max_length=100, verbose_name='корпус')),
                ('letter', models.CharField(blank=True, max_length=100, verbose_name='литера')),
                ('kind', models.CharField(choices=[('apartment', 'Apartment building'), ('blocked', 'Blocked building'), ('specialised', 'Specialised housing stock'), ('unknown', 'Not filled in')], default='unknown', max_length=20, verbose_name='kind')),
                ('state', models.CharField(choices=[('standing', 'In use'), ('demolished', 'Demolished')], default='standing', max_length=20, verbose_name='state')),
                ('flats', models.PositiveIntegerField(blank=True, null=True, verbose_name='flats')),
                ('floors', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='floors')),
                ('built_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of construction')),
                ('is_emergency', models.BooleanField(default=False, verbose_name='dangerous')),
            ],
            options={
                'verbose_name': 'house',
                'verbose_name_plural': 'houses',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Installation',
            fields=[
                ('identity', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False, verbose_name='installation')),
                ('place', models.CharField(max_length=100, verbose_name='database')),
                ('timeline', models.PositiveIntegerField(verbose_name='timeline of the database')),
                ('marked_at', models.DateTimeField(verbose_name='marked at')),
                ('restored_at', models.DateTimeField(blank=True, null=True, verbose_name='restored at')),
                ('restored_to', models.DateTimeField(blank=True, null=True, verbose_name='restored to')),
            ],
            options={
                'verbose_name': 'installation',
                'verbose_name_plural': 'installations',
            },
        ),
        migrations.CreateModel(
            name='KeptLoginEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.IntegerField()),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Licence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=64, verbose_name='number')),
                ('status', models.CharField(choices=[('active', 'In force'), ('ended', 'Ended')], default='active', max_length=10, verbose_name='status')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='issued on')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
            ],
            options={
                'verbose_name': 'licence',
                'verbose_name_plural': 'licences',
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('code', models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name='code')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('time_zone', models.CharField(max_length=40, validators=[supervision.models.territory.check_time_zone], verbose_name='time zone')),
                ('body_name', models.CharField(blank=True, max_length=200, verbose_name='supervision body')),
                ('scope_kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('apartment', 'Apartment building'), ('blocked', 'Blocked building'), ('specialised', 'Specialised housing stock'), ('unknown', 'Not filled in')], max_length=20), default=supervision.models.territory.default_scope_kinds, size=None, verbose_name='kinds of house')),
                ('min_flats', models.PositiveSmallIntegerField(default=0, help_text='Houses with fewer flats get no official chat; 0 asks for no number of flats at all.', verbose_name='minimum of flats')),
                ('title_template', models.CharField(default='{address}', max_length=200, validators=[supervision.models.territory.check_title_template], verbose_name='title of a chat')),
                ('description_template', models.TextField(blank=True, default='Официальный чат дома {address}. Управление домом: {company}.', validators=[supervision.models.territory.check_template], verbose_name='description of a chat')),
                ('announcement_template', models.TextField(blank=True, default='Уважаемые жители! С {since} управление домом {address} осуществляет {company}. Чат остаётся за домом, владелец чата — орган жилищного надзора.', validators=[supervision.models.territory.check_template], verbose_name='announcement of a change of company')),
                ('poster_text', models.TextField(blank=True, default='Это официальный чат дома {address}. В нём управляющая организация отвечает на вопросы о содержании дома. Владелец чата — орган государственного жилищного надзора, поэтому чат остаётся за домом при смене организации.', validators=[supervision.models.territory.check_template], verbose_name='text of the poster')),
                ('rights_preset', models.CharField(choices=[('moderator', "Moderator: may delete others' messages"), ('herald', "Herald: may pin and invite, may not delete others' messages")], default='moderator', max_length=20, verbose_name='rights of representatives')),
                ('unknown_admins', models.CharField(choices=[('report', 'Report only'), ('revoke', 'Revoke their rights')], default='report', max_length=20, verbose_name='administrators not appointed here')),
                ('hand_changes', models.CharField(choices=[('correct', 'Set right'), ('report', 'Report only')], default='correct', help_text='Title, description and rights. A wrong owner is never left alone.', max_length=10, verbose_name='changes made in the messenger by hand')),
                ('handover_days', models.PositiveSmallIntegerField(default=7, help_text='For so many days the old company keeps its rights while nobody of the new one has joined.', verbose_name='days of handing over')),
                ('change_limit_percent', models.PositiveSmallIntegerField(default=30, help_text='More existing chats than this share wait for an approval.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='limit of changed chats, %')),
                ('missing_limit_percent', models.PositiveSmallIntegerField(default=10, help_text='A file in which more houses are missing is not applied without an approval.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='limit of missing houses, %')),
            ],
            options={
                'verbose_name': 'region',
                'verbose_name_plural': 'regions',
                'ordering': ['code'],
                'permissions': [('supervise_region', 'May change facts of the region'), ('manage_region', 'May change policy and people of the region')],
            },
        ),
        migrations.CreateModel(
            name='PasswordToChange',
            fields=[
                ('login', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='password_to_change', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='login')),
                ('since', models.DateTimeField(auto_now_add=True, verbose_name='since')),
            ],
            options={
                'verbose_name': 'password to change',
                'verbose_name_plural': 'passwords to change',
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('events', models.PositiveIntegerField(verbose_name='events')),
                ('former', models.CharField(blank=True, max_length=64, verbose_name='digest before')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='digest')),
            ],
            options={
                'verbose_name': 'seal',
                'verbose_name_plural': 'seals',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SealedEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.BigIntegerField(unique=True, verbose_name='event')),
                ('salt', models.CharField(blank=True, max_length=64, verbose_name='salt')),
                ('personal', models.CharField(max_length=64, verbose_name='digest of what names people')),
            ],
            options={
                'verbose_name': 'sealed event',
                'verbose_name_plural': 'sealed events',
            },
        ),
        migrations.CreateModel(
            name='StrangersCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(verbose_name='hour')),
                ('status', models.PositiveSmallIntegerField(verbose_name='status')),
                ('requests', models.PositiveIntegerField(default=0, verbose_name='requests')),
            ],
            options={
                'verbose_name': 'refused requests of strangers',
                'verbose_name_plural': 'refused requests of strangers',
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.CharField(choices=[('with_chat', 'Houses in scope that have a chat'), ('with_company_admin', 'Chats with an administrator of the company'), ('with_right_owner', 'Chats with the owner wished')], max_length=30, verbose_name='figure')),
                ('day', models.DateField(verbose_name='day')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='per cent')),
                ('basis', models.CharField(help_text='Letter or protocol with number and date.', max_length=300, verbose_name='basis')),
            ],
            options={
                'verbose_name': 'target',
                'verbose_name_plural': 'targets',
                'ordering': ['day', 'figure', 'region'],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded at')),
                ('file', models.FileField(max_length=300, upload_to='uploads/%Y/%m/', verbose_name='file')),
                ('second_file', models.FileField(blank=True, max_length=300, upload_to='uploads/%Y/%m/', verbose_name='second file')),
                ('file_name', models.CharField(max_length=300, verbose_name='name of the file')),
                ('second_name', models.CharField(blank=True, max_length=300, verbose_name='name of the second file')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='as of')),
                ('state', models.CharField(choices=[('waiting', 'Waits to be read'), ('reading', 'Is being read'), ('read', 'Read, nothing is written yet'), ('applying', 'Is being applied'), ('applied', 'Applied'), ('failed', 'Could not be read'), ('cancelled', 'Given up')], default='waiting', max_length=10, verbose_name='state')),
                ('percent', models.PositiveSmallIntegerField(default=0, verbose_name='read, %')),
                ('report', models.JSONField(blank=True, default=dict, verbose_name='report')),
                ('message', models.TextField(blank=True, verbose_name='what is wrong')),
                ('touched_at', models.DateTimeField(blank=True, null=True, verbose_name='last sign of life')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('approval', models.TextField(blank=True, verbose_name='reason of the approval')),
            ],
            options={
                'verbose_name': 'uploaded file',
                'verbose_name_plural': 'uploaded files',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=60, unique=True, verbose_name='message id')),
                ('event', models.CharField(choices=[('chat.changed', 'A chat changed'), ('management_period.changed', 'A management period changed'), ('management_period.removed', 'A management period was taken back'), ('webhook.test', 'A test message')], max_length=30, verbose_name='event')),
                ('object_id', models.BigIntegerField(verbose_name='number of the row')),
                ('payload', models.JSONField(verbose_name='payload')),
                ('state', models.CharField(choices=[('due', 'In the queue'), ('done', 'Taken'), ('dead', 'Given up')], default='due', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('not_before', models.DateTimeField(verbose_name='not before')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('last_status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='last status')),
                ('last_error', models.CharField(blank=True, max_length=300, verbose_name='last error')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='WebhookEndpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('events', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('chat.changed', 'A chat changed'), ('management_period.changed', 'A management period changed'), ('management_period.removed', 'A management period was taken back'), ('webhook.test', 'A test message')], max_length=30), size=None, verbose_name='hears of')),
                ('secret_salt', models.CharField(max_length=64, verbose_name='salt of the secret')),
                ('is_enabled', models.BooleanField(default=True, verbose_name='switched on')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('off_at', models.DateTimeField(blank=True, null=True, verbose_name='switched off at')),
                ('off_reason', models.CharField(blank=True, db_default='', max_length=300, verbose_name='why it was switched off')),
                ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='failing since')),
                ('chats_read', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=2, verbose_name='chats read up to')),
                ('periods_read', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=2, verbose_name='periods read up to')),
            ],
            options={
                'verbose_name': 'outgoing webhook',
                'verbose_name_plural': 'outgoing webhooks',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='WebhookEndpointEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('events', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('chat.changed', 'A chat changed'), ('management_period.changed', 'A management period changed'), ('management_period.removed', 'A management period was taken back'), ('webhook.test', 'A test message')], max_length=30), size=None, verbose_name='hears of')),
                ('is_enabled', models.BooleanField(default=True, verbose_name='switched on')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('off_at', models.DateTimeField(blank=True, null=True, verbose_name='switched off at')),
                ('off_reason', models.CharField(blank=True, db_default='', max_length=300, verbose_name='why it was switched off')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WorkOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('create_chat', 'Create the chat'), ('hand_over', 'Hand the chat over to another owner'), ('add_bot', 'Add the bot to the chat'), ('make_bot_admin', 'Make the bot administrator')], max_length=20, verbose_name='what')),
                ('instruction', models.TextField(verbose_name='what to do')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title of the chat')),
                ('link', models.CharField(blank=True, max_length=500, verbose_name='invite link')),
                ('account', models.CharField(blank=True, max_length=300, verbose_name='account in the messenger')),
                ('owner_seen', models.BigIntegerField(blank=True, null=True, verbose_name='owner when it was opened')),
                ('remark', models.TextField(blank=True, verbose_name='what is still wrong')),
                ('opened_at', models.DateTimeField(auto_now_add=True, verbose_name='opened at')),
                ('looked_at', models.DateTimeField(blank=True, null=True, verbose_name='looked after at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='seen done at')),
            ],
            options={
                'verbose_name': 'work order',
                'verbose_name_plural': 'work orders',
                'ordering': ['-opened_at'],
            },
        ),
        migrations.CreateModel(
            name='Zone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('whole_region', models.BooleanField(default=False, help_text='Covers every municipality that no other zone names.', verbose_name='whole region')),
            ],
            options={
                'verbose_name': 'zone',
                'verbose_name_plural': 'zones',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ZoneEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('whole_region', models.BooleanField(default=False, help_text='Covers every municipality that no other zone names.', verbose_name='whole region')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='KeptWideRight',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('auth.user_user_permissions',),
        ),
        migrations.CreateModel(
            name='KeptSecondFactor',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('mfa.authenticator',),
        ),
        migrations.CreateModel(
            name='KeptRight',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('guardian.userobjectpermission',),
        ),
        migrations.CreateModel(
            name='KeptLogin',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('auth.user',),
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=300, verbose_name='file')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('state', models.CharField(choices=[('reading', 'Chats are being read'), ('read', 'Read, nothing is linked yet'), ('applied', 'Linked'), ('cancelled', 'Given up')], default='reading', max_length=10, verbose_name='state')),
                ('started_at', models.DateTimeField(auto_now_add=True, verbose_name='started at')),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='applied at')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'list of existing chats',
                'verbose_name_plural': 'lists of existing chats',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ApiClient',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('client_id', models.CharField(db_index=True, default=oauth2_provider.generators.generate_client_id, max_length=255, unique=True, verbose_name='client ID')),
                ('redirect_uris', models.TextField(blank=True, help_text='Allowed URIs list, space separated', verbose_name='redirect URIs')),
                ('post_logout_redirect_uris', models.TextField(blank=True, default='', help_text='Allowed Post Logout URIs list, space separated', verbose_name='post logout redirect URIs')),
                ('client_type', models.CharField(choices=[('confidential', 'Confidential'), ('public', 'Public')], max_length=32, verbose_name='client type')),
                ('authorization_grant_type', models.CharField(choices=[('authorization-code', 'Authorization code'), ('urn:ietf:params:oauth:grant-type:device_code', 'Device Code'), ('implicit', 'Implicit'), ('password', 'Resource owner password-based'), ('client-credentials', 'Client credentials'), ('openid-hybrid', 'OpenID connect hybrid')], max_length=44, verbose_name='authorization grant type')),
                ('client_secret', oauth2_provider.models.ClientSecretField(blank=True, db_index=True, default=oauth2_provider.generators.generate_client_secret, help_text='Client secret for authentication', max_length=255, verbose_name='client secret')),
                ('hash_client_secret', models.BooleanField(default=True, verbose_name='hash client secret')),
                ('name', models.CharField(blank=True, max_length=255, verbose_name='name')),
                ('skip_authorization', models.BooleanField(default=False, verbose_name='skip authorization')),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated', models.DateTimeField(auto_now=True, verbose_name='updated')),
                ('algorithm', models.CharField(blank=True, choices=[('', 'No OIDC support'), ('RS256', 'RSA with SHA-2 256'), ('HS256', 'HMAC with SHA-2 256')], default='', max_length=5, verbose_name='algorithm')),
                ('allowed_origins', models.TextField(blank=True, default='', help_text='Allowed origins list to enable CORS, space separated', verbose_name='allowed origins')),
                ('registration_source', models.CharField(choices=[('manual', 'Manual'), ('dcr', 'Dynamic Client Registration'), ('cimd', 'Client ID Metadata Document')], default='manual', help_text='How this application was registered (manual, DCR per RFC 7591, or CIMD)', max_length=32, verbose_name='registration source')),
                ('cimd_expires_at', models.DateTimeField(blank=True, default=None, help_text='When the cached Client ID Metadata Document should be re-fetched', null=True, verbose_name='CIMD expires at')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('read', 'Read the register and the chats'), ('people', 'Read and write names and messenger ids of people'), ('register', 'Write houses, companies and management periods'), ('chats', 'Have chats looked at and pushed, freeze them'), ('imports', 'Send register files'), ('apply_imports', 'Have register files applied that were sent'), ('apply_people', 'Have files of people applied: inspectors with their zones, representatives'), ('owners', 'Choose the inspector of a house or company: who owns their chats'), ('mass', 'Change many houses at once'), ('webhooks', 'Keep webhooks of its own')], max_length=20), blank=True, default=list, size=None, verbose_name='what it may do')),
                ('requests_per_minute', models.PositiveIntegerField(default=600, verbose_name='requests per minute')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used at')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'program of the interface',
                'verbose_name_plural': 'programs of the interface',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ApiClientEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('client_id', models.CharField(default=oauth2_provider.generators.generate_client_id, max_length=255, verbose_name='client ID')),
                ('redirect_uris', models.TextField(blank=True, help_text='Allowed URIs list, space separated', verbose_name='redirect URIs')),
                ('post_logout_redirect_uris', models.TextField(blank=True, default='', help_text='Allowed Post Logout URIs list, space separated', verbose_name='post logout redirect URIs')),
                ('client_type', models.CharField(choices=[('confidential', 'Confidential'), ('public', 'Public')], max_length=32, verbose_name='client type')),
                ('authorization_grant_type', models.CharField(choices=[('authorization-code', 'Authorization code'), ('urn:ietf:params:oauth:grant-type:device_code', 'Device Code'), ('implicit', 'Implicit'), ('password', 'Resource owner password-based'), ('client-credentials', 'Client credentials'), ('openid-hybrid', 'OpenID connect hybrid')], max_length=44, verbose_name='authorization grant type')),
                ('name', models.CharField(blank=True, max_length=255, verbose_name='name')),
                ('skip_authorization', models.BooleanField(default=False, verbose_name='skip authorization')),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('algorithm', models.CharField(blank=True, choices=[('', 'No OIDC support'), ('RS256', 'RSA with SHA-2 256'), ('HS256', 'HMAC with SHA-2 256')], default='', max_length=5, verbose_name='algorithm')),
                ('allowed_origins', models.TextField(blank=True, default='', help_text='Allowed origins list to enable CORS, space separated', verbose_name='allowed origins')),
                ('registration_source', models.CharField(choices=[('manual', 'Manual'), ('dcr', 'Dynamic Client Registration'), ('cimd', 'Client ID Metadata Document')], default='manual', help_text='How this application was registered (manual, DCR per RFC 7591, or CIMD)', max_length=32, verbose_name='registration source')),
                ('cimd_expires_at', models.DateTimeField(blank=True, default=None, help_text='When the cached Client ID Metadata Document should be re-fetched', null=True, verbose_name='CIMD expires at')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('read', 'Read the register and the chats'), ('people', 'Read and write names and messenger ids of people'), ('register', 'Write houses, companies and management periods'), ('chats', 'Have chats looked at and pushed, freeze them'), ('imports', 'Send register files'), ('apply_imports', 'Have register files applied that were sent'), ('apply_people', 'Have files of people applied: inspectors with their zones, representatives'), ('owners', 'Choose the inspector of a house or company: who owns their chats'), ('mass', 'Change many houses at once'), ('webhooks', 'Keep webhooks of its own')], max_length=20), blank=True, default=list, size=None, verbose_name='what it may do')),
                ('requests_per_minute', models.PositiveIntegerField(default=600, verbose_name='requests per minute')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ApiRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('method', models.CharField(max_length=10, verbose_name='method')),
                ('path', models.CharField(help_text='Without the query: it may name people.', max_length=300, verbose_name='path')),
                ('status', models.PositiveSmallIntegerField(verbose_name='status')),
                ('milliseconds', models.PositiveIntegerField(verbose_name='milliseconds')),
                ('request_id', models.CharField(blank=True, db_default='', max_length=100, verbose_name='number of the request')),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL, verbose_name='program')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='login')),
            ],
            options={
                'verbose_name': 'request to the interface',
                'verbose_name_plural': 'requests to the interface',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='SyncRequest',
            fields=[
                ('chat', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='request', serialize=False, to='supervision.chat', verbose_name='chat')),
                ('version', models.PositiveIntegerField(verbose_name='version of the wish')),
                ('lane', models.PositiveSmallIntegerField(choices=[(10, 'A person is waiting'), (20, 'Change of owner or administrators'), (30, 'New chat'), (40, 'Slow look at every chat')], default=20, verbose_name='lane')),
                ('state', models.CharField(choices=[('due', 'In the queue'), ('waiting', 'Waiting'), ('parked', 'Needs a person')], default='due', max_length=10, verbose_name='state')),
                ('not_before', models.DateTimeField(verbose_name='not before')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('failures', models.PositiveSmallIntegerField(default=0, verbose_name='answers in a row that said nothing')),
                ('trouble', models.CharField(blank=True, choices=[('', 'None'), ('token', 'The messenger rejects the account'), ('removed', 'The bot is not in the chat any more'), ('no_admin', 'The bot lost its rights'), ('unreadable', "Answers that are not the messenger's, or cannot be read"), ('refused', 'The messenger refuses'), ('restless', 'The messenger changes what it is sent')], default='', max_length=12, verbose_name='trouble')),
                ('troubled_at', models.DateTimeField(blank=True, null=True, verbose_name='in this trouble since')),
                ('is_approved', models.BooleanField(default=False, verbose_name='within the limit or approved')),
                ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='in work until')),
                ('lease_owner', models.UUIDField(blank=True, null=True, verbose_name='in work by')),
                ('marked_at', models.DateTimeField(verbose_name='marked at')),
            ],
            options={
                'verbose_name': 'queued chat',
                'verbose_name_plural': 'queue',
            },
        ),
        migrations.CreateModel(
            name='AdoptionLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField(verbose_name='line')),
                ('house_named', models.CharField(max_length=100, verbose_name='house in the file')),
                ('chat_named', models.CharField(max_length=500, verbose_name='chat in the file')),
                ('messenger_id', models.BigIntegerField(blank=True, null=True, verbose_name='chat id')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title seen')),
                ('verdict', models.CharField(choices=[('waiting', 'Not read yet'), ('fits', 'Can be linked'), ('already', 'Linked already'), ('problem', 'Cannot be linked'), ('linked', 'Linked')], default='waiting', max_length=10, verbose_name='verdict')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='code')),
                ('message', models.TextField(blank=True, verbose_name='what is wrong')),
                ('plan', models.TextField(blank=True, verbose_name='what would be done')),
                ('adoption', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='supervision.adoption', verbose_name='list')),
                ('chat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='supervision.chat', verbose_name='chat')),
            ],
            options={
                'verbose_name': 'line of a list of chats',
                'verbose_name_plural': 'lines of lists of chats',
                'ordering': ['line'],
            },
        ),
        migrations.CreateModel(
            name='ChatMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField(verbose_name='messenger id')),
                ('name', models.CharField(blank=True, max_length=300, verbose_name='name')),
                ('alias', models.CharField(blank=True, max_length=300, verbose_name='shown as')),
                ('is_owner', models.BooleanField(default=False, verbose_name='owner')),
                ('is_admin', models.BooleanField(default=False, verbose_name='administrator')),
                ('is_bot', models.BooleanField(default=False, verbose_name='bot')),
                ('is_participant', models.BooleanField(default=True, verbose_name='has joined')),
                ('rights', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='rights')),
                ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='supervision.chat', verbose_name='chat')),
            ],
            options={
                'verbose_name': 'member seen',
                'verbose_name_plural': 'members seen',
            },
        ),
        migrations.AddField(
            model_name='chat',
            name='house',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='chat', to='supervision.house', verbose_name='house'),
        ),
        migrations.CreateModel(
            name='HouseAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fias_guid', models.UUIDField(unique=True, verbose_name='ФИАС GUID')),
                ('house', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='supervision.house', verbose_name='house')),
            ],
            options={
                'verbose_name': 'other GUID of a house',
                'verbose_name_plural': 'other GUIDs of houses',
            },
        ),
        migrations.CreateModel(
            name='HouseSubstitute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('absence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='houses', to='supervision.absence', verbose_name='absence')),
                ('house', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.house', verbose_name='house')),
            ],
            options={
                'verbose_name': 'house given to a substitute of its own',
                'verbose_name_plural': 'houses given to substitutes of their own',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='IdempotentAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=255, verbose_name='key')),
                ('digest', models.CharField(max_length=64, verbose_name='digest of the request')),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='at')),
                ('status', models.PositiveSmallIntegerField(null=True, verbose_name='status')),
                ('headers', models.JSONField(default=dict, verbose_name='headers')),
                ('body', models.BinaryField(default=bytes, verbose_name='body')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='login')),
            ],
            options={
                'verbose_name': 'answer kept for a repetition',
                'verbose_name_plural': 'answers kept for a repetition',
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('frt', 'ФРТ register of houses'), ('licences', 'Licence register'), ('housing_stock', 'ОЖФ register of the housing stock'), ('inspectors', 'Inspectors'), ('representatives', 'Representatives')], max_length=20, verbose_name='kind')),
                ('file_name', models.CharField(max_length=300, verbose_name='file')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='as of')),
                ('applied_at', models.DateTimeField(auto_now_add=True, verbose_name='applied at')),
                ('counts', models.JSONField(default=dict, verbose_name='counts')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ImportIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField(blank=True, null=True, verbose_name='line')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('message', models.TextField(verbose_name='what is wrong')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='issues', to='supervision.importrun', verbose_name='import')),
            ],
            options={
                'verbose_name': 'remark of an import',
                'verbose_name_plural': 'remarks of imports',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Inspector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('position', models.CharField(blank=True, max_length=200, verbose_name='position')),
                ('messenger_id', models.BigIntegerField(blank=True, null=True, verbose_name='messenger id')),
                ('dismissed_on', models.DateField(blank=True, help_text='First day without office.', null=True, verbose_name='dismissed on')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='inspector', to=settings.AUTH_USER_MODEL, verbose_name='login')),
            ],
            options={
                'verbose_name': 'inspector',
                'verbose_name_plural': 'inspectors',
                'ordering': ['full_name'],
            },
        ),
        migrations.CreateModel(
            name='HouseSubstituteEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('absence', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.absence', verbose_name='absence')),
                ('house', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.house', verbose_name='house')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='supervision.housesubstitute')),
                ('substitute', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.inspector', verbose_name='substitute')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='housesubstitute',
            name='substitute',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.inspector', verbose_name='substitute'),
        ),
        migrations.AddField(
            model_name='house',
            name='inspector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='houses', to='supervision.inspector', verbose_name='own inspector'),
        ),
        migrations.CreateModel(
            name='AbsenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, help_text='First day back in office.', null=True, verbose_name='until')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('ends_in_dismissal', models.BooleanField(default=False, help_text='Completed when the last chat has passed to another owner.', verbose_name='ends in dismissal')),
                ('closes_login', models.BooleanField(default=False, verbose_name='the dismissal closes the login')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='supervision.absence')),
                ('inspector', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.inspector', verbose_name='inspector')),
                ('substitute', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.inspector', verbose_name='substitute')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='absence',
            name='inspector',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='supervision.inspector', verbose_name='inspector'),
        ),
        migrations.AddField(
            model_name='absence',
            name='substitute',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to='supervision.inspector', verbose_name='substitute'),
        ),
        migrations.CreateModel(
            name='KeptRightEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.IntegerField()),
                ('object_pk', models.CharField(max_length=255, verbose_name='object ID')),
                ('content_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contenttypes.contenttype')),
                ('permission', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.permission')),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='KeptSecondFactorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('type', models.CharField(choices=[('recovery_codes', 'Recovery codes'), ('totp', 'TOTP Authenticator'), ('webauthn', 'WebAuthn')], max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='KeptWideRightEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.IntegerField()),
                ('permission', models.ForeignKey(db_constraint=False, db_index=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.permission')),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='KeptZoneMemberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('inspector', models.ForeignKey(db_constraint=False, db_index=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.inspector')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LoginLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True, verbose_name='hash of the link')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made at')),
                ('expires_at', models.DateTimeField(verbose_name='works until')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='used at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('login', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to=settings.AUTH_USER_MODEL, verbose_name='login')),
            ],
            options={
                'verbose_name': 'link of a login',
                'verbose_name_plural': 'links of logins',
            },
        ),
        migrations.CreateModel(
            name='ManagementPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('organisation', 'By an organisation'), ('direct', 'Direct management by the owners'), ('temporary', 'By a temporary managing company')], default='organisation', max_length=20, verbose_name='way of management')),
                ('since', models.DateField(verbose_name='start of powers')),
                ('until', models.DateField(blank=True, help_text='First day without powers.', null=True, verbose_name='end of powers')),
                ('registered_at', models.DateTimeField(blank=True, null=True, verbose_name='entered in the register at')),
                ('excluded_on', models.DateField(blank=True, help_text='The company goes on until a successor starts.', null=True, verbose_name='excluded from the licence register on')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='basis')),
                ('document_number', models.CharField(blank=True, max_length=100, verbose_name='document number')),
                ('source', models.CharField(choices=[('register', 'Register file'), ('person', 'Entered by a person')], default='person', max_length=10, verbose_name='source')),
                ('house', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='supervision.house', verbose_name='house')),
            ],
            options={
                'verbose_name': 'management period',
                'verbose_name_plural': 'management periods',
                'ordering': ['-since'],
            },
            bases=(supervision.models.spans.Span, models.Model),
        ),
        migrations.AddField(
            model_name='chat',
            name='announced_period',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.managementperiod', verbose_name='period announced to the residents'),
        ),
        migrations.CreateModel(
            name='MessengerAccount',
            fields=[
                ('region', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='account', serialize=False, to='supervision.region', verbose_name='region')),
                ('provisioning', models.CharField(blank=True, choices=[('', 'As the installation is set'), ('api', 'Through the provisioning interface'), ('manual', 'By people, as work orders')], default='', max_length=10, verbose_name='creating and handing over chats')),
                ('rate_per_second', models.FloatField(default=30.0, validators=[django.core.validators.MinValueValidator(1.0)], verbose_name='requests per second allowed')),
                ('sweep_share_percent', models.PositiveSmallIntegerField(default=30, help_text='What the slow look at every chat may take of the requests allowed.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='share of the rate for looking around, %')),
                ('look_every_days', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='look at every chat once in so many days')),
                ('look_every_days_with_webhooks', models.PositiveSmallIntegerField(default=3, help_text='A new owner or description is reported by no message, so looking is never left out.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='the same while the messenger reports changes by itself')),
                ('bot_id', models.BigIntegerField(blank=True, null=True, verbose_name='messenger id of the bot')),
                ('bot_name', models.CharField(blank=True, max_length=200, verbose_name='name of the bot')),
                ('webhook_url', models.URLField(blank=True, max_length=500, verbose_name='address subscribed')),
                ('webhook_secret_digest', models.CharField(blank=True, max_length=64, verbose_name='digest of the secret subscribed')),
                ('webhook_checked_at', models.DateTimeField(blank=True, null=True, verbose_name='subscription seen at')),
                ('webhook_trouble', models.TextField(blank=True, verbose_name='trouble with the subscription')),
                ('is_enabled', models.BooleanField(default=True, verbose_name='pushing is on')),
                ('held_reason', models.TextField(blank=True, verbose_name='stopped by the limit')),
                ('trouble', models.TextField(blank=True, verbose_name='trouble with the account')),
                ('trouble_kind', models.CharField(blank=True, choices=[('', 'None'), ('token', 'The messenger rejects the account'), ('removed', 'The bot is not in the chat any more'), ('no_admin', 'The bot lost its rights'), ('unreadable', "Answers that are not the messenger's, or cannot be read"), ('refused', 'The messenger refuses'), ('restless', 'The messenger changes what it is sent')], default='', max_length=12, verbose_name='kind of the trouble')),
                ('try_again_at', models.DateTimeField(blank=True, null=True, verbose_name='tried again by itself at')),
                ('spread_allowed_until', models.DateTimeField(blank=True, help_text='After a person has let a held account go on, the same does not stop it again for a day.', null=True, verbose_name='many chats may turn to trouble until')),
            ],
            options={
                'verbose_name': 'messenger account',
                'verbose_name_plural': 'messenger accounts',
            },
        ),
        migrations.AddField(
            model_name='region',
            name='default_inspector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.inspector', verbose_name='default owner'),
        ),
        migrations.CreateModel(
            name='InspectorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('position', models.CharField(blank=True, max_length=200, verbose_name='position')),
                ('messenger_id', models.BigIntegerField(blank=True, null=True, verbose_name='messenger id')),
                ('dismissed_on', models.DateField(blank=True, help_text='First day without office.', null=True, verbose_name='dismissed on')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='supervision.inspector')),
                ('user', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='login')),
                ('region', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.region', verbose_name='region')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='inspector',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspectors', to='supervision.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='supervision.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='house',
            name='region',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='houses', to='supervision.region', verbose_name='region'),
        ),
        migrations.CreateModel(
            name='FoundChat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('messenger_id', models.BigIntegerField(unique=True, verbose_name='chat id')),
                ('found_at', models.DateTimeField(verbose_name='bot added at')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='looked at')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title seen')),
                ('link', models.CharField(blank=True, max_length=500, verbose_name='invite link')),
                ('owner_id', models.BigIntegerField(blank=True, null=True, verbose_name='owner seen')),
                ('remark', models.TextField(blank=True, verbose_name='why it is not linked')),
                ('chat', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='found', to='supervision.chat', verbose_name='linked to')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'chat found',
                'verbose_name_plural': 'chats found',
                'ordering': ['-found_at'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='event')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('cause', models.CharField(blank=True, help_text='Named cause of the system.', max_length=100, verbose_name='cause')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('details', models.JSONField(blank=True, default=dict, verbose_name='details')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
            },
        ),
        migrations.AddField(
            model_name='chat',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chats', to='supervision.region', verbose_name='region'),
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('house', 'House'), ('chat', 'Chat'), ('period', 'Management period'), ('organisation', 'Organisation'), ('representative', 'Representative'), ('inspector', 'Inspector'), ('work_order', 'Work order'), ('municipality', 'Municipality')], max_length=20, verbose_name='kind')),
                ('object_id', models.BigIntegerField(verbose_name='number')),
                ('transaction', models.BigIntegerField(verbose_name='transaction')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('is_removed', models.BooleanField(default=False, verbose_name='removed')),
                ('region', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='supervision.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'change',
                'verbose_name_plural': 'changes',
            },
        ),
        migrations.AddField(
            model_name='adoption',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='supervision.region', verbose_name='region'),
        ),
        migrations.CreateModel(
            name='MessengerAccountEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('provisioning', models.CharField(blank=True, choices=[('', 'As the installation is set'), ('api', 'Through the provisioning interface'), ('manual', 'By people, as work orders')], default='', max_length=10, verbose_name='creating and handing over chats')),
                ('rate_per_second', models.FloatField(default=30.0, validators=[django.core.validators.MinValueValidator(1.0)], verbose_name='requests per second allowed')),
                ('sweep_share_percent', models.PositiveSmallIntegerField(default=30, help_text='What the slow look at every chat may take of the requests allowed.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='share of the rate for looking around, %')),
                ('look_every_days', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='look at every chat once in so many days')),
                ('look_every_days_with_webhooks', models.PositiveSmallIntegerField(default=3, help_text='A new owner or description is reported by no message, so looking is never left out.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='the same while the messenger reports changes by itself')),
                ('bot_id', models.BigIntegerField(blank=True, null=True, verbose_name='messenger id of the bot')),
                ('bot_name', models.CharField(blank=True, max_length=200, verbose_name='name of the bot')),
                ('webhook_url', models.URLField(blank=True, max_length=500, verbose_name='address subscribed')),
                ('webhook_secret_digest', models.CharField(blank=True, max_length=64, verbose_name='digest of the secret subscribed')),
                ('webhook_checked_at', models.DateTimeField(blank=True, null=True, verbose_name='subscription seen at')),
                ('webhook_trouble', models.TextField(blank=True, verbose_name='trouble with the subscription')),
                ('is_enabled', models.BooleanField(default=True, verbose_name='pushing is on')),
                ('held_reason', models.TextField(blank=True, verbose_name='stopped by the limit')),
                ('trouble', models.TextField(blank=True, verbose_name='trouble with the account')),
                ('trouble_kind', models.CharField(blank=True, choices=[('', 'None'), ('token', 'The messenger rejects the account'), ('removed', 'The bot is not in the chat any more'), ('no_admin', 'The bot lost its rights'), ('unreadable', "Answers that are not the messenger's, or cannot be read"), ('refused', 'The messenger refuses'), ('restless', 'The messenger changes what it is sent')], default='', max_length=12, verbose_name='kind of the trouble')),
                ('try_again_at', models.DateTimeField(blank=True, null=True, verbose_name='tried again by itself at')),
                ('spread_allowed_until', models.DateTimeField(blank=True, help_text='After a person has let a held account go on, the same does not stop it again for a day.', null=True, verbose_name='many chats may turn to trouble until')),
                ('region', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='supervision.region', verbose_name='region')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MessengerCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=30, verbose_name='step')),
                ('cause', models.CharField(choices=[('wish', 'The wish changed'), ('by_hand', 'Somebody had changed the chat by hand')], default='wish', max_length=10, verbose_name='cause')),
                ('detail', models.JSONField(default=dict, help_text='What was asked for, as the step prints itself.', verbose_name='detail')),
                ('started_at', models.DateTimeField(auto_now_add=True, verbose_name='sent at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('outcome', models.CharField(choices=[('started', 'Sent, answer not recorded'), ('done', 'Done'), ('failed', 'Not carried out, will be tried again'), ('refused', 'Refused by the messenger'), ('unknown', 'Answer lost')], default='started', max_length=10, verbose_name='outcome')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('looked_at', models.DateTimeField(blank=True, help_text='When an observation settled a lost answer.', null=True, verbose_name='looked afterwards at')),
                ('chat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='supervision.chat', verbose_name='chat')),
                ('region', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'call to the messenger',
                'verbose_name_plural': 'calls to the messenger',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='MessengerUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, verbose_name='key')),
                ('update_type', models.CharField(max_length=60, verbose_name='type')),
                ('messenger_id', models.BigIntegerField(blank=True, null=True, verbose_name='chat id')),
                ('user_id', models.BigIntegerField(blank=True, null=True, verbose_name='person')),
                ('happened_at', models.DateTimeField(blank=True, null=True, verbose_name='happened at')),
                ('received_at', models.DateTimeField(auto_now_add=True, verbose_name='received at')),
                ('state', models.CharField(choices=[('marked', 'Chat marked'), ('found', 'Chat not known here'), ('ignored', 'Nothing to do')], default='ignored', max_length=10, verbose_name='state')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'message from the messenger',
                'verbose_name_plural': 'messages from the messenger',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='municipalities', to='supervision.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'municipality',
                'verbose_name_plural': 'municipalities',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='house',
            name='municipality',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='houses', to='supervision.municipality', verbose_name='municipality'),
        ),
        migrations.CreateModel(
            name='DailySnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('taken_at', models.DateTimeField(verbose_name='taken at')),
                ('houses', models.PositiveIntegerField(default=0, verbose_name='houses')),
                ('in_scope', models.PositiveIntegerField(default=0, verbose_name='houses in scope')),
                ('with_chat', models.PositiveIntegerField(default=0, verbose_name='chats created')),
                ('with_right_owner', models.PositiveIntegerField(default=0, verbose_name='chats with the owner wished')),
                ('with_company_admin', models.PositiveIntegerField(default=0, verbose_name='chats with an administrator of the company')),
                ('out_of_step', models.PositiveIntegerField(default=0, verbose_name='chats out of step')),
                ('participants', models.PositiveIntegerField(default=0, verbose_name='participants')),
                ('work_orders', models.PositiveIntegerField(default=0, verbose_name='open work orders')),
                ('changes_due', models.PositiveIntegerField(default=0, verbose_name='changes of company due')),
                ('changes_in_time', models.PositiveIntegerField(default=0, verbose_name='changes done within a day')),
                ('changes_late', models.PositiveIntegerField(default=0, verbose_name='changes done later')),
                ('change_hours', models.FloatField(blank=True, null=True, verbose_name='median hours to the new administrators')),
                ('region', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='supervision.region', verbose_name='region')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='supervision.municipality', verbose_name='municipality')),
            ],
            options={
                'verbose_name': 'daily snapshot',
                'verbose_name_plural': 'daily snapshots',
                'ordering': ['-day', 'region', 'municipality'],
            },
        ),
        migrations.CreateModel(
            name='Operation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('replace_company', 'Change of company'), ('end_management', 'End of management'), ('dismissal', 'Dismissal of an inspector'), ('absence', 'Absence of an inspector'), ('reassignment', 'Houses given to other inspectors'), ('by_program', 'Management periods sent by another system')], max_length=20, verbose_name='kind')),
                ('title', models.CharField(max_length=300, verbose_name='what was decided')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='decided at')),
                ('acts_at', models.DateTimeField(verbose_name='acts from')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
                ('undone_reason', models.TextField(blank=True, verbose_name='why it was taken back')),
                ('absence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='operations', to='supervision.absence', verbose_name='absence')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.region', verbose_name='region')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by')),
            ],
            options={
                'verbose_name': 'mass change',
                'verbose_name_plural': 'mass changes',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='OperationHouse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, null=True, verbose_name='start of powers')),
                ('house', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.house', verbose_name='house')),
                ('operation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='houses', to='supervision.operation', verbose_name='mass change')),
                ('period', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='supervision.managementperiod', verbose_name='management period')),
            ],
            options={
                'verbose_name': 'house of a mass change',
                'verbose_name_plural': 'houses of a mass change',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('frt_id', models.BigIntegerField(blank=True, null=True, verbose_name='number in the ФРТ register')),
                ('kind', models.CharField(choices=[('uk', 'Managing company (УК)'), ('tszh', "Owners' association (ТСЖ, ТСН)"), ('zhsk', 'Housing co-operative (ЖСК, ЖК)'), ('other', 'Other')], default='other', max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=500, verbose_name='name')),
                ('full_name', models.CharField(blank=True, max_length=1000, verbose_name='full name')),
                ('inn', models.CharField(blank=True, max_length=12, verbose_name='ИНН')),
                ('ogrn', models.CharField(blank=True, max_length=15, verbose_name='ОГРН')),
                ('inn_is_wrong', models.BooleanField(default=False, verbose_name='ИНН fails its check digits')),
                ('ogrn_is_wrong', models.BooleanField(default=False, verbose_name='ОГРН fails its check digits')),
                ('inspector', models.ForeignKey(blank=True, help_text='Owns the chats of the houses that this organisation manages.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='supervision.inspector', verbose_name='inspector')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='supervision.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ManagementPeriodEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('organisation', 'By an organisation'), ('direct', 'Direct management by the owners'), ('temporary', 'By a temporary managing company')], default='organisation', max_length=20, verbose_name='way of management')),
                ('since', models.DateField(verbose_name='start of powers')),
                ('until', models.DateField(blank=True, help_text='First day without powers.', null=True, verbose_name='end of powers')),
                ('registered_at', models.DateTimeField(blank=True, null=True, verbose_name='entered in the register at')),
                ('excluded_on', models.DateField(blank=True, help_text='The company goes on until a successor starts.', null=True, verbose_name='excluded from the licence register on')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='basis')),
                ('document_number', models.CharField(blank=True, max_length=100, verbose_name='document number')),
                ('source', models.CharField(choices=[('register', 'Register file'), ('person', 'Entered by a person')], default='person', max_length=10, verbose_name='source')),
                ('house', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.house', verbose_name='house')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='supervision.managementperiod')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.organisation', verbose_name='organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='managementperiod',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='supervision.organisation', verbose_name='organisation'),
        ),
        migrations.CreateModel(
            name='LicenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.CharField(max_length=64, verbose_name='number')),
                ('status', models.CharField(choices=[('active', 'In force'), ('ended', 'Ended')], default='active', max_length=10, verbose_name='status')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='issued on')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='supervision.licence')),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.organisation', verbose_name='organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='licence',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='supervision.organisation', verbose_name='organisation'),
        ),
        migrations.CreateModel(
            name='HouseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('fias_guid', models.UUIDField(verbose_name='ФИАС GUID')),
                ('gis_guid', models.UUIDField(blank=True, null=True, verbose_name='ГИС ЖКХ GUID')),
                ('frt_id', models.BigIntegerField(blank=True, null=True, verbose_name='number in the ФРТ register')),
                ('cadastral_number', models.CharField(blank=True, max_length=40, verbose_name='cadastral number')),
                ('address', models.CharField(help_text='Without the region.', max_length=500, verbose_name='address')),
                ('address_key', models.CharField(editable=False, help_text='Equal for equal addresses.', max_length=500, verbose_name='address for comparison')),
                ('area', models.CharField(blank=True, max_length=150, verbose_name='district')),
                ('city', models.CharField(blank=True, max_length=150, verbose_name='city or settlement')),
                ('street', models.CharField(blank=True, max_length=200, verbose_name='street')),
                ('number', models.CharField(blank=True, max_length=200, verbose_name='house number')),
                ('building', models.CharField(blank=True, max_length=100, verbose_name='строение')),
                ('block', models.CharField(blank=True, max_length=100, verbose_name='корпус')),
                ('letter', models.CharField(blank=True, max_length=100, verbose_name='литера')),
                ('kind', models.CharField(choices=[('apartment', 'Apartment building'), ('blocked', 'Blocked building'), ('specialised', 'Specialised housing stock'), ('unknown', 'Not filled in')], default='unknown', max_length=20, verbose_name='kind')),
                ('state', models.CharField(choices=[('standing', 'In use'), ('demolished', 'Demolished')], default='standing', max_length=20, verbose_name='state')),
                ('flats', models.PositiveIntegerField(blank=True, null=True, verbose_name='flats')),
                ('floors', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='floors')),
                ('built_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of construction')),
                ('is_emergency', models.BooleanField(default=False, verbose_name='dangerous')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='supervision.house')),
                ('inspector', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.inspector', verbose_name='own inspector')),
                ('region', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.region', verbose_name='region')),
                ('municipality', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.municipality', verbose_name='municipality')),
                ('imported_organisation', models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, help_text='A file changes the company only where it differs from this.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.organisation', verbose_name='organisation in the last import')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='house',
            name='imported_organisation',
            field=models.ForeignKey(blank=True, editable=False, help_text='A file changes the company only where it differs from this.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.organisation', verbose_name='organisation in the last import'),
        ),
        migrations.CreateModel(
            name='OrganisationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('frt_id', models.BigIntegerField(blank=True, null=True, verbose_name='number in the ФРТ register')),
                ('kind', models.CharField(choices=[('uk', 'Managing company (УК)'), ('tszh', "Owners' association (ТСЖ, ТСН)"), ('zhsk', 'Housing co-operative (ЖСК, ЖК)'), ('other', 'Other')], default='other', max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=500, verbose_name='name')),
                ('full_name', models.CharField(blank=True, max_length=1000, verbose_name='full name')),
                ('inn', models.CharField(blank=True, max_length=12, verbose_name='ИНН')),
                ('ogrn', models.CharField(blank=True, max_length=15, verbose_name='ОГРН')),
                ('inn_is_wrong', models.BooleanField(default=False, verbose_name='ИНН fails its check digits')),
                ('ogrn_is_wrong', models.BooleanField(default=False, verbose_name='ОГРН fails its check digits')),
                ('inspector', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='Owns the chats of the houses that this organisation manages.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.inspector', verbose_name='inspector')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='supervision.organisation')),
                ('region', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.region', verbose_name='region')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RegionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('code', models.CharField(max_length=2, serialize=False, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('time_zone', models.CharField(max_length=40, validators=[supervision.models.territory.check_time_zone], verbose_name='time zone')),
                ('body_name', models.CharField(blank=True, max_length=200, verbose_name='supervision body')),
                ('scope_kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('apartment', 'Apartment building'), ('blocked', 'Blocked building'), ('specialised', 'Specialised housing stock'), ('unknown', 'Not filled in')], max_length=20), default=supervision.models.territory.default_scope_kinds, size=None, verbose_name='kinds of house')),
                ('min_flats', models.PositiveSmallIntegerField(default=0, help_text='Houses with fewer flats get no official chat; 0 asks for no number of flats at all.', verbose_name='minimum of flats')),
                ('title_template', models.CharField(default='{address}', max_length=200, validators=[supervision.models.territory.check_title_template], verbose_name='title of a chat')),
                ('description_template', models.TextField(blank=True, default='Официальный чат дома {address}. Управление домом: {company}.', validators=[supervision.models.territory.check_template], verbose_name='description of a chat')),
                ('announcement_template', models.TextField(blank=True, default='Уважаемые жители! С {since} управление домом {address} осуществляет {company}. Чат остаётся за домом, владелец чата — орган жилищного надзора.', validators=[supervision.models.territory.check_template], verbose_name='announcement of a change of company')),
                ('poster_text', models.TextField(blank=True, default='Это официальный чат дома {address}. В нём управляющая организация отвечает на вопросы о содержании дома. Владелец чата — орган государственного жилищного надзора, поэтому чат остаётся за домом при смене организации.', validators=[supervision.models.territory.check_template], verbose_name='text of the poster')),
                ('rights_preset', models.CharField(choices=[('moderator', "Moderator: may delete others' messages"), ('herald', "Herald: may pin and invite, may not delete others' messages")], default='moderator', max_length=20, verbose_name='rights of representatives')),
                ('unknown_admins', models.CharField(choices=[('report', 'Report only'), ('revoke', 'Revoke their rights')], default='report', max_length=20, verbose_name='administrators not appointed here')),
                ('hand_changes', models.CharField(choices=[('correct', 'Set right'), ('report', 'Report only')], default='correct', help_text='Title, description and rights. A wrong owner is never left alone.', max_length=10, verbose_name='changes made in the messenger by hand')),
                ('handover_days', models.PositiveSmallIntegerField(default=7, help_text='For so many days the old company keeps its rights while nobody of the new one has joined.', verbose_name='days of handing over')),
                ('change_limit_percent', models.PositiveSmallIntegerField(default=30, help_text='More existing chats than this share wait for an approval.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='limit of changed chats, %')),
                ('missing_limit_percent', models.PositiveSmallIntegerField(default=10, help_text='A file in which more houses are missing is not applied without an approval.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='limit of missing houses, %')),
                ('default_inspector', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.inspector', verbose_name='default owner')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='supervision.region')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Representative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('messenger_id', models.BigIntegerField(verbose_name='messenger id')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, help_text='First day without rights.', null=True, verbose_name='until')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='representatives', to='supervision.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'representative',
                'verbose_name_plural': 'representatives',
                'ordering': ['full_name'],
            },
            bases=(supervision.models.spans.Span, models.Model),
        ),
        migrations.CreateModel(
            name='RepresentativeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('messenger_id', models.BigIntegerField(verbose_name='messenger id')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, help_text='First day without rights.', null=True, verbose_name='until')),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.organisation', verbose_name='organisation')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='supervision.representative')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seal',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cd8300f27a2d8e7c3b28ed525d39dc21f74a1493', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_71cf8', table='supervision_seal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seal',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='c8455149860679ef68b570136c96543b941dff0c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_4d8cb', table='supervision_seal', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='sealedevent',
            name='seal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='supervision.seal', verbose_name='seal'),
        ),
        migrations.AddConstraint(
            model_name='strangerscount',
            constraint=models.UniqueConstraint(models.F('hour'), models.F('status'), name='strangers_counted_once_an_hour'),
        ),
        migrations.AddField(
            model_name='target',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='target',
            name='region',
            field=models.ForeignKey(blank=True, help_text='Empty: every region without a target of its own.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='supervision.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='upload',
            name='adoption',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='supervision.adoption', verbose_name='list of existing chats'),
        ),
        migrations.AddField(
            model_name='upload',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='upload',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='upload',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='supervision.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='upload',
            name='run',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='upload', to='supervision.importrun', verbose_name='import'),
        ),
        migrations.AddField(
            model_name='webhookdelivery',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='webhookendpoint',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to=settings.AUTH_USER_MODEL, verbose_name='login'),
        ),
        migrations.AddField(
            model_name='webhookdelivery',
            name='endpoint',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='supervision.webhookendpoint', verbose_name='outgoing webhook'),
        ),
        migrations.AddField(
            model_name='webhookendpointevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='supervision.webhookendpoint'),
        ),
        migrations.AddField(
            model_name='webhookendpointevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='login'),
        ),
        migrations.AddField(
            model_name='workorder',
            name='chat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='work_orders', to='supervision.chat', verbose_name='chat'),
        ),
        migrations.AddField(
            model_name='workorder',
            name='inspector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='work_orders', to='supervision.inspector', verbose_name='for whom'),
        ),
        migrations.AddField(
            model_name='zone',
            name='inspectors',
            field=models.ManyToManyField(blank=True, related_name='zones', to='supervision.inspector', verbose_name='inspectors'),
        ),
        migrations.AddField(
            model_name='zone',
            name='municipalities',
            field=models.ManyToManyField(blank=True, related_name='zones', to='supervision.municipality', verbose_name='municipalities'),
        ),
        migrations.AddField(
            model_name='zone',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zones', to='supervision.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='keptzonememberevent',
            name='zone',
            field=models.ForeignKey(db_constraint=False, db_index=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.zone'),
        ),
        migrations.AddField(
            model_name='zoneevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='supervision.zone'),
        ),
        migrations.AddField(
            model_name='zoneevent',
            name='region',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='keptwiderightevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='supervision.keptwideright'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptwideright',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptwiderightevent" ("id", "permission_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."id", new_values."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='15c4a8c7be82da428ff0a157d4dc79c595842882', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9360f', referencing='REFERENCING NEW TABLE AS new_values ', table='auth_user_user_permissions', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptwideright',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptwiderightevent" ("id", "permission_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."id", new_values."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='aad6e81a8a1b0a49db907cd9275848c1d4c5249a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_27c27', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='auth_user_user_permissions', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptwideright',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptwiderightevent" ("id", "permission_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."id", old_values."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8426f8fbcdf3ed1bacf60800df0b8e861d839f74', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_df21a', referencing='REFERENCING OLD TABLE AS old_values ', table='auth_user_user_permissions', when='AFTER')),
        ),
        migrations.AddField(
            model_name='keptsecondfactorevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='supervision.keptsecondfactor'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptsecondfactor',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptsecondfactorevent" ("created_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "type", "user_id") SELECT new_values."created_at", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."type", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f58b211fb57707a630fa30be45801d963b0fbd80', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3b2a7', referencing='REFERENCING NEW TABLE AS new_values ', table='mfa_authenticator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptsecondfactor',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptsecondfactorevent" ("created_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "type", "user_id") SELECT new_values."created_at", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."type", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."type" IS DISTINCT FROM (new_values."type") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bac51a51cb83950af9bed1bd80e94b1ede93a583', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1b468', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='mfa_authenticator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptsecondfactor',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptsecondfactorevent" ("created_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "type", "user_id") SELECT old_values."created_at", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."type", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bea418676fbf5d9270a9ab1b8f6a60ebb2cb2d62', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_96d2e', referencing='REFERENCING OLD TABLE AS old_values ', table='mfa_authenticator', when='AFTER')),
        ),
        migrations.AddField(
            model_name='keptrightevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='supervision.keptright'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptright',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptrightevent" ("content_type_id", "id", "object_pk", "permission_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."content_type_id", new_values."id", new_values."object_pk", new_values."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ecdd66757fcde8d1f08fbe8065f823d988ec55f4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e1422', referencing='REFERENCING NEW TABLE AS new_values ', table='guardian_userobjectpermission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptright',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptrightevent" ("content_type_id", "id", "object_pk", "permission_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."content_type_id", new_values."id", new_values."object_pk", new_values."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='41ed368e61b51a5a92f6440bf9ead187583885f7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_495c0', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='guardian_userobjectpermission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptright',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptrightevent" ("content_type_id", "id", "object_pk", "permission_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."content_type_id", old_values."id", old_values."object_pk", old_values."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='19dc52654da2e00d78ef9287b58ab3ba45c52502', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7f06a', referencing='REFERENCING OLD TABLE AS old_values ', table='guardian_userobjectpermission', when='AFTER')),
        ),
        migrations.AddField(
            model_name='keptloginevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='supervision.keptlogin'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptlogin',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptloginevent" ("date_joined", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "username") SELECT new_values."date_joined", new_values."email", new_values."first_name", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."username" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='167b308273e5d737f2005b4ff87596ce0abb477d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8bf9b', referencing='REFERENCING NEW TABLE AS new_values ', table='auth_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptlogin',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptloginevent" ("date_joined", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "username") SELECT new_values."date_joined", new_values."email", new_values."first_name", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."username" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."date_joined" IS DISTINCT FROM (new_values."date_joined") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."first_name" IS DISTINCT FROM (new_values."first_name") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_staff" IS DISTINCT FROM (new_values."is_staff") OR old_values."is_superuser" IS DISTINCT FROM (new_values."is_superuser") OR old_values."last_name" IS DISTINCT FROM (new_values."last_name") OR old_values."username" IS DISTINCT FROM (new_values."username")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7ce4bdd9555b7c76067e12367cb4efce78dfb782', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_10c03', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='auth_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptlogin',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptloginevent" ("date_joined", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "username") SELECT old_values."date_joined", old_values."email", old_values."first_name", old_values."id", old_values."is_active", old_values."is_staff", old_values."is_superuser", old_values."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."username" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ad605ebd0621a61c05dc5792b5053bb6dcebe0e5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_103b4', referencing='REFERENCING OLD TABLE AS old_values ', table='auth_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apiclient',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_apiclientevent" ("algorithm", "allowed_origins", "authorization_grant_type", "cimd_expires_at", "client_id", "client_type", "created", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_logout_redirect_uris", "redirect_uris", "registration_source", "requests_per_minute", "revoked_at", "scopes", "skip_authorization", "user_id") SELECT new_values."algorithm", new_values."allowed_origins", new_values."authorization_grant_type", new_values."cimd_expires_at", new_values."client_id", new_values."client_type", new_values."created", new_values."id", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."post_logout_redirect_uris", new_values."redirect_uris", new_values."registration_source", new_values."requests_per_minute", new_values."revoked_at", new_values."scopes", new_values."skip_authorization", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2d32755bc1a130a5bdc02397618c19563d2c6542', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b596b', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_apiclient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apiclient',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_apiclientevent" ("algorithm", "allowed_origins", "authorization_grant_type", "cimd_expires_at", "client_id", "client_type", "created", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_logout_redirect_uris", "redirect_uris", "registration_source", "requests_per_minute", "revoked_at", "scopes", "skip_authorization", "user_id") SELECT new_values."algorithm", new_values."allowed_origins", new_values."authorization_grant_type", new_values."cimd_expires_at", new_values."client_id", new_values."client_type", new_values."created", new_values."id", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."post_logout_redirect_uris", new_values."redirect_uris", new_values."registration_source", new_values."requests_per_minute", new_values."revoked_at", new_values."scopes", new_values."skip_authorization", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."algorithm" IS DISTINCT FROM (new_values."algorithm") OR old_values."allowed_origins" IS DISTINCT FROM (new_values."allowed_origins") OR old_values."authorization_grant_type" IS DISTINCT FROM (new_values."authorization_grant_type") OR old_values."cimd_expires_at" IS DISTINCT FROM (new_values."cimd_expires_at") OR old_values."client_id" IS DISTINCT FROM (new_values."client_id") OR old_values."client_type" IS DISTINCT FROM (new_values."client_type") OR old_values."created" IS DISTINCT FROM (new_values."created") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."post_logout_redirect_uris" IS DISTINCT FROM (new_values."post_logout_redirect_uris") OR old_values."redirect_uris" IS DISTINCT FROM (new_values."redirect_uris") OR old_values."registration_source" IS DISTINCT FROM (new_values."registration_source") OR old_values."requests_per_minute" IS DISTINCT FROM (new_values."requests_per_minute") OR old_values."revoked_at" IS DISTINCT FROM (new_values."revoked_at") OR old_values."scopes" IS DISTINCT FROM (new_values."scopes") OR old_values."skip_authorization" IS DISTINCT FROM (new_values."skip_authorization") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0e4d00ae5cffe54ac0b878ada2ca21ae8537d220', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a79c4', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_apiclient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apiclient',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_apiclientevent" ("algorithm", "allowed_origins", "authorization_grant_type", "cimd_expires_at", "client_id", "client_type", "created", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_logout_redirect_uris", "redirect_uris", "registration_source", "requests_per_minute", "revoked_at", "scopes", "skip_authorization", "user_id") SELECT old_values."algorithm", old_values."allowed_origins", old_values."authorization_grant_type", old_values."cimd_expires_at", old_values."client_id", old_values."client_type", old_values."created", old_values."id", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."post_logout_redirect_uris", old_values."redirect_uris", old_values."registration_source", old_values."requests_per_minute", old_values."revoked_at", old_values."scopes", old_values."skip_authorization", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='85fb0488482b023ff7d460686437a2a04eb3d5e3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b8ebb', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_apiclient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apiclientevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='c36153e8973d01b5dfbbe6209688f1364a6fc9bf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_35353', table='supervision_apiclientevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apiclientevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2daff3a478b2d67b3446ae39e3f85d1cc0874450', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ce9ff', table='supervision_apiclientevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='apirequest',
            index=models.Index(fields=['at'], name='api_request_by_time'),
        ),
        migrations.AddField(
            model_name='syncrequest',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.region', verbose_name='region'),
        ),
        migrations.AddIndex(
            model_name='adoptionline',
            index=models.Index(condition=models.Q(('verdict', 'waiting')), fields=['adoption'], name='adoption_line_to_read'),
        ),
        migrations.AddConstraint(
            model_name='adoptionline',
            constraint=models.UniqueConstraint(models.F('adoption'), models.F('line'), name='adoption_line_once'),
        ),
        migrations.AddIndex(
            model_name='chatmember',
            index=models.Index(condition=models.Q(('is_participant', False)), fields=['chat'], name='member_not_joined'),
        ),
        migrations.AddConstraint(
            model_name='chatmember',
            constraint=models.UniqueConstraint(models.F('chat'), models.F('user_id'), name='member_once_in_chat'),
        ),
        migrations.AddConstraint(
            model_name='idempotentanswer',
            constraint=models.UniqueConstraint(models.F('user'), models.F('key'), name='idempotency_key_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='housesubstituteevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='962da6dc7aeebabcd4317bb9714eb3e441915ce8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_627a2', table='supervision_housesubstituteevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='housesubstituteevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='28cf27e27bf50674b19babe41cc44d99db0fdfd6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_05890', table='supervision_housesubstituteevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='housesubstitute',
            constraint=models.UniqueConstraint(models.F('absence'), models.F('house'), name='house_once_in_absence'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='housesubstitute',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_housesubstituteevent" ("absence_id", "house_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "substitute_id") SELECT new_values."absence_id", new_values."house_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."substitute_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='64d0953412b4c6c0c45e80529d1bb62788a44c7f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_234a7', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_housesubstitute', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='housesubstitute',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_housesubstituteevent" ("absence_id", "house_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "substitute_id") SELECT new_values."absence_id", new_values."house_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."substitute_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='97a4788603136233c73ed81c5c3627c691b1152f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c6c80', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_housesubstitute', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='housesubstitute',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_housesubstituteevent" ("absence_id", "house_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "substitute_id") SELECT old_values."absence_id", old_values."house_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."substitute_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8b196b02d3fb5569b0f7ecfe750cff366b09d4bc', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_dca90', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_housesubstitute', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absenceevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='aeaf7fa384e386113e32c9f6a8b370a3f43090bd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_ba36e', table='supervision_absenceevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absenceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5f8ea8a220a6ffd281dc089d8cc179ecc25e3956', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_527e9', table='supervision_absenceevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='absence_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('ends_in_dismissal', False), ('until__isnull', True), _connector='OR'), name='nobody_is_back_after_dismissal'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('inspector', models.F('substitute')), _negated=True), name='absence_substitute_is_another'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('inspector', '='), (supervision.models.people.DateRange('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='absences_do_not_overlap'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_absenceevent" ("closes_login", "ends_in_dismissal", "id", "inspector_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since", "substitute_id", "until") SELECT new_values."closes_login", new_values."ends_in_dismissal", new_values."id", new_values."inspector_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."reason", new_values."since", new_values."substitute_id", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ddbf25c918e316c742188dfda54a3cf215cc6257', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_83c01', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_absence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_absenceevent" ("closes_login", "ends_in_dismissal", "id", "inspector_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since", "substitute_id", "until") SELECT new_values."closes_login", new_values."ends_in_dismissal", new_values."id", new_values."inspector_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."reason", new_values."since", new_values."substitute_id", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f0677ccd65279087be5bb2f49c33113c53348e51', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7a537', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_absence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_absenceevent" ("closes_login", "ends_in_dismissal", "id", "inspector_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since", "substitute_id", "until") SELECT old_values."closes_login", old_values."ends_in_dismissal", old_values."id", old_values."inspector_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."reason", old_values."since", old_values."substitute_id", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ee61165ed8cfb23fdee775b3533124d47ace5a25', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b2dd1', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_absence', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='loginlink',
            constraint=models.UniqueConstraint(models.F('login'), condition=models.Q(('used_at', None)), name='one_open_link_of_a_login'),
        ),
        migrations.AddField(
            model_name='messengeraccountevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='supervision.messengeraccount'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messengeraccount',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_messengeraccountevent" ("bot_id", "bot_name", "held_reason", "is_enabled", "look_every_days", "look_every_days_with_webhooks", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provisioning", "rate_per_second", "region_id", "spread_allowed_until", "sweep_share_percent", "trouble", "trouble_kind", "try_again_at", "webhook_checked_at", "webhook_secret_digest", "webhook_trouble", "webhook_url") SELECT new_values."bot_id", new_values."bot_name", new_values."held_reason", new_values."is_enabled", new_values."look_every_days", new_values."look_every_days_with_webhooks", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."region_id", new_values."provisioning", new_values."rate_per_second", new_values."region_id", new_values."spread_allowed_until", new_values."sweep_share_percent", new_values."trouble", new_values."trouble_kind", new_values."try_again_at", new_values."webhook_checked_at", new_values."webhook_secret_digest", new_values."webhook_trouble", new_values."webhook_url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='73a72e3e10ba0f20b6e9c4c385c765f24d76c03e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9ccaf', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_messengeraccount', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messengeraccount',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_messengeraccountevent" ("bot_id", "bot_name", "held_reason", "is_enabled", "look_every_days", "look_every_days_with_webhooks", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provisioning", "rate_per_second", "region_id", "spread_allowed_until", "sweep_share_percent", "trouble", "trouble_kind", "try_again_at", "webhook_checked_at", "webhook_secret_digest", "webhook_trouble", "webhook_url") SELECT new_values."bot_id", new_values."bot_name", new_values."held_reason", new_values."is_enabled", new_values."look_every_days", new_values."look_every_days_with_webhooks", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."region_id", new_values."provisioning", new_values."rate_per_second", new_values."region_id", new_values."spread_allowed_until", new_values."sweep_share_percent", new_values."trouble", new_values."trouble_kind", new_values."try_again_at", new_values."webhook_checked_at", new_values."webhook_secret_digest", new_values."webhook_trouble", new_values."webhook_url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e191ff5b0edc3c9811f189bb2e1398fc442ff0fa', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d203f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_messengeraccount', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messengeraccount',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_messengeraccountevent" ("bot_id", "bot_name", "held_reason", "is_enabled", "look_every_days", "look_every_days_with_webhooks", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provisioning", "rate_per_second", "region_id", "spread_allowed_until", "sweep_share_percent", "trouble", "trouble_kind", "try_again_at", "webhook_checked_at", "webhook_secret_digest", "webhook_trouble", "webhook_url") SELECT old_values."bot_id", old_values."bot_name", old_values."held_reason", old_values."is_enabled", old_values."look_every_days", old_values."look_every_days_with_webhooks", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."region_id", old_values."provisioning", old_values."rate_per_second", old_values."region_id", old_values."spread_allowed_until", old_values."sweep_share_percent", old_values."trouble", old_values."trouble_kind", old_values."try_again_at", old_values."webhook_checked_at", old_values."webhook_secret_digest", old_values."webhook_trouble", old_values."webhook_url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b28a5f2fe88d057e750189fabbe2af817c3a9c56', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3ce66', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_messengeraccount', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='region',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_regionevent" ("announcement_template", "body_name", "change_limit_percent", "code", "default_inspector_id", "description_template", "hand_changes", "handover_days", "min_flats", "missing_limit_percent", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "poster_text", "rights_preset", "scope_kinds", "time_zone", "title_template", "unknown_admins") SELECT new_values."announcement_template", new_values."body_name", new_values."change_limit_percent", new_values."code", new_values."default_inspector_id", new_values."description_template", new_values."hand_changes", new_values."handover_days", new_values."min_flats", new_values."missing_limit_percent", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."code", new_values."poster_text", new_values."rights_preset", new_values."scope_kinds", new_values."time_zone", new_values."title_template", new_values."unknown_admins" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a6f823f4e252cc707a47a286e77c7ca21ad35a1d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a0e4c', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_region', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='region',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_regionevent" ("announcement_template", "body_name", "change_limit_percent", "code", "default_inspector_id", "description_template", "hand_changes", "handover_days", "min_flats", "missing_limit_percent", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "poster_text", "rights_preset", "scope_kinds", "time_zone", "title_template", "unknown_admins") SELECT new_values."announcement_template", new_values."body_name", new_values."change_limit_percent", new_values."code", new_values."default_inspector_id", new_values."description_template", new_values."hand_changes", new_values."handover_days", new_values."min_flats", new_values."missing_limit_percent", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."code", new_values."poster_text", new_values."rights_preset", new_values."scope_kinds", new_values."time_zone", new_values."title_template", new_values."unknown_admins" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='382ece131b1cb34732cb974c8d31961fd587cc09', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e19ca', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_region', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='region',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_regionevent" ("announcement_template", "body_name", "change_limit_percent", "code", "default_inspector_id", "description_template", "hand_changes", "handover_days", "min_flats", "missing_limit_percent", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "poster_text", "rights_preset", "scope_kinds", "time_zone", "title_template", "unknown_admins") SELECT old_values."announcement_template", old_values."body_name", old_values."change_limit_percent", old_values."code", old_values."default_inspector_id", old_values."description_template", old_values."hand_changes", old_values."handover_days", old_values."min_flats", old_values."missing_limit_percent", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."code", old_values."poster_text", old_values."rights_preset", old_values."scope_kinds", old_values."time_zone", old_values."title_template", old_values."unknown_admins" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ba8253a4ae63333fee4e98b0c44802df06873ff1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7be8f', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_region', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectorevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='f8a5b231e5bf836b1be99730b776bc108a896990', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_6dd0c', table='supervision_inspectorevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspectorevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2f6f4ddabeac64135fc6d81dacd13f65bcaafb0d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b63c7', table='supervision_inspectorevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='inspector',
            constraint=models.UniqueConstraint(models.F('region'), models.F('messenger_id'), name='inspector_messenger_id_once_in_region'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspector',
            trigger=pgtrigger.compiler.Trigger(name='changed_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO supervision_change (kind, object_id, region_id, transaction, at, is_removed)\n        SELECT 'inspector', r.id, r.region_id, pg_current_xact_id()::text::bigint, now(), false FROM new_rows r\n        ON CONFLICT (kind, object_id) DO UPDATE SET\n            region_id = EXCLUDED.region_id, transaction = EXCLUDED.transaction, at = EXCLUDED.at, is_removed = false;\n        RETURN NULL;\n    ", hash='5872871ffb550150e56f26bd968afb8b2c085f10', level='STATEMENT', operation='INSERT', pgid='pgtrigger_changed_insert_ff030', referencing='REFERENCING NEW TABLE AS new_rows ', table='supervision_inspector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspector',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, r.region_id AS region_id FROM new_rows r JOIN old_rows o ON o.id = r.id AND ROW(r.region_id, r.full_name, r.position, r.messenger_id, r.dismissed_on) IS DISTINCT FROM ROW(o.region_id, o.full_name, o.position, o.messenger_id, o.dismissed_on)) changed\n            ON kept.kind = 'inspector' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = False,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('inspector', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), False)\n        $move$;\n        RETURN NULL;\n    ", hash='3622ef3e86cbd76fb9130011cad1aef66486a1dd', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_43f31', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='supervision_inspector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspector',
            trigger=pgtrigger.compiler.Trigger(name='changed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, r.region_id AS region_id FROM old_rows r) changed\n            ON kept.kind = 'inspector' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = True,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('inspector', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), True)\n        $move$;\n        RETURN NULL;\n    ", hash='e80e4b35cb8a746f84ac7ee4a55a0196781b2193', level='STATEMENT', operation='DELETE', pgid='pgtrigger_changed_delete_636ad', referencing='REFERENCING OLD TABLE AS old_rows ', table='supervision_inspector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspector',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_inspectorevent" ("dismissed_on", "full_name", "id", "messenger_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "region_id", "user_id") SELECT new_values."dismissed_on", new_values."full_name", new_values."id", new_values."messenger_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."position", new_values."region_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='be0cf8269a5fe26d565ebe9102726f5a63e25a75', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_776b8', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_inspector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspector',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_inspectorevent" ("dismissed_on", "full_name", "id", "messenger_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "region_id", "user_id") SELECT new_values."dismissed_on", new_values."full_name", new_values."id", new_values."messenger_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."position", new_values."region_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='750226d328460b584262c53d1991b568d09e336a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_022dc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_inspector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspector',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_inspectorevent" ("dismissed_on", "full_name", "id", "messenger_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "region_id", "user_id") SELECT old_values."dismissed_on", old_values."full_name", old_values."id", old_values."messenger_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."position", old_values."region_id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cff88f7a804b35ffd59f1e3fc030809cb3cd0f8b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c652d', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_inspector', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='foundchat',
            index=models.Index(condition=models.Q(('read_at__isnull', True)), fields=['region'], name='found_chat_to_read'),
        ),
        migrations.AddIndex(
            model_name='foundchat',
            index=models.Index(fields=['link'], name='found_chat_by_link'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['-at'], name='event_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('by__isnull', False), models.Q(('cause', ''), _negated=True), _connector='OR'), name='event_has_author_or_cause'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2b921406a569eb80c2245fba2b4e86804845560b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b03b3', table='supervision_event', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='6d374cea8a0416af57555d9234cf7a79a43a1324', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_3ea1b', table='supervision_event', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(fields=['region', 'observed_at'], name='chat_by_last_look'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(fields=['region', 'id'], name='chat_by_region'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('synced_version', models.F('spec_version')), _negated=True), fields=['region', 'id'], name='chat_out_of_step'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('messenger_id__isnull', True)), fields=['region', 'id'], name='chat_not_created'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('frozen_reason', ''), _negated=True), fields=['region', 'id'], name='chat_frozen'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('bot_state', 'in_place'), _negated=True), fields=['region'], name='chat_without_bot'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('differs_since__isnull', False)), fields=['region'], name='chat_changed_by_hand'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('has_company_admin', False), ('messenger_id__isnull', False)), fields=['region', 'id'], name='chat_without_company_admin'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('messenger_id__isnull', False), ('participants_count__lt', 5)), fields=['region', 'id'], name='chat_of_few'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(fields=['region', 'observed_owner_id'], include=('messenger_id',), name='chat_by_owner'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('observed_owner_id', None)), fields=['region', 'id'], name='chat_owner_unseen'),
        ),
        migrations.AddConstraint(
            model_name='chat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('linked_at__isnull', True), ('messenger_id__isnull', True)), models.Q(('linked_at__isnull', False), ('messenger_id__isnull', False)), _connector='OR'), name='chat_id_and_time_of_linking_together'),
        ),
        migrations.AddConstraint(
            model_name='chat',
            constraint=models.CheckConstraint(condition=models.Q(('synced_version__lte', models.F('spec_version'))), name='chat_is_not_ahead_of_its_wish'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chat',
            trigger=pgtrigger.compiler.Trigger(name='changed_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO supervision_change (kind, object_id, region_id, transaction, at, is_removed)\n        SELECT 'chat', r.id, r.region_id, pg_current_xact_id()::text::bigint, now(), false FROM new_rows r\n        ON CONFLICT (kind, object_id) DO UPDATE SET\n            region_id = EXCLUDED.region_id, transaction = EXCLUDED.transaction, at = EXCLUDED.at, is_removed = false;\n        RETURN NULL;\n    ", hash='69a713fc8699e2809e9d45d70cd860facf51cc46', level='STATEMENT', operation='INSERT', pgid='pgtrigger_changed_insert_244d8', referencing='REFERENCING NEW TABLE AS new_rows ', table='supervision_chat', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chat',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, r.region_id AS region_id FROM new_rows r JOIN old_rows o ON o.id = r.id AND ROW(r.region_id, r.messenger_id, r.link, r.spec_version, r.synced_version, r.frozen_reason, r.bot_state, r.differences, r.observed_title, r.observed_description, r.observed_owner_id, r.observed_status, r.participants_count) IS DISTINCT FROM ROW(o.region_id, o.messenger_id, o.link, o.spec_version, o.synced_version, o.frozen_reason, o.bot_state, o.differences, o.observed_title, o.observed_description, o.observed_owner_id, o.observed_status, o.participants_count)) changed\n            ON kept.kind = 'chat' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = False,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('chat', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), False)\n        $move$;\n        RETURN NULL;\n    ", hash='e5d9d56418a620f16b419ca87b94f7a1146630d8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_8baac', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='supervision_chat', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chat',
            trigger=pgtrigger.compiler.Trigger(name='changed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, r.region_id AS region_id FROM old_rows r) changed\n            ON kept.kind = 'chat' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = True,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('chat', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), True)\n        $move$;\n        RETURN NULL;\n    ", hash='a5d4fb63dd886228a11294641e39a26c4332288f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_changed_delete_be160', referencing='REFERENCING OLD TABLE AS old_rows ', table='supervision_chat', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['kind', 'region', 'transaction', 'object_id'], name='change_by_region'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['kind', 'transaction', 'object_id'], name='change_by_time'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.UniqueConstraint(models.F('kind'), models.F('object_id'), name='change_once_a_row'),
        ),
        migrations.AddIndex(
            model_name='messengercall',
            index=models.Index(condition=models.Q(('looked_at__isnull', True), ('outcome__in', ['started', 'unknown'])), fields=['chat'], name='call_unsettled'),
        ),
        migrations.AddIndex(
            model_name='messengercall',
            index=models.Index(fields=['region', 'id'], name='call_by_region'),
        ),
        migrations.AddIndex(
            model_name='messengercall',
            index=django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['started_at'], name='call_by_time'),
        ),
        migrations.AddIndex(
            model_name='messengercall',
            index=models.Index(condition=models.Q(('outcome', 'done'), _negated=True), fields=['outcome', 'id'], name='call_not_done'),
        ),
        migrations.AddIndex(
            model_name='messengerupdate',
            index=models.Index(fields=['received_at'], name='update_by_age'),
        ),
        migrations.AddConstraint(
            model_name='messengerupdate',
            constraint=models.UniqueConstraint(models.F('region'), models.F('key'), name='update_once_in_region'),
        ),
        migrations.AddConstraint(
            model_name='municipality',
            constraint=models.UniqueConstraint(models.F('region'), models.F('name'), name='municipality_name_once_in_region'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='municipality',
            trigger=pgtrigger.compiler.Trigger(name='changed_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO supervision_change (kind, object_id, region_id, transaction, at, is_removed)\n        SELECT 'municipality', r.id, r.region_id, pg_current_xact_id()::text::bigint, now(), false FROM new_rows r\n        ON CONFLICT (kind, object_id) DO UPDATE SET\n            region_id = EXCLUDED.region_id, transaction = EXCLUDED.transaction, at = EXCLUDED.at, is_removed = false;\n        RETURN NULL;\n    ", hash='2b1a23e2fe15da66aff5778439dec0b82ccadd20', level='STATEMENT', operation='INSERT', pgid='pgtrigger_changed_insert_9ee02', referencing='REFERENCING NEW TABLE AS new_rows ', table='supervision_municipality', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='municipality',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, r.region_id AS region_id FROM new_rows r JOIN old_rows o ON o.id = r.id AND ROW(r.region_id, r.name) IS DISTINCT FROM ROW(o.region_id, o.name)) changed\n            ON kept.kind = 'municipality' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = False,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('municipality', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), False)\n        $move$;\n        RETURN NULL;\n    ", hash='5938d3c3024e1f865adb9c0e3e72ccaa7c20510f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_adbb6', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='supervision_municipality', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='municipality',
            trigger=pgtrigger.compiler.Trigger(name='changed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, r.region_id AS region_id FROM old_rows r) changed\n            ON kept.kind = 'municipality' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = True,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('municipality', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), True)\n        $move$;\n        RETURN NULL;\n    ", hash='2884d01d9b33aac5570e26b1733595d33cee5898', level='STATEMENT', operation='DELETE', pgid='pgtrigger_changed_delete_54b51', referencing='REFERENCING OLD TABLE AS old_rows ', table='supervision_municipality', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='dailysnapshot',
            index=models.Index(condition=models.Q(('municipality', None)), fields=['day'], name='snapshot_of_regions'),
        ),
        migrations.AddConstraint(
            model_name='dailysnapshot',
            constraint=models.UniqueConstraint(models.F('region'), models.F('day'), models.F('municipality'), name='snapshot_once_a_day', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dailysnapshot',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='38a754b6b005c66bba2969503f8f3ef46cb245f2', operation='UPDATE OR DELETE', pgid='pgtrigger_frozen_855a0', table='supervision_dailysnapshot', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='operationhouse',
            constraint=models.UniqueConstraint(models.F('operation'), models.F('house'), name='house_once_in_operation'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['region', 'inn'], name='organisation_by_inn'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(supervision.models.word_search.WordsOf('name'), name='organisation_by_words'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(models.F('region'), models.F('frt_id'), name='organisation_frt_id_once_in_region'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(models.F('region'), models.F('ogrn'), condition=models.Q(('ogrn', ''), _negated=True), name='organisation_ogrn_once_in_region'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='changed_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO supervision_change (kind, object_id, region_id, transaction, at, is_removed)\n        SELECT 'organisation', r.id, r.region_id, pg_current_xact_id()::text::bigint, now(), false FROM new_rows r\n        ON CONFLICT (kind, object_id) DO UPDATE SET\n            region_id = EXCLUDED.region_id, transaction = EXCLUDED.transaction, at = EXCLUDED.at, is_removed = false;\n        RETURN NULL;\n    ", hash='200705695e21f3d9cdaddb041fae6d3e23d0269e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_changed_insert_09356', referencing='REFERENCING NEW TABLE AS new_rows ', table='supervision_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, r.region_id AS region_id FROM new_rows r JOIN old_rows o ON o.id = r.id AND ROW(r.region_id, r.frt_id, r.kind, r.name, r.full_name, r.inn, r.ogrn, r.inn_is_wrong, r.ogrn_is_wrong, r.inspector_id) IS DISTINCT FROM ROW(o.region_id, o.frt_id, o.kind, o.name, o.full_name, o.inn, o.ogrn, o.inn_is_wrong, o.ogrn_is_wrong, o.inspector_id)) changed\n            ON kept.kind = 'organisation' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = False,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('organisation', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), False)\n        $move$;\n        RETURN NULL;\n    ", hash='36336f18f78364736427cf2a9c8a709f7ce850b4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_035a8', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='supervision_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='changed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, r.region_id AS region_id FROM old_rows r) changed\n            ON kept.kind = 'organisation' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = True,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('organisation', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), True)\n        $move$;\n        RETURN NULL;\n    ", hash='ee761c5f0c180bac794cbcad97a28ad734c5f5d7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_changed_delete_c9a2d', referencing='REFERENCING OLD TABLE AS old_rows ', table='supervision_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_organisationevent" ("frt_id", "full_name", "id", "inn", "inn_is_wrong", "inspector_id", "kind", "name", "ogrn", "ogrn_is_wrong", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."frt_id", new_values."full_name", new_values."id", new_values."inn", new_values."inn_is_wrong", new_values."inspector_id", new_values."kind", new_values."name", new_values."ogrn", new_values."ogrn_is_wrong", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='35575f4899edd1737b82b4df650a808815e06e0a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8c2f2', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_organisationevent" ("frt_id", "full_name", "id", "inn", "inn_is_wrong", "inspector_id", "kind", "name", "ogrn", "ogrn_is_wrong", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."frt_id", new_values."full_name", new_values."id", new_values."inn", new_values."inn_is_wrong", new_values."inspector_id", new_values."kind", new_values."name", new_values."ogrn", new_values."ogrn_is_wrong", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9fb6316d7af757745ef2386c6e0a8a8d6aae7002', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_119f8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_organisationevent" ("frt_id", "full_name", "id", "inn", "inn_is_wrong", "inspector_id", "kind", "name", "ogrn", "ogrn_is_wrong", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT old_values."frt_id", old_values."full_name", old_values."id", old_values."inn", old_values."inn_is_wrong", old_values."inspector_id", old_values."kind", old_values."name", old_values."ogrn", old_values."ogrn_is_wrong", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a6736bf0f4d7f59117552c2bc3eab8889d7dc079', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f3333', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='managementperiodevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='f0e86e65f3187ecc25df2b5d496801b6b9059eef', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_86c0f', table='supervision_managementperiodevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='managementperiodevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e29e57b03563097d4ad9da94151c3440c029a293', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4c3e0', table='supervision_managementperiodevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='managementperiod',
            index=models.Index(condition=models.Q(('excluded_on__isnull', False), ('until__isnull', True)), fields=['house'], name='period_excluded_but_acting'),
        ),
        migrations.AddIndex(
            model_name='managementperiod',
            index=models.Index(fields=['since'], name='period_by_start'),
        ),
        migrations.AddIndex(
            model_name='managementperiod',
            index=models.Index(condition=models.Q(('kind', 'organisation'), _negated=True), fields=['kind', 'house'], name='period_of_rare_kind'),
        ),
        migrations.AddIndex(
            model_name='managementperiod',
            index=models.Index(fields=['house', 'since', 'until'], name='period_by_house'),
        ),
        migrations.AddConstraint(
            model_name='managementperiod',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='period_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='managementperiod',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'direct'), ('organisation__isnull', True)), models.Q(models.Q(('kind', 'direct'), _negated=True), ('organisation__isnull', False)), _connector='OR'), name='only_direct_management_has_no_organisation'),
        ),
        migrations.AddConstraint(
            model_name='managementperiod',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('house', '='), (supervision.models.people.DateRange('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='periods_of_a_house_do_not_overlap'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='managementperiod',
            trigger=pgtrigger.compiler.Trigger(name='changed_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO supervision_change (kind, object_id, region_id, transaction, at, is_removed)\n        SELECT 'period', r.id, (SELECT h.region_id FROM supervision_house h WHERE h.id = r.house_id), pg_current_xact_id()::text::bigint, now(), false FROM new_rows r\n        ON CONFLICT (kind, object_id) DO UPDATE SET\n            region_id = EXCLUDED.region_id, transaction = EXCLUDED.transaction, at = EXCLUDED.at, is_removed = false;\n        RETURN NULL;\n    ", hash='72a62b0a1e69a8d29ec6da1463913f9c06c4b8ff', level='STATEMENT', operation='INSERT', pgid='pgtrigger_changed_insert_75f25', referencing='REFERENCING NEW TABLE AS new_rows ', table='supervision_managementperiod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='managementperiod',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, (SELECT h.region_id FROM supervision_house h WHERE h.id = r.house_id) AS region_id FROM new_rows r JOIN old_rows o ON o.id = r.id AND ROW(r.*) IS DISTINCT FROM ROW(o.*)) changed\n            ON kept.kind = 'period' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = False,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('period', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), False)\n        $move$;\n        RETURN NULL;\n    ", hash='ecdf01b061a11c76dd24de7b84be3e0d54c5a7b4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_6f62b', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='supervision_managementperiod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='managementperiod',
            trigger=pgtrigger.compiler.Trigger(name='changed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, (SELECT h.region_id FROM supervision_house h WHERE h.id = r.house_id) AS region_id FROM old_rows r) changed\n            ON kept.kind = 'period' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = True,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('period', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), True)\n        $move$;\n        RETURN NULL;\n    ", hash='de1c9c74354d3319f282829234dbc13bafa7d634', level='STATEMENT', operation='DELETE', pgid='pgtrigger_changed_delete_17afb', referencing='REFERENCING OLD TABLE AS old_rows ', table='supervision_managementperiod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='managementperiod',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_managementperiodevent" ("basis", "document_number", "excluded_on", "house_id", "id", "kind", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "since", "source", "until") SELECT new_values."basis", new_values."document_number", new_values."excluded_on", new_values."house_id", new_values."id", new_values."kind", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."registered_at", new_values."since", new_values."source", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ce4e361b6eaa7381fcbc9ab7c9714b1d090a74fd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1b93c', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_managementperiod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='managementperiod',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_managementperiodevent" ("basis", "document_number", "excluded_on", "house_id", "id", "kind", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "since", "source", "until") SELECT new_values."basis", new_values."document_number", new_values."excluded_on", new_values."house_id", new_values."id", new_values."kind", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."registered_at", new_values."since", new_values."source", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='37d3ef9c5c23628b6b1e34ed9379d6fe98cc7139', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c358f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_managementperiod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='managementperiod',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_managementperiodevent" ("basis", "document_number", "excluded_on", "house_id", "id", "kind", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "since", "source", "until") SELECT old_values."basis", old_values."document_number", old_values."excluded_on", old_values."house_id", old_values."id", old_values."kind", old_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."registered_at", old_values."since", old_values."source", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='370668ce0a9ba85070f9c194ddfe24cc5330055c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8fdf4', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_managementperiod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='licenceevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='81d5a36a696498f5dbe408a6666cefa9054d5064', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_c5aeb', table='supervision_licenceevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='licenceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1c7c16bc26b975fdfb1e6c18a9f78a3ddb1a4d48', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4f1eb', table='supervision_licenceevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.UniqueConstraint(models.F('organisation'), models.F('number'), name='licence_number_once'),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('status', 'active')), models.Q(('ended_on__isnull', False), ('status', 'ended')), _connector='OR'), name='licence_end_has_date'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='licence',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_licenceevent" ("ended_on", "id", "issued_on", "number", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") SELECT new_values."ended_on", new_values."id", new_values."issued_on", new_values."number", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."status" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b42b1e328498c9094f4354906503f6a14125ffb5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ba763', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_licence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='licence',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_licenceevent" ("ended_on", "id", "issued_on", "number", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") SELECT new_values."ended_on", new_values."id", new_values."issued_on", new_values."number", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."status" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a6ede11433db0bb4f246eaee230566e0fa56a03f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_469ef', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_licence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='licence',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_licenceevent" ("ended_on", "id", "issued_on", "number", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") SELECT old_values."ended_on", old_values."id", old_values."issued_on", old_values."number", old_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."status" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2690482f364942bdd79a93b0fc0669826275483f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_cf2b2', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_licence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='houseevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='74bc3f99936047388761fe3702d7216b77718503', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_d9fd7', table='supervision_houseevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='houseevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dace1d36aa787e8da98f89e953fde9214bb08b73', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ad139', table='supervision_houseevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='house',
            index=models.Index(fields=['region', 'address_key'], name='house_by_address'),
        ),
        migrations.AddIndex(
            model_name='house',
            index=models.Index(fields=['region', 'id'], name='house_by_region'),
        ),
        migrations.AddIndex(
            model_name='house',
            index=models.Index(condition=models.Q(('kind', 'apartment'), _negated=True), fields=['kind', 'id'], name='house_of_rare_kind'),
        ),
        migrations.AddIndex(
            model_name='house',
            index=models.Index(condition=models.Q(('state', 'standing'), _negated=True), fields=['state', 'id'], name='house_not_standing'),
        ),
        migrations.AddIndex(
            model_name='house',
            index=models.Index(condition=models.Q(('cadastral_number', ''), ('state', 'standing')), fields=['region', 'id'], name='house_no_cadastral_number'),
        ),
        migrations.AddIndex(
            model_name='house',
            index=models.Index(condition=models.Q(('flats__isnull', True), ('state', 'standing')), fields=['region', 'id'], name='house_of_unknown_flats'),
        ),
        migrations.AddIndex(
            model_name='house',
            index=django.contrib.postgres.indexes.GinIndex(supervision.models.word_search.WordsOf('address'), name='house_by_words'),
        ),
        migrations.AddIndex(
            model_name='house',
            index=models.Index(condition=models.Q(('cadastral_number', ''), _negated=True), fields=['cadastral_number'], name='house_by_cadastral_number'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='house',
            trigger=pgtrigger.compiler.Trigger(name='changed_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO supervision_change (kind, object_id, region_id, transaction, at, is_removed)\n        SELECT 'house', r.id, r.region_id, pg_current_xact_id()::text::bigint, now(), false FROM new_rows r\n        ON CONFLICT (kind, object_id) DO UPDATE SET\n            region_id = EXCLUDED.region_id, transaction = EXCLUDED.transaction, at = EXCLUDED.at, is_removed = false;\n        RETURN NULL;\n    ", hash='491731ac4c4e9b7d1d7ff9473a68b3798a4937f5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_changed_insert_71ec9', referencing='REFERENCING NEW TABLE AS new_rows ', table='supervision_house', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='house',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, r.region_id AS region_id FROM new_rows r JOIN old_rows o ON o.id = r.id AND ROW(r.region_id, r.municipality_id, r.fias_guid, r.gis_guid, r.frt_id, r.cadastral_number, r.address, r.kind, r.state, r.flats, r.floors, r.built_year, r.is_emergency, r.inspector_id) IS DISTINCT FROM ROW(o.region_id, o.municipality_id, o.fias_guid, o.gis_guid, o.frt_id, o.cadastral_number, o.address, o.kind, o.state, o.flats, o.floors, o.built_year, o.is_emergency, o.inspector_id)) changed\n            ON kept.kind = 'house' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = False,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('house', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), False)\n        $move$;\n        RETURN NULL;\n    ", hash='8eb0266b430d20938252d684f9e3da9df9984af0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_4730e', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='supervision_house', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='house',
            trigger=pgtrigger.compiler.Trigger(name='changed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, r.region_id AS region_id FROM old_rows r) changed\n            ON kept.kind = 'house' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = True,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('house', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), True)\n        $move$;\n        RETURN NULL;\n    ", hash='42deaf71982a52b6dea60193965bc4a3263fc56a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_changed_delete_71f73', referencing='REFERENCING OLD TABLE AS old_rows ', table='supervision_house', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='house',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_houseevent" ("address", "address_key", "area", "block", "building", "built_year", "cadastral_number", "city", "fias_guid", "flats", "floors", "frt_id", "gis_guid", "id", "imported_organisation_id", "inspector_id", "is_emergency", "kind", "letter", "municipality_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "state", "street") SELECT new_values."address", new_values."address_key", new_values."area", new_values."block", new_values."building", new_values."built_year", new_values."cadastral_number", new_values."city", new_values."fias_guid", new_values."flats", new_values."floors", new_values."frt_id", new_values."gis_guid", new_values."id", new_values."imported_organisation_id", new_values."inspector_id", new_values."is_emergency", new_values."kind", new_values."letter", new_values."municipality_id", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."state", new_values."street" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2e2563a1ecfc55f2fdaf8ff0f5cdd3515927b0ed', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_83128', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_house', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='house',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_houseevent" ("address", "address_key", "area", "block", "building", "built_year", "cadastral_number", "city", "fias_guid", "flats", "floors", "frt_id", "gis_guid", "id", "imported_organisation_id", "inspector_id", "is_emergency", "kind", "letter", "municipality_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "state", "street") SELECT new_values."address", new_values."address_key", new_values."area", new_values."block", new_values."building", new_values."built_year", new_values."cadastral_number", new_values."city", new_values."fias_guid", new_values."flats", new_values."floors", new_values."frt_id", new_values."gis_guid", new_values."id", new_values."imported_organisation_id", new_values."inspector_id", new_values."is_emergency", new_values."kind", new_values."letter", new_values."municipality_id", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."state", new_values."street" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0656a4c5b0a61e8a79c1e0fe1452f3cdb3d7b8df', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e12fd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_house', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='house',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_houseevent" ("address", "address_key", "area", "block", "building", "built_year", "cadastral_number", "city", "fias_guid", "flats", "floors", "frt_id", "gis_guid", "id", "imported_organisation_id", "inspector_id", "is_emergency", "kind", "letter", "municipality_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "state", "street") SELECT old_values."address", old_values."address_key", old_values."area", old_values."block", old_values."building", old_values."built_year", old_values."cadastral_number", old_values."city", old_values."fias_guid", old_values."flats", old_values."floors", old_values."frt_id", old_values."gis_guid", old_values."id", old_values."imported_organisation_id", old_values."inspector_id", old_values."is_emergency", old_values."kind", old_values."letter", old_values."municipality_id", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."state", old_values."street" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5ccc80b8a7e4e25c1ae8e32ed7393872fb7d14b7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_43e39', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_house', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='7412a66c4b403411151a845e3e5bd45cac6c3142', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_47eda', table='supervision_organisationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8130684c83d744b6b44391e2302da1aca36622e2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f7fd7', table='supervision_organisationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='regionevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='29bd6b4368f6c60ce7bde0c8a450eceafd95cbf2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_30770', table='supervision_regionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='regionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='915b9e886418206d29597d7b81fe28444d9313b4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5f086', table='supervision_regionevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='representative',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='representative_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='representative',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('organisation', '='), ('messenger_id', '='), (supervision.models.people.DateRange('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='representative_periods_do_not_overlap'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representative',
            trigger=pgtrigger.compiler.Trigger(name='changed_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO supervision_change (kind, object_id, region_id, transaction, at, is_removed)\n        SELECT 'representative', r.id, (SELECT o.region_id FROM supervision_organisation o WHERE o.id = r.organisation_id), pg_current_xact_id()::text::bigint, now(), false FROM new_rows r\n        ON CONFLICT (kind, object_id) DO UPDATE SET\n            region_id = EXCLUDED.region_id, transaction = EXCLUDED.transaction, at = EXCLUDED.at, is_removed = false;\n        RETURN NULL;\n    ", hash='11a53c7973e030128f7157535aca9909cf1aaf4b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_changed_insert_42721', referencing='REFERENCING NEW TABLE AS new_rows ', table='supervision_representative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representative',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, (SELECT o.region_id FROM supervision_organisation o WHERE o.id = r.organisation_id) AS region_id FROM new_rows r JOIN old_rows o ON o.id = r.id AND ROW(r.organisation_id, r.full_name, r.messenger_id, r.since, r.until) IS DISTINCT FROM ROW(o.organisation_id, o.full_name, o.messenger_id, o.since, o.until)) changed\n            ON kept.kind = 'representative' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = False,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('representative', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), False)\n        $move$;\n        RETURN NULL;\n    ", hash='3011e0780c57c1e63c0d79030716842d822a1915', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_f668e', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='supervision_representative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representative',
            trigger=pgtrigger.compiler.Trigger(name='changed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, (SELECT o.region_id FROM supervision_organisation o WHERE o.id = r.organisation_id) AS region_id FROM old_rows r) changed\n            ON kept.kind = 'representative' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = True,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('representative', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), True)\n        $move$;\n        RETURN NULL;\n    ", hash='fc03fd7a327fd6a55cb46caa9f71e721bc1ff73f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_changed_delete_50c74', referencing='REFERENCING OLD TABLE AS old_rows ', table='supervision_representative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representative',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_representativeevent" ("full_name", "id", "messenger_id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "until") SELECT new_values."full_name", new_values."id", new_values."messenger_id", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."since", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c03aa022477e2046826196dee6955c4231ec0095', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c8457', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_representative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representative',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_representativeevent" ("full_name", "id", "messenger_id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "until") SELECT new_values."full_name", new_values."id", new_values."messenger_id", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."since", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4fdaab68ce6fe84ff5cc433fb9b218f96257b0ce', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_08a1c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_representative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representative',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_representativeevent" ("full_name", "id", "messenger_id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "until") SELECT old_values."full_name", old_values."id", old_values."messenger_id", old_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."since", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e944d00b4e4f3ae17a965c5700aeb338f7f96b0c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fc8cf', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_representative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representativeevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='c64ef0d8d144b2eaae426fd7ec509ac32ef3258e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_223ef', table='supervision_representativeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representativeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a06ef390bd179a80e5fab479aaff1704ec769fd4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ec7fa', table='supervision_representativeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sealedevent',
            trigger=pgtrigger.compiler.Trigger(name='stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='68f4b2536726151401db0bab77eb8a3e8fd929d8', operation='DELETE', pgid='pgtrigger_stays_ead6e', table='supervision_sealedevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sealedevent',
            trigger=pgtrigger.compiler.Trigger(name='salt_only_goes', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.salt <> '' OR (OLD.seal_id, OLD.event, OLD.personal) IS DISTINCT FROM (NEW.seal_id, NEW.event, NEW.personal))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3f81dd5845bfe06c418d101688c56e0a17e6799e', operation='UPDATE', pgid='pgtrigger_salt_only_goes_0d826', table='supervision_sealedevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sealedevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='5e78ffc7ed1d0c70a955957de49cac205fc66150', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_da357', table='supervision_sealedevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(models.F('figure'), models.F('day'), models.F('region'), name='target_once_a_day', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('percent__gte', 0), ('percent__lte', 100)), name='target_is_a_share'),
        ),
        migrations.AddConstraint(
            model_name='webhookendpoint',
            constraint=models.UniqueConstraint(models.F('user'), models.F('url'), name='webhook_address_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='webhookendpoint',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_webhookendpointevent" ("created_at", "events", "id", "is_enabled", "off_at", "off_reason", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "url", "user_id") SELECT new_values."created_at", new_values."events", new_values."id", new_values."is_enabled", new_values."off_at", new_values."off_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."url", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='29da764f367fcbe55064985de6b1afdf5e3e8477', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0fdbf', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_webhookendpoint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='webhookendpoint',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_webhookendpointevent" ("created_at", "events", "id", "is_enabled", "off_at", "off_reason", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "url", "user_id") SELECT new_values."created_at", new_values."events", new_values."id", new_values."is_enabled", new_values."off_at", new_values."off_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."url", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."events" IS DISTINCT FROM (new_values."events") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_enabled" IS DISTINCT FROM (new_values."is_enabled") OR old_values."off_at" IS DISTINCT FROM (new_values."off_at") OR old_values."off_reason" IS DISTINCT FROM (new_values."off_reason") OR old_values."url" IS DISTINCT FROM (new_values."url") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='eaf0f34466bfb6fbea6c1aa3a996ae33f073fd08', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_006b3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_webhookendpoint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='webhookendpoint',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_webhookendpointevent" ("created_at", "events", "id", "is_enabled", "off_at", "off_reason", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "url", "user_id") SELECT old_values."created_at", old_values."events", old_values."id", old_values."is_enabled", old_values."off_at", old_values."off_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."url", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='447a6eb434326ef8a35ef45069e65c263a6a3022', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_06eca', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_webhookendpoint', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='webhookdelivery',
            index=models.Index(fields=['endpoint', 'id'], name='delivery_of_endpoint'),
        ),
        migrations.AddIndex(
            model_name='webhookdelivery',
            index=models.Index(condition=models.Q(('state', 'due')), fields=['not_before'], name='delivery_due'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='webhookendpointevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='b6001a581e05edf404819268d3779738f183727a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_f9c92', table='supervision_webhookendpointevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='webhookendpointevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6316f57541a242e42c2a80e98072bf08096651a2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5f5c4', table='supervision_webhookendpointevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='workorder',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['kind', 'title'], name='open_order_by_title'),
        ),
        migrations.AddIndex(
            model_name='workorder',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['opened_at'], name='open_order_by_age'),
        ),
        migrations.AddConstraint(
            model_name='workorder',
            constraint=models.UniqueConstraint(models.F('chat'), models.F('kind'), condition=models.Q(('closed_at__isnull', True)), name='one_open_order_of_a_kind_a_chat'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workorder',
            trigger=pgtrigger.compiler.Trigger(name='changed_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO supervision_change (kind, object_id, region_id, transaction, at, is_removed)\n        SELECT 'work_order', r.id, (SELECT c.region_id FROM supervision_chat c WHERE c.id = r.chat_id), pg_current_xact_id()::text::bigint, now(), false FROM new_rows r\n        ON CONFLICT (kind, object_id) DO UPDATE SET\n            region_id = EXCLUDED.region_id, transaction = EXCLUDED.transaction, at = EXCLUDED.at, is_removed = false;\n        RETURN NULL;\n    ", hash='30e2472d36f55490c33ecf8be50a69529ab0ee6d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_changed_insert_656d2', referencing='REFERENCING NEW TABLE AS new_rows ', table='supervision_workorder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workorder',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, (SELECT c.region_id FROM supervision_chat c WHERE c.id = r.chat_id) AS region_id FROM new_rows r JOIN old_rows o ON o.id = r.id AND ROW(r.chat_id, r.kind, r.inspector_id, r.title, r.link, r.opened_at, r.closed_at) IS DISTINCT FROM ROW(o.chat_id, o.kind, o.inspector_id, o.title, o.link, o.opened_at, o.closed_at)) changed\n            ON kept.kind = 'work_order' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = False,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('work_order', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), False)\n        $move$;\n        RETURN NULL;\n    ", hash='027c15cdc1b3e342d937883f2f9f0cf47701d5bd', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_changed_update_81ddf', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='supervision_workorder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workorder',
            trigger=pgtrigger.compiler.Trigger(name='changed_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        EXECUTE $move$\n            MERGE INTO supervision_change kept\n            USING (SELECT r.id, (SELECT c.region_id FROM supervision_chat c WHERE c.id = r.chat_id) AS region_id FROM old_rows r) changed\n            ON kept.kind = 'work_order' AND kept.object_id = changed.id\n            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = True,\n                transaction = pg_current_xact_id()::text::bigint, at = now()\n            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)\n                VALUES ('work_order', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), True)\n        $move$;\n        RETURN NULL;\n    ", hash='77abf612830c6d47fa528a54e4b4db46acd6cb6d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_changed_delete_cf0e3', referencing='REFERENCING OLD TABLE AS old_rows ', table='supervision_workorder', when='AFTER')),
        ),
        migrations.CreateModel(
            name='KeptZoneMember',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('supervision.zone_inspectors',),
        ),
        migrations.AddConstraint(
            model_name='zone',
            constraint=models.UniqueConstraint(models.F('region'), models.F('name'), name='zone_name_once_in_region'),
        ),
        migrations.AddConstraint(
            model_name='zone',
            constraint=models.UniqueConstraint(models.F('region'), condition=models.Q(('whole_region', True)), name='one_zone_covers_whole_region'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zone',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_zoneevent" ("id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "whole_region") SELECT new_values."id", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."whole_region" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c5760a62a7553d8fc70b39f9967ca0500b96b9a6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_86b31', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_zone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zone',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_zoneevent" ("id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "whole_region") SELECT new_values."id", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."whole_region" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='68b89ba319c1c484d09b25f7469bb96c4477b9d3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_18f2f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_zone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zone',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_zoneevent" ("id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "whole_region") SELECT old_values."id", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."whole_region" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='51dd273e4de6c4caf8c4940739dbb55f51bbc7c6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_062f6', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_zone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zoneevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='2729201369b11bdb779cff2cead40c1b96330449', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_391f8', table='supervision_zoneevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zoneevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='40bde867fc60478cb0d16228997420ce12c20330', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b8cd0', table='supervision_zoneevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptwiderightevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='fef5e2a12cfe144c7e562da05e8f6488342065ee', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_68698', table='supervision_keptwiderightevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptwiderightevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='51bc6c38318d109925d4cb18e4dd5f61aa331af1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e7458', table='supervision_keptwiderightevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptsecondfactorevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='8dfd04d3b5fa41b7116e686aa572230f0ccd3e45', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_e7445', table='supervision_keptsecondfactorevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptsecondfactorevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='398a51579942a51ddcb064855265a66770132705', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_50604', table='supervision_keptsecondfactorevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptrightevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='43f6623df7aedd926cd1d166c5c4ddfa96187ae0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_135de', table='supervision_keptrightevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptrightevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dec1e1d0912ef241487945472d7e4f8a99568391', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d2952', table='supervision_keptrightevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptloginevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='32ca53219ba49394c014ee497e2bab81645cb383', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_18786', table='supervision_keptloginevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptloginevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fecfbde8bd2e25306b0643e63a2cf46b9b718a02', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4d6e5', table='supervision_keptloginevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='syncrequest',
            index=models.Index(fields=['region', 'lane', 'not_before'], name='request_queue'),
        ),
        migrations.AddIndex(
            model_name='syncrequest',
            index=models.Index(fields=['region', 'state'], name='request_by_state'),
        ),
        migrations.AddIndex(
            model_name='syncrequest',
            index=models.Index(fields=['lane', 'not_before', '-chat'], name='request_by_turn'),
        ),
        migrations.AddIndex(
            model_name='syncrequest',
            index=models.Index(condition=models.Q(('trouble', ''), _negated=True), fields=['region', 'trouble', 'troubled_at'], name='request_in_trouble'),
        ),
        migrations.AddConstraint(
            model_name='syncrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_owner__isnull', True), ('lease_until__isnull', True)), models.Q(('lease_owner__isnull', False), ('lease_until__isnull', False)), _connector='OR'), name='lease_has_owner_and_end'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messengeraccountevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='ec95b2590b47ff3c8bb28c94c6b8af37340a5270', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_c5382', table='supervision_messengeraccountevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messengeraccountevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='94f12926c33fe6f2b211988253f850efde8c4feb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8647d', table='supervision_messengeraccountevent', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='keptzonememberevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='supervision.keptzonemember'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptzonemember',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptzonememberevent" ("id", "inspector_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") SELECT new_values."id", new_values."inspector_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."zone_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='03c3e8ce427388f40e4aa174f678ab2aace472d6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8c768', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_zone_inspectors', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptzonemember',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptzonememberevent" ("id", "inspector_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") SELECT new_values."id", new_values."inspector_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."zone_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5057581772e7b94d92744031b6820c982bac2500', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ad0be', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_zone_inspectors', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptzonemember',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptzonememberevent" ("id", "inspector_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") SELECT old_values."id", old_values."inspector_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."zone_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b76226e4481ffb3303886c8aaa39da34e4ff2ade', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_465bf', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_zone_inspectors', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptzonememberevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='bd93e5d6b60936a29b93130eb24c7ba6719c63a5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_250f2', table='supervision_keptzonememberevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptzonememberevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8c9289d68b705292cce1977abd02a31844062940', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0514a', table='supervision_keptzonememberevent', when='BEFORE')),
        ),
    ]
