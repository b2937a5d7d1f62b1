"""The step of the analysis: endpoints, entry, reading, values."""

from functools import partial

from gui.forms.cells import Field, Kind
from gui.forms.editing_table import EditingTable
from gui.layouts import card
from gui.protocol_editor.presenter import EditorPresenter, Step
from gui.protocol_editor.steps import StepPage
from models.protocol.analysis import Analysis, Combine, Missing, Outcome
from models.protocol.draft_rows import EndpointDraft, RuleDraft
from models.protocol.protocol import Order

_ORDERS = (
    (Order.RANDOM.value, "random"),
    (Order.SUBJECT_BLOCKS.value, "subject by subject, visits random"),
    (Order.BASELINE_PAIRED.value, "baseline first, then visits random"),
    (Order.CHRONOLOGICAL.value, "in the order of visits (training only)"),
)
_COMBINES = tuple((one.value, f"their {one.value}") for one in Combine)
_MISSING = (
    (Missing.OBSERVED.value, "nothing: each visit as observed"),
    (Missing.CARRIED.value, "the subject's last value before it"),
    (Missing.MIXED_MODEL.value, "nothing, and a mixed model leads"),
)
_OUTCOMES = (
    (Outcome.CHANGE.value, "change from baseline"),
    (Outcome.SCORE.value, "value"),
    (Outcome.RESPONSE.value, "response"),
)
_ANALYSES = (
    (Analysis.RANKS.value, "ranks"),
    (Analysis.MEANS.value, "means"),
    (Analysis.ANCOVA.value, "adjusted for baseline"),
    (Analysis.MIXED_MODEL.value, "mixed model"),
    (Analysis.RESPONDERS.value, "responders"),
)


class AnalysisStep(StepPage):
    """Endpoints, who may enter, how photographs are read and values combined."""

    def __init__(self, presenter: EditorPresenter) -> None:
        super().__init__(presenter, Step.ANALYSIS)
        tr, draft = self.tr, presenter.draft
        self._endpoints = _endpoints_table(self, presenter)
        self._rules = _rules_table(self, presenter)
        self.column.addWidget(card(self._endpoints, tr("Endpoints")))
        self.column.addWidget(card(self._rules, tr("Who may enter")))
        form = self.form
        self.column.addWidget(card(form.begin(), tr("Reading the photographs")))
        form.choice(tr("&Order"), "order", _ORDERS, ("reading", "order"))
        form.text(
            tr("Share shown &twice"),
            "repeats",
            ("reading", "repeats"),
            hint=tr("0 to 0.5; 0.1 is one in ten, unannounced"),
        )
        form.text(tr("At least so many &between"), "gap", ("reading", "gap"))
        form.flag(
            tr("Ask only the scales of the visit, which tells raters about it"),
            "asks_scheduled",
            ("questions",),
            ("tells_visit",),
        )
        form.long_text(tr("&Not assessable because"), "reasons_text", ("reasons",))
        self.column.addWidget(card(form.begin(), tr("From scores to values")))
        form.choice(
            tr("Over &views"), "over_views", _COMBINES, ("aggregation", "views")
        )
        form.choice(
            tr("Over &raters"), "over_raters", _COMBINES, ("aggregation", "raters")
        )
        form.flag(
            tr("An adjudicated value stands before both"),
            "adjudicated_first",
            ("aggregation", "adjudicated_first"),
        )
        form.choice(tr("For a &missing visit"), "missing", _MISSING)
        self.tells(
            *("endpoints", "eligibility", "reading", "questions", "tells_visit"),
            *("reasons", "aggregation", "missing"),
        )
        self.end()
        form.show_draft(draft)
        self._endpoints.show_rows(draft.endpoints)
        self._rules.show_rows(draft.eligibility)
        for table in (self._endpoints, self._rules):
            table.changed.connect(self.changed)

    def show_draft(self) -> None:
        """Show the analysis and what is wrong with it."""
        super().show_draft()
        problems = self.presenter.faults(self.step)
        for table in (self._endpoints, self._rules):
            table.refresh()
            table.show_problems(problems)


def _endpoints_table(
    page: StepPage, presenter: EditorPresenter
) -> EditingTable[EndpointDraft]:
    tr = page.tr
    return EditingTable(
        "endpoints_table",
        (
            Field("name", tr("Name"), stretches=True),
            Field("series", tr("Series"), Kind.CHOICE, lambda _: presenter.series()),
            Field("visit", tr("Visit"), Kind.CHOICE, lambda _: presenter.visits()),
            Field("outcome", tr("Outcome"), Kind.CHOICE, lambda _: _OUTCOMES),
            Field("analysis", tr("Analysis"), Kind.CHOICE, lambda _: _ANALYSES),
            Field("better_by", tr("Better by"), key="responder"),
            Field("lowest", tr("From"), hint=tr("Responders reach it at least")),
            Field("highest", tr("To"), hint=tr("Responders reach it at most")),
            Field("primary", tr("Primary"), Kind.FLAG),
        ),
        partial(_new_endpoint, presenter),
        "endpoints",
        tr("endpoint"),
    )


def _new_endpoint(presenter: EditorPresenter) -> EndpointDraft:
    """The first series at the last visit, primary if it is the first endpoint."""
    draft = presenter.draft
    series, visits = presenter.series(), presenter.visits()
    return EndpointDraft(
        series=series[0][0] if series else "",
        visit=visits[-1][0] if visits else "",
        primary=not draft.endpoints,
    )


def _rules_table(page: StepPage, presenter: EditorPresenter) -> EditingTable[RuleDraft]:
    tr = page.tr
    nothing = ("", "a person answers")
    return EditingTable(
        "eligibility_table",
        (
            Field("text", tr("Rule"), stretches=True),
            Field("exclusion", tr("Keeps out"), Kind.FLAG),
            Field(
                "series",
                tr("Decided by"),
                Kind.CHOICE,
                lambda _: [nothing, *presenter.series()],
            ),
            Field(
                "visit",
                tr("Visit"),
                Kind.CHOICE,
                lambda row: presenter.visits() if row.series else [("", "")],
            ),
            Field("lowest", tr("From")),
            Field("highest", tr("To")),
        ),
        RuleDraft,
        "eligibility",
        tr("rule"),
    )
