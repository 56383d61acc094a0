"""Chats that residents do not use yet are found by an index, for they are few among a million."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0018_calls_by_time")]

    operations = [
        migrations.AddIndex(
            model_name="chat",
            index=models.Index(
                condition=models.Q(("messenger_id__isnull", False), ("participants_count__lt", 5)),
                fields=["region", "id"],
                name="chat_of_few",
            ),
        ),
    ]
