/**
 * Every page, said once: menu, shortcuts, breadcrumb, search and the bar follow from it. A page's module defines the element that
 * is called as the module is, and loads when the page is first shown.
 */
import { session } from '../api/session.js';

/**
 * @typedef {object} PageOptions
 * @property {string} title
 * @property {string} [section] path of the page in the menu that it belongs to
 * @property {import('../components/icons.js').IconName} [icon] beside its entry in the menu; without one it has no entry
 * @property {1|2|3} [group] of the menu, from the top
 * @property {string} [key] what leads to it after g
 * @property {boolean} [timeRange] whether the bar offers a choice of the time that its charts show
 * @property {() => boolean} [may] whether the user may see it; without it everybody may
 *
 * @typedef {PageOptions & {path: string, pattern: RegExp, module: string, tag: string, load: () => Promise<unknown>}} Page
 */

/**
 * @param {string} path below `/ui`; `:id` stands for a number, which the element gets as a property
 * @param {string} module below this folder
 * @param {PageOptions} options
 * @returns {Page}
 */
const page = (path, module, options) => ({
  path,
  pattern: new RegExp(`^${path.replaceAll(/:(\w+)/g, String.raw`(?<$1>\d+)`)}$`),
  module,
  tag: module.slice(module.lastIndexOf('/') + 1),
  load: () => import(`./${module}.js`),
  ...options,
});

export const pages = [
  page('/', 'dashboard/dashboard-page', {
    title: 'Dashboard',
    icon: 'dashboard',
    group: 1,
    key: 'd',
    timeRange: true,
  }),
  page('/filesystems', 'filesystems/filesystems-page', {
    title: 'Filesystems',
    icon: 'filesystem',
    group: 1,
    key: 'f',
  }),
  page('/filesystems/new', 'filesystems/filesystem-create-page', {
    title: 'Create',
    section: '/filesystems',
  }),
  page('/filesystems/:id', 'filesystems/filesystem-page', {
    title: 'Filesystem',
    section: '/filesystems',
    timeRange: true,
  }),
  page('/servers', 'servers/servers-page', { title: 'Servers', icon: 'server', group: 1, key: 's' }),
  page('/servers/add', 'servers/servers-add-page', { title: 'Add', section: '/servers' }),
  page('/servers/:id', 'servers/server-page', { title: 'Server', section: '/servers', timeRange: true }),
  page('/targets/:id', 'targets/target-page', { title: 'Target', section: '/filesystems', timeRange: true }),
  page('/volumes', 'volumes/volumes-page', { title: 'Volumes', icon: 'volume', group: 1, key: 'v' }),
  page('/storage', 'storage/storage-page', { title: 'Storage', icon: 'storage', group: 1, key: 't' }),
  page('/storage/:id', 'storage/storage-resource-page', { title: 'Resource', section: '/storage' }),
  page('/alerts', 'alerts/alerts-page', { title: 'Alerts', icon: 'alert', group: 2, key: 'a' }),
  page('/activity', 'activity/activity-page', { title: 'Activity', icon: 'activity', group: 2, key: 'c' }),
  page('/commands/:id', 'commands/command-page', { title: 'Command', section: '/activity' }),
  page('/users', 'users/users-page', {
    title: 'Users',
    icon: 'users',
    group: 3,
    may: () => session.maySeeUsers,
  }),
  page('/settings', 'settings/settings-page', { title: 'Settings', icon: 'settings', group: 3 }),
];

/** @param {Page} candidate */
export const isAllowed = (candidate) => candidate.may?.() ?? true;

/** @typedef {{page: Page, parameters: Record<string, string>}} Found */

/** The page at a path, with what stands in the path for its properties. @param {string} path @returns {Found|null} */
export function pageAt(path) {
  for (const candidate of pages) {
    const match = candidate.pattern.exec(path);
    if (match) return { page: candidate, parameters: match.groups ?? {} };
  }
  return null;
}

/** The pages of the menu that the user may see. */
export const menu = () => pages.filter((candidate) => candidate.icon && isAllowed(candidate));

/** The page to which a key leads after g. @param {string} key */
export const pageWithKey = (key) => pages.find((candidate) => candidate.key === key) ?? null;
