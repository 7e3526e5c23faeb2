// What the server says in words, whose times are written as all others of the console.

import type { ComponentProps } from 'react';

import { withTimes } from '../format/time';
import { SafeText } from './SafeText';
import { useTimeZone } from './Time';

export function Sentence({ children, ...how }: ComponentProps<typeof SafeText>) {
  return <SafeText {...how}>{withTimes(children, useTimeZone())}</SafeText>;
}
