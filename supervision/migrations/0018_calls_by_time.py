"""The calls of the last day are found without reading years of them."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supervision", "0017_days_of_sent_changes")]

    operations = [
        migrations.AddIndex(
            model_name="messengercall",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["started_at"], name="call_by_time"
            ),
        ),
    ]
