// What charts say under the pointer. Made of elements: a name from a log stays a text, and no style is inline.

export interface TooltipRow {
  readonly colour?: string;
  readonly name: string;
  readonly value: string;
  readonly note?: string;
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const it = document.createElement(tag);
  it.className = className;
  it.textContent = text;
  return it;
}

export function tooltipElement(title: string, rows: readonly TooltipRow[], footer?: string): HTMLElement {
  const box = element('div', 'gs-tooltip');
  box.append(element('div', 'gs-tooltip-title', title));
  for (const row of rows) {
    const line = element('div', 'gs-tooltip-row');
    const dot = element('span', 'gs-tooltip-dot');
    if (row.colour !== undefined) dot.style.backgroundColor = row.colour;
    line.append(dot, element('span', 'gs-tooltip-name', row.name), element('span', 'gs-tooltip-value', row.value));
    box.append(line);
    if (row.note !== undefined) box.append(element('div', 'gs-tooltip-note', row.note));
  }
  if (footer !== undefined) box.append(element('div', 'gs-tooltip-footer', footer));
  return box;
}

/** The frame is the page's; ECharts only places it. */
export const TOOLTIP_FRAME = {
  confine: true,
  className: 'gs-tooltip-frame',
  backgroundColor: 'transparent',
  borderWidth: 0,
  padding: 0,
  extraCssText: 'box-shadow:none',
  transitionDuration: 0,
} as const;
