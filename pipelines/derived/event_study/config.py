"""What a study is asked to do, and the form of what goes in and comes out.

Belongs here: the declared windows and thresholds, the Arrow schemas, the error for bad input.
Does not belong here: any computation.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from pipelines.errors import ChipwatchError

Window = tuple[int, int]

MODELS = ("raw_return", "intraday_low", "intraday_high", "market_model")

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
        pa.field("benchmark_security_id", pa.string()),
        pa.field("mic", pa.string()),
        pa.field("first_public_at", pa.timestamp("us", tz="UTC")),
        pa.field("first_public_on", pa.date32()),
        pa.field("first_public_zone", pa.string()),
        pa.field("first_public_session", pa.string()),
        pa.field("daily_limit_pct", pa.float64()),
    ]
)

REACTIONS_SCHEMA = pa.schema(
    [
        pa.field("event_id", pa.string(), nullable=False),
        pa.field("security_id", pa.string(), nullable=False),
        pa.field("benchmark_security_id", pa.string()),
        pa.field("day0_on", pa.date32()),
        pa.field("day0_basis", pa.string()),
        pa.field("model", pa.string(), nullable=False),
        pa.field("window_start", pa.int32(), nullable=False),
        pa.field("window_end", pa.int32(), nullable=False),
        pa.field("return_pct", pa.float64()),
        pa.field("expected_return_pct", pa.float64()),
        pa.field("abnormal_return_pct", pa.float64()),
        pa.field("alpha", pa.float64()),
        pa.field("beta", pa.float64()),
        pa.field("estimation_sessions", pa.int32()),
        pa.field("residual_std_pct", pa.float64()),
        pa.field("t_statistic", pa.float64()),
        pa.field("p_value", pa.float64()),
        pa.field("is_censored", pa.bool_(), nullable=False),
        pa.field("not_estimable_reason", pa.string()),
    ]
)

NOT_ESTIMABLE_REASONS = (
    "no_first_public_date",
    "no_first_public_zone",
    "unknown_exchange",
    "outside_exchange_calendar",
    "no_bars",
    "no_bar_on_day0",
    "window_after_last_bar",
    "missing_prior_close",
    "missing_close",
    "missing_low",
    "missing_high",
    "no_benchmark",
    "no_benchmark_bars",
    "missing_benchmark_close",
    "short_estimation_window",
    "constant_benchmark",
)
"""In the order in which they are looked for: a row carries the first that applies."""


class StudyInputError(ChipwatchError):
    """The tables or the settings of a study cannot be used; the message names the row or column."""


@dataclass(frozen=True)
class StudyConfig:
    """Declared settings of a study. Sessions are counted from day 0.

    `windows` are used by raw_return and market_model, `intraday_windows` by the two intraday
    models. The estimation window counts sessions on which security and benchmark both closed.
    A return within `limit_tolerance_pct` percentage points of the exchange's daily limit counts
    as censored by it.
    """

    windows: tuple[Window, ...] = ((-1, 1), (0, 0), (0, 1), (0, 4), (0, 9))
    intraday_windows: tuple[Window, ...] = ((0, 0),)
    estimation_start: int = -250
    estimation_end: int = -31
    minimum_observations: int = 120
    limit_tolerance_pct: float = 0.1

    def __post_init__(self) -> None:
        every = self.windows + self.intraday_windows
        if not every:
            raise StudyInputError("A study without any window.", "Declare at least one window.")
        for start, end in every:
            if start > end:
                raise StudyInputError(
                    f"The window ({start}, {end}) ends before it starts.",
                    "Write a window as (first session, last session).",
                )
        if len(set(self.windows)) != len(self.windows) or len(set(self.intraday_windows)) != len(
            self.intraday_windows
        ):
            raise StudyInputError("A window is declared twice.", "Declare each window once.")
        if not self.estimation_start <= self.estimation_end < min(start for start, _ in every):
            raise StudyInputError(
                f"The estimation window ({self.estimation_start}, {self.estimation_end}) must end "
                "before the earliest event window begins.",
                "Move the estimation window further back.",
            )
        longest = self.estimation_end - self.estimation_start + 1
        if not 3 <= self.minimum_observations <= longest:
            raise StudyInputError(
                f"minimum_observations is {self.minimum_observations}; it must lie between 3 and "
                f"the {longest} sessions of the estimation window.",
                "Change minimum_observations or the estimation window.",
            )
