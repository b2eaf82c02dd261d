"""`{{ form }}` alone is a whole, accessible form."""

import re

from django import forms

from handlekraft.web.forms import Group
from handlekraft.web.samples import SampleForm


def element(html: str, name: str) -> str:
    """The opening tag of the control with this name."""
    found = re.search(rf'<(?:input|select|textarea)[^>]*\bname="{name}"[^>]*>', html)
    assert found, name
    return found[0]


def test_every_control_has_the_class_of_the_design_system() -> None:
    html = str(SampleForm())
    for name, css in {
        "name": "form-input",
        "mail": "form-input",
        "secret": "form-input",
        "carers": "form-input",
        "on": "form-input input-char-11",
        "starts_at": "form-input input-char-8",
        "reason": "form-select",
        "way": "form-radio",
        "days": "form-checkbox",
        "words": "form-input",
        "sheet": "form-input",
        "agreed": "form-checkbox",
    }.items():
        assert f'class="{css}"' in element(html, name)


def test_every_control_has_its_label() -> None:
    html = str(SampleForm())
    labelled = set(re.findall(r'<label[^>]*for="([^"]+)"', html))
    controls = {
        found
        for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", html)
        if "hidden" not in tag
        for found in re.findall(r'id="([^"]+)"', tag)
    }
    assert controls == labelled


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    html = str(SampleForm())
    assert re.search(r'<fieldset id="id_way_group">\s*<legend class="form-label">Hvordan gik besøget\?', html)
    assert re.search(r'<fieldset id="id_days_group" aria-describedby="id_days_helptext">', html)
    assert html.count('<div class="form-group-radio">') == 3


def test_the_browser_does_not_check_in_its_own_language() -> None:
    html = str(SampleForm())
    assert not re.search(r"\srequired[\s>]", html)
    assert 'aria-required="true"' in element(html, "name")
    assert "aria-required" not in element(html, "mail")
    assert "aria-required" not in element(html, "way")


def test_what_may_be_left_out_says_so() -> None:
    html = str(SampleForm())
    assert re.search(r'for="id_mail">E-mail <span class="optional">\(valgfrit\)</span>', html)
    assert not re.search(r'for="id_name">Navn\s*<span', html)


def test_hints_and_errors_are_read_with_the_field() -> None:
    html = str(SampleForm({"name": ""}))
    control = element(html, "name")
    assert 'aria-describedby="id_name_helptext id_name_error"' in control
    assert 'aria-invalid="true"' in control
    assert '<span class="form-error-message" id="id_name_error">' in html
    assert "aria-invalid" not in element(html, "way")


def test_the_summary_leads_to_each_wrong_field() -> None:
    html = str(SampleForm({"secret_key": "1", "length": "lidt"}))
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', html)
    assert ("id_name", "Navn: Skal udfyldes.") in links
    assert ("id_way_0", "Hvordan gik besøget? Skal udfyldes.") in links
    assert ("id_length", "Varighed: Skriv tiden i minutter, for eksempel 45, eller som 1 t 20 min.") in links
    assert all(f'id="{target}"' in html for target, _words in links)


def test_a_right_form_has_no_summary() -> None:
    assert "error-summary" not in str(SampleForm())


def test_what_is_wrong_with_the_whole_or_with_a_hidden_field_is_said_too() -> None:
    class Sheet(forms.Form):
        key = forms.IntegerField(widget=forms.HiddenInput)

        def clean(self) -> None:
            raise forms.ValidationError("Besøget er allerede udført.")

    html = str(Sheet({"key": "x"}))
    assert '<p class="alert-text">Besøget er allerede udført.</p>' in html
    assert '<p class="alert-text">Indtast et heltal.</p>' in html
    assert 'class="' not in element(html, "key")


def test_errors_of_a_box_stand_before_it() -> None:
    html = str(SampleForm({"name": "Ella"}))
    assert html.index('id="id_agreed_error"') < html.index('name="agreed"')


def test_groups_keep_their_order_and_leave_out_what_is_gone() -> None:
    class Sheet(SampleForm):
        groups = (Group("Sidst", ["mail"]), Group("Først", ["name"], side_by_side=True), Group("Tom", ["gone"]))

    html = str(Sheet())
    assert (
        html.index('name="secret"')
        < html.index("Sidst")
        < html.index('name="mail"')
        < html.index("Først")
        < html.index('name="name"')
    )
    assert "Tom" not in html
    assert html.count('<div class="side-by-side">') == 1


def test_a_form_without_groups_has_no_legend() -> None:
    class Sheet(forms.Form):
        name = forms.CharField(label="Navn")

    assert "<legend" not in str(Sheet())
    assert "form-section" not in str(Sheet())


def test_choices_may_be_grouped_and_unnamed() -> None:
    class Sheet(forms.Form):
        who = forms.ChoiceField(
            widget=forms.RadioSelect, choices=[("Dag", [("1", "Mette")]), ("Aften", [("2", "Samira")])]
        )

    html = str(Sheet(auto_id=False))
    assert '<p class="form-hint">Dag</p>' in html
    assert "<label>Mette</label>" in html


def test_a_widget_without_a_class_of_its_own_stays_plain() -> None:
    class Sheet(forms.Form):
        when = forms.SplitDateTimeField()

    assert 'class=""' not in str(Sheet())
