"""Citizens: what matters to them, who knows them, what to look out for, and the recurring help they have agreed."""

from handlekraft.citizens.models.citizen import (
    AboutCitizen,
    Citizen,
    CitizenQuerySet,
    StandingQuerySet,
    VisibleQuerySet,
    new_key,
)
from handlekraft.citizens.models.faces import FaceChange, KnownFace
from handlekraft.citizens.models.help import AgreedHelp, Away, AwayQuerySet
from handlekraft.citizens.models.knowledge import ASK_AGAIN_AFTER, Alert, DoorCode, GoodToKnow, WhatMatters
from handlekraft.citizens.models.own_activity import OwnActivity

__all__ = [
    "ASK_AGAIN_AFTER",
    "AboutCitizen",
    "AgreedHelp",
    "Alert",
    "Away",
    "AwayQuerySet",
    "Citizen",
    "CitizenQuerySet",
    "DoorCode",
    "FaceChange",
    "GoodToKnow",
    "KnownFace",
    "OwnActivity",
    "StandingQuerySet",
    "VisibleQuerySet",
    "WhatMatters",
    "new_key",
]
