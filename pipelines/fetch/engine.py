"""Fetching one source, or several at once: plan, ask, judge, archive, remember.

Belongs here: the order of these steps, and the report of what they came to. One failing source
never stops the others. Does not belong here: what a source is asked (`sources/<name>/requests.py`)
and how (`transfer.py`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlencode, urlsplit

from filelock import FileLock, Timeout

from pipelines.archive import fetch_log as log
from pipelines.archive.refusals import acceptance_of, refusal_of, refuse
from pipelines.archive.store import Archive, Entry, Origin, PayloadMeta, asked_for
from pipelines.errors import ChipwatchError
from pipelines.fetch import environment
from pipelines.fetch.clock import Clock, SystemClock
from pipelines.fetch.cursor import Cursor, read_cursor, write_cursor
from pipelines.fetch.environment import Environment, NotConfigured
from pipelines.fetch.http import Answer, Client, Limits
from pipelines.fetch.outcomes import WHOLE_HOST, Judgement, Sizes, judge_answer, sizes_of
from pipelines.fetch.politeness import Breaker, Limiter
from pipelines.fetch.slice_store import slice_store
from pipelines.fetch.slices import SliceRun
from pipelines.fetch.transfer import ATTEMPTS, LONGEST_RETRY_AFTER, Sending, Sent, send
from pipelines.fetch.ways import Ways, placed, told
from pipelines.parsing.records import Outcome, PayloadError
from pipelines.raw.parse import parse_payload
from pipelines.sources import connector_of, parser_for
from pipelines.sources.request import CannotSplit, Occasion, Request, Slices
from pipelines.specs import DatasetSpec, FetchSpec, SourceSpec, load_specs
from pipelines.specs.ways import AS_ALWAYS, Way
from pipelines.warehouse import Warehouse

MOST_PAGES = 200
MOST_HOSTS_UNANSWERED = 3
"""When so many hosts of one source in a row gave no answer at all, the others wait for the next
run: it is the network. A host that answers, with a refusal too, does not count."""

MOST_NAMES = 30
"""So many names of things that failed alike are told; the log and the JSON have all."""
SOURCES_AT_ONCE = 4

_FINE = frozenset({Outcome.OK, Outcome.NOT_MODIFIED, Outcome.GAP})

Listener = Callable[["Step"], None]


@dataclass(frozen=True)
class Step:
    """One request that ended: shown as progress."""

    source: str
    key: str
    outcome: Outcome
    done: int
    waiting: int
    bytes: int
    seconds: float
    seconds_left: float


@dataclass(frozen=True)
class Exchange:
    """One request with what came of it, for somebody who looks on."""

    source: str
    request: Request
    sent: Sent
    seconds: float


@dataclass(frozen=True)
class Missed:
    """One thing that could not be had: its name within the source, the host, and why."""

    key: str
    host: str
    outcome: str
    message: str


@dataclass
class Report:
    """What fetching one source came to. `is_complete`: all that was asked for is in the archive.

    `missed` is what could not be had, request by request; `deferred` counts the requests that a
    build does not wait for. Both are asked by the next fetch.
    """

    source: str
    started_at: datetime
    requests: int = 0
    payloads: int = 0
    rows: int = 0
    bytes: int = 0
    waiting: int = 0
    deferred: int = 0
    seconds: float = 0.0
    outcomes: dict[str, int] = field(default_factory=dict)
    outcome: str = Outcome.OK.value
    message: str = ""
    missed: list[Missed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    is_complete: bool = True
    is_skipped: bool = False

    def fail(self, outcome: str, message: str) -> None:
        """Note a failure; the first one names the report."""
        if self.is_complete:
            self.outcome, self.message = outcome, message
        self.is_complete = False

    def miss(self, missed: Missed) -> None:
        """Note one thing that could not be had; the message tells all of them."""
        self.missed.append(missed)
        self.fail(missed.outcome, "")
        self.message = "; ".join(self.missed_in_words)

    @property
    def missed_in_words(self) -> list[str]:
        """One line for all that failed alike: their names, the host, what it was."""
        alike: dict[tuple[str, str, str], list[str]] = {}
        for one in self.missed:
            alike.setdefault((one.host, one.outcome, one.message), []).append(one.key)
        lines = []
        for (host, outcome, message), keys in alike.items():
            more = f" and {len(keys) - MOST_NAMES} more" if len(keys) > MOST_NAMES else ""
            names = ", ".join(sorted(keys)[:MOST_NAMES])
            lines.append(f"{names}{more} ({host}): {outcome}: {message}")
        return sorted(lines)

    def to_json(self) -> dict[str, object]:
        """The report as a JSON object."""
        started_at = self.started_at.isoformat(timespec="seconds")
        missed = [asdict(one) for one in self.missed]
        return {**self.__dict__, "started_at": started_at, "missed": missed}


@dataclass(frozen=True)
class Fetcher:
    """What all sources share.

    `variables` is the environment. `settings` replaces settings of the specs, by source, for a
    fetch of less than everything. `is_before_build`: a build waits, so that a source whose spec
    says `build_waits` leaves the rest of what it asks to the next fetch. `witness` sees every
    request with its last answer.
    """

    warehouse: Warehouse
    variables: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    clock: Clock = field(default_factory=SystemClock)
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    attempts: int = ATTEMPTS
    total_seconds: float | None = None
    connect_seconds: float = 10.0
    read_seconds: float = 60.0
    is_before_build: bool = False
    listener: Listener = lambda _: None
    witness: Callable[[Exchange], None] = lambda _: None

    @property
    def cursors(self) -> Path:
        """The folder of the cursor files."""
        return self.warehouse.root / "cursors"

    def fetch(
        self, sources: Sequence[str], window: tuple[date, date] | None = None
    ) -> list[Report]:
        """Fetch the sources, several at once, in the order given in the result.

        Never raises for what a source does; everything ends in a report and in the log.
        """
        with ThreadPoolExecutor(max_workers=min(SOURCES_AT_ONCE, max(1, len(sources)))) as pool:
            return list(pool.map(lambda source: self.fetch_source(source, window), sources))

    def fetch_source(self, name: str, window: tuple[date, date] | None = None) -> Report:
        """Fetch one source. An error of ours becomes a report too, so that the others go on."""
        report = Report(name, self.clock.now())
        began = monotonic()
        try:
            self._locked(name, window, report)
        except NotConfigured as error:
            report.is_skipped = True
            report.fail("not_configured", f"{error.message} {error.remedy}")
        except ChipwatchError as error:
            report.fail("failed", f"{error.message} {error.remedy}".strip())
        except OSError as error:
            report.fail("failed", f"{error.strerror or error} ({error.filename})")
        report.seconds = round(monotonic() - began, 3)
        self._log_run(report)
        return report

    def _locked(self, name: str, window: tuple[date, date] | None, report: Report) -> None:
        self.cursors.mkdir(parents=True, exist_ok=True)
        run = _Run(self, name, report)
        cursor = run.cursor_name(window)
        try:
            with FileLock(str(self.cursors / f"{cursor}.lock"), timeout=0):
                run.work(window)
        except Timeout:
            report.fail("failed", f"another process is fetching {name}; it goes on by itself")

    def _log_run(self, report: Report) -> None:
        log.append(
            self.warehouse,
            {
                "kind": "run",
                "at": self.clock.now().isoformat(timespec="seconds"),
                **report.to_json(),
            },
        )


class _Run:
    """One run over one source."""

    def __init__(self, fetcher: Fetcher, name: str, report: Report) -> None:
        self._fetcher = fetcher
        self._name = name
        self._report = report
        self._specs = {s.dataset: s for s in load_specs().values() if s.source == name}
        self._source = next(iter(self._specs.values())).source_spec
        self._fetch = _fetch_spec(self._source)
        self._connector = connector_of(name)
        self._environment = Environment(fetcher.variables)
        self._key = self._environment.key(self._source)
        self._archive = Archive(fetcher.warehouse.archive, fetcher.warehouse.archive_index)
        self._known: dict[tuple[str, str, str], Entry] = {}
        self._ways = Ways(self._other_ways())
        self._sendings: dict[str, Sending] = {}
        self._slices: SliceRun | None = None
        self._began = monotonic()

    def cursor_name(self, window: tuple[date, date] | None) -> str:
        """Whose cursor a run goes by: the source's, or that of one span of slices.

        Spans of slices do not depend on each other, so that several processes may work at them.
        """
        if window is None or self._connector.slices is None:
            return self._name
        return f"{self._name}-{window[0]}-{window[1]}"

    def planned(self, window: tuple[date, date] | None) -> Sequence[Request]:
        """What waits and what is new to ask; writes nothing. Raises NotConfigured."""
        self._require_introduction()
        return self._plan(self._occasion(window), self.cursor_name(window)).queue

    def work(self, window: tuple[date, date] | None) -> None:
        """Plan, then work off the queue until it is empty or the hosts refuse."""
        folder, name = self._fetcher.cursors, self.cursor_name(window)
        self._require_introduction()
        occasion = self._occasion(window)
        cursor = self._plan(occasion, name)
        write_cursor(folder, name, cursor)
        self._known = self._newest_accepted()
        waiting, failed = self._in_order(cursor.queue), list[Request]()
        given_up: dict[str, Outcome] = {}
        unanswered = set[str]()
        while waiting and not self._has_waited_long_enough(len(waiting)):
            request = waiting.pop(0)
            host = self._host(request)
            if host in given_up or len(unanswered) >= MOST_HOSTS_UNANSWERED:
                failed.append(request)
                self._miss_unasked(request, host, given_up.get(host))
                continue
            if self._connector.slices is None:
                sent = self._ask_in_turn(request, occasion)
                ended = self._keep(request, sent)
            else:
                sent, ended = self._ask_in_slices(request, self._connector.slices, occasion)
            if ended.is_done:
                queued = {r.identity for r in (*waiting, *failed)}
                following = (r for r in ended.following if r.identity not in queued)
                waiting = self._in_order([*following, *waiting])
            else:
                broken = ended.outcome in _CHAIN_IS_BROKEN
                failed.append(request.start if broken else request)
            if ended.outcome is Outcome.GAP and request.key not in cursor.gaps:
                cursor = replace(cursor, gaps=(*cursor.gaps, request.key))
            cursor = replace(cursor, queue=tuple(waiting + failed))
            write_cursor(folder, name, cursor)
            self._tell(request, ended.outcome, len(waiting))
            if ended.outcome in WHOLE_HOST:
                given_up[host] = given_up[self._host(request)] = ended.outcome
            if sent.answer is not None:
                unanswered.clear()
            elif sent.is_asked and ended.outcome in _NO_ANSWER:
                unanswered.add(host)
        self._defer(waiting)
        self._report.waiting = len(cursor.queue)
        if name != self._name and not cursor.queue:
            (folder / f"{name}.json").unlink(missing_ok=True)

    def _require_introduction(self) -> None:
        """Raise NotConfigured when the key or the contact that the source wants is missing."""
        if self._fetch.key_use == "required" and self._key is None:
            raise NotConfigured(
                f"{self._source.title} needs a key and {self._source.key_variable} is not set.",
                f"get one at {self._source.site} and set {self._source.key_variable}.",
            )
        self._environment.user_agent(self._source, self._fetch)

    def _plan(self, occasion: Occasion, name: str) -> Cursor:
        cursor = read_cursor(self._fetcher.cursors, name)
        occasion = replace(occasion, watermark=cursor.watermark, watermarks=cursor.watermarks)
        planned = (r for r in self._connector.requests(occasion) if r.key not in cursor.gaps)
        if occasion.window:
            return cursor.planned(planned, None)
        reached = self._connector.watermark(occasion)
        return cursor.planned(planned, reached, self._connector.watermarks(occasion))

    def _in_order(self, requests: Sequence[Request]) -> list[Request]:
        """As they were planned; the newest slice first where a build may go on without the rest."""
        if self._fetch.build_waits is None:
            return list(requests)
        return sorted(requests, key=lambda request: request.window or ("", ""), reverse=True)

    def _miss_unasked(self, request: Request, host: str, outcome: Outcome | None) -> None:
        why = (
            "not asked, because the host had failed before in this run"
            if outcome
            else f"not asked, because {MOST_HOSTS_UNANSWERED} hosts in a row gave no answer"
        )
        told = outcome or Outcome.UNREACHABLE
        self._report.miss(Missed(request.key, host, told.value, why))

    def _seconds_spent(self) -> float:
        return (self._fetcher.clock.now() - self._report.started_at).total_seconds()

    def _seconds_left(self, waiting: int) -> float:
        """How long the requests that wait will take, at the declared pace or slower."""
        limit, done = self._source.rate_limit, sum(self._report.outcomes.values())
        pace = limit.per_seconds / limit.requests
        return waiting * max(pace, self._seconds_spent() / done if done else 0.0)

    def _has_waited_long_enough(self, waiting: int) -> bool:
        """Whether a build has waited for the share of the whole that the spec declares."""
        declared = self._fetch.build_waits
        if declared is None or not self._fetcher.is_before_build:
            return False
        spent = self._seconds_spent()
        whole = spent + self._seconds_left(waiting)
        return spent >= 60 * declared.least_minutes and spent >= declared.share * whole

    def _defer(self, waiting: Sequence[Request]) -> None:
        report = self._report
        report.deferred = len(waiting)
        if waiting:
            minutes = max(1, round(self._seconds_left(len(waiting)) / 60))
            told = (
                f"the build does not wait for {len(waiting)} more requests (about {minutes} min):"
                f" `chipwatch fetch {self._name}` asks them"
            )
            report.warnings.append(told)
            if report.is_complete:
                report.message = told

    def _occasion(self, window: tuple[date, date] | None) -> Occasion:
        warehouse = self._fetcher.warehouse
        settings = {**self._fetch.settings, **self._fetcher.settings.get(self._name, {})}
        now, has_key = self._fetcher.clock.now(), self._key is not None
        return environment.occasion(warehouse, settings, now, window, has_key)

    def _sending(self, host: str, occasion: Occasion) -> Sending:
        fetcher, folder = self._fetcher, self._fetcher.warehouse.root / "hosts"
        hosts = (*self._fetch.hosts, *(urlsplit(u).hostname or "" for _, u in occasion.feeds))
        largest = max(spec.bytes.maximum for spec in self._specs.values())
        return Sending(
            client=Client(hosts, self._environment.base_url(self._name), self._fetch.consent_hosts),
            limiter=Limiter(folder, host, self._source.rate_limit, fetcher.clock),
            breaker=Breaker(folder, host, fetcher.clock),
            clock=fetcher.clock,
            limits=Limits(
                fetcher.total_seconds or self._fetch.total_seconds,
                largest,
                fetcher.connect_seconds,
                fetcher.read_seconds,
            ),
            attempts=fetcher.attempts,
        )

    def _other_ways(self) -> list[Way]:
        """The declared ways that differ once a User-Agent of the user's own is in place."""
        ways = self._fetch.other_ways
        if self._environment.own_user_agent(self._source):
            ways = tuple(replace(way, user_agent=None) for way in ways)
        return [way for way in dict.fromkeys(ways) if way != AS_ALWAYS]

    def _host(self, request: Request) -> str:
        return urlsplit(placed(request.url, self._ways.present)).hostname or ""

    def _ask_in_turn(self, request: Request, occasion: Occasion) -> Sent:
        """Ask in the present way, and in others while those may bring what it does not.

        What comes of the last one is the answer; where no way brings any, it is the first one's.
        """
        failed: list[Sent] = []
        while True:
            sent = self._ask(request, occasion)
            if _is_fine(sent.judgement.outcome, sent.judgement):
                self._ways.worked()
                break
            failed.append(sent)
            host = self._host(request)
            if not self._ways.turn(request.url, sent):
                break
            if sent.pause is not None and self._host(request) == host:
                self._fetcher.clock.sleep(min(sent.pause, LONGEST_RETRY_AFTER))
        told = [f"{self._told_way(request, s.way)}: {s.judgement.outcome.value}" for s in failed]
        if sent not in failed:
            for other in failed:
                self._keep_aside(request, other)
            if failed:
                way = self._told_way(request, sent.way)
                self._report.warnings.append(
                    f"{request.key}: asked of {way}, after {', '.join(told)}"
                )
            return sent
        first, *others = failed
        for other in others:
            self._keep_aside(request, other)
        if not others:
            return first
        message = f"{first.judgement.message} (asked in other ways too: {', '.join(told[1:])})"
        return replace(first, judgement=replace(first.judgement, message=message))

    def _ask_in_slices(
        self, request: Request, slices: Slices, occasion: Occasion
    ) -> tuple[Sent, _Ended]:
        """Ask for the files of a span, and archive what is put together of them."""
        if self._slices is None:
            limits = self._fetch.slices
            assert limits is not None  # noqa: S101
            self._slices = SliceRun(
                slices,
                self._specs[request.dataset],
                limits,
                occasion.settings,
                self._fetcher.warehouse.slices,
                slice_store(self._fetcher.warehouse.slices, self._source.name),
                partial(self._ask_for_file, occasion),
                [entry.parameters or {} for entry in self._known.values()],
            )
        recorded, sent, warnings = self._slices.ask(request, self._fetcher.clock.now().date())
        self._report.warnings += (f"{request.key}: {warning}" for warning in warnings)
        ended = self._keep(recorded, sent)
        if ended.is_done:
            self._slices.forget(request)
        return sent, ended

    def _ask_for_file(
        self,
        occasion: Occasion,
        url: str,
        headers: Mapping[str, str],
        judge: Callable[[Answer], Judgement],
        largest: int,
    ) -> Sent:
        """Send one request for a list or a file of slices."""
        sending = self._sending(urlsplit(url).hostname or "", occasion)
        sending = replace(sending, limits=replace(sending.limits, largest_body=largest))
        agent = self._environment.user_agent(self._source, self._fetch)
        return send(sending, url, {"User-Agent": agent, "Accept": "*/*", **headers}, judge)

    def _told_way(self, request: Request, way: Way) -> str:
        return told(request.url, self._environment.user_agent(self._source, self._fetch, way), way)

    def _keep_aside(self, request: Request, sent: Sent) -> None:
        """Archive and log what came in a way that did not serve; the report does not fail by it."""
        entry: Entry | None = None
        if sent.answer is not None and sent.judgement.is_kept:
            entry = self._add(request, sent.answer, sent.way)
            if acceptance_of(entry) is None:
                judgement = sent.judgement
                refuse(entry, judgement.outcome, judgement.message, self._fetcher.clock.now())
        self._report.requests += sent.attempts
        self._write_down(request, sent, sent.judgement.outcome, sent.judgement.message, entry)

    def _ask(self, request: Request, occasion: Occasion) -> Sent:
        spec, way, host = self._specs[request.dataset], self._ways.present, self._host(request)
        if host not in self._sendings:
            self._sendings[host] = self._sending(host, occasion)
        sending = self._sendings[host]
        if self._ways.is_hasty:
            sending = replace(sending, attempts=1)
        before = self._known.get(request.identity)
        agent = self._environment.user_agent(self._source, self._fetch, way)
        headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
        if before is not None and way.path is None:
            if before.etag:
                headers["If-None-Match"] = before.etag
            if before.last_modified:
                headers["If-Modified-Since"] = before.last_modified
        url = placed(request.full_url, way)
        if self._key is not None and self._fetch.key_header:
            headers[self._fetch.key_header] = self._key
        elif self._key is not None and self._fetch.key_parameter:
            url += ("&" if "?" in url else "?") + urlencode({self._fetch.key_parameter: self._key})

        def judge(answer: Answer) -> Judgement:
            return judge_answer(
                answer,
                spec,
                parser_for(spec.name),
                today=self._fetcher.clock.now().date(),
                before=self._sizes(before, spec) if answer.status == 200 else None,
                may_be_empty=request.may_be_empty,
                gap_when_missing=request.gap_when_missing,
            )

        began = monotonic()
        sent = send(sending, url, headers, judge)
        message = self._scrub(sent.judgement.message)
        sent = replace(sent, judgement=replace(sent.judgement, message=message), way=way)
        self._fetcher.witness(Exchange(self._name, request, sent, monotonic() - began))
        return sent

    def _sizes(self, before: Entry | None, spec: DatasetSpec) -> Sizes | None:
        """The sizes of the payload accepted last, read from its bytes."""
        if before is None or spec.accept.shrink_tolerance is None:
            return None
        try:
            payload = self._archive.read(before)
            return sizes_of(parse_payload(spec, payload, before.content_type), spec.accept)
        except (PayloadError, ChipwatchError):
            return None

    def _keep(self, request: Request, sent: Sent) -> _Ended:
        """Archive what is data, log the outcome, and find what the answer makes necessary."""
        judgement, answer, report = sent.judgement, sent.answer, self._report
        outcome, message = judgement.outcome, judgement.message
        following: Sequence[Request] = ()
        entry: Entry | None = None
        if answer is not None and judgement.is_kept:
            entry = self._add(request, answer, sent.way)
            if judgement.is_refused and judgement.parsed and acceptance_of(entry) is not None:
                judgement = replace(judgement, outcome=Outcome.OK, is_refused=False)
                sent, outcome = replace(sent, judgement=judgement), Outcome.OK
                message = f"accepted by hand although: {message}"
            if judgement.is_refused:
                refuse(entry, outcome, message, self._fetcher.clock.now())
            else:
                self._known[request.identity] = entry
        if outcome is Outcome.OK and answer is not None and judgement.parsed is not None:
            report.rows += judgement.parsed.row_count
            try:
                following = self._follow(request, answer.body, judgement)
            except CannotSplit as error:
                report.warnings.append(f"{request.key}: {error}")
            except _PagingCycle as error:
                outcome, message = Outcome.MALFORMED, str(error)
        is_done = _is_fine(outcome, sent.judgement)
        if outcome in _TOO_WIDE:
            following = self._connector.narrower(request)
            if following:
                message = f"{message}; asked in {len(following)} parts instead"
            elif self._is_held(request):
                message = f"{message}; dropped, because a wider slice that covers it was answered"
                report.warnings.append(f"{request.key}: {message}")
            is_done = bool(following) or self._is_held(request)
        for warning in judgement.warnings:
            report.warnings.append(f"{request.key}: {self._scrub(warning)}")
        self._record(request, sent, outcome, message, entry, is_done)
        return _Ended(outcome, following, is_done)

    def _is_held(self, request: Request) -> bool:
        """Whether what another request asked for, and was given, covers this one."""
        return any(
            self._connector.holds(entry.parameters or {}, request)
            for entry in self._known.values()
            if entry.dataset == request.dataset
        )

    def _follow(self, request: Request, body: bytes, judgement: Judgement) -> tuple[Request, ...]:
        assert judgement.parsed is not None  # noqa: S101
        following = tuple(
            after
            for after in self._connector.following(request, body, judgement.parsed)
            if not (after.is_lasting and after.identity in self._known)
        )
        seen = {*request.seen, request.digest}
        for after in following:
            if after.first is None:
                continue
            if after.digest in seen:
                raise _PagingCycle(f"{after.key} is a page that was read already")
            if len(after.seen) > MOST_PAGES:
                raise _PagingCycle(f"more than {MOST_PAGES} pages")
        return following

    def _add(self, request: Request, answer: Answer, way: Way) -> Entry:
        """Archive an answer under the address that was meant; a note names another that gave it.

        The tag of another form of the file says nothing of the one asked for first.
        """
        report = self._report
        asked = placed(request.url, way)
        entry = self._archive.add(
            answer.body,
            PayloadMeta(
                source=self._name,
                dataset=request.dataset,
                origin=Origin.FETCHED,
                observed_at=self._fetcher.clock.now(),
                licence=self._source.licence,
                redistribution=self._source.redistribution,
                url=request.full_url,
                parameters=request.recorded_parameters,
                status=answer.status,
                etag=_short(answer.headers.get("etag")) if way.path is None else None,
                last_modified=(
                    _short(answer.headers.get("last-modified")) if way.path is None else None
                ),
                content_type=_short(answer.headers.get("content-type")),
                note=None if asked == request.url else f"answered by {asked}",
            ),
        )
        report.payloads += 1
        report.bytes += len(answer.body)
        return entry

    def _record(
        self,
        request: Request,
        sent: Sent,
        outcome: Outcome,
        message: str,
        entry: Entry | None,
        is_done: bool,
    ) -> None:
        report = self._report
        report.requests += sent.attempts
        report.outcomes[outcome.value] = report.outcomes.get(outcome.value, 0) + 1
        if not is_done:
            report.miss(Missed(request.key, self._host(request), outcome.value, message))
        self._write_down(request, sent, outcome, message, entry)

    def _write_down(
        self, request: Request, sent: Sent, outcome: Outcome, message: str, entry: Entry | None
    ) -> None:
        log.append(
            self._fetcher.warehouse,
            {
                "kind": "request",
                "at": self._fetcher.clock.now().isoformat(timespec="seconds"),
                "source": self._name,
                "dataset": request.dataset,
                "key": request.key,
                "outcome": outcome.value,
                "message": message,
                "status": sent.answer.status if sent.answer else None,
                "attempts": sent.attempts,
                "way": self._told_way(request, sent.way),
                "sha256": entry.sha256 if entry else None,
                "is_refused": sent.judgement.is_refused,
            },
        )

    def _tell(self, request: Request, outcome: Outcome, waiting: int) -> None:
        report = self._report
        seconds = monotonic() - self._began
        done = sum(report.outcomes.values())
        left = self._seconds_left(waiting)
        self._fetcher.listener(
            Step(self._name, request.key, outcome, done, waiting, report.bytes, seconds, left)
        )

    def _newest_accepted(self) -> dict[tuple[str, str, str], Entry]:
        """For each thing asked before, the newest payload that is loaded."""
        accepted = [
            asked
            for entry in self._archive.entries(self._name)
            if entry.origin is Origin.FETCHED and refusal_of(entry) is None
            for asked in entry.asked
        ]
        oldest_first = sorted(accepted, key=lambda entry: entry.observed_at)
        return {
            (entry.dataset, *asked_for(entry.url, entry.parameters)): entry
            for entry in oldest_first
        }

    def _scrub(self, text: str) -> str:
        return self._environment.scrubbed(text, self._key)


