"""Names of files leave the words of remarks for a column of their own."""

from django.db import migrations, models

ENDINGS = "csv|xlsx|zip|txt"
# that of the import stands beside it; the name of a second file ends as the files do that are read
PARTED = f"""
UPDATE supervision_importissue issue
SET file = run.file_name, message = substr(issue.message, length(run.file_name) + 3)
FROM supervision_importrun run
WHERE run.id = issue.run_id AND issue.file = '' AND starts_with(issue.message, run.file_name || ': ');
UPDATE supervision_importissue
SET file = substring(message FROM '^(.{{1,250}}?[.](?:{ENDINGS}|{ENDINGS.upper()})): '),
    message = regexp_replace(message, '^.{{1,250}}?[.](?:{ENDINGS}|{ENDINGS.upper()}): ', '')
WHERE file = '' AND message ~ '^.{{1,250}}?[.](?:{ENDINGS}|{ENDINGS.upper()}): ';
"""  # noqa: S608
TOGETHER = """
UPDATE supervision_importissue SET message = file || ': ' || message, file = '' WHERE file <> '';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0016_makers_of_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="importissue",
            name="file",
            field=models.CharField(blank=True, db_default="", max_length=300, verbose_name="file"),
        ),
        migrations.RunSQL(PARTED, TOGETHER),
    ]
