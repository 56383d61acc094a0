"""TRUNCATE of the record of events is refused, as UPDATE and DELETE are."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0019_chats_by_what_is_rare'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;", hash='6d374cea8a0416af57555d9234cf7a79a43a1324', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_not_emptied_3ea1b', table='supervision_event', when='BEFORE')),
        ),
    ]
