import { svg, html } from 'lit';

/** Line icons, 16 px, drawn in the colour of the text. They always stand beside a word, except the few that everyone knows. */
const paths = {
  dashboard: svg`<path d="M2.5 9.5a5.5 5.5 0 1 1 11 0"/><path d="M8 9.5 10.5 6"/><path d="M2.5 12.5h11"/>`,
  filesystem: svg`<path d="M2.5 4.5h11M2.5 8h7M2.5 11.5h9"/>`,
  server: svg`<rect x="2.5" y="2.5" width="11" height="4.5" rx="1"/>
    <rect x="2.5" y="9" width="11" height="4.5" rx="1"/>
    <path d="M5 4.75h.01M5 11.25h.01"/>`,
  volume: svg`<ellipse cx="8" cy="4" rx="5" ry="1.8"/>
    <path d="M3 4v8c0 1 2.2 1.8 5 1.8s5-.8 5-1.8V4M3 8c0 1 2.2 1.8 5 1.8S13 9 13 8"/>`,
  storage: svg`<path d="M8 2 14 5 8 8 2 5zM2 8l6 3 6-3M2 11l6 3 6-3"/>`,
  alert: svg`<path d="M8 2.5 14.2 13H1.8z"/><path d="M8 6.5v3M8 11.2h.01"/>`,
  activity: svg`<path d="M1.5 8h3l2-5 3 10 2-5h3"/>`,
  log: svg`<path d="M3 3.5h10M3 6.5h10M3 9.5h7M3 12.5h5"/>`,
  users: svg`<circle cx="6" cy="5.5" r="2.5"/>
    <path d="M1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 3.2a2.5 2.5 0 0 1 0 4.6M12 9.8c1.5.5 2.5 1.8 2.5 3.7"/>`,
  settings: svg`<path d="M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6"/>
    <circle cx="10" cy="4.5" r="2"/>
    <circle cx="6" cy="11.5" r="2"/>`,
  search: svg`<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>`,
  close: svg`<path d="m4 4 8 8M12 4l-8 8"/>`,
  menu: svg`<path d="M2 4h12M2 8h12M2 12h12"/>`,
  plus: svg`<path d="M8 3v10M3 8h10"/>`,
  down: svg`<path d="m4 6 4 4 4-4"/>`,
  right: svg`<path d="m6 4 4 4-4 4"/>`,
  up: svg`<path d="m4 10 4-4 4 4"/>`,
  check: svg`<path d="m3 8.5 3.2 3.2L13 5"/>`,
  cross: svg`<path d="m4.5 4.5 7 7M11.5 4.5l-7 7"/>`,
  skip: svg`<path d="M4 8h8"/>`,
  wait: svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3l2 1.5"/>`,
  copy: svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/>
    <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2"/>`,
  columns: svg`<rect x="2.5" y="3" width="11" height="10" rx="1"/><path d="M6.2 3v10M9.8 3v10"/>`,
  sun: svg`<circle cx="8" cy="8" r="3"/>
    <path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1"/>`,
};

/** @typedef {keyof typeof paths} IconName */

/** @param {IconName} name */
export const icon = (name) =>
  html`<svg class="icon" width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor"
    stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths[name]}</svg>`;

export const mark = () =>
  html`<svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true"><g fill="var(--accent)">
    <rect x="3" y="4" width="18" height="4" rx="2"/>
    <rect x="3" y="10" width="11" height="4" rx="2" opacity=".55"/>
    <rect x="3" y="16" width="15" height="4" rx="2" opacity=".8"/></g></svg>`;
