import { bytes } from '../../format/units.js';

/**
 * @typedef {Api.StorageResource['attributes'][string]} Attribute
 * @typedef {[name: string, attribute: Attribute]} Named
 */

/** Attributes of a resource in the order of its class. @param {Api.StorageResource} resource @returns {Named[]} */
export const attributesOf = (resource) => Object.entries(resource.attributes);

/** @param {Attribute} attribute */
export const isNumber = (attribute) => typeof attribute.raw === 'number';

/** @param {string} name @param {Attribute|undefined} attribute */
export function attributeText(name, attribute) {
  if (!attribute || attribute.raw === '') return '–';
  const { raw } = attribute;
  if (typeof raw === 'number' && /size|capacity/.test(name)) return bytes(raw);
  if (typeof raw === 'boolean') return raw ? 'yes' : 'no';
  return String(raw);
}
