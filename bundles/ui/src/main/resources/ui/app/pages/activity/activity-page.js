import { html } from 'lit';
import { Element } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { list } from '../../api/client.js';
import { ago, empty, failure, heading, loading, segments } from '../../components/pieces.js';
import { status } from '../../components/states.js';
import { href, router, Route } from '../../router.js';
import { count } from '../../format/units.js';
import '../../components/data-table.js';

const PAGE = 200;

/** @type {import('../../components/data-table.js').ColumnOf<Api.Command>[]} */
const columns = [
  { key: 'state', label: 'State', value: stateOf, cell: stateCell },
  {
    key: 'message',
    label: 'Command',
    wide: true,
    cell: ({ id, message }) =>
      html`<a class="name" href=${href(`/commands/${id}`)} title=${message}>${message}</a>`,
  },
  { key: 'user', label: 'By', rank: 2, value: (command) => command.user || 'Chroma' },
  { key: 'jobs', label: 'Jobs', number: true, rank: 3, value: (command) => command.jobs.length },
  { key: 'created_at', label: 'When', rank: 1, cell: (command) => ago(command.created_at) },
];

/** @type {[value: string, label: string][]} */
const SHOWN = [
  ['', 'All'],
  ['running', 'Running'],
  ['failed', 'Failed'],
];

/** @param {Api.Command} command */
function stateOf(command) {
  if (!command.complete) return 'running';
  if (command.errored) return 'failed';
  return command.cancelled ? 'cancelled' : 'succeeded';
}

/** @param {Api.Command} command */
function stateCell(command) {
  const state = stateOf(command);
  if (state === 'running') return html`<span class="busy"><i class="spinner"></i>running</span>`;
  return status(state === 'failed' ? 'bad' : state === 'succeeded' ? 'good' : 'calm', state);
}

class ActivityPage extends Element {
  static properties = { older: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {Api.Command[]} */
    this.older = [];
    this.busy = false;
    this.watch = new Watch(this, store.command);
    this.route = new Route(this);
  }

  async #more() {
    this.busy = true;
    try {
      const answer = await list('command', {
        order_by: '-created_at',
        limit: PAGE,
        offset: store.command.items.size + this.older.length,
      });
      this.older = [...this.older, ...answer.objects];
    } finally {
      this.busy = false;
    }
  }

  render() {
    if (this.watch.error) return failure(this.watch.error);
    if (!this.watch.ready) return loading();
    const known = [...this.older, ...store.command.list];
    const all = [...new Map(known.map((command) => [command.id, command])).values()];
    const show = router.query.get('show') ?? '';
    const rows = show ? all.filter((command) => stateOf(command) === show) : all;
    return html`${heading('Activity')}
      <data-table name="commands" noun="command" sort="-created_at" .columns=${columns} .rows=${rows}
        .filters=${segments(SHOWN, show, (value) => router.set({ show: value }))}
        .empty=${all.length ? noneShown(show) : nothingDone()}></data-table>
      ${this.#rest(store.command.total - all.length)}`;
  }

  /** @param {number} left how many are not here yet */
  #rest(left) {
    if (left <= 0) return '';
    return html`<div><button class="button" ?disabled=${this.busy} @click=${() => this.#more()}
      >Show older ones, ${count(left)} left</button></div>`;
  }
}

/** @param {string} show */
const noneShown = (show) =>
  show === 'failed'
    ? empty('Nothing failed', 'Commands that fail stay here with the reason.')
    : empty('Nothing is running', 'What you or Chroma start appears here while it runs.');

const nothingDone = () =>
  empty(
    'No commands yet',
    'Every change that you ask for becomes a command; its jobs, what they print and how they end stay here.',
  );
customElements.define('activity-page', ActivityPage);
