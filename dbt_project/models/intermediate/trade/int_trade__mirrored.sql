-- What one economy reports to have sent and the other to have got: one exporter, importer, group of goods, month or
-- year, and dataset of each side. Beside the two values stand those in which a gap may close: China together with Hong
-- Kong, without goods that were only passed on, twelve months together, whole headings.
with stated as (
    select
        dataset,
        reporter_code,
        partner_code,
        group_id,
        case when flow in ('import', 're_import') then 'import' else 'export' end as side,
        period_kind,
        period_start_on,
        period_end_on,
        max(value_usd) filter (where flow in ('import', 'export') and includes_re_trade) as with_re_trade_usd,
        max(value_usd) filter (where flow in ('import', 'export') and not includes_re_trade) as as_stated_usd,
        max(value_usd) filter (where flow in ('re_import', 're_export')) as re_trade_usd,
        max(valuation_basis) filter (where flow in ('import', 'export')) as valuation_basis,
        max(partner_basis) filter (where flow in ('import', 'export')) as partner_basis,
        max(payload_sha256) as payload_sha256
    from {{ ref('int_trade__group_flows') }}
    where
        period_kind in ('month', 'year')
        and not is_partial_period
        and reporter_code <> partner_code
        and partner_code <> 'XW'
    group by all
),

-- The lines of six digits that a report has for any partner: one that it has for none was not asked or not published.
lines as (
    select
        dataset,
        reporter_code,
        group_id,
        flow as side,
        period_start_on,
        period_end_on,
        {{ sorted_text('substr(line, 1, 6)') }} as subheadings
    from (
        select
            *,
            unnest(string_split(hs_codes, '; ')) as line
        from {{ ref('int_trade__group_flows') }}
        where flow in ('import', 'export')
    ) as split_lines
    group by dataset, reporter_code, group_id, flow, period_start_on, period_end_on
),

sides as (
    select
        stated.*,
        coalesce(stated.with_re_trade_usd, stated.as_stated_usd) as value_usd,
        case
            when stated.with_re_trade_usd is not null
                then coalesce(stated.as_stated_usd, stated.with_re_trade_usd - stated.re_trade_usd)
        end as without_re_trade_usd,
        lines.subheadings
    from stated
    inner join lines
        on
            stated.dataset = lines.dataset
            and stated.reporter_code = lines.reporter_code
            and stated.group_id = lines.group_id
            and stated.side = lines.side
            and stated.period_start_on = lines.period_start_on
            and stated.period_end_on = lines.period_end_on
    where coalesce(stated.with_re_trade_usd, stated.as_stated_usd) is not null
),

exports as (
    select *
    from sides
    where side = 'export'
),

imports as (
    select *
    from sides
    where side = 'import'
),

pairs as (
    select
        coalesce(exports.reporter_code, imports.partner_code) as exporter_code,
        coalesce(exports.partner_code, imports.reporter_code) as importer_code,
        coalesce(exports.group_id, imports.group_id) as group_id,
        coalesce(exports.period_kind, imports.period_kind) as period_kind,
        coalesce(exports.period_start_on, imports.period_start_on) as period_start_on,
        coalesce(exports.period_end_on, imports.period_end_on) as period_end_on,
        exports.dataset as export_dataset,
        imports.dataset as import_dataset,
        exports.value_usd as export_usd,
        imports.value_usd as import_usd,
        case
            when coalesce(exports.without_re_trade_usd, imports.without_re_trade_usd) is not null
                then coalesce(exports.without_re_trade_usd, exports.value_usd)
        end as export_without_re_trade_usd,
        case
            when coalesce(exports.without_re_trade_usd, imports.without_re_trade_usd) is not null
                then coalesce(imports.without_re_trade_usd, imports.value_usd)
        end as import_without_re_trade_usd,
        exports.valuation_basis as export_valuation_basis,
        imports.valuation_basis as import_valuation_basis,
        exports.partner_basis as export_partner_basis,
        imports.partner_basis as import_partner_basis,
        exports.subheadings = imports.subheadings as has_same_lines,
        coalesce(imports.payload_sha256, exports.payload_sha256) as payload_sha256
    from exports
    full outer join imports
        on
            exports.reporter_code = imports.partner_code
            and exports.partner_code = imports.reporter_code
            and exports.group_id = imports.group_id
            and exports.period_start_on = imports.period_start_on
            and exports.period_end_on = imports.period_end_on
),

