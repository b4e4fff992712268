import { html, nothing } from 'lit';
import { idOf } from '../../api/client.js';
import { href } from '../../router.js';
import { serverName, stateOf } from '../../components/states.js';
import { bytes } from '../../format/units.js';

/**
 * Columns of tables of targets. Where a target runs on a server other than its primary, that is said loudly.
 * @param {{host?: string, filesystem?: boolean}} [options]
 */
export function targetColumns({ host, filesystem = true } = {}) {
  return [
    {
      key: 'name',
      label: 'Target',
      value: (target) => target.label ?? target.name,
      cell: (target) =>
        html`<a class="name" href=${href(`/targets/${target.id}`)}>${target.label ?? target.name}</a>`,
    },
    { key: 'kind', label: 'Kind', rank: 2 },
    { key: 'state', label: 'State', cell: (target) => stateOf('target', target) },
    ...(filesystem
      ? [
          {
            key: 'filesystem_name',
            label: 'Filesystem',
            rank: 3,
            value: (target) =>
              target.filesystem_name ?? (target.filesystems ?? []).map((item) => item.name).join(', '),
            cell: (target) =>
              target.filesystem_id
                ? html`<a href=${href(`/filesystems/${target.filesystem_id}`)}>${target.filesystem_name}</a>`
                : (target.filesystems ?? []).map((item) => item.name).join(', ') || '–',
          },
        ]
      : []),
    {
      key: 'active',
      label: 'Runs on',
      rank: 2,
      value: (target) => target.active_host_name,
      cell: (target) => runsOn(target),
    },
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
        (target.failover_servers ?? []).length
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

export function serverLink(uri, name) {
  const id = idOf(uri);
  return id ? serverName(id, name) : html`<span class="quiet">–</span>`;
}

export function runsOn(target) {
  if (!target.active_host) return html`<span class="quiet">–</span>`;
  const away = idOf(target.active_host) !== idOf(target.primary_server);
  return html`${serverLink(target.active_host, target.active_host_name)}${away ? html` <span class="tag" title="Its primary server is ${target.primary_server_name}">failed over</span>` : nothing}`;
}
