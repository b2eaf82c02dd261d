import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import handlekraft.citizens.models


class Migration(migrations.Migration):

    dependencies = [
        ('citizens', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RemoveField(model_name='knownface', name='announced_on'),
        migrations.AddField(
            model_name='agreedhelp',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='citizens.agreedhelp'),
        ),
        migrations.CreateModel(
            name='FaceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('joined', 'Ny i gruppen'), ('left', 'Ude af gruppen'), ('primary', 'Ny fast kontaktperson')], max_length=10)),
                ('on', models.DateField(default=django.utils.timezone.localdate)),
                ('told_on', models.DateField(blank=True, null=True)),
                ('citizen', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='face_changes', to='citizens.citizen')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.employee')),
                ('told_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.employee')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
            bases=(handlekraft.citizens.models.AboutCitizen, models.Model),
        ),
    ]
