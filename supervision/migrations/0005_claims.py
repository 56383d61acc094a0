"""The table of claims, which roles came by one, and who opens a login at the identity provider."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
        ('supervision', '0004_set_up'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptProviderLogin',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('socialaccount.socialaccount',),
        ),
        migrations.CreateModel(
            name='ClaimedRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(max_length=200, verbose_name='value of the claim')),
                ('login', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claimed_roles', to=settings.AUTH_USER_MODEL, verbose_name='login')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'role that came by a claim',
                'verbose_name_plural': 'roles that came by claims',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ClaimedRoleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('value', models.CharField(max_length=200, verbose_name='value of the claim')),
                ('login', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='login')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='supervision.claimedrole')),
                ('region', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.region', verbose_name='region')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ClaimRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(max_length=200, verbose_name='value of the claim')),
                ('role', models.CharField(choices=[('inspector', 'Inspector: sees the region and changes its facts'), ('head', "Head: also changes the region's policy and people"), ('analyst', 'Analyst: sees every region and changes nothing'), ('api_client', 'Program: reads and writes a region through the API, has no pages'), ('administrator', 'Administrator: logins and the installation, every region')], max_length=20, verbose_name='role')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claim_rules', to='supervision.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'role by a claim',
                'verbose_name_plural': 'roles by claims',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ClaimRuleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('value', models.CharField(max_length=200, verbose_name='value of the claim')),
                ('role', models.CharField(choices=[('inspector', 'Inspector: sees the region and changes its facts'), ('head', "Head: also changes the region's policy and people"), ('analyst', 'Analyst: sees every region and changes nothing'), ('api_client', 'Program: reads and writes a region through the API, has no pages'), ('administrator', 'Administrator: logins and the installation, every region')], max_length=20, verbose_name='role')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='supervision.claimrule')),
                ('region', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='supervision.region', verbose_name='region')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='KeptProviderLoginEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.IntegerField()),
                ('provider', models.CharField(max_length=200, verbose_name='provider')),
                ('uid', models.CharField(max_length=191, verbose_name='uid')),
                ('date_joined', models.DateTimeField(auto_now_add=True, verbose_name='date joined')),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='supervision.keptproviderlogin')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptproviderlogin',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptproviderloginevent" ("date_joined", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "uid", "user_id") SELECT new_values."date_joined", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."provider", new_values."uid", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d6d30108bf031bd191d70f96628653d99b4650ac', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_74d56', referencing='REFERENCING NEW TABLE AS new_values ', table='socialaccount_socialaccount', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptproviderlogin',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptproviderloginevent" ("date_joined", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "uid", "user_id") SELECT new_values."date_joined", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."provider", new_values."uid", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."date_joined" IS DISTINCT FROM (new_values."date_joined") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."provider" IS DISTINCT FROM (new_values."provider") OR old_values."uid" IS DISTINCT FROM (new_values."uid") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='737a46e34a17625c98b884d0683fe5b449beb159', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1d2c8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='socialaccount_socialaccount', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptproviderlogin',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_keptproviderloginevent" ("date_joined", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "uid", "user_id") SELECT old_values."date_joined", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."provider", old_values."uid", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5008a8810015cf611c210b8dbeec769cbadb2879', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_dfb35', referencing='REFERENCING OLD TABLE AS old_values ', table='socialaccount_socialaccount', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='claimedrole',
            constraint=models.UniqueConstraint(fields=('login', 'region'), name='one_claimed_role_at_a_place', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimedrole',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_claimedroleevent" ("id", "login_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "value") SELECT new_values."id", new_values."login_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0ed5c52de35ad612fa1ceafe3a5f86807f9e0c3c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8562d', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_claimedrole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimedrole',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_claimedroleevent" ("id", "login_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "value") SELECT new_values."id", new_values."login_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."value" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5ed90e644a681bfd34fd2cb2ce7e295ca3248e02', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_120f5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_claimedrole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimedrole',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_claimedroleevent" ("id", "login_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "value") SELECT old_values."id", old_values."login_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."value" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b8d48fad791754858ed536b008f284920b50aeb5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_de7da', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_claimedrole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimedroleevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='7169803faeef0cc7cc7bd64cb59f5574f50483c4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_8b01f', table='supervision_claimedroleevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimedroleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7810285c8b2ae0e3a0732e83f0ff4081aa79b87d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b1dfa', table='supervision_claimedroleevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='claimrule',
            constraint=models.UniqueConstraint(fields=('value', 'region'), name='one_role_of_a_value_at_a_place', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='claimrule',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ('analyst', 'administrator', 'inspector', 'head'))), name='a_claim_makes_no_program'),
        ),
        migrations.AddConstraint(
            model_name='claimrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('region', None), ('role__in', ('analyst', 'administrator'))), models.Q(models.Q(('role__in', ('analyst', 'administrator')), _negated=True), ('region__isnull', False)), _connector='OR'), name='role_of_a_claim_has_its_place'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimrule',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_claimruleevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "value") SELECT new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."role", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1af9b2af707b0883390501d477278450ceb3657e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_fbcde', referencing='REFERENCING NEW TABLE AS new_values ', table='supervision_claimrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimrule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_claimruleevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "value") SELECT new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."role", new_values."value" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dbe2554400e8e7c0763d41d0451ab348f2033e36', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0ee0b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_claimrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimrule',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_claimruleevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "value") SELECT old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."role", old_values."value" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b034d0b032251908fc04e1e979856e8192d639c8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_44934', referencing='REFERENCING OLD TABLE AS old_values ', table='supervision_claimrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimruleevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='2f81c1dd28e9321563132aafdc46b7479515704c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_254be', table='supervision_claimruleevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimruleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c6a3546b824cb0fdb72f54859532f5ee4cedd92b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b7ae1', table='supervision_claimruleevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptproviderloginevent',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='7f7ac8fb29dab363c4b66c1eb30ab265b268d918', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_8c37a', table='supervision_keptproviderloginevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keptproviderloginevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0d86564f8278538b622229b821afdb87d4eb9252', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c5614', table='supervision_keptproviderloginevent', when='BEFORE')),
        ),
    ]
