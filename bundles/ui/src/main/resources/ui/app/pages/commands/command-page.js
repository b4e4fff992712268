import { html, nothing } from 'lit';
import { Element, css } from '../../components/element.js';
import { get, put, idOf, kindOf } from '../../api/client.js';
import { session } from '../../api/session.js';
import { Changes, Watch, store } from '../../store/store.js';
import { connection } from '../../api/connection.js';
import { empty, failure, heading, loading } from '../../components/pieces.js';
import { status, tone, word } from '../../components/states.js';
import { icon } from '../../components/icons.js';
import { tell } from '../../components/toasts.js';
import { router, Route, href } from '../../router.js';
import { crumb } from '../../shell/crumb.js';
import { duration, exact, millis, moment } from '../../format/time.js';
import { plural } from '../../format/units.js';
import { placeOf } from '../alerts/alert-lines.js';
import { arrange, DONE } from './job-tree.js';
import './job-steps.js';

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
    this.command = null;
    this.jobs = [];
    this.error = null;
    this.only = '';
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

  #changed(names) {
    const mine =
      names === null ||
      names.some(
        (name) =>
          name === `command/${this.id}` ||
          (name.startsWith('job/') && this.jobs.some((job) => name === `job/${job.id}`)),
      );
    if (mine && !this.timer) {
      this.timer = window.setTimeout(() => {
        this.timer = 0;
        this.#load();
      }, 150);
    }
  }

  async #load() {
    try {
      const command = await get(`command/${this.id}/`);
      this.jobs = arrange((await get('job/', { command: this.id, limit: 0 })).objects);
      this.command = command;
      this.error = null;
      crumb.set(command.message);
    } catch (error) {
      this.error = error;
    }
  }

  async #cancel() {
    const open = this.jobs.filter((job) => !DONE.has(job.state) && (job.available_transitions ?? []).length);
    let refused = 0;
    for (const job of open) {
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

  get #chosen() {
    const wanted = router.query.get('job');
    return (
      this.jobs.find((job) => String(job.id) === wanted) ??
      this.jobs.find((job) => job.state === 'failed') ??
      this.jobs.find((job) => job.state === 'not_run') ??
      this.jobs.find((job) => job.state === 'running') ??
      this.jobs.findLast((job) => job.state === 'succeeded') ??
      this.jobs[0]
    );
  }

  render() {
    if (!this.command)
      return this.error
        ? this.error.status === 404
          ? empty(
              'There is no such command',
              'Commands are forgotten after a while.',
              html`<a class="button" href=${href('/activity')}>Activity</a>`,
            )
          : failure(this.error)
        : loading();
    const { command, jobs } = this;
    const how = !command.complete
      ? null
      : command.errored
        ? ['bad', 'failed']
        : command.cancelled
          ? ['calm', 'cancelled']
          : ['good', 'succeeded'];
    const of = (state) => jobs.filter((job) => job.state === state).length;
    const chosen = this.#chosen;
    const cancellable =
      !command.complete &&
      session.mayConfigure &&
      jobs.some((job) => (job.available_transitions ?? []).length);
    const shown = this.only
      ? jobs.filter((job) =>
          this.only === 'failed'
            ? ['failed', 'not_run', 'cancelled'].includes(job.state)
            : job.state === this.only,
        )
      : jobs;
    const start = Math.min(
      ...jobs.map((job) => millis(job.created_at) ?? Infinity),
      millis(command.created_at) ?? Infinity,
    );
    const end = command.complete
      ? Math.max(...jobs.map((job) => millis(job.modified_at) ?? 0), start + 1)
      : connection.now();
    const open = of('pending') + of('running');
    return html`${heading(
      command.message,
      how
        ? status(/** @type {any} */ (how[0]), how[1])
        : html`<span class="busy"><i class="spinner"></i>${jobs.length - open} of ${jobs.length}</span>`,
      cancellable ? html`<button class="button" @click=${() => this.#cancel()}>Cancel</button>` : nothing,
    )}
      <div class="line soft"><span title=${exact(command.created_at)}>${command.user ? `${command.user}, ` : ''}${moment(command.created_at)}</span><span>·</span><span>${command.complete ? 'took' : 'running for'} ${duration(end - start)}</span>
        ${
          command.complete && command.errored
            ? html`<span>·</span><span>${[
                [of('failed'), 'failed'],
                [of('not_run'), 'not run'],
                [of('succeeded'), 'succeeded'],
              ]
                .filter(([number]) => number)
                .map(([number, what]) => `${number} ${what}`)
                .join(', ')}</span>`
            : nothing
        }</div>
      ${jobs.length ? this.#line(jobs) : nothing}
      <div class="run">
        <section class="card"><header><h2>${plural(jobs.length, 'job')}</h2>${
          jobs.length > 6
            ? html`<span class="segments">${[
                ['', 'All'],
                ['running', `Running ${of('running')}`],
                ['failed', `Not done ${of('failed') + of('not_run') + of('cancelled')}`],
              ].map(
                ([value, label]) =>
                  html`<button class="small" aria-pressed=${this.only === value} @click=${() => (this.only = value)}>${label}</button>`,
              )}</span>`
            : nothing
        }</header>
          <ol class="job-list">${shown.map((job) => this.#job(job, chosen, start, end))}</ol></section>
        ${chosen ? html`<section class="card detail">${this.#detail(chosen)}</section>` : nothing}
      </div>
      <span class="unheard" aria-live="polite">${how ? `${command.message}: ${how[1]}` : ''}</span>`;
  }

  #line(jobs) {
    const parts = [
      ['succeeded', ''],
      ['failed', 'bad'],
      ['not_run', 'warn'],
      ['running', 'now'],
    ];
    return html`<div class="progress-line" aria-hidden="true">${parts.map(([state, style]) => html`<b class=${style} .share=${jobs.filter((job) => job.state === state).length / jobs.length}></b>`)}</div>`;
  }

  updated() {
    for (const part of this.querySelectorAll('.progress-line b'))
      /** @type {any} */ (part).style.width = `${/** @type {any} */ (part).share * 100}%`;
    for (const bar of this.querySelectorAll('.gantt b')) {
      const { from, to } = /** @type {any} */ (bar);
      /** @type {HTMLElement} */ (bar).style.left = `${from * 100}%`;
      /** @type {HTMLElement} */ (bar).style.width = `${Math.max(0.01, to - from) * 100}%`;
    }
  }

  #job(job, chosen, start, end) {
    const begun = job.begun;
    const ended = DONE.has(job.state) ? millis(job.modified_at) : end;
    const ran = job.state !== 'pending' && job.state !== 'not_run' && begun !== null;
    const linked = chosen && (chosen.waits.includes(String(job.id)) || job.waits.includes(String(chosen.id)));
    const sign =
      {
        succeeded: icon('check'),
        failed: icon('cross'),
        not_run: icon('skip'),
        cancelled: icon('skip'),
        pending: icon('wait'),
      }[job.state] ?? html`<span class="spinner"></span>`;
    return html`<li><a class=${linked ? 'linked' : ''} href=${href(`/commands/${this.id}?job=${job.id}`)} @click=${() => this.#reveal()} aria-current=${job === chosen ? 'true' : nothing}>
      <span class=${job.state} title=${word(job.state)}>${sign}<span class="unheard">${word(job.state)}</span></span>
      <span class="what">${Array.from({ length: Math.min(job.depth, 5) }, () => html`<i></i>`)}<span class="clip" title=${job.description}>${job.description}</span></span>
      <span class="gantt ${job.state}">${ran ? html`<b .from=${(begun - start) / (end - start)} .to=${(ended - start) / (end - start)}></b>` : nothing}</span>
      <small>${ran ? duration(ended - begun) : word(job.state)}</small></a></li>`;
  }

  /** Where list and details stand below each other, a chosen job's details come into sight. */
  #reveal() {
    if (matchMedia('(max-width: 1000px)').matches)
      setTimeout(() => this.querySelector('.detail')?.scrollIntoView({ block: 'start' }), 50);
  }

  #detail(job) {
    const waits = job.waits.map((id) => this.jobs.find((other) => String(other.id) === id)).filter(Boolean);
    const needed = this.jobs.filter((other) => other.waits.includes(String(job.id)));
    const links = (list) =>
      html`<span class="line">${list.slice(0, 12).map((other) => html`<a href=${href(`/commands/${this.id}?job=${other.id}`)}>${other.description}</a>`)}${list.length > 12 ? html`<span class="quiet">and ${list.length - 12} more</span>` : nothing}</span>`;
    const subject = placeOf(job.stateful_object);
    const blocker = placeOf(job.blocked_by);
    return html`<header><h2>${job.description}</h2>${job.state === 'running' ? html`<span class="busy"><i class="spinner"></i>running</span>` : status(tone('job', job.state), word(job.state))}</header>
      <div class="body stack">
        ${
          job.reason
            ? html`<div class="banner ${job.state === 'failed' ? 'bad' : 'warn'}" role="alert"><div class="stack-tight"><strong>${job.state === 'not_run' ? 'It was not run' : job.state === 'failed' ? 'It failed' : word(job.state)}</strong><span>${job.reason}</span>
          ${blocker ? html`<a href=${blocker}>Go to ${labelOf(job.blocked_by)}</a>` : nothing}</div></div>`
            : nothing
        }
        ${
          waits.length || needed.length || subject
            ? html`<dl class="facts">
          ${subject ? html`<dt>About</dt><dd><a href=${subject}>${labelOf(job.stateful_object)}</a></dd>` : nothing}
          ${waits.length ? html`<dt>After</dt><dd>${links(waits)}</dd>` : nothing}
          ${needed.length ? html`<dt>Before</dt><dd>${links(needed)}</dd>` : nothing}</dl>`
            : nothing
        }
        <job-steps .job=${job}></job-steps>
      </div>`;
  }
}
/** The name of what an address leads to. */
function labelOf(uri) {
  const item = store[kindOf(uri) ?? '']?.get?.(idOf(uri));
  return item?.label ?? item?.name ?? `the ${kindOf(uri)}`;
}
customElements.define('command-page', CommandPage);
