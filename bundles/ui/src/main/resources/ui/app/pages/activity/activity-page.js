import { html } from 'lit';
import { Element } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { get } from '../../api/client.js';
import { ago, empty, failure, heading, loading } from '../../components/pieces.js';
import { status } from '../../components/states.js';
import { href, router, Route } from '../../router.js';
import { count } from '../../format/units.js';
import '../../components/data-table.js';

const PAGE = 200;

const columns = [
  {
    key: 'state',
    label: 'State',
    value: stateOf,
    cell: (command) =>
      command.complete
        ? status(
            stateOf(command) === 'failed' ? 'bad' : stateOf(command) === 'succeeded' ? 'good' : 'calm',
            stateOf(command),
          )
        : html`<span class="busy"><i class="spinner"></i>running</span>`,
  },
  {
    key: 'message',
    label: 'Command',
    wide: true,
    cell: (command) =>
      html`<a class="name" href=${href(`/commands/${command.id}`)} title=${command.message}>${command.message}</a>`,
  },
  { key: 'user', label: 'By', rank: 2, value: (command) => command.user || 'Chroma' },
  { key: 'jobs', label: 'Jobs', number: true, rank: 3, value: (command) => (command.jobs ?? []).length },
  { key: 'created_at', label: 'When', rank: 1, cell: (command) => ago(command.created_at) },
];

function stateOf(command) {
  return !command.complete
    ? 'running'
    : command.errored
      ? 'failed'
      : command.cancelled
        ? 'cancelled'
        : 'succeeded';
}

class ActivityPage extends Element {
  static properties = { older: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.older = [];
    this.busy = false;
    this.watch = new Watch(this, store.command);
    this.route = new Route(this);
  }

  async #more() {
    this.busy = true;
    try {
      const answer = await get('command/', {
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
    const all = [
      ...new Map(
        [...this.older, ...store.command.list].map((command) => [String(command.id), command]),
      ).values(),
    ];
    const show = router.query.get('show') ?? '';
    const rows = show ? all.filter((command) => stateOf(command) === show) : all;
    const left = store.command.total - all.length;
    return html`${heading('Activity')}
      <data-table name="commands" noun="command" sort="-created_at" .columns=${columns} .rows=${rows}
        .filters=${html`<span class="segments">${[
          ['', 'All'],
          ['running', 'Running'],
          ['failed', 'Failed'],
        ].map(
          ([value, label]) =>
            html`<button aria-pressed=${show === value} @click=${() => router.set({ show: value })}>${label}</button>`,
        )}</span>`}
        .empty=${all.length ? empty(`Nothing ${show === 'failed' ? 'failed' : 'is running'}`, show === 'failed' ? 'Commands that fail stay here with the reason.' : 'What you or Chroma start appears here while it runs.') : empty('Nothing was done yet', 'Every change that you ask for becomes a command; its jobs, what they print and how they end stay here.')}></data-table>
      ${left > 0 ? html`<div><button class="button" ?disabled=${this.busy} @click=${() => this.#more()}>Show older ones, ${count(left)} left</button></div>` : ''}`;
  }
}
customElements.define('activity-page', ActivityPage);
