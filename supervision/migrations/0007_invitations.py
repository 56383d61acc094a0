"""Invitations of people, their dialogs with the bot, and representatives whose messenger id is not known yet."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0006_merged_houses'),
    ]

    operations = [
        migrations.CreateModel(
            name='CodeTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField(verbose_name='messenger id')),
                ('turn', models.BigIntegerField(unique=True, verbose_name='turn')),
                ('at', models.DateTimeField(verbose_name='at')),
            ],
            options={
                'verbose_name': 'wrong code',
                'verbose_name_plural': 'wrong codes',
            },
        ),
        migrations.CreateModel(
            name='Correspondent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField(verbose_name='messenger id')),
                ('stopped_at', models.DateTimeField(blank=True, null=True, verbose_name='stopped the bot at')),
                ('list_message', models.CharField(blank=True, max_length=100, verbose_name='message with the list of chats')),
                ('list_offset', models.PositiveIntegerField(default=0, verbose_name='the list begins after')),
                ('list_due_at', models.DateTimeField(blank=True, null=True, verbose_name='the list is to be renewed at')),
                ('list_shown_at', models.DateTimeField(blank=True, null=True, verbose_name='the list was shown at')),
                ('wants_reminders', models.BooleanField(default=True, verbose_name='wants reminders')),
                ('reminders', models.PositiveSmallIntegerField(default=0, verbose_name='reminders so far')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='told last at')),
                ('left_to_join', models.PositiveIntegerField(default=0, verbose_name='chats left when told last')),
                ('look_at', models.DateTimeField(blank=True, null=True, verbose_name='looked at again at')),
            ],
            options={
                'verbose_name': 'correspondent',
                'verbose_name_plural': 'correspondents',
            },
        ),
        migrations.CreateModel(
            name='DialogTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField(verbose_name='messenger id')),
                ('is_stranger', models.BooleanField(verbose_name='of a stranger')),
                ('content', models.TextField(verbose_name='sealed content')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('due_at', models.DateTimeField(verbose_name='to be answered at')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
            ],
            options={
                'verbose_name': 'turn of a dialog',
                'verbose_name_plural': 'turns of dialogs',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('sent', 'invited'), ('opened', 'opened, not answered yet'), ('declined', 'answered: not me'), ('known', 'known in MAX'), ('revoked', 'revoked'), ('undone', 'undone')], default='sent', max_length=10, verbose_name='state')),
                ('sealed', models.TextField(blank=True, verbose_name='sealed secret')),
                ('secret_hash', models.CharField(max_length=64, unique=True, verbose_name='hash of the secret')),
                ('code_hash', models.CharField(max_length=64, verbose_name='hash of the code')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('until', models.DateTimeField(verbose_name='the link holds until')),
                ('code_until', models.DateTimeField(verbose_name='the code holds until')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('account_id', models.BigIntegerField(blank=True, null=True, verbose_name='messenger id that answered')),
                ('account_name', models.CharField(blank=True, max_length=200, verbose_name='name that answered')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='messengeraccount',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='messengeraccount',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='messengeraccount',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='messengeraccount',
            name='bot_username',
            field=models.CharField(blank=True, db_default='', default='', max_length=64, verbose_name="the bot's name in links"),
        ),
        migrations.AddField(
            model_name='messengeraccountevent',
            name='bot_username',
            field=models.CharField(blank=True, db_default='', default='', max_length=64, verbose_name="the bot's name in links"),
        ),
        migrations.AlterField(
            model_name='representative',
            name='messenger_id',
            field=models.BigIntegerField(blank=True, help_text='Empty until the person has answered the bot.', null=True, verbose_name='messenger id'),
        ),
        migrations.AlterField(
            model_name='representativeevent',
            name='messenger_id',
            field=models.BigIntegerField(blank=True, help_text='Empty until the person has answered the bot.', null=True, verbose_name='messenger id'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messengeraccount',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_messengeraccountevent" ("bot_id", "bot_name", "bot_username", "held_reason", "is_enabled", "look_every_days", "look_every_days_with_webhooks", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provisioning", "rate_per_second", "region_id", "spread_allowed_until", "sweep_share_percent", "trouble", "trouble_kind", "try_again_at", "webhook_checked_at", "webhook_secret_digest", "webhook_trouble", "webhook_url") SELECT new_values."bot_id", new_values."bot_name", new_values."bot_username", new_values."held_reason", new_values."is_enabled", new_values."look_every_days", new_values."look_every_days_with_webhooks", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."region_id", new_values."provisioning", new_values."rate_per_second", new_values."region_id", new_values."spread_allowed_until", new_values."sweep_share_percent", new_values."trouble", new_values."trouble_kind", new_values."try_again_at", new_values."webhook_checked_at", new_values."webhook_secret_digest", new_values."webhook_trouble", new_values."webhook_url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='53cc9c6c36eeeb62b3afd8e41ef63d59e1447314', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9ccaf', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_messengeraccount', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messengeraccount',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_messengeraccountevent" ("bot_id", "bot_name", "bot_username", "held_reason", "is_enabled", "look_every_days", "look_every_days_with_webhooks", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provisioning", "rate_per_second", "region_id", "spread_allowed_until", "sweep_share_percent", "trouble", "trouble_kind", "try_again_at", "webhook_checked_at", "webhook_secret_digest", "webhook_trouble", "webhook_url") SELECT new_values."bot_id", new_values."bot_name", new_values."bot_username", new_values."held_reason", new_values."is_enabled", new_values."look_every_days", new_values."look_every_days_with_webhooks", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."region_id", new_values."provisioning", new_values."rate_per_second", new_values."region_id", new_values."spread_allowed_until", new_values."sweep_share_percent", new_values."trouble", new_values."trouble_kind", new_values."try_again_at", new_values."webhook_checked_at", new_values."webhook_secret_digest", new_values."webhook_trouble", new_values."webhook_url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6a33c1fe926aa108ad5adc9fdba03a8de2d8e649', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d203f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_messengeraccount', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messengeraccount',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_messengeraccountevent" ("bot_id", "bot_name", "bot_username", "held_reason", "is_enabled", "look_every_days", "look_every_days_with_webhooks", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provisioning", "rate_per_second", "region_id", "spread_allowed_until", "sweep_share_percent", "trouble", "trouble_kind", "try_again_at", "webhook_checked_at", "webhook_secret_digest", "webhook_trouble", "webhook_url") SELECT old_values."bot_id", old_values."bot_name", old_values."bot_username", old_values."held_reason", old_values."is_enabled", old_values."look_every_days", old_values."look_every_days_with_webhooks", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."region_id", old_values."provisioning", old_values."rate_per_second", old_values."region_id", old_values."spread_allowed_until", old_values."sweep_share_percent", old_values."trouble", old_values."trouble_kind", old_values."try_again_at", old_values."webhook_checked_at", old_values."webhook_secret_digest", old_values."webhook_trouble", old_values."webhook_url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8752fb407d167cfcbf761eafecd78976192a6bf2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3ce66', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_messengeraccount', when='AFTER')),
        ),
        migrations.AddField(
            model_name='codetry',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='correspondent',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='dialogturn',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='inspector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='supervision.inspector', verbose_name='inspector'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='representative',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='supervision.representative', verbose_name='representative'),
        ),
        migrations.AddIndex(
            model_name='codetry',
            index=models.Index(fields=['region', 'at'], name='code_try_by_age'),
        ),
        migrations.AddIndex(
            model_name='correspondent',
            index=models.Index(condition=models.Q(('list_due_at__isnull', False)), fields=['list_due_at'], name='correspondent_by_due'),
        ),
        migrations.AddConstraint(
            model_name='correspondent',
            constraint=models.UniqueConstraint(models.F('region'), models.F('account_id'), name='correspondent_once_in_region'),
        ),
        migrations.AddIndex(
            model_name='dialogturn',
            index=models.Index(fields=['region', 'due_at'], name='dialog_turn_by_due'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['region', 'code_hash'], name='invitation_by_code'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['region', 'account_id'], name='invitation_by_account'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('inspector', None), ('representative__isnull', False)), models.Q(('inspector__isnull', False), ('representative', None)), _connector='OR'), name='invitation_is_for_one_person'),
        ),
    ]
