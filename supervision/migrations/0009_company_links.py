"""Links to companies' pages, the people named there, and answers that wait for an inspector."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0008_deltas'),
    ]

    operations = [
        migrations.CreateModel(
            name='CompanyLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.TextField(blank=True, verbose_name='sealed token')),
                ('token_hash', models.CharField(max_length=64, unique=True, verbose_name='hash of the token')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('until', models.DateTimeField(verbose_name='the link holds until')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='first opened at')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name="the company's address")),
                ('code_hash', models.CharField(blank=True, max_length=64, verbose_name='hash of the code')),
                ('code_until', models.DateTimeField(blank=True, null=True, verbose_name='the code holds until')),
                ('code_tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed by a code at')),
            ],
            options={
                'verbose_name': 'link of a company',
                'verbose_name_plural': 'links of companies',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('position', models.CharField(blank=True, max_length=200, verbose_name='position')),
                ('state', models.CharField(choices=[('waiting', 'waits for an inspector'), ('confirmed', 'confirmed'), ('refused', 'not accepted'), ('withdrawn', 'withdrawn by the company')], default='waiting', max_length=10, verbose_name='state')),
                ('named_at', models.DateTimeField(verbose_name='named at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
            ],
            options={
                'verbose_name': 'name given by a company',
                'verbose_name_plural': 'names given by companies',
                'ordering': ['full_name', 'pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='region',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='region',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='region',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_is_for_one_person',
        ),
        migrations.AddField(
            model_name='region',
            name='bound_by',
            field=models.CharField(choices=[('person', 'The person says “it is me”'), ('inspector', 'The person says “it is me”, then an inspector confirms it')], db_default='person', default='person', help_text='Until an account is bound its person has no rights in chats.', max_length=10, verbose_name='accounts of people are bound'),
        ),
        migrations.AddField(
            model_name='region',
            name='trusts_mailed_links',
            field=models.BooleanField(db_default=False, default=False, help_text='Only where the portal sends mail. All other names that companies give wait for an inspector.', verbose_name='names by a link that a code by e-mail confirmed need no inspector'),
        ),
        migrations.AddField(
            model_name='regionevent',
            name='bound_by',
            field=models.CharField(choices=[('person', 'The person says “it is me”'), ('inspector', 'The person says “it is me”, then an inspector confirms it')], db_default='person', default='person', help_text='Until an account is bound its person has no rights in chats.', max_length=10, verbose_name='accounts of people are bound'),
        ),
        migrations.AddField(
            model_name='regionevent',
            name='trusts_mailed_links',
            field=models.BooleanField(db_default=False, default=False, help_text='Only where the portal sends mail. All other names that companies give wait for an inspector.', verbose_name='names by a link that a code by e-mail confirmed need no inspector'),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='state',
            field=models.CharField(choices=[('sent', 'invited'), ('opened', 'opened, not answered yet'), ('answered', 'answered, waits for an inspector'), ('declined', 'answered: not me'), ('known', 'known in MAX'), ('revoked', 'revoked'), ('undone', 'undone')], default='sent', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='webhookdelivery',
            name='event',
            field=models.CharField(choices=[('chat.changed', 'A chat changed'), ('management_period.changed', 'A management period changed'), ('management_period.removed', 'A management period was taken back'), ('representative.known', 'A representative became known in MAX'), ('representative.joined', 'A representative joined the chat of a house'), ('webhook.test', 'A test message')], max_length=30, verbose_name='event'),
        ),
        migrations.AlterField(
            model_name='webhookendpoint',
            name='events',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('chat.changed', 'A chat changed'), ('management_period.changed', 'A management period changed'), ('management_period.removed', 'A management period was taken back'), ('representative.known', 'A representative became known in MAX'), ('representative.joined', 'A representative joined the chat of a house'), ('webhook.test', 'A test message')], max_length=30), size=None, verbose_name='hears of'),
        ),
        migrations.AlterField(
            model_name='webhookendpointevent',
            name='events',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('chat.changed', 'A chat changed'), ('management_period.changed', 'A management period changed'), ('management_period.removed', 'A management period was taken back'), ('representative.known', 'A representative became known in MAX'), ('representative.joined', 'A representative joined the chat of a house'), ('webhook.test', 'A test message')], max_length=30), size=None, verbose_name='hears of'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='region',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_regionevent" ("announcement_template", "body_name", "bound_by", "change_limit_percent", "code", "default_inspector_id", "description_template", "hand_changes", "handover_days", "min_flats", "missing_limit_percent", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "poster_text", "rights_preset", "scope_kinds", "time_zone", "title_template", "trusts_mailed_links", "unknown_admins") SELECT new_values."announcement_template", new_values."body_name", new_values."bound_by", new_values."change_limit_percent", new_values."code", new_values."default_inspector_id", new_values."description_template", new_values."hand_changes", new_values."handover_days", new_values."min_flats", new_values."missing_limit_percent", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."code", new_values."poster_text", new_values."rights_preset", new_values."scope_kinds", new_values."time_zone", new_values."title_template", new_values."trusts_mailed_links", new_values."unknown_admins" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2f1a658acad1797b1ab5462235e5c2840c6f69cb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a0e4c', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_region', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='region',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_regionevent" ("announcement_template", "body_name", "bound_by", "change_limit_percent", "code", "default_inspector_id", "description_template", "hand_changes", "handover_days", "min_flats", "missing_limit_percent", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "poster_text", "rights_preset", "scope_kinds", "time_zone", "title_template", "trusts_mailed_links", "unknown_admins") SELECT new_values."announcement_template", new_values."body_name", new_values."bound_by", new_values."change_limit_percent", new_values."code", new_values."default_inspector_id", new_values."description_template", new_values."hand_changes", new_values."handover_days", new_values."min_flats", new_values."missing_limit_percent", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."code", new_values."poster_text", new_values."rights_preset", new_values."scope_kinds", new_values."time_zone", new_values."title_template", new_values."trusts_mailed_links", new_values."unknown_admins" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='433f99dddbbad3666485e2ffc940d9cc01a444ae', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e19ca', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_region', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='region',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_regionevent" ("announcement_template", "body_name", "bound_by", "change_limit_percent", "code", "default_inspector_id", "description_template", "hand_changes", "handover_days", "min_flats", "missing_limit_percent", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "poster_text", "rights_preset", "scope_kinds", "time_zone", "title_template", "trusts_mailed_links", "unknown_admins") SELECT old_values."announcement_template", old_values."body_name", old_values."bound_by", old_values."change_limit_percent", old_values."code", old_values."default_inspector_id", old_values."description_template", old_values."hand_changes", old_values."handover_days", old_values."min_flats", old_values."missing_limit_percent", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."code", old_values."poster_text", old_values."rights_preset", old_values."scope_kinds", old_values."time_zone", old_values."title_template", old_values."trusts_mailed_links", old_values."unknown_admins" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3f37250137cec62df9d12e2258895b096f984d06', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7be8f', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_region', when='AFTER')),
        ),
        migrations.AddField(
            model_name='companylink',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='supervision.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='link',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='supervision.companylink', verbose_name='link of a company'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='link',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='supervision.companylink', verbose_name='link'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='supervision.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='representative',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='nomination', to='supervision.representative', verbose_name='representative'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='nomination',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='supervision.nomination', verbose_name='name given by a company'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(condition=models.Q(('state', 'answered')), fields=['region'], name='invitation_that_waits'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('inspector', None), ('nomination', None), ('representative__isnull', False)), models.Q(('inspector', None), ('nomination__isnull', False), ('representative', None)), models.Q(('inspector__isnull', False), ('nomination', None), ('representative', None)), _connector='OR'), name='invitation_is_for_one_person'),
        ),
        migrations.AddIndex(
            model_name='nomination',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['organisation'], name='nomination_that_waits'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'confirmed'), ('representative', None), _connector='OR'), name='only_the_confirmed_represent'),
        ),
    ]
