"""A mass change sent by another system may have a day of its own for each house."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0016_frozen_snapshots")]

    operations = [
        migrations.AddField(
            model_name="operationhouse",
            name="since",
            field=models.DateField(blank=True, null=True, verbose_name="start of powers"),
        ),
    ]
