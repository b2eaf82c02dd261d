from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('citizens', '0002_face_changes_and_successors'),
    ]

    operations = [
        migrations.AddField(
            model_name='agreedhelp',
            name='rhythm_from',
            field=models.DateField(blank=True, null=True),
        ),
    ]
