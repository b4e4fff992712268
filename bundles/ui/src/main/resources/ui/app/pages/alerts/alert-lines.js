import { html } from 'lit';
import { status } from '../../components/states.js';
import { ago } from '../../components/pieces.js';
import { href } from '../../router.js';
import { idOf, kindOf } from '../../api/client.js';

const PLACES = {
  host: '/servers/',
  target: '/targets/',
  filesystem: '/filesystems/',
  storage_resource: '/storage/',
  volume: '/volumes?find=',
};

/** @returns {'bad'|'warn'|'calm'} */
export const alertTone = (alert) =>
  ({ error: 'bad', critical: 'bad', warning: 'warn' })[String(alert.severity ?? 'warning').toLowerCase()] ??
  'calm';

/** The page of the object that an alert, or a resource address, is about. */
export function placeOf(uri) {
  const place = PLACES[kindOf(uri) ?? ''];
  return place ? href(place + idOf(uri)) : null;
}

/** Alerts as short lines above what they are about. */
export const alertLines = (alerts) =>
  html`<ul class="stack-tight">${alerts.map((alert) => html`<li class="banner ${alertTone(alert) === 'bad' ? 'bad' : 'warn'}">${status(alertTone(alert), alert.message)}<span class="quiet small">since ${ago(alert.begin)}</span></li>`)}</ul>`;
