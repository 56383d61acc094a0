"""Chats with few participants, of owners not seen and of owners who are nobody: found without reading a million."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0018_calls_by_time")]

    operations = [
        migrations.RemoveIndex(model_name="chat", name="chat_by_owner_seen"),
        migrations.AddIndex(
            model_name="chat",
            index=models.Index(
                condition=models.Q(("messenger_id__isnull", False), ("participants_count__lt", 5)),
                fields=["region", "id"],
                name="chat_of_few",
            ),
        ),
        migrations.AddIndex(
            model_name="chat",
            index=models.Index(
                fields=["region", "observed_owner_id"], include=("messenger_id",), name="chat_by_owner"
            ),
        ),
        migrations.AddIndex(
            model_name="chat",
            index=models.Index(
                condition=models.Q(("observed_owner_id", None)), fields=["region", "id"], name="chat_owner_unseen"
            ),
        ),
    ]
