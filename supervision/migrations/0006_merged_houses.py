"""Houses that were merged into another record; chats of two houses may be exchanged by one statement."""

from django.db import migrations, models


# checked at the end of a statement and not at each row: two chats change places in one UPDATE
EXCHANGEABLE = """
    ALTER TABLE supervision_chat DROP CONSTRAINT supervision_chat_house_id_key;
    ALTER TABLE supervision_chat ADD CONSTRAINT supervision_chat_house_id_key
        UNIQUE (house_id) DEFERRABLE INITIALLY IMMEDIATE;
"""
FIXED = """
    ALTER TABLE supervision_chat DROP CONSTRAINT supervision_chat_house_id_key;
    ALTER TABLE supervision_chat ADD CONSTRAINT supervision_chat_house_id_key UNIQUE (house_id);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0005_claims'),
    ]

    operations = [
        migrations.RunSQL(EXCHANGEABLE, FIXED),
        migrations.AlterField(
            model_name='house',
            name='state',
            field=models.CharField(choices=[('standing', 'In use'), ('demolished', 'Demolished'), ('merged', 'Merged into another record')], default='standing', max_length=20, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='houseevent',
            name='state',
            field=models.CharField(choices=[('standing', 'In use'), ('demolished', 'Demolished'), ('merged', 'Merged into another record')], default='standing', max_length=20, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='workorder',
            name='kind',
            field=models.CharField(choices=[('create_chat', 'Create the chat'), ('hand_over', 'Hand the chat over to another owner'), ('add_bot', 'Add the bot to the chat'), ('make_bot_admin', 'Make the bot administrator'), ('close_surplus', 'Close a chat that is one too many')], max_length=20, verbose_name='what'),
        ),
    ]