two_sided as (
    select
        *,
        sum(export_usd) over twelve_months as export_12m_usd,
        sum(import_usd) over twelve_months as import_12m_usd,
        count(*) over twelve_months as month_count
    from pairs
    where
        export_usd is not null
        and import_usd is not null
    window
        twelve_months as (
            partition by exporter_code, importer_code, group_id, period_kind, export_dataset, import_dataset
            order by period_start_on
            range between interval 11 month preceding and current row
        )
),

group_headings as (
    select distinct
        group_id,
        substr(hs_code, 1, 4) as heading
    from {{ ref('stg_curated__trade_group_codes') }}
),

heading_flows as (
    select
        dataset,
        reporter_code,
        partner_code,
        flow,
        hs_code as heading,
        period_start_on,
        period_end_on,
        coalesce(max(value_usd) filter (where includes_re_trade), max(value_usd)) as value_usd
    from {{ ref('int_trade__vintages') }}
    where
        is_latest_vintage
        and length(hs_code) = 4
        and flow in ('import', 'export')
        and value_usd is not null
    group by dataset, reporter_code, partner_code, flow, hs_code, period_start_on, period_end_on
),

headings as (
    select
        pairs.exporter_code,
        pairs.importer_code,
        pairs.group_id,
        pairs.period_start_on,
        pairs.period_end_on,
        pairs.export_dataset,
        pairs.import_dataset,
        sum(exports.value_usd) as export_heading_usd,
        sum(imports.value_usd) as import_heading_usd
    from two_sided as pairs
    inner join group_headings
        on pairs.group_id = group_headings.group_id
    left join heading_flows as exports
        on
            group_headings.heading = exports.heading
            and pairs.export_dataset = exports.dataset
            and pairs.exporter_code = exports.reporter_code
            and pairs.importer_code = exports.partner_code
            and pairs.period_start_on = exports.period_start_on
            and pairs.period_end_on = exports.period_end_on
            and exports.flow = 'export'
    left join heading_flows as imports
        on
            group_headings.heading = imports.heading
            and pairs.import_dataset = imports.dataset
            and pairs.importer_code = imports.reporter_code
            and pairs.exporter_code = imports.partner_code
            and pairs.period_start_on = imports.period_start_on
            and pairs.period_end_on = imports.period_end_on
            and imports.flow = 'import'
    group by all
    having count(*) = count(exports.value_usd) and count(*) = count(imports.value_usd)
)

select
    pairs.*,
    pairs.export_usd + others.export_usd as export_with_hong_kong_usd,
    pairs.import_usd + others.import_usd as import_with_hong_kong_usd,
    case when two_sided.month_count = 12 then two_sided.export_12m_usd end as export_12m_usd,
    case when two_sided.month_count = 12 then two_sided.import_12m_usd end as import_12m_usd,
    headings.export_heading_usd,
    headings.import_heading_usd
from pairs
left join two_sided
    on
        pairs.exporter_code = two_sided.exporter_code
        and pairs.importer_code = two_sided.importer_code
        and pairs.group_id = two_sided.group_id
        and pairs.period_start_on = two_sided.period_start_on
        and pairs.period_end_on = two_sided.period_end_on
        and pairs.export_dataset = two_sided.export_dataset
        and pairs.import_dataset = two_sided.import_dataset
left join two_sided as others
    on
        pairs.importer_code in ('CN', 'HK')
        and others.importer_code in ('CN', 'HK')
        and pairs.importer_code <> others.importer_code
        and pairs.exporter_code = others.exporter_code
        and pairs.group_id = others.group_id
        and pairs.period_start_on = others.period_start_on
        and pairs.period_end_on = others.period_end_on
        and pairs.export_dataset = others.export_dataset
        and pairs.import_dataset = others.import_dataset
left join headings
    on
        pairs.exporter_code = headings.exporter_code
        and pairs.importer_code = headings.importer_code
        and pairs.group_id = headings.group_id
        and pairs.period_start_on = headings.period_start_on
        and pairs.period_end_on = headings.period_end_on
        and pairs.export_dataset = headings.export_dataset
        and pairs.import_dataset = headings.import_dataset
