const probe = document.createElement('span');
probe.hidden = true;

/** A colour token as a canvas understands it, for the theme of the moment. @param {string} token such as `--chart-1` */
export function color(token) {
  if (!probe.isConnected) document.body.append(probe);
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}

/** The same with less of it. @param {string} token @param {number} alpha 0 to 1 */
export function faint(token, alpha) {
  const parts = /^rgba?\(([^)]+)\)$/.exec(color(token))?.[1].split(/[,\s/]+/) ?? [];
  return `rgba(${parts.slice(0, 3).join(',')},${alpha})`;
}
