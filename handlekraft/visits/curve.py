"""The curve of faces against ways as a page shows it: points in words and on a drawing, the chosen one marked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.permissions import Permission
from handlekraft.people.models import DatedSetting, Team, User
from handlekraft.people.settings import value
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.curves import PRICE
from handlekraft.visits.models import CurvePoint, PlanRun
from handlekraft.visits.modes import refusal_of_planner
from handlekraft.web.templatetags.danish import number

WIDTH, HEIGHT = 340, 230
LEFT, RIGHT, TOP, BOTTOM = 56, 28, 44, 66
"""The drawing's size and its margins, in units of the drawing."""


@dataclass(frozen=True)
class Dot:
    """One point of the curve."""

    minutes: int
    faces: float
    hours: float
    new_faces: int
    uncovered: int
    x: int
    y: int
    is_chosen: bool

    @property
    def words(self) -> str:
        """The point in one sentence."""
        return _("%(faces)s ansigter pr. borger, %(hours)s timer på vej") % {
            "faces": number(self.faces, 1),
            "hours": number(self.hours, 1),
        }

    @property
    def label_y(self) -> int:
        """Where its number stands: above the point."""
        return self.y - 14


@dataclass(frozen=True)
class Mark:
    """A number at an axis, and where."""

    at: int
    text: str


@dataclass(frozen=True)
class Curve:
    """What one person sees of a team's curve for a week."""

    user: User
    team: Team
    week: Week

    @cached_property
    def run(self) -> PlanRun | None:
        """The newest computation for the week."""
        return PlanRun.objects.of_week(self.team, self.week).of_curves().first()

    @property
    def is_broken(self) -> bool:
        """Whether it stopped without an answer."""
        return self.run is not None and self.run.is_broken(timezone.now())

    @property
    def is_computing(self) -> bool:
        """Whether an answer is on its way."""
        return self.run is not None and not self.run.is_over and not self.is_broken

    @cached_property
    def answered(self) -> PlanRun | None:
        """The newest curve: the week's own, else that of a week before it."""
        return PlanRun.objects.answered_curves(self.team, self.week).first()

    @property
    def is_of_another_week(self) -> bool:
        """Whether the week itself has none yet."""
        return self.answered is not None and self.answered.week != self.week

    @cached_property
    def price(self) -> int:
        """What holds in the week: minutes on the way per face."""
        held: int = value(PRICE, self.week.monday, team=self.team)
        return held

    @cached_property
    def decided(self) -> DatedSetting | None:
        """Who decided so, if it is not the house's default."""
        return DatedSetting.objects.in_force(PRICE, self.week.monday, team=self.team)

    @cached_property
    def points(self) -> list[CurvePoint]:
        """The prices tried, cheapest first."""
        return list(self.answered.points.all()) if self.answered else []

    @cached_property
    def dots(self) -> list[Dot]:
        """The points with their place on the drawing."""
        nearest = min(self.points, key=lambda point: abs(point.face_minutes - self.price), default=None)
        return [
            Dot(
                minutes=point.face_minutes,
                faces=point.faces,
                hours=point.travel_minutes / 60,
                new_faces=point.new_faces,
                uncovered=point.uncovered,
                x=_between(point.travel_minutes, self._ways, LEFT, WIDTH - RIGHT),
                y=_between(point.faces, self._faces, HEIGHT - BOTTOM, TOP),
                is_chosen=point is nearest,
            )
            for point in self.points
        ]

    @property
    def chosen(self) -> Dot | None:
        """The point that the next proposal aims at."""
        return next((dot for dot in self.dots if dot.is_chosen), None)

    @property
    def line(self) -> str:
        """The curve through the points, for the drawing."""
        return " ".join(f"{dot.x},{dot.y}" for dot in sorted(self.dots, key=lambda dot: dot.x))

    @property
    def _ways(self) -> tuple[float, float]:
        ways = [point.travel_minutes for point in self.points]
        return min(ways), max(ways)

    @property
    def _faces(self) -> tuple[float, float]:
        faces = [point.faces for point in self.points]
        return min(faces), max(faces)

    @property
    def way_marks(self) -> list[Mark]:
        """Hours at the lower edge: the fewest and the most."""
        return [
            Mark(_between(way, self._ways, LEFT, WIDTH - RIGHT), number(way / 60, 1)) for way in sorted({*self._ways})
        ]

    @property
    def face_marks(self) -> list[Mark]:
        """Faces at the left edge: the fewest and the most."""
        return [
            Mark(_between(faces, self._faces, HEIGHT - BOTTOM, TOP), number(faces, 1))
            for faces in sorted({*self._faces})
        ]

    # What may be done

    @property
    def may_ask(self) -> bool:
        """Whether this person may have it computed."""
        return self.user.may(Permission.PLAN_VISITS, self.team)

    @cached_property
    def refusal(self) -> str:
        """Why somebody who may decide may not do so here, or nothing."""
        return refusal_of_planner(self.user, self.team, self.week.monday)

    @property
    def may_choose(self) -> bool:
        """Whether this person may decide for the team."""
        return self.user.may(Permission.ADOPT_PLAN, self.team) and not self.refusal


def _between(amount: float, ends: tuple[float, float], start: int, stop: int) -> int:
    """Where the amount lies between start and stop; in the middle if there is only one amount."""
    low, high = ends
    share = (amount - low) / (high - low) if high > low else 0.5
    return round(start + share * (stop - start))
