import { html, nothing } from 'lit';
import { Element } from '../../components/element.js';
import { onSelection } from '../../components/events.js';
import { list, problemOf, put } from '../../api/client.js';
import { session } from '../../api/session.js';
import { Changes } from '../../store/store.js';
import { ago, empty, failure, heading, loading, segmentButtons } from '../../components/pieces.js';
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

/** Milliseconds from begin to end. @param {Api.Alert} alert */
const lasted = (alert) => (millis(alert.end) ?? 0) - (millis(alert.begin) ?? 0);

class AlertsPage extends Element {
  static properties = { alerts: { state: true }, error: { state: true }, selection: { state: true } };

  constructor() {
    super();
    /** @type {Api.Alert[]|null} */
    this.alerts = null;
    /** @type {Error|null} */
    this.error = null;
    /** @type {Set<string>} */
    this.selection = new Set();
    this.timer = 0;
    this.route = new Route(this);
    new Changes(this, (names) => {
      if (names?.some((name) => name.startsWith('alert/')) ?? true) this.#soon();
    });
    /** @type {import('../../components/data-table.js').ColumnOf<Api.Alert>[]} */
    this.columns = [
      {
        key: 'severity',
        label: 'Severity',
        value: (alert) => RANK[alertTone(alert)],
        cell: (alert) => status(alert.active ? alertTone(alert) : 'calm', WORDS[alertTone(alert)]),
      },
      { key: 'message', label: 'What', wide: true, cell: messageCell },
      { key: 'begin', label: 'Since', rank: 2, cell: (alert) => ago(alert.begin) },
      {
        key: 'end',
        label: 'Lasted',
        rank: 3,
        value: (alert) => (alert.active ? null : lasted(alert)),
        cell: lastedCell,
      },
      { key: 'dismissed', label: '', fixed: true, cell: (alert) => this.#button([alert], !alert.dismissed) },
    ];
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  #soon() {
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.#load();
    }, 200);
  }

  async #load() {
    try {
      this.alerts = (await list('alert', { limit: 0 })).objects;
      this.error = null;
    } catch (thrown) {
      this.error = problemOf(thrown);
    }
  }

  /** @param {Api.Alert[]} alerts @param {boolean} dismissed */
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

  /** @param {Api.Alert[]} alerts @param {boolean} dismissed what the button makes of them */
  #button(alerts, dismissed) {
    if (!session.mayConfigure || !alerts.length) return nothing;
    return html`<button class="button tiny" @click=${() => this.#dismiss(alerts, dismissed)}
      >${dismissed ? 'Dismiss' : 'Bring back'}</button>`;
  }

  render() {
    if (!this.alerts) return this.error ? failure(this.error) : loading();
    const { alerts } = this;
    const show = router.query.get('show') ?? 'open';
    /** @type {Record<string, Api.Alert[]>} */
    const sets = {
      open: alerts.filter((alert) => alert.active && !alert.dismissed),
      dismissed: alerts.filter((alert) => alert.active && alert.dismissed),
      past: alerts.filter((alert) => !alert.active),
    };
    const chosen = alerts.filter((alert) => this.selection.has(alert.id));
    return html`${heading('Alerts')}
      <span class="segments" role="group" aria-label="Which">${segmentButtons(
        [
          ['open', `Open ${sets.open.length}`],
          ['dismissed', `Dismissed ${sets.dismissed.length}`],
          ['past', `Past ${sets.past.length}`],
        ],
        show,
        (value) => router.set({ show: value === 'open' ? null : value }),
      )}</span>
      <data-table name="alerts" noun="alert" sort="severity" .columns=${this.columns} .rows=${sets[show] ?? []}
        ?selectable=${session.mayConfigure} .selection=${this.selection}
        @selection=${onSelection((selection) => (this.selection = selection))}
        .bulk=${this.#button(chosen, show !== 'dismissed')}
        .empty=${show === 'open' ? nothingWrong() : empty('None', 'There are no alerts of this kind.')}></data-table>`;
  }
}

const nothingWrong = () =>
  empty(
    'Nothing is wrong',
    'Alerts appear here by themselves and disappear when their cause is gone. Dismiss an alert to hide it.',
  );

/** @param {Api.Alert} alert */
function messageCell({ alert_item: item, message }) {
  const place = placeOf(item);
  return place ? html`<a href=${place} title=${message}>${message}</a>` : message;
}

/** @param {Api.Alert} alert */
function lastedCell(alert) {
  if (alert.active) return html`<span class="quiet">still active</span>`;
  return html`<span title="until ${moment(alert.end)}">${duration(lasted(alert))}</span>`;
}
customElements.define('alerts-page', AlertsPage);
