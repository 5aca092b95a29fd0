-- When the Federal Register put a document on public inspection: the time of its file there. Documents are filed at
-- quarters of an hour (regular filing: 08:45 Eastern) before the day of publication; a file of any other time was made
-- anew since, and tells nothing.
select
    document_number,
    inspection_file_at as inspected_at,
    cast(inspection_file_at at time zone 'America/New_York' as date) as inspected_on
from {{ ref('int_events__documents') }}
where
    cast(inspection_file_at at time zone 'America/New_York' as date) between published_on - 60 and published_on - 1
    and date_part('minute', inspection_file_at) % 15 < 2
