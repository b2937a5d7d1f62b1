"""One endpoint compared: the planned analysis, sensitivity, further estimates."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np

from models.protocol.analysis import Analysis, Missing, Outcome
from models.protocol.protocol import Protocol
from models.statistics.comparison.comparing import measures_of
from models.statistics.comparison.contrasts import (
    complete_pairs,
    one_sample,
    paired,
    parallel,
    within,
)
from models.statistics.comparison.observations import Observations
from models.statistics.comparison.records import Contrast, Design, Settings
from models.statistics.comparison.repeated import (
    Measures,
    MixedModel,
    random_intercept,
    unstructured,
)
from models.statistics.comparison.responders import (
    paired_responder_rates,
    responder_rates,
    single_rate,
)
from models.statistics.comparison.results import OBSERVED, Result
from models.statistics.endpoints.asked import Asked
from models.statistics.endpoints.records import (
    ANALYSIS_WORDS,
    MISSING_WORDS,
    Answer,
    Line,
    Part,
    Role,
)

_PLANNED = {
    (Analysis.RANKS, Design.PARALLEL): ("mann_whitney", "hodges_lehmann"),
    (Analysis.RANKS, Design.PAIRED): ("signed_rank", "pseudo_median"),
    (Analysis.RANKS, Design.SINGLE): ("signed_rank", "pseudo_median"),
    (Analysis.ANCOVA, Design.PARALLEL): ("ancova",),
    (Analysis.RESPONDERS, Design.PARALLEL): ("responders",),
    (Analysis.RESPONDERS, Design.PAIRED): ("responders",),
    (Analysis.RESPONDERS, Design.SINGLE): ("responders",),
}
_MEANS = ("mean_difference",)
_PAIRS = "pairs with a missing value are left out (complete pairs)"
_CARRIED = MISSING_WORDS[Missing.CARRIED]


def compared(one: Asked, role: Role, protocol: Protocol, level: float) -> list[Answer]:
    """Every two groups compared at an endpoint, or the one group with its baseline."""
    groups = one.observed.groups
    if one.design is Design.SINGLE:
        pairs = [(0, 0)]
    else:
        pairs = list(combinations(range(len(groups)), 2))
    if not pairs:
        why = "there are no two groups yet: nothing to compare"
        return [Answer(one.endpoint, role, one.series, one.design, "", "", (), (why,))]
    return [_Comparing(one, protocol, level, pair).answer(role) for pair in pairs]


class _Comparing:
    """One endpoint and two groups, or one group with its baseline."""

    def __init__(
        self, one: Asked, protocol: Protocol, level: float, pair: tuple[int, int]
    ) -> None:
        self._one = one
        self._protocol = protocol
        self._settings = Settings(one.design, level)
        self._pair = pair
        self._remarks: list[str] = []

    def answer(self, role: Role) -> Answer:
        """Everything, the planned analysis first."""
        one, rule = self._one, self._protocol.missing
        groups = one.observed.groups
        first, second = groups[self._pair[0]], groups[self._pair[1]]
        if one.design is Design.SINGLE:
            second = self._against
        self._tell_crossover()
        lines = self._responses() if self._is_response else self._values(rule)
        return Answer(
            one.endpoint,
            role,
            one.series,
            one.design,
            first,
            second,
            tuple(lines),
            tuple(dict.fromkeys(self._remarks)),
        )

    @property
    def _is_response(self) -> bool:
        return self._one.endpoint.outcome is Outcome.RESPONSE

    @property
    def _is_change(self) -> bool:
        return self._one.endpoint.outcome is Outcome.CHANGE

    @property
    def _against(self) -> str:
        """What a single group is compared with, in words; empty for nothing."""
        if self._is_response:
            return ""
        if not self._is_change and self._one.no_change is not None:
            return "no change"
        return "baseline" if self._one.observed.baseline is not None else ""

    def _tell_crossover(self) -> None:
        plan = self._protocol
        if plan.crossover:
            self._remarks.append(
                f"sides change arms at {plan.visit(plan.crossover).name}: what is "
                "compared are the orders of the arms, and after that visit the effect "
                "of an arm cannot be told from what the other left behind"
            )

    def _values(self, rule: Missing) -> list[Line]:
        """The planned analysis of values or changes, then what it is held against."""
        is_model = Analysis.MIXED_MODEL is self._one.endpoint.analysis
        model_leads = is_model or rule is Missing.MIXED_MODEL
        model = self._model()
        every = self._results(self._one.with_missing(rule))
        planned = self._chosen(every)
        lines = []
        if model_leads and model is not None:
            lines.append(Line(Part.PLANNED, model))
            lines += [Line(Part.SENSITIVITY, result) for result in planned]
        else:
            if model_leads:
                self._remarks.append(
                    "no mixed model could be fitted: observed values stand in its place"
                )
            lines += [Line(Part.PLANNED, result) for result in planned]
            if rule is Missing.CARRIED:
                seen = self._chosen(self._results(self._one))
                lines += [Line(Part.SENSITIVITY, result) for result in seen]
            if model is not None:
                lines.append(Line(Part.SENSITIVITY, model))
        rest = [one for one in every if one not in planned]
        return lines + [Line(Part.FURTHER, result) for result in rest]

    def _chosen(self, results: list[Result]) -> list[Result]:
        """The results of the planned analysis."""
        endpoint, design = self._one.endpoint, self._one.design
        keys = _PLANNED.get((endpoint.analysis, design), _MEANS)
        if endpoint.analysis is Analysis.ANCOVA and design is not Design.PARALLEL:
            self._remarks.append(
                f"{ANALYSIS_WORDS[Analysis.ANCOVA]} is for groups of different "
                "subjects; the paired t test stands in its place"
            )
        found = [one for key in keys for one in results if one.key == key]
        if "ancova" in keys and not found and results:
            self._remarks.append("no baseline to adjust for: means are compared as is")
            found = [one for one in results if one.key in _MEANS]
        return found

    def _results(self, one: Asked) -> list[Result]:
        """Every result at the endpoint's visit."""
        is_carried = one is not self._one
        contrast = self._contrast(one)
        self._remarks += contrast.remarks
        found = list(contrast.results)
        if self._is_change and one.design is Design.PARALLEL:
            # The adjusted difference of changes is that of values.
            adjusted = self._pair_of(
                parallel(one.observed, self._settings, one.visit, is_change=False)
            )
            found += [each for each in adjusted.results if each.key == "ancova"]
        if not is_carried:
            return found
        return [replace(each, missing=_CARRIED) for each in found]

    def _contrast(self, one: Asked) -> Contrast:
        observed, visit = one.observed, one.visit
        if one.design is Design.PARALLEL:
            every = parallel(observed, self._settings, visit, is_change=self._is_change)
            return self._pair_of(every)
        if one.design is Design.PAIRED:
            every = paired(observed, self._settings, visit, is_change=self._is_change)
            return self._pair_of(every)
        if self._against == "no change":
            return self._against_no_change(one)
        found = within(observed, self._settings, visit)
        if found and observed.visits[visit] != observed.baseline_visit:
            return found[0]
        why = "there is no baseline to compare with: see the trajectories"
        return Contrast("", "", observed.visits[visit], "value", (), (why,))

    def _pair_of(self, contrasts: list[Contrast]) -> Contrast:
        groups = self._one.observed.groups
        first, second = groups[self._pair[0]], groups[self._pair[1]]
        return next(
            one for one in contrasts if (one.first, one.second) == (first, second)
        )

    def _against_no_change(self, one: Asked) -> Contrast:
        values = one.observed.values[:, one.visit]
        values = values[~np.isnan(values)]
        visit = one.observed.visits[one.visit]
        if not len(values) or one.no_change is None:
            why = "no value here: nothing to compare"
            return Contrast("", "no change", visit, "value", (), (why,))
        self._remarks.append(
            f"values less {one.no_change:g}, the grade of no change of the scale"
        )
        results = one_sample(values - one.no_change, self._settings.level)
        return Contrast("", "no change", visit, "value", tuple(results))

    def _responses(self) -> list[Line]:
        """Responder rates, with the rule's missing values and, if others, observed."""
        why = self._one.why_no_response
        if why:
            self._remarks.append(why)
            return []
        rule = self._protocol.missing
        lines = [
            Line(Part.PLANNED, result)
            for result in self._rates(self._one.with_missing(rule))
        ]
        if rule is Missing.CARRIED:
            lines += [Line(Part.SENSITIVITY, one) for one in self._rates(self._one)]
        if rule is Missing.MIXED_MODEL:
            self._remarks.append("responders are counted among observed values")
        return lines

    def _rates(self, one: Asked) -> Iterator[Result]:
        """The difference of responder rates, or the rate of the one group."""
        responses, level = one.responses(one.visit), self._settings.level
        missing = OBSERVED if one is self._one else _CARRIED
        seen = ~np.isnan(responses)
        if one.design is Design.SINGLE:
            if seen.any():
                found = single_rate(responses[seen] > 0, level)
                yield replace(found, missing=missing)
            else:
                self._remarks.append("nobody can be held against the rule here")
            return
        if one.design is Design.PAIRED:
            first, second, alone = complete_pairs(one.observed, responses, *self._pair)
            if alone:
                self._remarks.append(f"pairs with one value only are left out: {alone}")
            if len(first):
                result = paired_responder_rates(first > 0, second > 0, level)
                told = _PAIRS if missing == OBSERVED else missing
                yield replace(result, missing=told)
            else:
                self._remarks.append("no pair is complete here: nothing to compare")
            return
        sides = [responses[seen & (one.observed.group == side)] for side in self._pair]
        if min(len(side) for side in sides):
            result = responder_rates(sides[0] > 0, sides[1] > 0, level)
            yield replace(result, missing=missing)
        else:
            self._remarks.append("a group has no value here: nothing to compare")

    def _model(self) -> Result | None:
        """The mixed model's estimate at the endpoint's visit: MMRM if it can be fitted.

        Of changes, the model is adjusted for the baseline, or, within pairs and within
        one group, the change itself is modelled.
        """
        measures = self._measures()
        if measures is None:
            return None
        level = self._settings.level
        why_not: tuple[str, ...] = ()
        for fitted in (unstructured, random_intercept):
            model = fitted(measures, level)
            result = self._estimate(model)
            if result is None:
                why_not = tuple(f"no MMRM: {remark}" for remark in model.remarks)
            else:
                found = replace(
                    result,
                    key=model.key,
                    label=f"{_MODEL_LABELS[model.key]}, {self._model_label}",
                    missing=MISSING_WORDS[Missing.MIXED_MODEL],
                )
                return found.remarked(*why_not, *model.remarks)
        return None

    @property
    def _model_label(self) -> str:
        if self._one.design is Design.PARALLEL:
            return "difference of means"
        return "mean difference"

    def _measures(self) -> Measures | None:
        one = self._one
        observed = self._only_the_pair(one.observed)
        if len(observed.visits) < 2:
            return None
        measures = measures_of(observed, self._settings)
        if one.design is Design.PARALLEL and self._is_change:
            later = observed.later
            if len(later) < 2:
                return None
            return replace(
                measures,
                values=measures.values[:, later],
                visits=tuple(observed.visits[at] for at in later),
                baseline=observed.baseline,
            )
        return measures

    def _only_the_pair(self, observed: Observations) -> Observations:
        """The two groups alone, where there are more."""
        if self._one.design is Design.SINGLE or len(observed.groups) == 2:
            return observed
        rows = np.isin(observed.group, self._pair)
        return replace(
            observed,
            units=tuple(np.array(observed.units, dtype=object)[rows]),
            groups=tuple(observed.groups[one] for one in self._pair),
            group=np.searchsorted(self._pair, observed.group[rows]),
            values=observed.values[rows],
            pair=observed.pair[rows],
            baseline=None if observed.baseline is None else observed.baseline[rows],
        )

    def _estimate(self, model: MixedModel) -> Result | None:
        """The estimate of a fitted model that answers the endpoint."""
        one = self._one
        visit = one.observed.visits[one.visit]
        baseline = one.observed.baseline_visit
        if one.design is Design.PARALLEL:
            wanted = f"difference|{visit}|"
        elif one.design is Design.PAIRED and not self._is_change:
            wanted = f"mean|{visit}|"
        elif baseline and self._against != "no change":
            wanted = f"change|{visit}|{baseline}"
        else:
            return None
        every = (*model.means, *model.differences)
        return next((each for each in every if each.key.startswith(wanted)), None)


_MODEL_LABELS = {"mmrm": "MMRM", "random_intercept": "Mixed model, random intercept"}
