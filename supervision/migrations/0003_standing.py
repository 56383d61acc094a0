"""What a mark waits for, why an order is somebody's, how twins are told apart, and tokens of bots."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0002_regions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='syncrequest',
            name='state',
            field=models.CharField(choices=[('due', 'In work'), ('waiting', 'Waits for somebody to join'), ('ordered', 'Waits for a work order'), ('parked', 'Needs a person')], default='due', max_length=10, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='workorder',
            name='addressed_because',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='why this person'),
        ),
        migrations.AddField(
            model_name='chat',
            name='told_apart',
            field=models.CharField(blank=True, db_default='', default='', help_text='Words in the title by which residents know the house from another one with the same address.', max_length=60, verbose_name='told apart by'),
        ),
        migrations.CreateModel(
            name='BotToken',
            fields=[
                ('region', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='bot_token', serialize=False, to='supervision.region', verbose_name='region')),
                ('sealed', models.TextField(verbose_name='sealed token')),
                ('seed', models.CharField(max_length=32, verbose_name="seed of the webhook's secret")),
                ('entered_at', models.DateTimeField(verbose_name='entered at')),
            ],
            options={
                'verbose_name': 'token of a bot',
                'verbose_name_plural': 'tokens of bots',
            },
        ),
    ]
