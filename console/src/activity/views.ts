// The ways to look at activity: the hierarchies that a panel names, and all of it in the order of time.

import type { ActivitySource, Dimension, DrillDown } from '../api/behavior.gen';
import { FLOW_ORDER } from './flows/flows';
import { isFlat, type Level, levelsOf } from './levels';
import { BY_TOTAL, type Order } from './useActivity';

export interface View {
  /** In the URL; that of the first is nothing. */
  readonly id: string;
  readonly title: string;
  readonly levels: readonly Level[];
  /** Whether its rows are told apart by everything, and have none below them. */
  readonly isFlat: boolean;
  /** Whether it is read from the first to the last, so that when comes before what. */
  readonly isStory: boolean;
  /** How it is sorted until somebody sorts it otherwise. */
  readonly order: Order;
}

const EARLIEST_FIRST: Order = { SortBy: 'FirstSeen', SortOrder: 'ASC' };

/** What is told of each call in the order of time, as far as the panel's hierarchies have it. Flows are one table already. */
const TOLD: Readonly<Record<ActivitySource, readonly Dimension[]>> = {
  API: ['Api', 'Service', 'Caller', 'IpAddress'],
  NETWORK: [],
  KUBERNETES: ['Verb', 'RequestUri', 'Subject', 'IpAddress'],
};

export const STORY = 'time';

export function viewsOf({ Source: source, Tabs: tabs }: DrillDown): View[] {
  const views: View[] = tabs.map(({ Title: title, GroupBy: groupBy }, index) => ({
    id: String(index),
    title,
    levels: levelsOf(source, groupBy as Dimension[]),
    isFlat: isFlat(source),
    isStory: false,
    order: isFlat(source) ? FLOW_ORDER : BY_TOTAL,
  }));
  const known = new Set<string>(tabs.flatMap((it) => it.GroupBy));
  const keys = TOLD[source].filter((it) => known.has(it));
  if (keys.length > 0) {
    views.push({ id: STORY, title: 'In the order of time', levels: [{ keys, extras: [] }], isFlat: true, isStory: true, order: EARLIEST_FIRST });
  }
  return views;
}
