import { html, nothing } from 'lit';
import { Element, css } from '../../components/element.js';
import { detail, idOf, kindOf, list, problemOf, put } from '../../api/client.js';
import { session } from '../../api/session.js';
import { Changes, Watch, store } from '../../store/store.js';
import { connection } from '../../api/connection.js';
import { empty, failure, heading, loading, segmentButtons, wide } from '../../components/pieces.js';
import { status, tone, word } from '../../components/states.js';
import { icon } from '../../components/icons.js';
import { tell } from '../../components/toasts.js';
import { router, Route, href } from '../../router.js';
import { crumb } from '../../shell/crumb.js';
import { duration, exact, millis, moment } from '../../format/time.js';
import { plural } from '../../format/units.js';
import { placeOf } from '../alerts/alert-lines.js';
import { arrange } from './job-tree.js';
import './job-steps.js';

/**
 * @typedef {import('./job-tree.js').ArrangedJob} ArrangedJob
 * @typedef {{start: number, end: number}} Span of the command, milliseconds since the epoch
 */

/** @type {Record<string, import('../../components/icons.js').IconName>} */
const SIGNS = { succeeded: 'check', failed: 'cross', not_run: 'skip', cancelled: 'skip', pending: 'wait' };

/** States of jobs that did not do what they should. */
const UNDONE = ['failed', 'not_run', 'cancelled'];

/** How a command ended. @param {Api.Command} command @returns {[tone: import('../../components/states.js').Tone, word: string]} */
function ending(command) {
  if (command.errored) return ['bad', 'failed'];
  return command.cancelled ? ['calm', 'cancelled'] : ['good', 'succeeded'];
}

class CommandPage extends Element {
  static properties = {
    id: {},
    command: { state: true },
    jobs: { state: true },
    error: { state: true },
    only: { state: true },
  };

  static css = css`
    command-page .run {
      display: grid;
      grid-template-columns: minmax(320px, 1fr) minmax(0, 1fr);
      gap: var(--s-3);
      align-items: start;
    }
    command-page .detail {
      position: sticky;
      top: calc(var(--bar) + 16px);
      max-height: calc(100vh - var(--bar) - 32px);
      overflow: auto;
    }
    command-page .detail { scroll-margin-top: calc(var(--bar) + 8px); }
    @media (max-width: 1000px) {
      command-page .run { grid-template-columns: minmax(0, 1fr); }
      command-page .detail { position: static; max-height: none; }
    }
    .job-list { padding: 4px 0; }
    .job-list > li { content-visibility: auto; contain-intrinsic-size: auto 40px; }
    .job-list a {
      display: grid;
      grid-template-columns: 18px minmax(0, 1fr) minmax(48px, 16%) 60px;
      gap: 8px;
      align-items: center;
      padding: 7px 12px 7px 10px;
      color: var(--ink);
      border-left: 3px solid transparent;
    }
    .job-list a:hover { background: var(--hover); text-decoration: none; }
    .job-list a[aria-current] { background: var(--accent-soft); border-left-color: var(--accent); }
    .job-list .what { display: flex; min-width: 0; }
    .job-list .what i { flex: none; width: 9px; border-left: 1px solid var(--line-strong); opacity: 0.6; }
    .job-list a > :first-child { display: flex; }
    .job-list small { color: var(--ink-3); font-size: var(--small); text-align: right; white-space: nowrap; }
    .job-list a.linked .what span {
      text-decoration: underline;
      text-decoration-color: var(--accent);
      text-underline-offset: 3px;
    }
    .job-list .succeeded { color: var(--good); }
    .job-list .failed { color: var(--bad); }
    .job-list .not_run { color: var(--warn); }
    .job-list .cancelled, .job-list .pending { color: var(--ink-3); }
    .gantt {
      position: relative;
      height: 6px;
      border-radius: 3px;
      background: var(--sunken);
      overflow: hidden;
    }
    .gantt b {
      position: absolute;
      top: 0;
      bottom: 0;
      border-radius: 3px;
      background: var(--accent);
      min-width: 3px;
    }
    .gantt.failed b { background: var(--bad-dot); }
    .gantt.running b { background: var(--accent); opacity: 0.6; }
    @media (max-width: 620px) {
      .job-list a { grid-template-columns: 20px minmax(0, 1fr) 56px; }
      .gantt { display: none; }
    }
    .progress-line {
      height: 4px;
      border-radius: 2px;
      background: var(--sunken);
      display: flex;
      overflow: hidden;
    }
    .progress-line b { background: var(--good-dot); }
    .progress-line b.bad { background: var(--bad-dot); }
    .progress-line b.warn { background: var(--warn-dot); }
    .progress-line b.now { background: var(--accent); }
  `;

