import { html, nothing } from 'lit';
import { Element, css } from './element.js';
import { byServer, outages } from '../api/plan.js';
import { icon } from './icons.js';
import { count, plural } from '../format/units.js';

/** Longer plans are folded by server. */
const LONG = 60;

/** What will happen: the jobs of a plan, by server, in order, with what each waits for and its steps. */
export class PlanView extends Element {
  static properties = { plan: { attribute: false }, open: { state: true } };

  static css = css`
    .plan { display: flex; flex-direction: column; gap: var(--s-3); }
    .plan h3 {
      display: flex;
      justify-content: space-between;
      padding-bottom: 4px;
      border-bottom: 1px solid var(--line);
      color: var(--ink);
      font-size: 13px;
    }
    .plan h3 span { color: var(--ink-3); font-weight: 400; }
    .plan li {
      display: grid;
      grid-template-columns: minmax(28px, max-content) minmax(0, 1fr);
      padding: 5px 0;
    }
    .plan li > .n {
      color: var(--ink-3);
      font-size: var(--small);
      line-height: 20px;
      text-align: right;
      padding-right: 10px;
    }
    .plan li + li { border-top: 1px solid var(--line); }
    .plan li small { display: block; color: var(--ink-3); font-size: var(--small); line-height: 16px; }
    .plan li.main .what { font-weight: 560; }
    .plan h3 button {
      border: 0;
      background: none;
      padding: 0;
      cursor: pointer;
      display: inline-flex;
      align-items: center;
      gap: 4px;
      font-weight: inherit;
    }
    .plan .ask { color: var(--warn); }
    .plan .steps {
      padding: 2px 0 2px;
      color: var(--ink-2);
      font-size: var(--small);
      line-height: 18px;
      list-style: disc;
      margin-left: 16px;
    }
  `;

  constructor() {
    super();
    /** @type {import('../api/plan.js').Plan} */
    this.plan = { message: '', jobs: [] };
    /** @type {Set<number|string>} */
    this.open = new Set();
  }

  render() {
    const { jobs } = this.plan;
    const groups = byServer(jobs);
    const long = jobs.length > LONG;
    const named = groups.map(({ server, jobs: own }) => ({
      name: server ?? (groups.length > 1 ? 'Manager' : 'In this order'),
      jobs: own,
    }));
    return html`<div class="plan">
      ${outages(jobs).map((sentence) => html`<div class="banner bad" role="alert"><strong>${sentence}</strong></div>`)}
      ${long ? this.#warnings() : nothing}
      ${named.map((group) => (long ? this.#folded(group.name, group.jobs) : this.#group(group.name, group.jobs)))}
    </div>`;
  }

  /** @param {string} name @param {import('../api/plan.js').NumberedJob[]} jobs */
  #group(name, jobs) {
    return html`<section>
      <h3>${name}<span>${plural(jobs.length, 'job')}</span></h3>
      <ol>${jobs.map((job) => this.#job(job, true))}</ol>
    </section>`;
  }

  /** @param {string} name @param {import('../api/plan.js').NumberedJob[]} jobs */
  #folded(name, jobs) {
    const open = this.open.has(name);
    return html`<section>
      <h3><button type="button" aria-expanded=${open} @click=${() => this.#toggle(name)}
        >${icon(open ? 'down' : 'right')}${name}</button><span>${plural(jobs.length, 'job')}</span></h3>
      ${open ? html`<ol>${jobs.map((job) => this.#job(job, false))}</ol>` : nothing}
    </section>`;
  }

  /** In a long plan each question once, with how many jobs ask it. */
  #warnings() {
    /** @type {Map<string, number>} */
    const asked = new Map();
    for (const job of this.plan.jobs)
      if (job.confirmation) asked.set(job.confirmation, (asked.get(job.confirmation) ?? 0) + 1);
    return [...asked].map(
      ([text, number]) =>
        html`<div class="banner warn">${number > 1 ? `${count(number)} times: ` : ''}${text}</div>`,
    );
  }

  /** @param {import('../api/plan.js').NumberedJob} job @param {boolean} telling whether its question is asked here */
  #job(job, telling) {
    const open = this.open.has(job.number);
    return html`<li class=${job.main ? 'main' : ''}>
      <span class="n">${job.number}</span>
      <div>
        <div class="line">
          <span class="what grow">${job.description}</span>
          ${
            job.steps.length
              ? html`<button class="button bare tiny" type="button" aria-expanded=${open}
                  @click=${() => this.#toggle(job.number)}>${plural(job.steps.length, 'step')}</button>`
              : nothing
          }
        </div>
        ${job.dependsOn.length ? html`<small>after ${numbers(job.dependsOn)}</small>` : nothing}
        ${telling && job.confirmation ? html`<small class="ask">${job.confirmation}</small>` : nothing}
        ${open ? html`<ul class="steps">${job.steps.map((step) => html`<li>${step}</li>`)}</ul>` : nothing}
      </div>
    </li>`;
  }

  /** @param {number|string} number of a job, or name of a folded server */
  #toggle(number) {
    const open = new Set(this.open);
    if (!open.delete(number)) open.add(number);
    this.open = open;
  }
}

/** The numbers of jobs at places of the plan; of many the first. @param {number[]} places */
function numbers(places) {
  const all = places.map((place) => place + 1);
  return all.length > 6 ? `${all.slice(0, 5).join(', ')} and ${all.length - 5} more` : all.join(', ');
}
customElements.define('plan-view', PlanView);
