-- Every statement of revenue, whoever makes it. Of a period the lowest preference_class stands before the others; a
-- statement without one is never preferred.
{{ union_of([
    ref('int_vendors__sec_revenue'),
    ref('int_vendors__filed_revenue'),
    ref('int_vendors__curated_revenue'),
]) }}
