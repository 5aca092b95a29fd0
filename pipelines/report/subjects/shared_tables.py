"""Tables that several kinds of page have: actions, reactions, evidence.

Belongs here: a query that takes the events of any subject. Does not belong here: what one kind
alone shows.
"""

from __future__ import annotations

from pipelines.report.subjects.model import Table


def actions(events: str, how: str) -> Table:
    """The actions of a subject; `events` is SQL that gives subject_id, event_id and `how`.

    `how` is the column that says how an action bears on the subject.
    """
    return Table(
        "actions",
        "Timeline",
        "Every action on record, newest first, on the day it became public.",
        f"""
        select of_subject.subject_id, events.public_on, events.event_id, events.title,
            acts.authority_id, events.issuer_name, events.jurisdiction, events.action_type,
            events.direction, of_subject.{how}, events.effective_on, events.measure_status_after,
            events.evidence_grade, events.evidence_publishers, events.event_confidence,
            events.source_url, events.is_sample
        from ({events}) as of_subject
        inner join {{rpt_events}} as events on of_subject.event_id = events.event_id
        inner join {{fct_sanction_events}} as acts on of_subject.event_id = acts.event_id
        order by events.public_on desc, events.event_id, of_subject.{how}
        """,
        {
            "public_on": "public on",
            "title": "action",
            "issuer_name": "issuer",
            "direction": "",
            how: "how it bears on it",
            "effective_on": "effective",
            "evidence_grade": "rests on",
            "evidence_publishers": "by",
        },
        "The ledger holds no action that names it. That is not that nothing was done.",
    )


def evidence(events: str) -> Table:
    """The evidence of the actions of a subject."""
    return Table(
        "evidence",
        "Evidence",
        "What each action rests on. The hash is that of the archived bytes, or of the curated file "
        "that names the source where no copy is archived.",
        f"""
        select distinct of_subject.subject_id, events.public_on, events.event_id,
            events.title as action_title, events.evidence_grade, proofs.evidence_kind,
            proofs.publisher, proofs.newsroom, proofs.title, proofs.url, proofs.document_number,
            proofs.citation, proofs.published_on,
            proofs.stance, proofs.is_archived, proofs.confidence, proofs.payload_sha256,
            proofs.evidence_no
        from ({events}) as of_subject
        inner join {{rpt_events}} as events on of_subject.event_id = events.event_id
        inner join {{bridge_event_evidence}} as proofs on of_subject.event_id = proofs.event_id
        order by events.public_on desc, events.event_id, proofs.evidence_no
        """,
        {
            "action_title": "action",
            "evidence_kind": "kind",
            "publisher": "publisher",
            "title": "source",
            "published_on": "published",
            "stance": "stance",
            "is_archived": "archived copy",
            "confidence": "confidence",
            "payload_sha256": "SHA-256",
        },
        "No evidence is on record.",
    )


def reactions(events: str, securities: str) -> Table:
    """What prices did on the first session after the actions of a subject.

    `securities` is a condition on `reactions` that may name `of_subject`.
    """
    return Table(
        "reactions",
        "Reactions",
        "Abnormal return on the first session that could know of the action, by the market model. "
        "Actions that share a session share a figure: they are not separate evidence.",
        f"""
        select of_subject.subject_id, reactions.day0_on, reactions.event_id,
            reactions.event_title, reactions.security_id, reactions.security_name,
            reactions.symbol, reactions.abnormal_return_pct, reactions.t_statistic,
            reactions.p_quantile, reactions.q_value, reactions.estimation_sessions,
            reactions.is_clean, reactions.confounders, reactions.not_estimable_reason,
            count(*) over (
                partition by of_subject.subject_id, reactions.day0_on, reactions.security_id
            ) as actions_on_session,
            reactions.is_sample
        from (select distinct subject_id, event_id from ({events})) as of_subject
        inner join {{rpt_market_reaction}} as reactions
            on of_subject.event_id = reactions.event_id
        where reactions.model = 'market_model' and reactions.window_label = '[0, 0]'
            and reactions.is_default and {securities}
        order by reactions.day0_on desc, reactions.symbol, reactions.event_id
        """,
        {
            "day0_on": "session",
            "event_title": "action",
            "security_name": "security",
            "abnormal_return_pct": "abnormal return, %",
            "p_quantile": "p",
            "q_value": "q",
            "estimation_sessions": "n",
            "actions_on_session": "actions on it",
            "is_clean": "no other news",
            "not_estimable_reason": "not estimable",
        },
        "No reaction is on record: no watched security, no bars, or figures that may not be "
        "passed on.",
    )