def _is_fine(outcome: Outcome, judgement: Judgement) -> bool:
    """Whether what was asked for is had: data, nothing new, or a nothing that may come."""
    if outcome is Outcome.EMPTY:
        return judgement.parsed is not None
    return outcome in _FINE


@dataclass(frozen=True)
class _Ended:
    """How one request ended: what has to be asked because of it, and whether it is settled."""

    outcome: Outcome
    following: Sequence[Request]
    is_done: bool


class _PagingCycle(Exception):
    """The pages of an answer do not end."""


_TOO_WIDE = frozenset({Outcome.REJECTED_QUERY, Outcome.TOO_LARGE})
"""Outcomes that a smaller question may not have."""

_NO_ANSWER = frozenset({Outcome.TIMEOUT, Outcome.UNREACHABLE})

_CHAIN_IS_BROKEN = frozenset({Outcome.MALFORMED, Outcome.REJECTED_QUERY, Outcome.NOT_FOUND})
"""Outcomes after which a chain of pages is begun again, not continued where it broke."""


def planned(
    fetcher: Fetcher, source: str, window: tuple[date, date] | None = None
) -> Sequence[Request]:
    """What a source would be asked now, what waits included; asks nobody and writes nothing.

    Raises NotConfigured when something has to be set first, ChipwatchError for a damaged cursor.
    """
    return _Run(fetcher, source, Report(source, fetcher.clock.now())).planned(window)


def sources_by_default(variables: Mapping[str, str]) -> list[str]:
    """The sources that are fetched when none is named: keyless ones, and those with a key set."""
    chosen = set()
    for spec in load_specs().values():
        fetch = spec.source_spec.fetch
        if fetch is None or fetch.enabled == "by_name":
            continue
        if fetch.enabled == "always" or Environment(variables).key(spec.source_spec) is not None:
            chosen.add(spec.source)
    return sorted(chosen)


def _fetch_spec(source: SourceSpec) -> FetchSpec:
    if source.fetch is None:
        raise ChipwatchError(f"{source.name} is not a source that can be fetched.", "add a file.")
    return source.fetch


def _short(text: str | None) -> str | None:
    """A header value for the sidecar: printable and of bounded length."""
    if text is None:
        return None
    return text.encode("ascii", "replace").decode()[:300] or None
