"""What a study is asked to do, and the form of what goes in and comes out.

Belongs here: the declared windows, models and thresholds, the Arrow schemas, the error for bad
input.
Does not belong here: any computation.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from pipelines.errors import ChipwatchError

Window = tuple[int, int]

PRICE_MODELS = ("raw_return", "intraday_low", "intraday_high")
EXPECTATION_MODELS = ("market_adjusted", "mean_adjusted", "market_model", "peer_adjusted")
MODELS = PRICE_MODELS + EXPECTATION_MODELS

BARS_SCHEMA = pa.schema(
    [
        pa.field("security_id", pa.string(), nullable=False),
        pa.field("session_on", pa.date32(), nullable=False),
        pa.field("open", pa.float64()),
        pa.field("high", pa.float64()),
        pa.field("low", pa.float64()),
        pa.field("close", pa.float64()),
    ]
)

EVENTS_SCHEMA = pa.schema(
    [
        pa.field("event_id", pa.string(), nullable=False),
        pa.field("security_id", pa.string(), nullable=False),
        pa.field("issuer_id", pa.string()),
        pa.field("mic", pa.string()),
        pa.field("day0_kind", pa.string(), nullable=False),
        pa.field("is_default", pa.bool_(), nullable=False),
        pa.field("direction", pa.string()),
        pa.field("first_public_at", pa.timestamp("us", tz="UTC")),
        pa.field("first_public_on", pa.date32()),
        pa.field("first_public_zone", pa.string()),
        pa.field("first_public_session", pa.string()),
        pa.field("daily_limit_pct", pa.float64()),
        pa.field("listed_on", pa.date32()),
    ]
)
"""An event and a security a row; any further column may be named as one to group by."""

BENCHMARKS_SCHEMA = pa.schema(
    [
        pa.field("security_id", pa.string(), nullable=False),
        pa.field("benchmark_role", pa.string(), nullable=False),
        pa.field("priority", pa.int32(), nullable=False),
        pa.field("benchmark_security_id", pa.string(), nullable=False),
        pa.field("benchmark_kind", pa.string(), nullable=False),
    ]
)
"""The series that may stand for the market or the sector of a security, the preferred one first.

