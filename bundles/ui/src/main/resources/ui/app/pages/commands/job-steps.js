import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Element, css } from '../../components/element.js';
import { list, problemOf } from '../../api/client.js';
import { Changes } from '../../store/store.js';
import { connection } from '../../api/connection.js';
import { status, tone, word } from '../../components/states.js';
import { duration, millis } from '../../format/time.js';

/** What stands in place of the steps of a job that has none. @type {Record<string, string>} */
const STEPLESS = {
  pending: 'It is waiting for its turn.',
  running: 'It is starting.',
  succeeded: 'Nothing had to be done on a server.',
};

/** The steps of a job with what they print, while they print it. */
class JobSteps extends Element {
  static properties = { job: { attribute: false }, steps: { state: true }, error: { state: true } };

  static css = css`
    job-steps { display: block; }
    .step { border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
    .step + .step { margin-top: 8px; }
    .step > header {
      display: flex;
      gap: 8px;
      justify-content: space-between;
      align-items: center;
      padding: 6px 12px;
      background: var(--sunken);
    }
    .step > header > .line-fixed { flex: none; }
    .step > .inside { padding: 8px 12px; display: flex; flex-direction: column; gap: 8px; }
    .step > .inside:empty { display: none; }
    .console {
      max-height: 320px;
      overflow: auto;
      margin: 0 -12px -8px;
      padding: 8px 12px;
      background: light-dark(#10191a, #090d0e);
      color: #d5e0df;
      font-size: 12px;
      line-height: 17px;
    }
    .step .log { color: var(--ink-2); white-space: pre-wrap; }
    .step details summary { cursor: pointer; color: var(--ink-2); font-size: 13px; }
    .step details pre {
      font-size: 11.5px;
      line-height: 16px;
      max-height: 280px;
      overflow: auto;
      padding-top: 6px;
      color: var(--ink-2);
    }
  `;

  constructor() {
    super();
    /** @type {Api.Job|null} */
    this.job = null;
    /** @type {Api.Step[]|null} */
    this.steps = null;
    /** @type {Error|null} */
    this.error = null;
    this.timer = 0;
    /** Consoles that the reader has scrolled away from the end. @type {WeakSet<HTMLElement>} */
    this.held = new WeakSet();
    new Changes(this, (names) => {
      // The stream names steps by the job that they belong to.
      const mine = names?.some((name) => name === `job/${this.job?.id}` || name === `step/${this.job?.id}`);
      if (mine ?? true) this.#soon();
    });
  }

  /** @param {import('lit').PropertyValues<this>} changed */
  willUpdate(changed) {
    if (!changed.has('job')) return;
    const before = changed.get('job');
    if (before?.id !== this.job?.id) this.steps = null;
    if (before?.id !== this.job?.id || before?.state !== this.job?.state) this.#load();
  }

  #soon() {
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.#load();
    }, 200);
  }

  async #load() {
    const { job } = this;
    if (!job) return;
    try {
      const answer = await list('step', { job: job.id, limit: 0 });
      if (job.id !== this.job?.id) return;
      this.steps = answer.objects.sort((a, b) => a.step_index - b.step_index || Number(a.id) - Number(b.id));
      this.error = null;
    } catch (thrown) {
      this.error = problemOf(thrown);
    }
  }

  updated() {
    for (const pane of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('.console'))) {
      if (!this.held.has(pane)) pane.scrollTop = pane.scrollHeight;
    }
  }

  /** Follows the end of a console as long as the reader has not scrolled away from it. @param {Event} event */
  #scrolled(event) {
    const pane = /** @type {HTMLElement} */ (event.currentTarget);
    if (pane.scrollHeight - pane.scrollTop - pane.clientHeight < 24) this.held.delete(pane);
    else this.held.add(pane);
  }

  render() {
    if (this.error) return html`<p class="bad-text">${this.error.message}</p>`;
    if (!this.steps || !this.job) return nothing;
    if (!this.steps.length)
      return html`<p class="quiet">${STEPLESS[this.job.state] ?? 'None of its steps ran.'}</p>`;
    return repeat(
      this.steps,
      (step) => step.id,
      (step) => this.#step(step),
    );
  }

  /** @param {Api.Step} step */
  #step(step) {
    const error = step.exception.trim().split('\n').at(-1);
    return html`<section class="step">
      ${this.#head(step)}
      <div class="inside">
        ${error ? html`<p class="bad-text">${error}</p>` : nothing}
        ${step.log ? html`<p class="log">${step.log}</p>` : nothing}
        ${step.args ? folded('Called with', step.args) : nothing}
        ${step.backtrace ? folded('Technical details', step.backtrace) : nothing}
        ${
          step.console
            ? html`<pre class="console" tabindex="0" aria-label="Console" @scroll=${this.#scrolled}>${step.console}</pre>`
            : nothing
        }
      </div>
    </section>`;
  }

  /** @param {Api.Step} step */
  #head(step) {
    const open = step.state === 'incomplete';
    const begun = millis(step.created_at) ?? 0;
    const ended = open ? connection.now() : (millis(step.modified_at) ?? 0);
    const state = open
      ? html`<span class="busy"><i class="spinner"></i></span>`
      : status(tone('step', step.state), word(step.state));
    return html`<header>
      <span class="clip">${step.description || step.class_name}</span>
      <span class="line-fixed">${state}<span class="quiet small nowrap">${duration(ended - begun)}</span></span>
    </header>`;
  }
}

/** @param {string} title @param {string} text */
const folded = (title, text) => html`<details><summary>${title}</summary><pre>${text}</pre></details>`;
customElements.define('job-steps', JobSteps);