  constructor() {
    super();
    this.id = '';
    /** @type {Api.Command|null} */
    this.command = null;
    /** @type {ArrangedJob[]} */
    this.jobs = [];
    /** @type {import('../../api/client.js').ApiError|null} */
    this.error = null;
    /** Which jobs are shown: all where it is empty. */
    this.only = '';
    this.ticking = 0;
    this.timer = 0;
    this.route = new Route(this);
    this.names = new Watch(this, store.host, store.target, store.filesystem);
    new Changes(this, (names) => this.#changed(names));
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    // Running times move; nothing is fetched for that.
    this.ticking = window.setInterval(
      () => this.command && !this.command.complete && this.requestUpdate(),
      1000,
    );
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.ticking);
    clearTimeout(this.timer);
  }

  /** @param {string[]|null} names */
  #changed(names) {
    const own = new Set([`command/${this.id}`, ...this.jobs.map((job) => `job/${job.id}`)]);
    const mine = names?.some((name) => own.has(name)) ?? true;
    if (mine && !this.timer) {
      this.timer = window.setTimeout(() => {
        this.timer = 0;
        this.#load();
      }, 150);
    }
  }

  async #load() {
    try {
      const command = await detail('command', this.id);
      this.jobs = arrange((await list('job', { command: this.id, limit: 0 })).objects);
      this.command = command;
      this.error = null;
      crumb.set(command.message);
    } catch (thrown) {
      this.error = problemOf(thrown);
    }
  }

  async #cancel() {
    let refused = 0;
    for (const job of this.jobs.filter((candidate) => candidate.available_transitions.length)) {
      try {
        await put(`job/${job.id}/`, { id: job.id, state: 'cancel' });
      } catch {
        refused++;
      }
    }
    tell(
      refused
        ? `${plural(refused, 'job')} could not be cancelled any more.`
        : 'Cancelling what has not finished.',
    );
  }

  /** The job whose details are shown: the one of the address, else the one that most likely matters. */
  get #chosen() {
    const wanted = router.query.get('job');
    return (
      this.jobs.find((job) => job.id === wanted) ??
      this.jobs.find((job) => job.state === 'failed') ??
      this.jobs.find((job) => job.state === 'not_run') ??
      this.jobs.find((job) => job.state === 'running') ??
      this.jobs.findLast((job) => job.state === 'succeeded') ??
      this.jobs.at(0)
    );
  }

  /** @param {string} state */
  #number(state) {
    return this.jobs.filter((job) => job.state === state).length;
  }

  get #shown() {
    if (!this.only) return this.jobs;
    return this.jobs.filter((job) => (this.only === 'failed' ? UNDONE : [this.only]).includes(job.state));
  }

  /** @param {Api.Command} command @returns {Span} */
  #span(command) {
    const times = [command, ...this.jobs].map((one) => millis(one.created_at) ?? Infinity);
    const start = Math.min(...times);
    if (!command.complete) return { start, end: connection.now() };
    return { start, end: Math.max(...this.jobs.map((job) => millis(job.modified_at) ?? 0), start + 1) };
  }

  render() {
    const { command } = this;
    if (!command) return this.error ? this.#missing(this.error) : loading();
    const chosen = this.#chosen;
    const span = this.#span(command);
    return html`${this.#heading(command)}
      <div class="line soft">${this.#facts(command, span)}</div>
      ${this.jobs.length ? this.#line() : nothing}
      <div class="run">
        <section class="card">
          <header><h2>${plural(this.jobs.length, 'job')}</h2>${this.jobs.length > 6 ? this.#filter() : nothing}</header>
          <ol class="job-list">${this.#shown.map((job) => this.#job(job, chosen, span))}</ol>
        </section>
        ${chosen ? html`<section class="card detail">${this.#detail(chosen)}</section>` : nothing}
      </div>
      <span class="unheard" aria-live="polite"
        >${command.complete ? `${command.message}: ${ending(command)[1]}` : ''}</span>`;
  }

  /** @param {import('../../api/client.js').ApiError} error */
  #missing(error) {
    if (error.status !== 404) return failure(error);
    return empty(
      'There is no such command',
      'Commands are forgotten after a while.',
      html`<a class="button" href=${href('/activity')}>Activity</a>`,
    );
  }

  /** @param {Api.Command} command */
  #heading(command) {
    const open = this.#number('pending') + this.#number('running');
    const state = command.complete
      ? status(...ending(command))
      : html`<span class="busy"><i class="spinner"></i>${this.jobs.length - open} of ${this.jobs.length}</span>`;
    const cancellable = session.mayConfigure && this.jobs.some((job) => job.available_transitions.length);
    return heading(
      command.message,
      state,
      cancellable ? html`<button class="button" @click=${() => this.#cancel()}>Cancel</button>` : nothing,
    );
  }

  /** @param {Api.Command} command @param {Span} span */
  #facts(command, { start, end }) {
    const counts = [
      [this.#number('failed'), 'failed'],
      [this.#number('not_run'), 'not run'],
      [this.#number('succeeded'), 'succeeded'],
    ].filter(([number]) => number);
    const ended = counts.map(([number, what]) => `${number} ${what}`).join(', ');
    return html`<span title=${exact(command.created_at)}
        >${command.user ? `${command.user}, ` : ''}${moment(command.created_at)}</span>
      <span>·</span>
      <span>${command.complete ? 'took' : 'running for'} ${duration(end - start)}</span>
      ${command.errored ? html`<span>·</span><span>${ended}</span>` : nothing}`;
  }

  #filter() {
    return html`<span class="segments small">${segmentButtons(
      [
        ['', 'All'],
        ['running', `Running ${this.#number('running')}`],
        ['failed', `Not done ${UNDONE.reduce((sum, state) => sum + this.#number(state), 0)}`],
      ],
      this.only,
      (only) => (this.only = only),
    )}</span>`;
  }

  /** How far it is, as a line. */
  #line() {
    const parts = [
      ['succeeded', ''],
      ['failed', 'bad'],
      ['not_run', 'warn'],
      ['running', 'now'],
    ];
    return html`<div class="progress-line" aria-hidden="true">${parts.map(
      ([state, style]) => html`<b class=${style} ${wide(this.#number(state) / this.jobs.length)}></b>`,
    )}</div>`;
  }

  updated() {
    for (const bar of /** @type {NodeListOf<Bar>} */ (this.querySelectorAll('.gantt b'))) {
      bar.style.left = `${bar.from * 100}%`;
      bar.style.width = `${Math.max(0.01, bar.to - bar.from) * 100}%`;
    }
  }

  /** @param {ArrangedJob} job @param {ArrangedJob|undefined} chosen @param {Span} span */
  #job(job, chosen, span) {
    const linked = chosen && (chosen.waits.includes(job.id) || job.waits.includes(chosen.id));
    const sign = SIGNS[job.state];
    const ran = job.state !== 'pending' && job.state !== 'not_run';
    const ended = job.complete ? (millis(job.modified_at) ?? span.end) : span.end;
    return html`<li><a class=${linked ? 'linked' : ''} href=${this.#hrefOf(job)} @click=${() => this.#reveal()}
      aria-current=${job === chosen ? 'true' : nothing}>
      <span class=${job.state} title=${word(job.state)}
        >${sign ? icon(sign) : html`<span class="spinner"></span>`}<span class="unheard">${word(job.state)}</span></span>
      <span class="what">${indent(job.depth)}<span class="clip" title=${job.description}>${job.description}</span></span>
      <span class="gantt ${job.state}">${ran ? runBar(job.begun, ended, span) : nothing}</span>
      <small>${ran ? duration(ended - job.begun) : word(job.state)}</small></a></li>`;
  }

  /** @param {ArrangedJob} job */
  #hrefOf(job) {
    return href(`/commands/${this.id}?job=${job.id}`);
  }

  /** Where list and details stand below each other, a chosen job's details come into sight. */
  #reveal() {
    if (matchMedia('(max-width: 1000px)').matches)
      setTimeout(() => this.querySelector('.detail')?.scrollIntoView({ block: 'start' }), 50);
  }

  /** @param {ArrangedJob} job */
  #detail(job) {
    const state =
      job.state === 'running'
        ? html`<span class="busy"><i class="spinner"></i>running</span>`
        : status(tone('job', job.state), word(job.state));
    return html`<header><h2>${job.description}</h2>${state}</header>
      <div class="body stack">
        ${job.reason ? this.#reason(job) : nothing}
        ${this.#relations(job)}
        <job-steps .job=${job}></job-steps>
      </div>`;
  }

  /** Why a job did not do what it should. @param {ArrangedJob} job */
  #reason(job) {
    const titles = { not_run: 'It was not run', failed: 'It failed' };
    const title = Object.entries(titles).find(([state]) => state === job.state)?.[1] ?? word(job.state);
    const blocker = placeOf(job.blocked_by);
    return html`<div class="banner ${job.state === 'failed' ? 'bad' : 'warn'}" role="alert"><div class="stack-tight">
      <strong>${title}</strong><span>${job.reason}</span>
      ${blocker ? html`<a href=${blocker}>Go to ${labelOf(job.blocked_by)}</a>` : nothing}
    </div></div>`;
  }

  /** What a job is about, and which jobs stand before and after it. @param {ArrangedJob} job */
  #relations(job) {
    const before = this.jobs.filter((other) => job.waits.includes(other.id));
    const after = this.jobs.filter((other) => other.waits.includes(job.id));
    const subject = placeOf(job.stateful_object);
    if (!before.length && !after.length && !subject) return nothing;
    return html`<dl class="facts">
      ${subject ? html`<dt>About</dt><dd><a href=${subject}>${labelOf(job.stateful_object)}</a></dd>` : nothing}
      ${before.length ? html`<dt>After</dt><dd>${this.#links(before)}</dd>` : nothing}
      ${after.length ? html`<dt>Before</dt><dd>${this.#links(after)}</dd>` : nothing}
    </dl>`;
  }

  /** @param {ArrangedJob[]} jobs */
  #links(jobs) {
    const most = 12;
    const rest = jobs.length - most;
    return html`<span class="line">
      ${jobs.slice(0, most).map((job) => html`<a href=${this.#hrefOf(job)}>${job.description}</a>`)}
      ${rest > 0 ? html`<span class="quiet">and ${rest} more</span>` : nothing}
    </span>`;
  }
}

/** @typedef {HTMLElement & {from: number, to: number}} Bar shares of the span of the command */

/** When a job ran, within the span of its command. @param {number} begun @param {number} ended @param {Span} span */
function runBar(begun, ended, { start, end }) {
  const share = (/** @type {number} */ time) => (time - start) / (end - start);
  return html`<b .from=${share(begun)} .to=${share(ended)}></b>`;
}

/** @param {number} depth */
const indent = (depth) => Array.from({ length: Math.min(depth, 5) }, () => html`<i></i>`);

/** The name of what an address leads to. @param {string|null} uri */
function labelOf(uri) {
  const kind = kindOf(uri);
  const known =
    kind === 'host' || kind === 'target' || kind === 'filesystem' ? store[kind].get(idOf(uri)) : null;
  return known?.label ?? `the ${kind}`;
}
customElements.define('command-page', CommandPage);
