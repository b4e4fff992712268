import { html, nothing } from 'lit';
import { Element } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { session } from '../../api/session.js';
import { empty, failure, heading, loading, meter } from '../../components/pieces.js';
import { stateOf } from '../../components/states.js';
import { icon } from '../../components/icons.js';
import { href } from '../../router.js';
import { bytes, count, percent } from '../../format/units.js';
import { perform } from '../../components/actions.js';
import { spaceUsed } from './filesystem-facts.js';
import { DETECT, onServers } from '../servers/server-jobs.js';
import '../../components/data-table.js';

/** @type {import('../../components/data-table.js').ColumnOf<Api.Filesystem>[]} */
const columns = [
  {
    key: 'name',
    label: 'Filesystem',
    cell: (row) => html`<a class="name" href=${href(`/filesystems/${row.id}`)}>${row.name}</a>`,
  },
  { key: 'state', label: 'State', cell: (row) => stateOf('filesystem', row) },
  {
    key: 'used',
    label: 'Used',
    rank: 2,
    value: spaceUsed,
    cell: (row) =>
      html`<span class="line-fixed">${meter(spaceUsed(row))}<span>${percent(spaceUsed(row))}</span></span>`,
  },
  { key: 'bytes_total', label: 'Size', number: true, cell: (row) => bytes(row.bytes_total) },
  { key: 'bytes_free', label: 'Free', number: true, rank: 2, cell: (row) => bytes(row.bytes_free) },
  { key: 'files_free', label: 'Free files', number: true, rank: 4, cell: (row) => count(row.files_free) },
  {
    key: 'clients',
    label: 'Clients',
    number: true,
    rank: 3,
    value: (row) => row.client_count,
    cell: (row) => count(row.client_count),
  },
  { key: 'mdts', label: 'MDTs', number: true, rank: 3, value: (row) => row.mdts.length },
  {
    key: 'osts',
    label: 'OSTs',
    number: true,
    rank: 2,
    value: (row) => row.osts.length,
    cell: (row) => count(row.osts.length),
  },
  {
    key: 'actions',
    label: '',
    fixed: true,
    cell: (row) => html`<action-buttons menu .kind=${'filesystem'} .item=${row}></action-buttons>`,
  },
];

const MADE_OF =
  'A filesystem is made of volumes of your servers: one for management, one or more for metadata, and as many as ' +
  'you like for data. One that was made without Chroma and runs on your servers can be detected; it is then ' +
  'monitored.';

class FilesystemsPage extends Element {
  constructor() {
    super();
    this.watch = new Watch(this, store.filesystem, store.job);
  }

  render() {
    if (this.watch.error) return failure(this.watch.error);
    if (!this.watch.ready) return loading();
    const create = session.mayConfigure
      ? html`<a class="button primary" href=${href('/filesystems/new')}>${icon('plus')}Create filesystem</a>`
      : nothing;
    const detect = session.mayConfigure
      ? html`<button class="button" @click=${() => perform(onServers(DETECT, null))}>${DETECT.verb}</button>`
      : nothing;
    return html`${heading('Filesystems', nothing, html`${detect}${create}`)}
      <data-table name="filesystems" noun="filesystem" sort="name" .columns=${columns} .rows=${store.filesystem.list}
        .empty=${empty('No filesystem yet', MADE_OF, html`${create}${detect}`)}></data-table>`;
  }
}
customElements.define('filesystems-page', FilesystemsPage);
