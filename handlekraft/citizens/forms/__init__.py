"""What a person may type about a citizen."""

from handlekraft.citizens.forms.faces import FaceForm, FacesWantedForm, PrimaryContactForm
from handlekraft.citizens.forms.help import HelpEndForm, HelpForm
from handlekraft.citizens.forms.knowledge import AlertForm, AwayForm, DoorCodeForm, GoodToKnowForm, HomeForm, WordsForm
from handlekraft.citizens.forms.own_activity import OwnActivityForm
from handlekraft.citizens.forms.person import AdmitForm, ChangeForm, EndForm, MoveForm, SearchForm

__all__ = [
    "AdmitForm",
    "AlertForm",
    "AwayForm",
    "ChangeForm",
    "DoorCodeForm",
    "EndForm",
    "FaceForm",
    "FacesWantedForm",
    "GoodToKnowForm",
    "HelpEndForm",
    "HelpForm",
    "HomeForm",
    "MoveForm",
    "OwnActivityForm",
    "PrimaryContactForm",
    "SearchForm",
    "WordsForm",
]
