"""Two names that spoke of strangers, who are something else since. The hourly count keeps its table: nothing is done in
the database for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0020_tries_and_taken_back")]

    operations = [
        migrations.AlterModelTable("strangerscount", "supervision_strangerscount"),
        migrations.RenameModel("StrangersCount", "UnprovenCount"),
        migrations.AlterModelOptions(
            "unprovencount",
            options={
                "verbose_name": "refused requests that prove nobody",
                "verbose_name_plural": "refused requests that prove nobody",
            },
        ),
        migrations.RenameField("dialogturn", "is_stranger", "is_uninvited"),
        migrations.AlterField("dialogturn", "is_uninvited", models.BooleanField(verbose_name="of somebody uninvited")),
    ]
