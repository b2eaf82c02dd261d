"""The professions of Danish home care, so that an empty installation can begin."""

from django.db import migrations

PROFESSIONS = [
    ("care_helper", "Social- og sundhedshjælper", "SSH"),
    ("care_assistant", "Social- og sundhedsassistent", "SSA"),
    ("nurse", "Sygeplejerske", "Sygepl."),
    ("occupational_therapist", "Ergoterapeut", "Ergo"),
    ("physiotherapist", "Fysioterapeut", "Fys"),
    ("social_educator", "Socialpædagog", "Pæd."),
    ("other", "Anden faggruppe", "Andet"),
]


def add_professions(apps, schema_editor):
    profession = apps.get_model("people", "Profession")
    for order, (code, name, short) in enumerate(PROFESSIONS):
        profession.objects.create(code=code, name=name, short=short, order=order)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(add_professions, migrations.RunPython.noop)]
