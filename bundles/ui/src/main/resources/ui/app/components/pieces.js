import { html, nothing } from 'lit';
import { href } from '../router.js';
import { age, exact } from '../format/time.js';
import { percent } from '../format/units.js';
import { ref } from 'lit/directives/ref.js';
import { icon } from './icons.js';

/** Says what is missing and what to do next. @param {string} title @param {unknown} text @param {unknown} [action] */
export const empty = (title, text, action = nothing) =>
  html`<div class="empty"><strong>${title}</strong><p>${text}</p>${action}</div>`;

export const failure = (error) =>
  html`<div class="banner bad" role="alert"><span>${error.message}</span></div>`;

export const loading = () =>
  html`<div class="empty" aria-busy="true"><span class="spinner"></span><span class="unheard">Loading</span></div>`;

/** @param {unknown} title @param {unknown} body @param {unknown} [aside] */
export const card = (title, body, aside = nothing, classes = '') =>
  html`<section class="card ${classes}"><header><h2>${title}</h2>${aside}</header><div class="body">${body}</div></section>`;

/** Heading of a page: what it shows, what is known about it at a glance, what can be done. @param {unknown} title @param {unknown} [detail] @param {unknown} [actions] */
export const heading = (title, detail = nothing, actions = nothing) =>
  html`<header class="page-heading spread"><div class="line"><h1>${title}</h1>${detail}</div><div class="line">${actions}</div></header>`;

export const ago = (value) =>
  html`<time datetime=${value ?? nothing} title=${exact(value)}>${age(value)}</time>`;

/** A bar of how full something is; the number stands beside it. @param {number|null} share 0 to 1 */
export const meter = (share, label = 'used') => {
  const known = share !== null && share !== undefined && !Number.isNaN(share);
  const width = known ? Math.min(1, Math.max(0, share)) : 0;
  return html`<span class="meter ${width >= 0.95 ? 'bad' : width >= 0.85 ? 'warn' : ''}" role="img" aria-label="${percent(known ? share : null)} ${label}"><i ${ref((node) => node && /** @type {HTMLElement} */ ((node).style.width = `${width * 100}%`))}></i></span>`;
};

export const facts = (...pairs) =>
  html`<dl class="facts">${pairs.filter(([, value]) => value !== nothing && value !== null && value !== undefined).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;

export const fieldError = (errors, name) =>
  errors?.[name]?.length
    ? html`<span class="error" id="error-${name}" role="alert">${errors[name].join(' ')}</span>`
    : nothing;

export const link = (to, text) => html`<a href=${href(to)}>${text}</a>`;

export const copyButton = (text) =>
  html`<button class="button tiny" type="button" @click=${async (event) => {
    await navigator.clipboard.writeText(text);
    const button = event.currentTarget.querySelector('span');
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), 1500);
  }}>${icon('copy')}<span>Copy</span></button>`;
