/** In which order targets stand where all are shown: by kind, by filesystem, by index. */
import { byName } from '../../format/units.js';

const KINDS = ['MGT', 'MDT', 'OST'];

/** @typedef {Pick<Api.Target, 'kind'|'label'|'filesystem_name'>} Named */

/** @param {Named} a @param {Named} b */
export function byIndex(a, b) {
  return (
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    byName(a.filesystem_name ?? '', b.filesystem_name ?? '') ||
    byName(a.label, b.label)
  );
}
