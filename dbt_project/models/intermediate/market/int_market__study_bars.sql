select
    security_id,
    session_on,
    cast(open as double) as open,
    cast(high as double) as high,
    cast(low as double) as low,
    cast(close as double) as close
from {{ ref('int_market__bars') }}
-- Without the bar, no return reaches over a split of which the prices do not tell whether they are adjusted for it.
where not is_split_unclear
