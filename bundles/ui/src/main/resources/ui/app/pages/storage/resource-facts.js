import { bytes } from '../../format/units.js';

export const nameOf = (resource) =>
  resource.alias || resource.default_alias || resource.label || `${resource.class_name} ${resource.id}`;

/**
 * Attributes of a resource in the order of its class; told either as plain values or with labels and classes.
 * @returns {{name: string, label: string, raw: any, markup: string|null, number: boolean, size: boolean}[]}
 */
export function attributesOf(resource) {
  return Object.entries(resource.attributes ?? {}).map(([name, value]) => {
    const rich = value !== null && typeof value === 'object' && !Array.isArray(value) && 'raw' in value;
    const raw = rich ? value.raw : value;
    const words = name
      .replaceAll('_', ' ')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    const size = /size|capacity/.test(name) && typeof raw === 'number';
    return {
      name,
      label: rich && value.label ? value.label : words[0].toUpperCase() + words.slice(1),
      raw,
      markup: rich ? value.markup : null,
      number: typeof raw === 'number',
      size,
    };
  });
}

/** @param {ReturnType<typeof attributesOf>[number]|undefined} attribute */
export function attributeText(attribute) {
  if (!attribute || attribute.raw === null || attribute.raw === undefined || attribute.raw === '') return '–';
  if (attribute.size) return bytes(attribute.raw);
  if (typeof attribute.raw === 'boolean') return attribute.raw ? 'yes' : 'no';
  if (Array.isArray(attribute.raw)) return attribute.raw.join(', ');
  return String(attribute.raw);
}
