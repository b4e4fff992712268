/**
 * Every page: its address, element, module and what the frame says about it. A page's module loads when it is first shown.
 *
 * @typedef {object} Page
 * @property {RegExp} path
 * @property {string} tag custom element; gets the groups of the path as properties
 * @property {() => Promise<any>} load
 * @property {string} title
 * @property {string} [section] path of the section that it belongs to, for breadcrumb and menu
 * @property {() => boolean} [may]
 */
import { session } from '../api/session.js';

/** @type {Page[]} */
export const pages = [
  {
    path: /^\/$/,
    tag: 'dashboard-page',
    load: () => import('./dashboard/dashboard-page.js'),
    title: 'Dashboard',
  },
  {
    path: /^\/filesystems$/,
    tag: 'filesystems-page',
    load: () => import('./filesystems/filesystems-page.js'),
    title: 'Filesystems',
  },
  {
    path: /^\/filesystems\/new$/,
    tag: 'filesystem-create-page',
    load: () => import('./filesystems/filesystem-create-page.js'),
    title: 'Create',
    section: '/filesystems',
  },
  {
    path: /^\/filesystems\/(?<id>\d+)$/,
    tag: 'filesystem-page',
    load: () => import('./filesystems/filesystem-page.js'),
    title: 'Filesystem',
    section: '/filesystems',
  },
  {
    path: /^\/servers$/,
    tag: 'servers-page',
    load: () => import('./servers/servers-page.js'),
    title: 'Servers',
  },
  {
    path: /^\/servers\/add$/,
    tag: 'servers-add-page',
    load: () => import('./servers/servers-add-page.js'),
    title: 'Add',
    section: '/servers',
  },
  {
    path: /^\/servers\/(?<id>\d+)$/,
    tag: 'server-page',
    load: () => import('./servers/server-page.js'),
    title: 'Server',
    section: '/servers',
  },
  {
    path: /^\/targets\/(?<id>\d+)$/,
    tag: 'target-page',
    load: () => import('./targets/target-page.js'),
    title: 'Target',
    section: '/filesystems',
  },
  {
    path: /^\/volumes$/,
    tag: 'volumes-page',
    load: () => import('./volumes/volumes-page.js'),
    title: 'Volumes',
  },
  {
    path: /^\/storage$/,
    tag: 'storage-page',
    load: () => import('./storage/storage-page.js'),
    title: 'Storage',
  },
  {
    path: /^\/storage\/(?<id>\d+)$/,
    tag: 'storage-resource-page',
    load: () => import('./storage/storage-resource-page.js'),
    title: 'Resource',
    section: '/storage',
  },
  { path: /^\/alerts$/, tag: 'alerts-page', load: () => import('./alerts/alerts-page.js'), title: 'Alerts' },
  {
    path: /^\/activity$/,
    tag: 'activity-page',
    load: () => import('./activity/activity-page.js'),
    title: 'Activity',
  },
  {
    path: /^\/commands\/(?<id>\d+)$/,
    tag: 'command-page',
    load: () => import('./commands/command-page.js'),
    title: 'Command',
    section: '/activity',
  },
  {
    path: /^\/users$/,
    tag: 'users-page',
    load: () => import('./users/users-page.js'),
    title: 'Users',
    may: () => session.maySeeUsers,
  },
  {
    path: /^\/settings$/,
    tag: 'settings-page',
    load: () => import('./settings/settings-page.js'),
    title: 'Settings',
  },
];

/** @param {string} path */
export function pageAt(path) {
  for (const page of pages) {
    const match = page.path.exec(path);
    if (match) return { page, parameters: match.groups ?? {} };
  }
  return null;
}

/** @typedef {{path: string, label: string, icon: string, may?: () => boolean}} Section */

/** @type {Section[][]} */
export const sections = [
  [
    { path: '/', label: 'Dashboard', icon: 'dashboard' },
    { path: '/filesystems', label: 'Filesystems', icon: 'filesystem' },
    { path: '/servers', label: 'Servers', icon: 'server' },
    { path: '/volumes', label: 'Volumes', icon: 'volume' },
    { path: '/storage', label: 'Storage', icon: 'storage' },
  ],
  [
    { path: '/alerts', label: 'Alerts', icon: 'alert' },
    { path: '/activity', label: 'Activity', icon: 'activity' },
  ],
  [
    { path: '/users', label: 'Users', icon: 'users', may: () => session.maySeeUsers },
    { path: '/settings', label: 'Settings', icon: 'settings' },
  ],
];
