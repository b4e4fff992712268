import { html, nothing } from 'lit';
import { Element } from '../../components/element.js';
import { get, put } from '../../api/client.js';
import { session } from '../../api/session.js';
import { Changes } from '../../store/store.js';
import { ago, empty, failure, heading, loading } from '../../components/pieces.js';
import { status } from '../../components/states.js';
import { each } from '../../components/bulk.js';
import { tell } from '../../components/toasts.js';
import { router, Route } from '../../router.js';
import { duration, millis, moment } from '../../format/time.js';
import { plural } from '../../format/units.js';
import { alertTone, placeOf } from './alert-lines.js';
import '../../components/data-table.js';

const RANK = { bad: 0, warn: 1, calm: 2 };
const WORDS = { bad: 'error', warn: 'warning', calm: 'information' };

class AlertsPage extends Element {
  static properties = { alerts: { state: true }, error: { state: true }, selection: { state: true } };

  constructor() {
    super();
    this.alerts = null;
    this.error = null;
    this.selection = new Set();
    this.route = new Route(this);
    new Changes(
      this,
      (names) => (names === null || names.some((name) => name.startsWith('alert'))) && this.#soon(),
    );
    this.columns = [
      {
        key: 'severity',
        label: 'Severity',
        value: (alert) => RANK[alertTone(alert)],
        cell: (alert) => status(alert.active ? alertTone(alert) : 'calm', WORDS[alertTone(alert)]),
      },
      {
        key: 'message',
        label: 'What',
        wide: true,
        value: (alert) => alert.message,
        cell: (alert) => {
          const place = placeOf(alert.alert_item);
          return place ? html`<a href=${place} title=${alert.message}>${alert.message}</a>` : alert.message;
        },
      },
      { key: 'begin', label: 'Since', rank: 2, cell: (alert) => ago(alert.begin) },
      {
        key: 'end',
        label: 'Lasted',
        rank: 3,
        value: (alert) => (alert.active ? null : millis(alert.end) - millis(alert.begin)),
        cell: (alert) =>
          alert.active
            ? html`<span class="quiet">still active</span>`
            : html`<span title="until ${moment(alert.end)}">${duration(millis(alert.end) - millis(alert.begin))}</span>`,
      },
      {
        key: 'dismissed',
        label: '',
        fixed: true,
        cell: (alert) =>
          session.mayConfigure
            ? html`<button class="button tiny" @click=${() => this.#dismiss([alert], !alert.dismissed)}>${alert.dismissed ? 'Bring back' : 'Dismiss'}</button>`
            : nothing,
      },
    ];
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  #soon() {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      this.#load();
    }, 200);
  }

  async #load() {
    try {
      this.alerts = (await get('alert/', { limit: 0 })).objects;
      this.error = null;
    } catch (error) {
      if (error.status === 404) this.alerts = [];
      else this.error = error;
    }
  }

  async #dismiss(alerts, dismissed) {
    let failed = 0;
    await each(alerts, async (alert) => {
      try {
        await put(`alert/${alert.id}/`, { dismissed });
      } catch {
        failed++;
      }
    });
    if (failed) tell(`${plural(failed, 'alert')} could not be changed.`, 'bad');
    this.selection = new Set();
    this.#load();
  }

  render() {
    if (this.error && !this.alerts) return failure(this.error);
    if (!this.alerts) return loading();
    const show = router.query.get('show') ?? 'open';
    const sets = {
      open: this.alerts.filter((alert) => alert.active && !alert.dismissed),
      dismissed: this.alerts.filter((alert) => alert.active && alert.dismissed),
      past: this.alerts.filter((alert) => !alert.active),
    };
    const chosen = [...this.selection]
      .map((id) => this.alerts.find((alert) => String(alert.id) === id))
      .filter(Boolean);
    const nothingOpen = show === 'open' && !sets.open.length;
    return html`${heading('Alerts')}
      <span class="segments" role="group" aria-label="Which">${[
        ['open', 'Open'],
        ['dismissed', 'Dismissed'],
        ['past', 'Past'],
      ].map(
        ([value, label]) =>
          html`<button aria-pressed=${show === value} @click=${() => router.set({ show: value === 'open' ? null : value })}>${label} ${sets[value].length}</button>`,
      )}</span>
      <data-table name="alerts" noun="alert" sort="severity" .columns=${this.columns} .rows=${sets[show] ?? []} ?selectable=${session.mayConfigure} .selection=${this.selection} @selection=${(event) => (this.selection = event.detail)}
        .bulk=${chosen.length ? html`<button class="button tiny" @click=${() => this.#dismiss(chosen, show !== 'dismissed')}>${show === 'dismissed' ? 'Bring back' : 'Dismiss'}</button>` : nothing}
        .empty=${nothingOpen ? empty('Nothing is wrong', 'Alerts appear here by themselves and go when what they tell of is over. Dismissing hides one that you know of.') : empty('None', 'There are no alerts of this kind.')}></data-table>`;
  }
}
customElements.define('alerts-page', AlertsPage);
