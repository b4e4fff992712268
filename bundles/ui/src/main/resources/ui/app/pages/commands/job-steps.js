import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Element, css } from '../../components/element.js';
import { get, idOf } from '../../api/client.js';
import { Changes } from '../../store/store.js';
import { connection } from '../../api/connection.js';
import { status, tone, word } from '../../components/states.js';
import { duration, millis } from '../../format/time.js';

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
    this.job = null;
    this.steps = null;
    this.error = null;
    new Changes(this, (names) => {
      // The stream names steps by the job that they belong to.
      if (
        names === null ||
        names.some((name) => name === `job/${this.job?.id}` || name === `step/${this.job?.id}`)
      )
        this.#soon();
    });
  }

  willUpdate(changed) {
    if (
      changed.has('job') &&
      (String(this.shown) !== String(this.job?.id) || changed.get('job')?.state !== this.job?.state)
    ) {
      if (String(this.shown) !== String(this.job?.id)) this.steps = null;
      this.shown = this.job?.id;
      this.#load();
    }
  }

  #soon() {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      this.#load();
    }, 200);
  }

  async #load() {
    const { job } = this;
    if (!job) return;
    try {
      const answer = await get('step/', { job: job.id, limit: 0 });
      if (job.id !== this.job.id) return;
      this.steps = answer.objects
        .filter((step) => !step.job || String(idOf(step.job)) === String(job.id))
        .sort((a, b) => a.step_index - b.step_index || Number(a.id) - Number(b.id));
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  updated() {
    for (const pane of this.querySelectorAll('.console')) {
      // Follow the end as long as the reader has not scrolled away from it.
      if (/** @type {any} */ (pane).following !== false) pane.scrollTop = pane.scrollHeight;
    }
  }

  render() {
    if (this.error) return html`<p class="bad-text">${this.error.message}</p>`;
    if (!this.steps) return nothing;
    if (!this.steps.length)
      return html`<p class="quiet">${this.job.state === 'pending' ? 'Its turn has not come yet.' : this.job.state === 'running' ? 'It is starting.' : this.job.state === 'succeeded' ? 'Nothing had to be done on a server.' : 'None of its steps ran.'}</p>`;
    return repeat(
      this.steps,
      (step) => step.id,
      (step) => this.#step(step),
    );
  }

  #step(step) {
    const begun = millis(step.created_at);
    const ended = step.state === 'incomplete' ? connection.now() : millis(step.modified_at);
    const error = lastLine(step.exception);
    const trace = step.backtrace;
    return html`<section class="step"><header><span class="clip">${step.description || step.class_name}</span><span class="line-fixed">${step.state === 'incomplete' ? html`<span class="busy"><i class="spinner"></i></span>` : status(tone('step', step.state), word(step.state))}<span class="quiet small nowrap">${duration(ended - begun)}</span></span></header>
      <div class="inside">${error ? html`<p class="bad-text">${error}</p>` : nothing}${step.log ? html`<p class="log">${step.log}</p>` : nothing}${step.args && Object.keys(step.args).length ? html`<details><summary>Called with</summary><pre>${typeof step.args === 'string' ? step.args : JSON.stringify(step.args, null, 2)}</pre></details>` : nothing}${trace ? html`<details><summary>Trace for whoever mends the software</summary><pre>${trace}</pre></details>` : nothing}${step.console ? html`<pre class="console" tabindex="0" aria-label="Console" @scroll=${(event) => (event.target.following = event.target.scrollHeight - event.target.scrollTop - event.target.clientHeight < 24)}>${step.console}</pre>` : nothing}</div></section>`;
  }
}

const lastLine = (text) =>
  String(text ?? '')
    .trim()
    .split('\n')
    .at(-1);
customElements.define('job-steps', JobSteps);
