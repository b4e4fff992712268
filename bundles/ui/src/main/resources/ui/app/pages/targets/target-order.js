/** In which order targets stand where all are shown: by kind, by filesystem, by index. */
import { byName } from '../../format/units.js';

const KINDS = ['MGT', 'MDT', 'OST'];

/** The index is hexadecimal, which no order by name does right. */
const indexOf = (target) => parseInt(/-(?:MDT|OST)([0-9a-f]{4})$/i.exec(nameOf(target))?.[1] ?? 'ffff', 16);
const nameOf = (target) => String(target.label ?? target.name ?? '');

/** @param {any} a @param {any} b */
export function byIndex(a, b) {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || byName(String(a.filesystem_name ?? ''), String(b.filesystem_name ?? '')) || indexOf(a) - indexOf(b) || byName(nameOf(a), nameOf(b));
}
