// Costs and volumes, to compare.

import type { PackageUsage } from '../../api/behavior.gen';
import { DAY } from '../../scope/scope';

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });

/** `$0.42`, `$1,234`; what is less than a cent and more than nothing says so. */
export function formatCost(value: number): string {
  if (value > 0 && value < 0.005) return 'less than $0.01';
  // A sum of nothing may be a negative nought.
  return (value >= 1000 ? whole : dollars).format(value + 0);
}

/** A sum that is that of its parts as they are shown, whatever is left of a cent. */
export function sumAsShown(...parts: readonly number[]): number {
  return parts.reduce((sum, it) => sum + (it >= 1000 ? Math.round(it) : Math.round(it * 100) / 100), 0);
}

/** How much of Amazon's price is saved here, in percent; nothing where there is nothing to save. */
export function savedPercent(here: number, amazon: number): number | undefined {
  if (amazon <= 0 || here >= amazon) return undefined;
  const percent = (1 - here / amazon) * 100;
  // Not all of it is ever saved.
  return Math.min(Math.floor(percent), 99);
}

/** The days from the first to the last moment, `2026-11-25`. */
export function daysOf(start: string, end: string): string[] {
  const days: string[] = [];
  for (let time = Date.parse(start); time < Date.parse(end); time += DAY) days.push(new Date(time).toISOString().slice(0, 10));
  return days;
}

/** Bytes of each of the days; noughts where there were none. */
export function bytesByDay(usage: PackageUsage | undefined, days: readonly string[]): number[] {
  const of = new Map(usage?.Days.map((it) => [it.Date, it.Bytes]));
  return days.map((day) => of.get(day) ?? 0);
}
