"""History keeps every updated row, without joining the rows before with those after (models/history.py)."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0002_regions'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='absence',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='house',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='inspector',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='licence',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='managementperiod',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='messengeraccount',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='region',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='representative',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='zone',
            name='update_update',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='absence',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_absenceevent" ("id", "inspector_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "substitute_id", "until") SELECT new_values."id", new_values."inspector_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."since", new_values."substitute_id", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='482c46ebd1e0cb0b9a626fc8d74d6b8a27d6ecfa', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7a537', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_absence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='house',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_houseevent" ("address", "address_key", "area", "block", "building", "built_year", "cadastral_number", "city", "fias_guid", "flats", "floors", "frt_id", "gis_guid", "id", "imported_organisation_id", "inspector_id", "is_emergency", "kind", "letter", "municipality_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "state", "street") SELECT new_values."address", new_values."address_key", new_values."area", new_values."block", new_values."building", new_values."built_year", new_values."cadastral_number", new_values."city", new_values."fias_guid", new_values."flats", new_values."floors", new_values."frt_id", new_values."gis_guid", new_values."id", new_values."imported_organisation_id", new_values."inspector_id", new_values."is_emergency", new_values."kind", new_values."letter", new_values."municipality_id", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."state", new_values."street" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0656a4c5b0a61e8a79c1e0fe1452f3cdb3d7b8df', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e12fd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_house', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspector',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_inspectorevent" ("dismissed_on", "full_name", "id", "messenger_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "region_id", "user_id") SELECT new_values."dismissed_on", new_values."full_name", new_values."id", new_values."messenger_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."position", new_values."region_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='750226d328460b584262c53d1991b568d09e336a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_022dc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_inspector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='licence',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_licenceevent" ("ended_on", "id", "issued_on", "number", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") SELECT new_values."ended_on", new_values."id", new_values."issued_on", new_values."number", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."status" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a6ede11433db0bb4f246eaee230566e0fa56a03f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_469ef', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_licence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='managementperiod',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_managementperiodevent" ("basis", "document_number", "excluded_on", "house_id", "id", "kind", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "since", "source", "until") SELECT new_values."basis", new_values."document_number", new_values."excluded_on", new_values."house_id", new_values."id", new_values."kind", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."registered_at", new_values."since", new_values."source", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='37d3ef9c5c23628b6b1e34ed9379d6fe98cc7139', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c358f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_managementperiod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messengeraccount',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_messengeraccountevent" ("held_reason", "is_enabled", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "provisioning", "rate_per_second", "region_id", "trouble") SELECT new_values."held_reason", new_values."is_enabled", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."region_id", new_values."provisioning", new_values."rate_per_second", new_values."region_id", new_values."trouble" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='63c04cdfa351d679bf15d17c42ae988afde940ba', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d203f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_messengeraccount', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_organisationevent" ("frt_id", "full_name", "id", "inn", "inn_is_wrong", "inspector_id", "kind", "name", "ogrn", "ogrn_is_wrong", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."frt_id", new_values."full_name", new_values."id", new_values."inn", new_values."inn_is_wrong", new_values."inspector_id", new_values."kind", new_values."name", new_values."ogrn", new_values."ogrn_is_wrong", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9fb6316d7af757745ef2386c6e0a8a8d6aae7002', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_119f8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='region',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_regionevent" ("announcement_template", "body_name", "change_limit_percent", "code", "default_inspector_id", "description_template", "handover_days", "min_flats", "missing_limit_percent", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rights_preset", "scope_kinds", "time_zone", "title_template", "unknown_admins") SELECT new_values."announcement_template", new_values."body_name", new_values."change_limit_percent", new_values."code", new_values."default_inspector_id", new_values."description_template", new_values."handover_days", new_values."min_flats", new_values."missing_limit_percent", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."code", new_values."rights_preset", new_values."scope_kinds", new_values."time_zone", new_values."title_template", new_values."unknown_admins" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6d418a9c351edde018d11170c8229057a6f85534', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e19ca', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_region', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representative',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_representativeevent" ("full_name", "id", "messenger_id", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "until") SELECT new_values."full_name", new_values."id", new_values."messenger_id", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."since", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4fdaab68ce6fe84ff5cc433fb9b218f96257b0ce', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_08a1c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_representative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zone',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "supervision_zoneevent" ("id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "whole_region") SELECT new_values."id", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."whole_region" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='68b89ba319c1c484d09b25f7469bb96c4477b9d3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_18f2f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='supervision_zone', when='AFTER')),
        ),
    ]
