from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('visits', '0003_changes_by_hand'),
    ]

    operations = [
        migrations.AddField(
            model_name='planrun',
            name='attempts_before',
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
