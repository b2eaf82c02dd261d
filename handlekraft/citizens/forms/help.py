"""Recurring help: five fields for the usual case, the rest in groups behind "Flere ønsker"."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from handlekraft.citizens.forms.choices import offer
from handlekraft.citizens.forms.faces import team_of
from handlekraft.citizens.models import AgreedHelp, Citizen
from handlekraft.citizens.terms import Terms
from handlekraft.people.models import Competence, Employee
from handlekraft.web.fields import DanishDateField, DanishTimeField, DurationMinutesField
from handlekraft.web.forms import Group

# Fields of the form that bear another name than the terms they stand for.
OTHER_NAMES = {"carers_needed": "two_carers"}
# Groups that stand open on the page; those after them are further wishes.
ALWAYS_SHOWN = 2


class HelpForm(forms.Form):
    """The terms of one help."""

    title = forms.CharField(label=_("Hvad hjælper vi med?"), max_length=80)
    weekdays = forms.MultipleChoiceField(
        label=_("Hvilke dage?"),
        choices=[(str(number + 1), name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    minutes = DurationMinutesField(label=_("Hvor længe?"), help_text=_("Minutter hos borgeren."))
    allowed_from = DanishTimeField(label=_("Tidligst fra kl."))
    allowed_until = DanishTimeField(label=_("Senest slut kl."))
    from_on = DanishDateField(label=_("Fra hvilken dag?"), required=False)
    ends_on = DanishDateField(label=_("Sidste dag"), required=False)

    text = forms.CharField(
        label=_("Det har vi aftalt"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Én ting på hver linje. Borgeren ser det på sin egen side."),
    )
    every_weeks = forms.TypedChoiceField(
        label=_("Hvor tit?"),
        coerce=int,
        choices=[(1, _("Hver uge")), (2, _("Hver 2. uge")), (3, _("Hver 3. uge")), (4, _("Hver 4. uge"))],
    )
    wished_from = DanishTimeField(label=_("Helst fra kl."), required=False)
    wished_until = DanishTimeField(label=_("Helst slut kl."), required=False)
    fixed_start = DanishTimeField(label=_("Skal begynde præcis kl."), required=False)
    priority = forms.TypedChoiceField(
        label=_("Hvis dagen er for kort"), coerce=int, choices=AgreedHelp.Priority.choices
    )
    two_carers = forms.BooleanField(label=_("To medarbejdere på samme tid"), required=False)
    competences = forms.ModelMultipleChoiceField(
        label=_("Kræver kompetence eller opgaveoverdragelse"),
        queryset=Competence.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    preferred = forms.ModelMultipleChoiceField(
        label=_("Helst en af"), queryset=Employee.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    unwanted = forms.ModelMultipleChoiceField(
        label=_("Ikke"), queryset=Employee.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    after = forms.ModelChoiceField(
        label=_("Kommer efter"),
        queryset=AgreedHelp.objects.none(),
        required=False,
        empty_label=_("Ingen fast rækkefølge"),
    )
    gap_minutes = DurationMinutesField(
        label=_("Mindste afstand"), required=False, help_text=_("Fra start til start, for eksempel 6 t.")
    )
    gap_at_most = DurationMinutesField(label=_("Længste afstand"), required=False)

    groups = (
        Group(_("Må være i tidsrummet"), ("allowed_from", "allowed_until"), side_by_side=True),
        Group(_("Gælder"), ("from_on", "ends_on"), side_by_side=True),
        Group(_("Indhold"), ("text", "every_weeks")),
        Group(_("Ønsket tid"), ("wished_from", "wished_until", "fixed_start"), side_by_side=True),
        Group(_("Hvem"), ("two_carers", "competences", "preferred", "unwanted")),
        Group(_("Rækkefølge og afstand til anden hjælp"), ("after", "gap_minutes", "gap_at_most")),
        Group(_("Vigtighed"), ("priority",)),
    )

    def __init__(self, data: Any = None, *, citizen: Citizen, help: AgreedHelp | None = None) -> None:  # noqa: A002
        today = timezone.localdate()
        first = max(today, help.starts_on) if help else today
        super().__init__(data, initial={**initial_terms(help), "from_on": first})
        others = citizen.agreed_help.running_from(today)
        offer(self, "after", others.exclude(pk=help.pk) if help else others)
        offer(self, "preferred", team_of(citizen))
        offer(self, "unwanted", team_of(citizen))

    @property
    def terms(self) -> Terms:
        """The terms that the clean fields stand for."""
        return terms_of(self.cleaned_data)

    @property
    def more_is_open(self) -> bool:
        """Whether something stands, or is wrong, among the further wishes."""
        untouched = initial_terms(None)
        names = [name for group in self.groups[ALWAYS_SHOWN:] for name in group.fields]
        return any(name in self.errors or is_another(self[name].value(), untouched.get(name)) for name in names)

    def clean(self) -> dict[str, Any]:
        """Whether the terms can be kept; each fault stands at its field."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        for fault in self.terms.faults():
            self.add_error(OTHER_NAMES.get(fault.field, fault.field), fault.sentence)
        return cleaned


def is_another(value: Any, untouched: Any) -> bool:
    """Whether a value, as stored or as typed, says more than the untouched one."""
    return bool(value) and str(value) != str(untouched)


def initial_terms(help: AgreedHelp | None) -> dict[str, Any]:  # noqa: A002
    """What stands in the form at first: the terms of the help, or those of any new one."""
    terms = Terms.of(help) if help else Terms(title="", weekdays="", minutes=0)
    values = {**terms.columns(), "weekdays": list(terms.weekdays), "two_carers": terms.carers_needed == 2}
    for name in ("competences", "preferred", "unwanted"):
        values[name] = [row.pk for row in getattr(terms, name)]
    values["after"] = terms.after.pk if terms.after else None
    values["minutes"], values["gap_minutes"] = terms.minutes or None, terms.gap_minutes or None
    return values


def terms_of(cleaned: dict[str, Any]) -> Terms:
    """The terms that clean fields stand for."""
    same = {
        name: cleaned[name]
        for name in Terms.__dataclass_fields__
        if name in cleaned and name not in {"weekdays", "competences", "preferred", "unwanted", "gap_minutes"}
    }
    return Terms(
        **same,
        weekdays="".join(sorted(cleaned["weekdays"])),
        carers_needed=2 if cleaned["two_carers"] else 1,
        gap_minutes=cleaned["gap_minutes"] or 0,
        competences=tuple(cleaned["competences"]),
        preferred=tuple(cleaned["preferred"]),
        unwanted=tuple(cleaned["unwanted"]),
    )


class HelpEndForm(forms.Form):
    """The last day of one help."""

    on = DanishDateField(label=_("Sidste dag"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
