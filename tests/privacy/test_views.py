"""The published privacy page says what the register says."""

import pytest
from django.test import Client

from handlekraft.privacy.register import register


@pytest.mark.django_db
def test_anybody_can_read_what_is_kept_about_people() -> None:
    answer = Client().get("/privatliv/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Hvad ved Handlekraft om dig?" in text
    assert all(entry.title in text for entry in register().published())
    assert "Siger intet om en person" not in text
    assert text.count('<th scope="row">') == len(register().published())
