/** In which order targets stand where all are shown: by kind, by filesystem, by index. */
import { byName } from '../../format/units.js';

const KINDS = ['MGT', 'MDT', 'OST'];

const nameOf = (target) => String(target.label ?? target.name ?? '');

/** @param {any} a @param {any} b */
export function byIndex(a, b) {
  return (
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    byName(String(a.filesystem_name ?? ''), String(b.filesystem_name ?? '')) ||
    byName(nameOf(a), nameOf(b))
  );
}
