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

__all__ = [
    "add_alert",
    "add_face",
    "add_good_to_know",
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
