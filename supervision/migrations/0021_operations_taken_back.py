"""A mass change says itself who took it back and why, and with which absence it stands."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# until now only the record of events said so
FROM_EVENTS = """
    UPDATE supervision_operation operation SET undone_by_id = event.by_id, undone_reason = event.reason
    FROM supervision_event event
    WHERE event.name = 'operation.undone' AND (event.details ->> 'operation')::bigint = operation.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0020_audit_is_not_emptied'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='operation',
            name='absence',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='operations', to='supervision.absence', verbose_name='absence'),
        ),
        migrations.AddField(
            model_name='operation',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by'),
        ),
        migrations.AddField(
            model_name='operation',
            name='undone_reason',
            field=models.TextField(blank=True, verbose_name='why it was taken back'),
        ),
        migrations.RunSQL(FROM_EVENTS, migrations.RunSQL.noop),
    ]
