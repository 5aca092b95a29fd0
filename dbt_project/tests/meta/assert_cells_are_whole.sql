{{ config(
    severity='warn',
    meta={'check_kind': 'cells', 'table': 'meta.rejects', 'column': 'reason'}
) }}

-- Cells of kept rows that were set aside because nothing true can be read in them, or that hold a damaged character:
-- one row a dataset and reason, with their count. The rows are kept; look whether publisher or reading is wrong.
select
    source,
    dataset,
    reason,
    count(*) as cell_count,
    min(detail) as example
from {{ ref('rejects') }}
where reason in ('cell_set_aside', 'damaged_text')
group by source, dataset, reason
