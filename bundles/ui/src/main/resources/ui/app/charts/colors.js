const probe = document.createElement('span');
probe.hidden = true;

/** A colour token as a canvas understands it, for the theme of the moment. @param {string} token such as `--chart-1` */
export function color(token) {
  if (!probe.isConnected) document.body.append(probe);
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}

/** The same with less of it. @param {number} alpha 0 to 1 */
export function faint(token, alpha) {
  return color(token).replace(
    /^rgba?\(([^)]+)\)$/,
    (_, parts) =>
      `rgba(${parts
        .split(/[,\s/]+/)
        .slice(0, 3)
        .join(',')},${alpha})`,
  );
}
