/** How full a filesystem is; null where that is not known. */

/** @param {number|null} total @param {number|null} free */
const share = (total, free) => (total && free !== null ? 1 - free / total : null);

/** 0 to 1. @param {Api.Filesystem} filesystem */
export const spaceUsed = (filesystem) => share(filesystem.bytes_total, filesystem.bytes_free);

/** 0 to 1. @param {Api.Filesystem} filesystem */
export const filesUsed = (filesystem) => share(filesystem.files_total, filesystem.files_free);

/** What is not free. @param {number|null} total @param {number|null} free */
export const rest = (total, free) => (total === null || free === null ? null : total - free);
