select
    article_id,
    subject_kind,
    subject_id,
    vendor_id,
    aliases
from {{ ref('int_news__mentions') }}
