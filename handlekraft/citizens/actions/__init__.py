"""What can be done for and about a citizen. Every function is an action: actor, subject, the rest by keyword."""

from handlekraft.citizens.actions.away import end_away, register_away
from handlekraft.citizens.actions.citizen import (
    admit_citizen,
    change_citizen,
    end_citizen,
    move_citizen,
    readmit_citizen,
    show_cpr,
)
from handlekraft.citizens.actions.faces import add_face, end_face, set_faces_wanted, set_primary_contact, tell_change
from handlekraft.citizens.actions.help import agree_help, change_help, end_help
from handlekraft.citizens.actions.knowledge import (
    add_alert,
    add_good_to_know,
    end_alert,
    end_good_to_know,
    record_words,
    set_door_code,
)
from handlekraft.citizens.actions.own_activity import add_own_activity, end_own_activity

__all__ = [
    "add_alert",
    "add_face",
    "add_good_to_know",
    "add_own_activity",
    "admit_citizen",
    "agree_help",
    "change_citizen",
    "change_help",
    "end_alert",
    "end_away",
    "end_citizen",
    "end_face",
    "end_good_to_know",
    "end_help",
    "end_own_activity",
    "move_citizen",
    "readmit_citizen",
    "record_words",
    "register_away",
    "set_door_code",
    "set_faces_wanted",
    "set_primary_contact",
    "show_cpr",
    "tell_change",
]
