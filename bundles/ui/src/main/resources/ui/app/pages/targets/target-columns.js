import { html } from 'lit';
import { idOf } from '../../api/client.js';
import { href } from '../../router.js';
import { serverName, stateOf } from '../../components/states.js';
import { bytes } from '../../format/units.js';

/** @typedef {import('../../components/data-table.js').ColumnOf<Api.Target>} Column */

/** @type {Column} */
const FILESYSTEM = {
  key: 'filesystem_name',
  label: 'Filesystem',
  rank: 3,
  value: (target) => target.filesystem_name ?? servedNames(target),
  cell: (target) =>
    target.filesystem_id
      ? html`<a href=${href(`/filesystems/${target.filesystem_id}`)}>${target.filesystem_name}</a>`
      : servedNames(target) || '–',
};

/** The filesystems of an MGT. @param {Api.Target} target */
const servedNames = (target) => (target.filesystems ?? []).map((item) => item.name).join(', ');

/**
 * Columns of tables of targets. Where a target runs on a server other than its primary, that is said loudly.
 *
 * @param {{filesystem?: boolean}} [options] whether they are of several filesystems
 * @returns {Column[]}
 */
export function targetColumns({ filesystem = true } = {}) {
  return [
    {
      key: 'name',
      label: 'Target',
      value: (target) => target.label,
      cell: ({ id, label }) => html`<a class="name" href=${href(`/targets/${id}`)}>${label}</a>`,
    },
    { key: 'kind', label: 'Kind', rank: 2 },
    { key: 'state', label: 'State', cell: (target) => stateOf('target', target) },
    ...(filesystem ? [FILESYSTEM] : []),
    { key: 'active', label: 'Runs on', rank: 2, value: (target) => target.active_host_name, cell: runsOn },
    {
      key: 'primary',
      label: 'Primary',
      rank: 4,
      value: (target) => target.primary_server_name,
      cell: (target) => serverLink(target.primary_server, target.primary_server_name),
    },
    {
      key: 'failover',
      label: 'Failover',
      rank: 4,
      value: (target) => target.failover_server_name,
      cell: (target) =>
        target.failover_servers.length
          ? serverLink(target.failover_servers[0], target.failover_server_name)
          : html`<span class="quiet">none</span>`,
    },
    {
      key: 'volume',
      label: 'Volume',
      rank: 3,
      value: (target) => target.volume_name,
      cell: (target) => html`<span class="mono">${target.volume_name}</span>`,
    },
    {
      key: 'size',
      label: 'Size',
      number: true,
      rank: 3,
      value: (target) => target.volume?.size,
      cell: (target) => bytes(target.volume?.size),
    },
    {
      key: 'actions',
      label: '',
      fixed: true,
      cell: (target) => html`<action-buttons menu .kind=${'target'} .item=${target}></action-buttons>`,
    },
  ];
}

/** @param {string} uri of a server @param {string} name */
export function serverLink(uri, name) {
  const id = idOf(uri);
  return id ? serverName(id, name) : html`<span class="quiet">–</span>`;
}

/** @param {Api.Target} target */
export function runsOn(target) {
  if (!target.active_host) return html`<span class="quiet">–</span>`;
  const server = serverLink(target.active_host, target.active_host_name);
  if (target.active_host === target.primary_server) return html`${server}`;
  const title = `Its primary server is ${target.primary_server_name}`;
  return html`${server} <span class="tag" title=${title}>failed over</span>`;
}
