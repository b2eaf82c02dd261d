"""OR-Tools routing: everything but one carer over days and the greatest lateness; guided local search on one core."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from handlekraft_engine.bench.cases import DAYS, GREATEST, IDLE, MISSED, WAITING, Answer, Case, Pair, Route
from handlekraft_engine.bench.peers.child import Notes

MUST = 1000
"""Leaving out what must be done costs so many times the longest way: without that it finds no first solution."""


CANNOT = (DAYS,)
"""What the engine has no words for: a case that asks it is not played."""

OVERLOOKS = (GREATEST, WAITING, IDLE, MISSED)
"""What it plays without: the referee still counts it."""


def solve(case: Case, seconds: float, seed: int, notes: Notes) -> None:
    """Cheapest insertion, then guided local search; the engine draws no chance, so ``seed`` changes nothing."""
    search = import_module("ortools.constraint_solver.pywrapcp")
    enums = import_module("ortools.constraint_solver.routing_enums_pb2")
    model = _Model(case, search)
    parameters = search.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = enums.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(round(seconds * 1000))
    best = [float("inf")]

    def seen() -> None:
        cost = model.routing.CostVar().Min()
        if cost < best[0]:
            best[0] = cost
            answer = model.answer(lambda index: model.routing.NextVar(index).Value(), lambda var: var.Min())
            notes.see(lambda: answer)

    model.routing.AddAtSolutionCallback(seen)
    solution = model.routing.SolveWithParameters(parameters)
    if solution is not None:
        final = model.answer(lambda index: solution.Value(model.routing.NextVar(index)), solution.Min)
        notes.see(lambda: final)


class _Model:
    """The case in the engine's words: node i is job i, then two nodes for the ends of each vehicle."""

    def __init__(self, case: Case, search: Any) -> None:
        self.case, jobs = case, len(case.jobs)
        count = len(case.vehicles)
        begins, ends = [jobs + 2 * i for i in range(count)], [jobs + 2 * i + 1 for i in range(count)]
        self.places = [job.place for job in case.jobs]
        self.places += [place for one in case.vehicles for place in (one.start, one.end)]
        self.manager = search.RoutingIndexManager(jobs + 2 * count, count, begins, ends)
        self.routing = search.RoutingModel(self.manager)
        self.solver = self.routing.solver()
        self.minutes = [job.minutes for job in case.jobs] + [0] * (2 * count)
        self.longest = max(cell for table in case.tables for row in table for cell in row)
        self._time()
        self._load()
        for index in range(jobs):
            self._job(index)
        for pair in case.pairs:
            self._pair(pair)

    def _time(self) -> None:
        case = self.case
        costs = {i: self.routing.RegisterTransitCallback(self._points(i)) for i in range(len(case.vehicles))}
        modes = {i: self.routing.RegisterTransitCallback(self._units(mode)) for i, mode in enumerate(case.tables)}
        transits = [modes[one.mode] for one in case.vehicles]
        last = max([case.horizon, *(high for job in case.jobs for _, high in job.windows)])
        self.routing.AddDimensionWithVehicleTransits(transits, last, last, False, "time")  # noqa: FBT003 - its own words
        self.time = self.routing.GetDimensionOrDie("time")
        for vehicle, one in enumerate(case.vehicles):
            self.routing.SetArcCostEvaluatorOfVehicle(costs[vehicle], vehicle)
            self.routing.SetFixedCostOfVehicle(one.fixed, vehicle)
            self._shift(vehicle)

    def _points(self, vehicle: int) -> Any:
        """Callback: points from node to node for one vehicle, what it is not liked for included."""
        case, mode = self.case, self.case.vehicles[vehicle].mode
        extra = [0 if job.likes(vehicle) else case.cost.disliked for job in case.jobs] + [0] * (2 * len(case.vehicles))
        table, places, price = case.tables[mode], self.places, case.cost.travel[mode]
        node = self.manager.IndexToNode
        return lambda a, b: table[places[node(a)]][places[node(b)]] * price + extra[node(b)]

    def _units(self, table: Any) -> Any:
        """Callback: units from the start of a node to the earliest start of the next."""
        node, places, minutes = self.manager.IndexToNode, self.places, self.minutes
        return lambda a, b: minutes[node(a)] + table[places[node(a)]][places[node(b)]]

    def _shift(self, vehicle: int) -> None:
        one = self.case.vehicles[vehicle]
        begin, end = self.routing.Start(vehicle), self.routing.End(vehicle)
        self.time.CumulVar(begin).SetRange(one.earliest, one.latest)
        self.time.CumulVar(end).SetRange(one.earliest, one.latest + one.overtime)
        if one.overtime:
            self.time.SetCumulVarSoftUpperBound(end, one.latest, self.case.cost.overtime)
        if one.longest is not None:
            self.time.SetSpanUpperBoundForVehicle(one.longest, vehicle)
            self.routing.AddVariableMinimizedByFinalizer(self.time.CumulVar(end))
            self.routing.AddVariableMaximizedByFinalizer(self.time.CumulVar(begin))
        if one.pause:
            low, high, units = one.pause
            pause = self.solver.FixedDurationIntervalVar(low, high, units, False, f"pause {vehicle}")  # noqa: FBT003
            stay = [self.minutes[self.manager.IndexToNode(i)] for i in range(self.routing.Size())]
            self.time.SetBreakIntervalsOfVehicle([pause], vehicle, stay)

    def _load(self) -> None:
        loads = [job.load for job in self.case.jobs] + [0] * (2 * len(self.case.vehicles))
        total = sum(loads)
        callback = self.routing.RegisterUnaryTransitCallback(lambda a: loads[self.manager.IndexToNode(a)])
        room = [total if one.capacity is None else one.capacity for one in self.case.vehicles]
        self.routing.AddDimensionWithVehicleCapacity(callback, 0, room, True, "load")  # noqa: FBT003 - its own words

    def _job(self, index: int) -> None:
        job, node = self.case.jobs[index], self.manager.NodeToIndex(index)
        begin = self.time.CumulVar(node)
        last = job.windows[-1][1]
        begin.SetRange(job.windows[0][0], self.case.horizon if job.late else last)
        for (_, high), (low, _) in zip(job.windows, job.windows[1:], strict=False):
            begin.RemoveInterval(high + 1, low - 1)
        if job.late:
            self.time.SetCumulVarSoftUpperBound(node, last, self.case.cost.late)
        if job.who is not None:
            self.routing.VehicleVar(node).SetValues([-1, *job.who])
        must = MUST * self.longest * max(self.case.cost.travel)
        self.routing.AddDisjunction([node], must if job.skip is None else job.skip)

    def _pair(self, pair: Pair) -> None:
        """The gap also binds jobs that are left out; that one is done without the other is only priced, or the first
        solution would leave all pairs out: they are put in one job at a time.
        """
        one, two = self.manager.NodeToIndex(pair.first), self.manager.NodeToIndex(pair.second)
        both = self.routing.ActiveVar(one) + self.routing.ActiveVar(two) == 2
        self.solver.Add(both * (self.routing.VehicleVar(one) == self.routing.VehicleVar(two)) == 0)
        gap = self.time.CumulVar(two) - self.time.CumulVar(one)
        if pair.low is not None:
            self.solver.Add(gap >= pair.low)
        if pair.high is not None:
            self.solver.Add(gap <= pair.high)

    def answer(self, following: Any, least: Any) -> Answer:
        """The routes, read with the two functions: next index of an index, least value of a variable."""
        routes = []
        for vehicle in range(len(self.case.vehicles)):
            index, stops = following(self.routing.Start(vehicle)), []
            while not self.routing.IsEnd(index):
                stops.append((self.manager.IndexToNode(index), least(self.time.CumulVar(index))))
                index = following(index)
            routes.append(Route(vehicle, tuple(stops)))
        return tuple(routes)
