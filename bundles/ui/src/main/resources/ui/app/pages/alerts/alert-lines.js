import { html } from 'lit';
import { status } from '../../components/states.js';
import { ago } from '../../components/pieces.js';
import { href } from '../../router.js';
import { idOf, kindOf } from '../../api/client.js';

/** @type {Record<string, string>} */
const PLACES = {
  host: '/servers/',
  target: '/targets/',
  filesystem: '/filesystems/',
  storage_resource: '/storage/',
  volume: '/volumes?find=',
};

/** @type {Record<string, 'bad'|'warn'|'calm'>} */
const TONES = { ERROR: 'bad', WARNING: 'warn', INFO: 'calm' };

/** @param {Pick<Api.Alert, 'severity'>} alert */
export const alertTone = (alert) => TONES[alert.severity] ?? 'calm';

/** The page of the object that an alert, or a resource address, is about. @param {string|null} uri */
export function placeOf(uri) {
  const place = PLACES[kindOf(uri) ?? ''];
  return place ? href(place + idOf(uri)) : null;
}

/** Alerts that are about one of the objects itself. @param {Api.Alert[]} alerts @param {{resource_uri: string}[]} items */
export function alertsOf(alerts, ...items) {
  const addresses = new Set(items.map((item) => item.resource_uri));
  return alerts.filter((alert) => alert.alert_item !== null && addresses.has(alert.alert_item));
}

/** Alerts as short lines above what they are about. @param {Api.Alert[]} alerts */
export const alertLines = (alerts) => html`<ul class="stack-tight">${alerts.map(alertLine)}</ul>`;

/** @param {Api.Alert} alert */
const alertLine = (alert) =>
  html`<li class="banner ${alertTone(alert) === 'bad' ? 'bad' : 'warn'}">
    ${status(alertTone(alert), alert.message)}<span class="quiet small">since ${ago(alert.begin)}</span>
  </li>`;