A security with a declared sector is peer-adjusted by it, the others by the basket of their peers.
"""

PEERS_SCHEMA = pa.schema(
    [
        pa.field("security_id", pa.string(), nullable=False),
        pa.field("issuer_id", pa.string()),
        pa.field("mic", pa.string(), nullable=False),
    ]
)
"""The shares of which the peer basket of an exchange calendar is made."""

CONFOUNDERS_SCHEMA = pa.schema(
    [
        pa.field("confounder_id", pa.string(), nullable=False),
        pa.field("security_id", pa.string(), nullable=False),
        pa.field("mic", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("session_on", pa.date32()),
        pa.field("public_at", pa.timestamp("us", tz="UTC")),
    ]
)
"""What else moved a security: on a stated session, or from a public instant by the day 0 rule."""

OWN_KINDS = ("own_results", "own_news", "other_action")
MARKET_KINDS = ("market_shock", "macro")
DROPPED_KINDS = ("own_results", "market_shock")
"""Kinds whose sessions are no part of an estimation window."""

REACTIONS_SCHEMA = pa.schema(
    [
        pa.field("event_id", pa.string(), nullable=False),
        pa.field("security_id", pa.string(), nullable=False),
        pa.field("day0_kind", pa.string(), nullable=False),
        pa.field("is_default", pa.bool_(), nullable=False),
        pa.field("event_day_id", pa.string()),
        pa.field("day0_on", pa.date32()),
        pa.field("day0_basis", pa.string()),
        pa.field("benchmark_kind", pa.string()),
        pa.field("benchmark_security_id", pa.string()),
        pa.field("model", pa.string(), nullable=False),
        pa.field("window_start", pa.int32(), nullable=False),
        pa.field("window_end", pa.int32(), nullable=False),
        pa.field("return_pct", pa.float64()),
        pa.field("expected_return_pct", pa.float64()),
        pa.field("abnormal_return_pct", pa.float64()),
        pa.field("alpha", pa.float64()),
        pa.field("beta", pa.float64()),
        pa.field("estimation_sessions", pa.int32()),
        pa.field("estimation_sessions_dropped", pa.int32()),
        pa.field("residual_std_pct", pa.float64()),
        pa.field("t_statistic", pa.float64()),
        pa.field("p_value", pa.float64()),
        pa.field("p_quantile", pa.float64()),
        pa.field("q_value", pa.float64()),
        pa.field("is_censored", pa.bool_(), nullable=False),
        pa.field("is_clean", pa.bool_(), nullable=False),
        pa.field("confounders", pa.string()),
        pa.field("overlaps_event_day_id", pa.string()),
        pa.field("not_estimable_reason", pa.string()),
    ]
)

GROUPS_SCHEMA = pa.schema(
    [
        pa.field("group_kind", pa.string(), nullable=False),
        pa.field("group_value", pa.string(), nullable=False),
        pa.field("direction", pa.string(), nullable=False),
        pa.field("is_clean_only", pa.bool_(), nullable=False),
        pa.field("model", pa.string(), nullable=False),
        pa.field("window_start", pa.int32(), nullable=False),
        pa.field("window_end", pa.int32(), nullable=False),
        pa.field("pair_count", pa.int32(), nullable=False),
        pa.field("event_day_count", pa.int32(), nullable=False),
        pa.field("positive_count", pa.int32(), nullable=False),
        pa.field("caar_pct", pa.float64()),
        pa.field("caar_low_pct", pa.float64()),
        pa.field("caar_high_pct", pa.float64()),
        pa.field("largest_security_id", pa.string()),
        pa.field("largest_event_day_id", pa.string()),
        pa.field("largest_share_pct", pa.float64()),
        pa.field("mean_correlation", pa.float64()),
        pa.field("t_cross", pa.float64()),
        pa.field("t_brown_warner", pa.float64()),
        pa.field("z_patell", pa.float64()),
        pa.field("z_adj_patell", pa.float64()),
        pa.field("t_bmp", pa.float64()),
        pa.field("t_adj_bmp", pa.float64()),
        pa.field("t_portfolio", pa.float64()),
        pa.field("z_corrado", pa.float64()),
        pa.field("z_rank", pa.float64()),
        pa.field("t_grank", pa.float64()),
        pa.field("z_gsign", pa.float64()),
        pa.field("preferred_test", pa.string()),
        pa.field("preferred_statistic", pa.float64()),
        pa.field("p_value", pa.float64()),
        pa.field("p_grank", pa.float64()),
        pa.field("q_value", pa.float64()),
        pa.field("family_tests", pa.int32()),
        pa.field("no_test_reason", pa.string()),
    ]
)

PATHS_SCHEMA = pa.schema(
    [
        pa.field("event_day_id", pa.string(), nullable=False),
        pa.field("security_id", pa.string(), nullable=False),
        pa.field("model", pa.string(), nullable=False),
        pa.field("session", pa.int32(), nullable=False),
        pa.field("session_on", pa.date32(), nullable=False),
        pa.field("abnormal_return_pct", pa.float64()),
        pa.field("cumulative_pct", pa.float64()),
        pa.field("band_low_pct", pa.float64()),
        pa.field("band_high_pct", pa.float64()),
    ]
)

EVENT_DAYS_SCHEMA = pa.schema(
    [
        pa.field("event_day_id", pa.string(), nullable=False),
        pa.field("calendar_group", pa.string(), nullable=False),
        pa.field("day0_on", pa.date32(), nullable=False),
        pa.field("is_default", pa.bool_(), nullable=False),
        pa.field("event_count", pa.int32(), nullable=False),
        pa.field("directions", pa.list_(pa.string()), nullable=False),
        pa.field("net_direction", pa.string(), nullable=False),
        pa.field("event_ids", pa.list_(pa.string()), nullable=False),
    ]
)

FOUND_CONFOUNDERS_SCHEMA = pa.schema(
    [
        pa.field("confounder_id", pa.string(), nullable=False),
        pa.field("security_id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("session_on", pa.date32()),
        pa.field("public_at", pa.timestamp("us", tz="UTC")),
    ]
)

CALIBRATION_SCHEMA = pa.schema(
    [
        pa.field("calendar_group", pa.string(), nullable=False),
        pa.field("trial_kind", pa.string(), nullable=False),
        pa.field("test", pa.string(), nullable=False),
        pa.field("window_start", pa.int32(), nullable=False),
        pa.field("window_end", pa.int32(), nullable=False),
        pa.field("nominal_pct", pa.float64(), nullable=False),
        pa.field("trial_count", pa.int32(), nullable=False),
        pa.field("rejection_count", pa.int32(), nullable=False),
        pa.field("rejection_pct", pa.float64(), nullable=False),
    ]
)

NOT_ESTIMABLE_REASONS = (
    "no_first_public_date",
    "no_first_public_zone",
    "unknown_exchange",
    "outside_exchange_calendar",
    "no_bars",
    "before_first_bar",
    "after_last_bar",
    "suspended",
    "no_bar_on_day0",
    "first_sessions",
    "window_after_last_bar",
    "missing_prior_close",
    "missing_close",
    "missing_low",
    "missing_high",
    "thin_trading",
    "no_benchmark",
    "no_benchmark_bars",
    "benchmark_incomplete",
    "too_few_peers",
    "missing_benchmark_close",
    "short_estimation_window",
    "constant_benchmark",
)
"""In the order in which they are looked for: a row carries the first that applies."""

NO_TEST_REASONS = ("too_few_pairs", "no_spread")


class StudyInputError(ChipwatchError):
    """The tables or the settings of a study cannot be used; the message names the row or column."""


@dataclass(frozen=True)
class StudyConfig:
    """Declared settings of a study. Sessions are counted from day 0.

    `windows` are used by raw_return and the expectation models, `intraday_windows` by the two
    intraday models. The estimation window counts sessions of the exchange; one without a return
    of the security and of its benchmark, or with a dropped confounder, is no observation. A
    return within `limit_tolerance_pct` percentage points of the exchange's daily limit, or beyond
    it, counts as censored. The first `unlimited_sessions` of the listing of a share that has such
    a limit are free of it: no reaction is estimated in them, and none from them. A benchmark needs
    returns on `benchmark_coverage` of the sessions that a reaction uses, a share `trading_share` of
    those of its estimation window. Groups of fewer than `smallest_group` pairs get no preferred
    test. Of windows of one security that overlap groups take the first, unless `takes_overlapping`:
    for days each group of which lies far apart.
    """

    windows: tuple[Window, ...] = ((-1, 1), (0, 0), (0, 1), (0, 4), (0, 9))
    intraday_windows: tuple[Window, ...] = ((0, 0),)
    models: tuple[str, ...] = MODELS
    group_models: tuple[str, ...] = ("market_model", "peer_adjusted")
    path: Window = (-10, 20)
    path_models: tuple[str, ...] = ("market_model",)
    estimation_start: int = -250
    estimation_end: int = -31
    minimum_observations: int = 120
    limit_tolerance_pct: float = 0.1
    benchmark_coverage: float = 0.98
    trading_share: float = 0.8
    smallest_basket: int = 4
    smallest_group: int = 5
    unlimited_sessions: int = 5
    suspension_sessions: int = 5
    takes_overlapping: bool = False

    def __post_init__(self) -> None:
        if unknown := set(self.models) - set(MODELS):
            raise StudyInputError(
                f"The model {min(unknown)} does not exist.", f"Choose among {', '.join(MODELS)}."
            )
        every = self.windows + self.intraday_windows
        if not every:
            raise StudyInputError("A study without any window.", "Declare at least one window.")
        for start, end in (*every, self.path):
            if start > end:
                raise StudyInputError(
                    f"The window ({start}, {end}) ends before it starts.",
                    "Write a window as (first session, last session).",
                )
        if len(set(self.windows)) != len(self.windows) or len(set(self.intraday_windows)) != len(
            self.intraday_windows
        ):
            raise StudyInputError("A window is declared twice.", "Declare each window once.")
        earliest = min(start for start, _ in (*every, self.path))
        if not self.estimation_start <= self.estimation_end < earliest:
            raise StudyInputError(
                f"The estimation window ({self.estimation_start}, {self.estimation_end}) must end "
                "before the earliest event window begins.",
                "Move the estimation window further back.",
            )
        longest = self.estimation_end - self.estimation_start + 1
        if not 5 <= self.minimum_observations <= longest:
            raise StudyInputError(
                f"minimum_observations is {self.minimum_observations}; it must lie between 5 and "
                f"the {longest} sessions of the estimation window.",
                "Change minimum_observations or the estimation window.",
            )

    @property
    def estimation_length(self) -> int:
        return self.estimation_end - self.estimation_start + 1

    @property
    def span(self) -> Window:
        """The sessions around day 0 that some window or path needs."""
        every = (*self.windows, *self.intraday_windows, self.path)
        return min(start for start, _ in every), max(end for _, end in every)
